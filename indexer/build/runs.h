/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All runs of a shard in the making, in docid order: in memory while they fit, then in files of the
 * shard's folder. RUNS_MOST files of like size are merged into one as soon as there are so many,
 * and what is left at the end until there are no more than RUNS_MOST: so the number of files that
 * are open at a time is bounded, and each posting is copied O(log n) times.
 */
#ifndef DATELINE_INDEXER_BUILD_RUNS_H
#define DATELINE_INDEXER_BUILD_RUNS_H

#include <signal.h>
#include <stdatomic.h>

#include "indexer/build/run.h"
#include "indexer/build/term_merge.h"

enum { RUNS_MOST = 16 };

/* A run, in memory or in a file. */
struct stored_run {
    struct run run;
    uint32_t number; /* of its file, from 1; 0: it is in memory */
    unsigned level;  /* how often it was merged */
};

struct runs {
    int folder;
    const char *shown; /* its path, for messages */
    uint64_t limit;    /* bytes of runs in memory */
    const volatile sig_atomic_t *stop;
    /* private */
    struct stored_run *list;
    size_t count;
    size_t room;
    size_t files;     /* of them */
    uint64_t held;    /* bytes in memory */
    atomic_uint made; /* files so far */
};

/* Writes a run that is not among them yet to a file. Safe from several threads. */
bool runs_write(struct runs *r, struct stored_run *s, struct error *error);

/* Takes a run, which has at least one document, and its memory; it comes after all others. */
bool runs_add(struct runs *r, struct stored_run *s, struct error *error);

/* No more runs are added: merges files until there are few. */
bool runs_settle(struct runs *r, struct error *error);

/* Opens a merge of all; several at a time may be open. Close it in any case. */
bool runs_open(const struct runs *r, bool positions, struct term_merge *m, struct error *error);

/* Removes the files and gives up the memory. */
void runs_free(struct runs *r);

#endif
