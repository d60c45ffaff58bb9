/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Merges runs by term: each term of any of them once, in byte order, with the runs that have it
 * in the order of their docids.
 */
#ifndef DATELINE_INDEXER_BUILD_MERGE_H
#define DATELINE_INDEXER_BUILD_MERGE_H

#include "indexer/build/run.h"

struct merge {
    struct run_reader *readers; /* one a run */
    size_t count;
    size_t *heap; /* of readers that have a term left; the least term on top */
    size_t heap_count;
    const struct run_reader **parts; /* those with the current term, in docid order */
    size_t part_count;
    uint64_t documents; /* of the current term, in all parts */
    uint64_t occurrences;
};

/* Runs are given in the order of their docids, and must outlive the merge. */
bool merge_open(struct merge *m, const struct run *runs, size_t count, bool wants_positions,
                struct error *error);
void merge_close(struct merge *m);

/* Goes on to the next term, that of parts[0]->term; *found is false at the end. */
bool merge_next(struct merge *m, bool *found, struct error *error);

#endif
