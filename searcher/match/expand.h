/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of the index that a word of a query stands for, over all shards, most frequent first
 * (then in byte order), at most PLAN_EXPANSION_MAX.
 */
#ifndef DATELINE_SEARCHER_MATCH_EXPAND_H
#define DATELINE_SEARCHER_MATCH_EXPAND_H

#include "searcher/match/plan.h"

/* Words (after the term prefix: "" or "S") that begin with `word`. */
bool expand_prefix(struct archive *a, const char *prefix, const char *word, struct expansion *e,
                   struct xc_error *error);

/* Words that have the same stem as `word`, and the word itself if it occurs. */
bool expand_stem(struct archive *a, const char *prefix, const char *word, struct stemmer *stemmer,
                 struct expansion *e, struct xc_error *error);

/* Other spellings of a name, and the name itself if it occurs. */
bool expand_name(struct archive *a, const char *word, struct expansion *e, struct xc_error *error);

void expansion_free(struct expansion *e);

#endif
