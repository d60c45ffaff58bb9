/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What makes written tables a shard: Xapian's other tables where they are wanted, the version file,
 * the checksums of Xapian's files, and that libxapian reads what was written. All is on the disk
 * afterwards.
 */
#ifndef DATELINE_INDEXER_BUILD_SHARD_SEAL_H
#define DATELINE_INDEXER_BUILD_SHARD_SEAL_H

#include "indexer/build/shard_tables.h"
#include "lib/index/manifest.h"

/* `t` after shard_tables_write(), `index` the folder of the index, of which `index_path` is the
 * path. *info has the name; it gets its counts from the columns. */
bool shard_seal(const struct shard_tables *t, int index, const char *index_path,
                struct manifest_shard *info, struct error *error);

#endif
