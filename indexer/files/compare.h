/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds what a scan found against what the index knows: which files are to be read, which are
 * gone, which are as they were. Files are told apart by path, size, mtime and inode; nothing is
 * opened here.
 */
#ifndef DATELINE_INDEXER_FILES_COMPARE_H
#define DATELINE_INDEXER_FILES_COMPARE_H

#include "indexer/files/dates_list.h"
#include "indexer/files/path_set.h"
#include "indexer/read/batch.h"
#include "indexer/report.h"

struct comparison {
    struct work *work; /* new, or seem changed, in path order */
    size_t work_count;
    size_t work_room;
    uint64_t work_bytes;
    struct known_file **gone; /* sorted by size and content */
    size_t gone_count;
    size_t gone_room;
};

/*
 * Compares, and counts what is unchanged in the report, which also gets the faults of unchanged
 * files and those of the scan. `scanned` are the paths that were: what is known below them and
 * was not found is gone, except where the scan could not look. `dates` may be NULL. With
 * `anew` all files are taken as new, and only the dates that --dates gave before are used.
 */
void compare(struct comparison *c, const struct scan *scan, struct known *known,
             const struct path_set *scanned, struct dates_list *dates, bool anew,
             struct report *report);
void comparison_free(struct comparison *c);

/* A gone file of this size and content that was not taken by an earlier call; or NULL. Taking it
 * sets its `seen`. */
struct known_file *comparison_take_gone(struct comparison *c, uint64_t size, uint64_t hash);

/* Gives back all that was taken. */
void comparison_give_back(struct comparison *c);

/* True if a kept path is `root`, or below it. "." is above all relative paths, and so is an
 * absolute root that is above the base. */
bool path_is_below(const struct home *home, const char *path, const char *root);

#endif
