/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which words of a text a query was after: exact words, stems, beginnings of words, patterns, and
 * phrases. Filled by plan, used to choose and mark passages. Made to say no quickly: terms stand in
 * chains by their first letter, and only words that may have one of the stems are stemmed.
 */
#ifndef DATELINE_SEARCHER_MATCH_HIGHLIGHT_H
#define DATELINE_SEARCHER_MATCH_HIGHLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"
#include "lib/text/stem.h"
#include "lib/text/token.h"

enum highlight_kind { HIGHLIGHT_WORD, HIGHLIGHT_STEM, HIGHLIGHT_PREFIX, HIGHLIGHT_PATTERN };

/* Start with {0} and the stemmer; end with highlight_free(). */
struct highlight {
    struct highlight_term {
        enum highlight_kind kind;
        unsigned group; /* terms of one part of the query have one number: 0, 1, ... */
        char *text;
        size_t length;
        unsigned place; /* in a phrase: 1, 2, ...; 0: this is a term of its own */
        bool goes_on;   /* the phrase has a further word: the next term */
        size_t next;    /* private: of its chain, the term's number + 1; 0 ends it */
    } * terms;
    size_t count;
    size_t capacity;
    struct stemmer *stemmer; /* the caller's */
    const char *language;    /* of the stemmer, the caller's. NULL: not known, which costs time:
                              * then stems may begin with other letters than their words */
    bool english;            /* private: so is the language */
    size_t chains[256];      /* private: by first character; [0]: what may match any word */
};

/* Adds a term; the text is copied. */
void highlight_add(struct highlight *h, enum highlight_kind kind, unsigned group, const char *text,
                   size_t length);

/* Adds words, or patterns, that match only where they stand side by side, in this order, and then
 * as one. */
void highlight_phrase(struct highlight *h, unsigned group, char *const *words, size_t count);

void highlight_free(struct highlight *h);

/* A word or phrase that the query was after: bytes [start, end) of the text. */
struct highlight_match {
    size_t start;
    size_t end;
    uint64_t groups; /* bit n: group n (modulo 64) */
};

#define HIGHLIGHT_WORDS 200000 /* words looked at; beyond them only until the first match */
#define HIGHLIGHT_RUNS 16      /* phrases that may be begun at the same word; more are missed */

/* A walk over the matches of a text. All is private; no need to free. */
struct highlight_scan {
    const struct highlight *h;
    struct tokenizer tokens;
    bool found;
    uint32_t position; /* of the word that the runs have reached */
    size_t run_count;
    struct highlight_run {
        size_t term;  /* the last word of the phrase that was found */
        size_t start; /* where the phrase begins in the text */
    } runs[HIGHLIGHT_RUNS];
};

/* Starts a walk; the text and `h` must outlive it. */
void highlight_start(struct highlight_scan *s, const struct highlight *h, struct slice text);

/* The next match; false at the end. They come in order of their ends; a phrase may begin before
 * the match that came before it. */
bool highlight_next(struct highlight_scan *s, struct highlight_match *match);

#endif
