/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A planned query, run over all shards of an archive: exact counts, the best hits in a total
 * order (top.h), and counts by date. Articles that are gone are in none of them.
 */
#ifndef DATELINE_SEARCHER_MATCH_SEARCH_H
#define DATELINE_SEARCHER_MATCH_SEARCH_H

#include <stdatomic.h>

#include "searcher/match/facet.h"
#include "searcher/match/plan.h"
#include "searcher/match/top.h"

struct search {
    struct planned *planned;
    enum sort sort;
    uint64_t offset;         /* hits to pass over */
    uint64_t limit;          /* hits wanted */
    bool undated;            /* articles without a date pass the filter of dates */
    bool frequencies;        /* plan->frequency of all terms is wanted, to be shown */
    struct facet *facet;     /* NULL: no counts by date are wanted */
    bool bounds;             /* first_date and last_date are wanted */
    const atomic_bool *stop; /* NULL: never. Once it is true the search ends with ERROR_STOPPED */
    /* Called for each match, shard by shard, by docid; NULL: not wanted. False ends the search. */
    bool (*visit)(void *context, size_t reader, uint32_t docid, struct error *error);
    void *visitor; /* its context */
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
bool search_run(struct archive *a, const struct search *s, struct found *f, struct error *error);
void found_free(struct found *f);

/* What a plan matches in one shard, gone articles left out: a bit each in `set`, by docid, which
 * the caller frees. For plans that score nothing. */
bool search_set(struct archive *a, size_t reader, const struct planned *p, uint64_t **set,
                struct error *error);

#endif
