/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/expand.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/text/name_key.h"
#include "searcher/match/remote.h"
#include "searcher/match/words.h"

/* The best words so far, as a heap with the least of them on top. */
struct best {
    struct expanded *words;
    size_t count;
    size_t room;
    size_t left_off;
};

static int compare_terms(const struct term *a, const struct term *b)
{
    return bytes_compare(a->text, a->length, b->text, b->length);
}

/* Below 0 if x comes before y. */
static int by_frequency(const void *a, const void *b)
{
    const struct expanded *x = a;
    const struct expanded *y = b;
    if (x->frequency != y->frequency)
        return x->frequency > y->frequency ? -1 : 1;
    return compare_terms(&x->word, &y->word);
}

static void swap(struct expanded *a, struct expanded *b)
{
    struct expanded other = *a;
    *a = *b;
    *b = other;
}

static void rise(struct best *b, size_t at)
{
    for (; at && by_frequency(&b->words[at], &b->words[(at - 1) / 2]) > 0; at = (at - 1) / 2)
        swap(&b->words[at], &b->words[(at - 1) / 2]);
}

static void sink(struct best *b)
{
    for (size_t at = 0;;) {
        size_t least = 2 * at + 1;
        if (least >= b->count)
            return;
        if (least + 1 < b->count && by_frequency(&b->words[least + 1], &b->words[least]) > 0)
            least++;
        if (by_frequency(&b->words[least], &b->words[at]) <= 0)
            return;
        swap(&b->words[least], &b->words[at]);
        at = least;
    }
}

static void offer(struct best *b, const char *word, size_t length, uint64_t frequency)
{
    if (b->count == EXPANSION_MAX) {
        b->left_off++;
        if (frequency < b->words[0].frequency)
            return;
    }
    struct expanded one = {schema_term("", word, length), frequency};
    if (b->count < EXPANSION_MAX) {
        b->words = xgrow(b->words, &b->room, b->count + 1, sizeof *b->words);
        b->words[b->count++] = one;
        rise(b, b->count - 1);
    } else if (by_frequency(&one, &b->words[0]) < 0) {
        b->words[0] = one;
        sink(b);
    }
}

static void finish(struct best *b, struct expansion *e)
{
    if (b->count)
        qsort(b->words, b->count, sizeof *b->words, by_frequency);
    e->words = b->words;
    e->count = b->count;
    e->left_off = b->left_off;
}

/* Walks the words that begin with `start`, after the term prefix, and takes those that `wanted`
 * says. */
static bool walk(struct archive *a, const char *prefix, const char *start, size_t length,
                 bool (*wanted)(const char *word, size_t length, void *context), void *context,
                 struct expansion *e, struct error *error)
{
    struct best best = {0};
    struct term begin = schema_term(prefix, start, length);
    size_t skip = strlen(prefix);
    struct words *words = words_open(a, begin.text, begin.length, error);
    struct slice term;
    uint64_t documents;
    bool ok = words != NULL;
    while (ok && (ok = words_next(words, &term, &documents, error)) && term.length) {
        /* Prefixes of terms are capital letters, words of texts never begin with one. */
        if (term.length == skip || (term.data[skip] >= 'A' && term.data[skip] <= 'Z'))
            continue;
        if (wanted(term.data + skip, term.length - skip, context))
            offer(&best, term.data + skip, term.length - skip, documents);
    }
    words_close(words);
    finish(&best, e);
    return ok;
}

static bool want_all(const char *word, size_t length, void *context)
{
    (void)word;
    (void)length;
    (void)context;
    return true;
}

bool expand_prefix(struct archive *a, const char *prefix, const char *word, struct expansion *e,
                   struct error *error)
{
    return walk(a, prefix, word, strlen(word), want_all, NULL, e, error);
}

/* ---- wildcards ---- */

