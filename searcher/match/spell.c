/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/spell.h"

#include <string.h>
#include <utf8proc.h>

#include "searcher/match/words.h"

#define LETTERS TOKEN_MAX

/* The code points of a word; returns their number. */
static size_t letters(const char *word, size_t length, utf8proc_int32_t out[LETTERS])
{
    size_t n = 0;
    for (size_t at = 0; at < length && n < LETTERS; n++) {
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)word + at,
                                                 (utf8proc_ssize_t)(length - at), &out[n]);
        at += used > 0 ? (size_t)used : 1;
    }
    return n;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned spell_distance(const char *a, size_t a_length, const char *b, size_t b_length,
                        unsigned limit)
{
    utf8proc_int32_t x[LETTERS];
    utf8proc_int32_t y[LETTERS];
    unsigned rows[3][LETTERS + 1];
    size_t m = letters(a, a_length, x);
    size_t n = letters(b, b_length, y);
    if ((m > n ? m - n : n - m) > limit)
        return limit + 1;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= m; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3];
        const unsigned *higher = rows[(i + 1) % 3];
        unsigned best = row[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned d = least(above[j], row[j - 1]) + 1;
            d = least(d, above[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                d = least(d, higher[j - 2] + 1);
            row[j] = d;
            best = least(best, d);
        }
        if (best > limit)
            return limit + 1;
    }
    return least(rows[m % 3][n], limit + 1);
}

struct candidate {
    const char *word;
    size_t length;
    unsigned distance; /* of the best so far */
    uint64_t frequency;
    struct term *best;
};

static void consider(struct candidate *c, struct slice word, uint64_t frequency)
{
    unsigned d = spell_distance(c->word, c->length, word.data, word.length, c->distance);
    bool better = d < c->distance || (d == c->distance && frequency > c->frequency);
    if (d == 0 || !better)
        return;
    c->distance = d;
    c->frequency = frequency;
    *c->best = schema_term("", word.data, word.length);
}

/* Prefixed terms begin with a capital letter; words of texts never do. */
static bool is_word(struct slice term)
{
    return !(term.data[0] >= 'A' && term.data[0] <= 'Z');
}

static bool scan(struct archive *a, const char *start, size_t length, struct candidate *c,
                 struct error *error)
{
    struct words *words = words_open(a, start, length, error);
    struct slice term;
    uint64_t documents;
    bool ok = words != NULL;
    while (ok && (ok = words_next(words, &term, &documents, error)) && term.length)
        if (is_word(term))
            consider(c, term, documents);
    words_close(words);
    return ok;
}

bool spell_suggest(struct archive *a, const char *word, struct term *suggestion,
                   struct error *error)
{
    utf8proc_int32_t code[LETTERS];
    size_t length = strlen(word);
    size_t n = letters(word, length, code);
    unsigned limit = n < 6 ? 1 : 2;
    struct candidate c = {word, length, limit, 0, suggestion};
    suggestion->length = 0;
    if (n < 4 || code[0] < 'a')
        return true;
    size_t first = 1; /* bytes of the first letter */
    while (first < length && ((unsigned char)word[first] & 0xC0) == 0x80)
        first++;
    if (!scan(a, word, first, &c, error))
        return false;
    const char swapped[] = {word[1], word[0]};
    if ((unsigned char)word[0] < 0x80 && (unsigned char)word[1] < 0x80 &&
        !scan(a, swapped, 2, &c, error))
        return false;
    return suggestion->length > 0 || scan(a, "", 0, &c, error);
}
