/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Applies what was read to the index: decides for each file whether it is new, changed, only
 * touched, moved or to be skipped, and hands its articles to a writer, in date order. New articles
 * go to the bulk writer if there is one; changes go to the shard that has the file.
 */
#ifndef DATELINE_INDEXER_STORE_APPLY_H
#define DATELINE_INDEXER_STORE_APPLY_H

#include "indexer/build/bulk.h"
#include "indexer/files/compare.h"
#include "indexer/report.h"
#include "indexer/store/update.h"

struct applier {
    bool dry_run; /* only count and report */
    struct report *report;
    struct comparison *found;
    struct update *update;
    struct bulk *bulk;                 /* NULL: new articles are added by `update` */
    size_t shard;                      /* that new files belong to */
    const volatile sig_atomic_t *stop; /* not 0: begin no other file */
};

/* Applies a batch, which was read from the front of `work`: each file as a whole or not at all. */
bool apply_batch(struct applier *a, const struct work *work, const struct batch *batch,
                 struct xc_error *error);

/* Takes what is gone out of the index, but for what was found to have moved. */
bool apply_gone(struct applier *a, struct xc_error *error);

#endif
