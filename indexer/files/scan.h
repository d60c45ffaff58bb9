/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which files there are: walks folders in name order (bytes), passes over hidden names, the index
 * itself and other Xapian databases, and does not follow symbolic links.
 */
#ifndef DATELINE_INDEXER_FILES_SCAN_H
#define DATELINE_INDEXER_FILES_SCAN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/date/date.h"
#include "lib/index/home.h"

struct scanned_file {
    const char *path; /* as kept; in the scan's arena */
    uint64_t size;
    int64_t mtime;
    uint32_t mtime_ns;
    uint64_t inode;
};

/* A folder or file that could not be looked at, or is no regular file. */
struct scan_fault {
    const char *path;
    const char *message;
    bool unseen; /* what is known of it, and of what is below it, stands */
};

struct scan {
    struct scanned_file *files;
    size_t count;
    size_t capacity;
    struct scan_fault *faults;
    size_t fault_count;
    size_t fault_capacity;
    struct arena texts;
};

/*
 * Adds all files at or below a kept path, which must exist. Stops early when *stop is not 0.
 * Two calls for overlapping paths list a file twice; scan_finish() sorts that out.
 */
void scan_path(struct scan *s, const struct home *home, const char *kept,
               const volatile sig_atomic_t *stop);

/* Notes a path that should be there and is not: what is known below it stands. */
void scan_miss(struct scan *s, const char *kept, const char *message);

/* Sorts files and faults by path and drops the second of two alike. */
void scan_finish(struct scan *s);

/* The local day on which a file last changed; none if it is in no year from 1 to 9999. */
struct date scan_day(const struct scanned_file *f);

void scan_free(struct scan *s);

#endif
