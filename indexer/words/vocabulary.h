/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terms met so far, numbered 0, 1, 2, ... in the order they were met. A term is any bytes up
 * to SCHEMA_TERM_MAX. Links of a word to the terms that come with it (its stem, ...) save finding
 * them again for each article.
 */
#ifndef DATELINE_INDEXER_WORDS_VOCABULARY_H
#define DATELINE_INDEXER_WORDS_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"

#define NO_TERM UINT32_MAX          /* there is no such term */
#define TERM_UNSET (UINT32_MAX - 1) /* nobody has looked yet */

struct term_entry {
    const char *text; /* in the vocabulary's arena */
    uint16_t length;
    bool word;     /* a word of a text: met as such by analyse */
    bool named;    /* its name key was written, by the writer that uses this flag */
    uint32_t stem; /* number of Z + its stem */
};

/* What a word leads to in a title: apart, since most words are never met in one. */
struct title_entry {
    uint32_t word; /* number of S + the word */
    uint32_t stem; /* of ZS + its stem */
};

/*
 * A place of the table tells nearly all terms apart by itself: those of up to eight bytes are
 * wholly in it, so that looking one up touches no other memory.
 */
struct term_place {
    uint64_t head;   /* the first eight bytes, zeros behind a shorter term */
    uint32_t tag;    /* length in the low byte, bits of the hash above */
    uint32_t number; /* + 1; 0: the place is free */
};

struct vocabulary {
    struct term_entry *entries; /* by number */
    struct title_entry *titles; /* by number */
    size_t count;
    size_t capacity;
    struct term_place *table; /* open addressing */
    size_t table_size;        /* a power of two */
    struct arena texts;
};

/* The number of a term, which is entered if it is new. */
uint32_t vocabulary_add(struct vocabulary *v, const char *text, size_t length);

/*
 * The same in two steps, for who has many terms to look up: the table is far larger than any
 * cache, and the first step has the place of the term fetched while others are prepared.
 */
struct term_key {
    uint64_t head; /* as in the table */
    uint64_t hash;
};
struct term_key vocabulary_prepare(const struct vocabulary *v, const char *text, size_t length);
uint32_t vocabulary_add_key(struct vocabulary *v, struct term_key key, const char *text,
                            size_t length);

/* Forgets all terms; keeps some memory. Start with {0}. */
void vocabulary_clear(struct vocabulary *v);
void vocabulary_free(struct vocabulary *v);

#endif
