/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files read into memory together, by several threads: as many as fit a limit, so that their
 * articles can be sorted by date before they are written.
 */
#ifndef DATELINE_INDEXER_READ_BATCH_H
#define DATELINE_INDEXER_READ_BATCH_H

#include <signal.h>

#include "indexer/files/known.h"
#include "indexer/files/scan.h"

/* A file that is to be read, since it is new or seems to have changed. */
struct work {
    const struct scanned_file *file;
    struct known_file *was; /* what is known under its path; NULL if nothing */
    struct date listed;     /* by --dates, now or before; none if it is not */
};

struct batch {
    struct reading *readings; /* of work[0..count) */
    size_t count;
    struct arena *arenas; /* one a thread: articles and faults live there */
    size_t jobs;
    size_t capacity;
};

/* A batch that is read by `jobs` threads. Free with batch_free(). */
void batch_init(struct batch *b, size_t jobs);
void batch_free(struct batch *b);

/*
 * Reads files from the front of `work`, at least one, until their sizes pass `limit` bytes.
 * Replaces what the batch had. When *stop is not 0 it ends early, with fewer files.
 */
void batch_read(struct batch *b, const struct home *home, const struct read_settings *settings,
                const struct work *work, size_t work_count, uint64_t limit,
                const volatile sig_atomic_t *stop);

#endif
