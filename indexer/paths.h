/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The paths to index: those of the command line and those of --files-from, as they are kept. */
#ifndef DATELINE_INDEXER_PATHS_H
#define DATELINE_INDEXER_PATHS_H

#include "indexer/options.h"
#include "lib/index/home.h"

struct paths {
    const char **list; /* those of the command line first */
    size_t count;
    size_t room;
};

/* False and *error: a path or its folder is not there, or the list cannot be read. A path of the
 * list whose folder vanished is taken all the same; what is not there is told when it is looked
 * for. Free with paths_free() in any case. */
bool paths_collect(struct paths *p, const struct home *home, const struct options *o,
                   struct error *error);
void paths_free(struct paths *p);

#endif
