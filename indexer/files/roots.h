/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roots of an index, the files and folders that a run without paths updates, and what a run is
 * to walk: what was asked for, with the roots below it; else, and for a rebuild, all roots. Paths
 * that were asked for become roots, unless a walk from a root comes by them. A root that is not
 * there may be a disk that is not mounted: what is known below it stays, until it is asked for by
 * name.
 */
#ifndef DATELINE_INDEXER_FILES_ROOTS_H
#define DATELINE_INDEXER_FILES_ROOTS_H

#include "indexer/files/compare.h"
#include "indexer/files/path_set.h"

struct roots_request {
    const struct home *home;
    struct file_table *table; /* NULL: nothing is known */
    char *const *known;       /* the roots so far */
    size_t known_count;
    const char *const *asked; /* paths, as kept */
    size_t asked_count;
    size_t named; /* so many of them, the first, are a mistake where they are not there */
    bool rebuild;
    const struct compare_events *events; /* hears of paths that are not there */
};

struct roots {
    struct path_set all;     /* from now on */
    struct path_set gone;    /* asked for, not there, and known before: what is below them goes */
    struct path_set missing; /* roots that are not there, and were not asked for */
    char **walk;             /* in the order of path_compare() */
    size_t walk_count;
    bool changed; /* `all` is not as it was */
};

/* False and *error: nothing to index, a path that is a mistake, or a rebuild that would lose the
 * articles of a root that is not there. Free with roots_free() in any case. */
bool roots_choose(struct roots *r, const struct roots_request *q, struct error *error);
void roots_free(struct roots *r);

#endif
