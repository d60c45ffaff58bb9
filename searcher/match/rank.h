/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best hits of one shard. For orders by relevance this is a pass of its own over the scored
 * terms: of most spans of docids the bounds say that no document can be among the best, and they
 * are not read at all (block-max MAXSCORE: Turtle and Flood 1995; Ding and Suel 2011). Hits, order
 * and scores are those of scoring every match.
 */
#ifndef DATELINE_SEARCHER_MATCH_RANK_H
#define DATELINE_SEARCHER_MATCH_RANK_H

#include "searcher/match/scores.h"
#include "searcher/match/top.h"

/* The matches of a shard. */
struct matches {
    uint64_t *set; /* by docid; NULL: all that have a term which scores, or all there are */
    uint64_t count;
    uint32_t *by_window; /* how many are in each window; NULL like `set` */
};

/* Offers the matches of a shard to the best. */
bool rank_shard(struct archive *a, size_t reader, const struct planned *p, const struct matches *m,
                struct top *top, struct error *error);

#endif
