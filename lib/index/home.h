/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the index is, and how paths of articles are kept and shown. Paths below the folder that
 * holds the index are kept relative to that folder, so that an archive can be moved with its
 * index; others are kept absolute. They are shown relative to the current folder.
 */
#ifndef DATELINE_LIB_INDEX_HOME_H
#define DATELINE_LIB_INDEX_HOME_H

#include <stdbool.h>

#include "lib/base/error.h"

#define HOME_NAME ".dateline"

struct home {
    char *index; /* absolute path of the index folder */
    char *base; /* absolute path of the folder that holds it, without a slash at the end: "" is / */
    char *here; /* the current folder, likewise */
};

/*
 * Finds the index: `given` (-i DIR) if not NULL, else `fallback` ($DATELINE_INDEX) if not NULL or
 * empty, else the nearest .dateline upward from the current folder. With `create`, ./.dateline is
 * named if there is none. The folder itself need not exist; what holds it must. False: *error says
 * why. Free with home_free().
 */
bool home_find(const char *given, const char *fallback, bool create, struct home *h,
               struct error *error);
void home_free(struct home *h);

/* The kept form of a path: of an existing file or folder, or of one in an existing folder. NULL
 * if neither exists. Caller frees. "." is the base itself, "/" the root if that is not the base. */
char *home_keep(const struct home *h, const char *path);

/* The same of an absolute path without symbolic links in it, "" for the root. Points into it, or
 * is a constant. */
const char *home_kept(const struct home *h, const char *whole);

/* The path to open, out of a kept one. Caller frees. */
char *home_open(const struct home *h, const char *kept);

/* The path to show, out of a kept one: relative to the current folder where they share more than
 * the root. Caller frees. */
char *home_show(const struct home *h, const char *kept);

#endif
