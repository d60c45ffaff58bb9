/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A planned query, run over all shards: exact counts, the best hits in a total order, and counts
 * by date.
 */
#ifndef DATELINE_SEARCHER_MATCH_SEARCH_H
#define DATELINE_SEARCHER_MATCH_SEARCH_H

#include "searcher/match/facet.h"
#include "searcher/match/plan.h"

/*
 * Orders. Each is total, so that every run gives the same: relevance: score, then newest; newest
 * and oldest: date, then score (undated articles last); then id.
 */
enum sort { SORT_RELEVANCE, SORT_NEWEST, SORT_OLDEST };

struct search {
    struct planned *planned;
    enum sort sort;
    uint64_t offset;     /* hits to pass over */
    uint64_t limit;      /* hits wanted */
    bool undated;        /* articles without a date pass the filter of dates */
    struct facet *facet; /* NULL: no counts by date are wanted */
    bool bounds;         /* first_date and last_date are wanted */
};

struct ranked {
    double score;
    uint64_t id; /* its hex digits as a number */
    uint32_t date;
    uint32_t docid;
    size_t shard;
};

struct found {
    uint64_t matches;
    uint64_t undated;    /* articles that match, but for the filter of dates, and have no date */
    struct ranked *hits; /* `count` of them, the best first, after the offset */
    size_t count;
    struct date first_date; /* of the matches, if asked for; none if none has a date */
    struct date last_date;
};

/* Runs a search. Free with found_free(). The facet gets its counts. */
bool search_run(struct archive *a, const struct search *s, struct found *f, struct xc_error *error);
void found_free(struct found *f);

#endif
