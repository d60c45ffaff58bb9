/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which files there are: walks a file or a folder with all below it, in the order of
 * path_compare(), one file at a time, so that memory does not grow with the archive (but with the
 * names of one folder). Hidden names, the index itself, other indexes and Xapian databases
 * are passed over; symbolic links inside folders are not followed.
 */
#ifndef DATELINE_INDEXER_FILES_WALK_H
#define DATELINE_INDEXER_FILES_WALK_H

#include <signal.h>
#include <stdint.h>

#include "indexer/files/ignore.h"
#include "lib/base/buf.h"
#include "lib/index/home.h"

/* What chooses files on the command line; either may be empty. */
struct walk_filter {
    struct ignore exclude; /* files and folders */
    struct ignore include; /* if there are any, a file must match one */
};

struct walked {
    const char *path; /* as kept; good until the next call */
    uint64_t size;
    int64_t mtime;
    uint32_t mtime_ns;
    uint64_t inode;
    bool digits; /* of all names in its folder that are eight digits alone (before an ending),
                  * each can be a date: such names are dates then, and else are numbers */
};

enum walk_status {
    WALK_FILE,
    WALK_FAULT,  /* something could not be looked at: `fault` says why, `walked.path` what */
    WALK_UNSEEN, /* the same, and what is known of it and below it stands */
    WALK_LEFT,   /* a file that the filter or an ignore file leaves out: it is not indexed */
    WALK_END
};

struct walk {
    struct walked walked;
    const char *fault; /* good until the next call */
    /* What follows is private. */
    const struct home *home;
    const struct walk_filter *filter;
    const volatile sig_atomic_t *stop;
    struct buf open;             /* the path to open; "" is the root */
    size_t start;                /* how long it was at the start */
    struct buf kept;             /* of a path that was walked */
    struct buf words;            /* of a fault */
    struct walk_folder *folders; /* that are open, the innermost last */
    size_t depth;
    size_t room;
    bool begun;
};

/* Starts at a kept path. `filter` may be NULL; it, `home` and `stop` outlive the walk. */
void walk_open(struct walk *w, const struct home *home, const char *kept,
               const struct walk_filter *filter, const volatile sig_atomic_t *stop);

/* The next file, fault or the end, which comes early when *stop is not 0. */
enum walk_status walk_next(struct walk *w);
void walk_close(struct walk *w);

#endif
