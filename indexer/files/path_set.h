/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sorted set of kept paths (lib/index/home.h): roots, or what a run is to look at. */
#ifndef DATELINE_INDEXER_FILES_PATH_SET_H
#define DATELINE_INDEXER_FILES_PATH_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/index/home.h"

/* Start with {0}. After adding, path_set_sort() is due before anything is looked up. */
struct path_set {
    char **list; /* sorted, each once */
    size_t count;
    size_t room;
};

void path_set_add(struct path_set *s, const char *path);
void path_set_sort(struct path_set *s);
void path_set_free(struct path_set *s);

bool path_set_has(const struct path_set *s, const char *path);

/* True if the set has the path, or a folder above it. */
bool path_set_covers(const struct path_set *s, const struct home *home, const char *path);

/* As path_set_covers(), but only if a walk from there comes by the path: walks pass over hidden
 * names. */
bool path_set_reaches(const struct path_set *s, const struct home *home, const char *path);

#endif
