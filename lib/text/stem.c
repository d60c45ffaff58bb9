/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cache is a table of fixed size, SETS sets of two entries, the one used last first. An entry
 * is one cache line; the rare words that do not fit are stemmed each time. It takes 2 MiB, from the
 * first word on.
 */
#include "lib/text/stem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libstemmer.h>
#include <utf8proc.h>

#include "lib/base/mem.h"

enum { SET_BITS = 14, SETS = 1 << SET_BITS, ENTRY_BYTES = 62 };

/* A word and, right after it, its stem. No word has length 0: that marks an empty entry. */
struct entry {
    uint8_t word_length;
    uint8_t stem_length;
    char bytes[ENTRY_BYTES];
};

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: "none" */
    struct entry (*sets)[2];     /* NULL until there is need of it */
};

static bool is_known(const char *language)
{
    for (const char **known = sb_stemmer_list(); *known; known++)
        if (strcmp(*known, language) == 0)
            return true;
    return false;
}

/* libstemmer gives NULL for both, a language that it does not know and memory that is not there. */
struct stemmer *stemmer_new(const char *language)
{
    struct sb_stemmer *snowball = NULL;
    if (strcmp(language, "none") != 0) {
        snowball = sb_stemmer_new(language, NULL);
        if (snowball == NULL && is_known(language))
            no_memory();
        if (snowball == NULL)
            return NULL;
    }
    struct stemmer *s = xmalloc(sizeof *s);
    s->snowball = snowball;
    s->sets = NULL;
    return s;
}

void stemmer_free(struct stemmer *s)
{
    if (s == NULL)
        return;
    sb_stemmer_delete(s->snowball);
    free(s->sets);
    free(s);
}

const char **stemmer_languages(void)
{
    const char **known = sb_stemmer_list();
    size_t n = 0;
    while (known[n])
        n++;
    const char **languages = xreallocarray(NULL, n + 2, sizeof *languages);
    languages[0] = "none";
    memcpy(languages + 1, known, (n + 1) * sizeof *languages);
    return languages;
}

const char *stemmer_version(void)
{
    return "2.2.0";
}

bool stem_applies(const char *word, size_t length)
{
    utf8proc_int32_t c;
    if (length == 0 ||
        utf8proc_iterate((const utf8proc_uint8_t *)word, (utf8proc_ssize_t)length, &c) <= 0)
        return false;
    int category = utf8proc_get_property(c)->category;
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_MC;
}

/* Eight or four bytes, wherever they are. */
static uint64_t bytes_8(const char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static uint64_t bytes_4(const char *p)
{
    uint32_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

/* Which set a word belongs to: a multiplicative hash of the length and all bytes, the last eight
 * or four of which may overlap those before. */
static size_t set_of(const char *word, size_t length)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = length * odd;
    if (length >= 8) {
        for (size_t i = 0; i + 8 < length; i += 8) {
            hash = (hash ^ bytes_8(word + i)) * odd;
            hash ^= hash >> 32;
        }
        hash ^= bytes_8(word + length - 8);
    } else if (length >= 4) {
        hash ^= bytes_4(word) << 32 | bytes_4(word + length - 4);
    } else {
        for (size_t i = 0; i < length; i++)
            hash ^= (uint64_t)(unsigned char)word[i] << 8 * i;
    }
    hash *= odd;
    hash = (hash ^ hash >> 32) * odd;
    return (size_t)(hash >> (64 - SET_BITS));
}

static bool holds(const struct entry *e, const char *word, size_t length)
{
    return e->word_length == length && memcmp(e->bytes, word, length) == 0;
}

/* Stems without the cache. */
static const char *snowball_stem(struct stemmer *s, const char *word, size_t length,
                                 size_t *stem_length)
{
    const sb_symbol *stem = sb_stemmer_stem(s->snowball, (const sb_symbol *)word, (int)length);
    if (stem == NULL) {
        fputs("dateline: out of memory\n", stderr);
        exit(2);
    }
    *stem_length = (size_t)sb_stemmer_length(s->snowball);
    return (const char *)stem;
}

const char *stem_word_once(struct stemmer *s, const char *word, size_t length, size_t *stem_length)
{
    *stem_length = length;
    return s->snowball && length ? snowball_stem(s, word, length, stem_length) : word;
}

const char *stem_word(struct stemmer *s, const char *word, size_t length, size_t *stem_length)
{
    if (s->snowball == NULL || length == 0) {
        *stem_length = length;
        return word;
    }
    if (!s->sets)
        s->sets = xcalloc(SETS, sizeof *s->sets);
    struct entry *set = s->sets[set_of(word, length)];
    if (!holds(&set[0], word, length)) {
        struct entry entry = set[1];
        if (!holds(&entry, word, length)) {
            const char *stem = snowball_stem(s, word, length, stem_length);
            if (length + *stem_length > ENTRY_BYTES)
                return stem;
            entry.word_length = (uint8_t)length;
            entry.stem_length = (uint8_t)*stem_length;
            memcpy(entry.bytes, word, length);
            memcpy(entry.bytes + length, stem, *stem_length);
        }
        set[1] = set[0];
        set[0] = entry;
    }
    *stem_length = set[0].stem_length;
    return set[0].bytes + length;
}
