/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order of paths in which folders are walked: names bytewise, a folder before what is in it,
 * and all that is in it before the next name. So "a/z" comes before "a.txt".
 */
#ifndef DATELINE_INDEXER_FILES_PATH_ORDER_H
#define DATELINE_INDEXER_FILES_PATH_ORDER_H

#include <stdbool.h>

#include "lib/index/home.h"

/* Below, at or above 0 as `a` comes before, is, or comes after `b`. */
int path_compare(const char *a, const char *b);

/* The ending of a name, with its dot: ".pdf"; "" if it has none. Points into the path. */
const char *path_ending(const char *path);

/* True if a kept path is `root`, or below it. "." is above all relative paths, and so is an
 * absolute root that is above the base. */
bool path_is_below(const struct home *home, const char *path, const char *root);

/* True if a walk from `root`, which is above the path or the path itself, comes by it: walks pass
 * over hidden names. */
bool path_is_walked(const char *path, const char *root);

#endif
