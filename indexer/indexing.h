/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run of indexer: walk the folders beside what is known of them, read what is new, write it into
 * a new shard, publish; then merge shards where that is due. A run is published as a whole, by one
 * rename, or not at all.
 */
#ifndef DATELINE_INDEXER_INDEXING_H
#define DATELINE_INDEXER_INDEXING_H

#include "indexer/files/dates_list.h"
#include "indexer/options.h"
#include "indexer/report.h"

struct request {
    const struct options *options;
    const struct home *home;
    const char *const *paths; /* to index, as kept; none: the roots that the index knows */
    size_t path_count;
    struct dates_list *dates; /* NULL if there is none */
    size_t jobs;
    const volatile sig_atomic_t *stop; /* not 0: end soon; nothing of the run is published */
};

enum indexing_status {
    INDEXING_OK,
    INDEXING_STOPPED, /* by *stop */
    INDEXING_LOCKED,
    INDEXING_FAILED
};

/* Runs. For LOCKED and FAILED *error says why and what to do. *counts is what was done. */
enum indexing_status indexing_run(const struct request *q, struct report *report,
                                  struct update_counts *counts, struct error *error);

#endif