/* Bytes of the character at `text`. */
static size_t step(const char *text, const char *end)
{
    size_t n = 1;
    while (text + n < end && ((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* After a mismatch the last star takes one character more; an earlier one need not be tried. */
bool wildcard_matches(const char *pattern, const char *word, size_t length)
{
    const char *end = word + length;
    const char *star = NULL;
    const char *again = NULL;
    while (word < end) {
        if (*pattern == '*') {
            star = ++pattern;
            again = word;
        } else if (*pattern == '?') {
            pattern++;
            word += step(word, end);
        } else if (*pattern && *pattern == *word) {
            pattern++;
            word++;
        } else if (star) {
            again += step(again, end);
            word = again;
            pattern = star;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static bool want_pattern(const char *word, size_t length, void *context)
{
    return wildcard_matches(context, word, length);
}

bool expand_wildcard(struct archive *a, const char *prefix, const char *pattern,
                     struct expansion *e, struct error *error)
{
    char *copy = xstrdup(pattern);
    bool ok = walk(a, prefix, pattern, strcspn(pattern, "*?"), want_pattern, copy, e, error);
    free(copy);
    return ok;
}

/* ---- stems ---- */

struct stem_filter {
    struct stemmer *stemmer; /* NULL: the word itself alone */
    char stem[TOKEN_MAX * 2];
    size_t length;
};

static bool has_stem(const char *word, size_t length, void *context)
{
    struct stem_filter *s = context;
    size_t n = length;
    const char *stem = s->stemmer ? stem_word_once(s->stemmer, word, length, &n) : word;
    return n == s->length && memcmp(stem, s->stem, n) == 0;
}

bool expand_stem(struct archive *a, const char *prefix, const char *word, struct stemmer *stemmer,
                 struct expansion *e, struct error *error)
{
    struct stem_filter s = {.stemmer = stemmer};
    size_t length = strlen(word);
    const char *stem = stem_word_once(stemmer, word, length, &s.length);
    if (!stem_applies(word, length) || s.length > sizeof s.stem) {
        s.stemmer = NULL;
        s.length = length < sizeof s.stem ? length : sizeof s.stem;
        stem = word;
    }
    memcpy(s.stem, stem, s.length);
    /* Endings change the last letters of a stem (happi, happy); what is before stays. */
    size_t start = s.length;
    if (s.stemmer)
        start = s.length > 3 ? s.length - 2 : s.length > 1 ? s.length - 1 : s.length;
    return walk(a, prefix, s.stem, start, has_stem, &s, e, error);
}

/* ---- names ---- */

/* Spellings found so far; one may come from several shards. */
struct spellings {
    const char *name;
    struct term *words;
    size_t count;
    size_t room;
};

static bool take_spelling(void *context, struct slice word)
{
    struct spellings *s = context;
    if (!name_alike(s->name, strlen(s->name), word.data, word.length))
        return true;
    s->words = xgrow(s->words, &s->room, s->count + 1, sizeof *s->words);
    s->words[s->count++] = schema_term("", word.data, word.length);
    return true;
}

static int by_word(const void *a, const void *b)
{
    return compare_terms(a, b);
}

/* Counts the articles of a word: those of words that no article has are 0. */
static bool count_articles(struct archive *a, const struct term *word, uint64_t *n,
                           struct error *error)
{
    *n = 0;
    for (size_t i = 0; i < a->count; i++) {
        uint32_t documents;
        if (!reader_frequency(&a->readers[i], word, &documents, error))
            return false;
        *n += documents;
    }
    return true;
}

static bool count_spellings(struct archive *a, struct spellings *s, struct expansion *e,
                            struct error *error)
{
    struct best best = {0};
    bool ok = true;
    qsort(s->words, s->count, sizeof *s->words, by_word);
    for (size_t i = 0; ok && i < s->count; i++) {
        uint64_t n = 0;
        if (i && compare_terms(&s->words[i - 1], &s->words[i]) == 0)
            continue;
        ok = count_articles(a, &s->words[i], &n, error);
        if (n)
            offer(&best, s->words[i].text, s->words[i].length, n);
    }
    finish(&best, e);
    return ok;
}

bool expand_name(struct archive *a, const char *word, struct expansion *e, struct error *error)
{
    struct spellings s = {.name = word};
    char key[NAME_KEY_MAX];
    size_t length = name_key(word, strlen(word), key);
    bool ok = true;
    s.words = xgrow(s.words, &s.room, 1, sizeof *s.words);
    s.words[s.count++] = schema_term("", word, strlen(word));
    for (size_t i = 0; ok && length && i < a->count; i++) {
        struct reader *r = &a->readers[i];
        struct slice wanted = {key, length};
        ok = r->remote ? remote_names(r->remote, wanted, take_spelling, &s, error)
                       : names_find(&r->shard->names, wanted, take_spelling, &s, error);
    }
    ok = ok && count_spellings(a, &s, e, error);
    free(s.words);
    return ok;
}

void expansion_free(struct expansion *e)
{
    free(e->what);
    free(e->words);
    *e = (struct expansion){0};
}
