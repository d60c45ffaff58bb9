/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roots of an index: the files and folders that a run without PATHs updates. They are kept as
 * metadata of its shards, in any of them.
 *
 * Key: "root:" + the path as kept, shortened as known_path_key() does it; value: "1", or the path
 * if it was shortened.
 */
#ifndef DATELINE_INDEXER_FILES_ROOTS_H
#define DATELINE_INDEXER_FILES_ROOTS_H

#include "indexer/files/path_set.h"
#include "lib/base/buf.h"
#include "lib/xapian/binding.h"

/* Adds the roots that a shard names. Sort the set afterwards. */
bool roots_load(struct path_set *roots, struct xc_database *db, struct xc_error *error);

/* Names a root in a shard; and takes its name out of it, if it is there. */
bool roots_write(struct xc_database *db, const char *root, struct xc_error *error);
bool roots_forget(struct xc_database *db, const char *root, struct xc_error *error);

/* Key and value of a root. */
void roots_key(const char *root, struct buf *key);
const char *roots_value(const char *root);

#endif
