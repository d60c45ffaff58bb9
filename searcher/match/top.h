/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best hits so far, and the order of hits. Orders are total, so that every run gives the
 * same: relevance: score, then newest; newest and oldest: date, then score (undated articles
 * last); then id; and, of articles with one id, which there should not be, shard and docid.
 */
#ifndef DATELINE_SEARCHER_MATCH_TOP_H
#define DATELINE_SEARCHER_MATCH_TOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sort { SORT_RELEVANCE, SORT_NEWEST, SORT_OLDEST };

struct ranked {
    double score;
    uint64_t id; /* its first 16 hex digits as a number */
    uint32_t date;
    uint32_t docid;
    size_t shard; /* number of the reader */
};

struct top {
    struct ranked *hits; /* a heap with the worst of them on top once there are `wanted` */
    size_t count;
    size_t room;
    uint64_t wanted;
    enum sort sort;
};

/* Start with {.wanted, .sort}; `hits` is freed by the caller. */
static inline bool top_full(const struct top *t)
{
    return t->count == t->wanted;
}

/* True if a hit of this score and date, whatever its id, cannot get in. */
bool top_refuses(const struct top *t, double score, uint32_t date);

void top_offer(struct top *t, const struct ranked *hit);

/* Puts the hits in order, the best first, and drops the first `skip`. */
void top_finish(struct top *t, uint64_t skip);

#endif
