/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run of indexer: scan, compare with what is known, read what is new, write it, publish.
 */
#ifndef DATELINE_INDEXER_INDEXING_H
#define DATELINE_INDEXER_INDEXING_H

#include "indexer/files/dates_list.h"
#include "indexer/report.h"
#include "indexer/store/store.h"

/* Which writer is to be used: the one that suits, or one of them whatever there is to do. */
enum writer { WRITER_AUTO, WRITER_BULK, WRITER_UPDATE };

struct request {
    const struct home *home;
    const char *const *paths; /* to index, as kept; none: the roots that the index knows */
    size_t path_count;
    size_t named;             /* so many of them, the first, must be there */
    struct dates_list *dates; /* NULL if there is none */
    struct settings settings; /* NULL where not asked for */
    bool rebuild;
    bool compact; /* merge all shards into one afterwards */
    bool verify;  /* check all of a shard that was written in bulk */
    enum writer writer;
    bool dry_run; /* writes nothing, takes no lock */
    unsigned wait;
    size_t jobs;
    uint64_t memory;                   /* bytes */
    const volatile sig_atomic_t *stop; /* not 0: end soon, keep what is committed */
};

enum indexing_status {
    INDEXING_OK,
    INDEXING_STOPPED, /* by *stop */
    INDEXING_LOCKED,
    INDEXING_FAILED
};

/* Runs. For LOCKED and FAILED `message` says why and what to do. */
enum indexing_status indexing_run(const struct request *q, struct report *report,
                                  char message[512]);

#endif
