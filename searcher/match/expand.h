/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of the archive that a word of a query stands for, over all shards, most frequent first
 * (then in byte order), at most EXPANSION_MAX: no more are kept in memory while the words are
 * walked.
 */
#ifndef DATELINE_SEARCHER_MATCH_EXPAND_H
#define DATELINE_SEARCHER_MATCH_EXPAND_H

#include "lib/text/stem.h"
#include "searcher/match/archive.h"

#define EXPANSION_MAX 500  /* words that a prefix, wildcard or name may stand for */
#define WILDCARD_LETTERS 3 /* that a wildcard must have at least */

/* To be shown by --explain. */
struct expansion {
    char *what; /* "sanct*", "~vagner" */
    struct expanded {
        struct term word; /* without prefix */
        uint64_t frequency;
    } * words; /* most frequent first */
    size_t count;
    size_t left_off; /* words over EXPANSION_MAX */
};

void expansion_free(struct expansion *e);

/* Words (after the term prefix: "" or "S") that begin with `word`. */
bool expand_prefix(struct archive *a, const char *prefix, const char *word, struct expansion *e,
                   struct error *error);

/* Words that a pattern matches whole: `*` stands for any letters or none, `?` for one. Its letters
 * before the first of them say where the walk begins; without any, all words are walked. */
bool expand_wildcard(struct archive *a, const char *prefix, const char *pattern,
                     struct expansion *e, struct error *error);

/* True if a word matches a pattern. Takes time in proportion to the product of their lengths. */
bool wildcard_matches(const char *pattern, const char *word, size_t length);

/* Words that have the same stem as `word`, and the word itself if it occurs. */
bool expand_stem(struct archive *a, const char *prefix, const char *word, struct stemmer *stemmer,
                 struct expansion *e, struct error *error);

/* Other spellings of a name, and the name itself if it occurs. */
bool expand_name(struct archive *a, const char *word, struct expansion *e, struct error *error);

#endif
