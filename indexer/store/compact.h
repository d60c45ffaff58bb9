/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merges the shards of an index into one, by Xapian's own compaction. */
#ifndef DATELINE_INDEXER_STORE_COMPACT_H
#define DATELINE_INDEXER_STORE_COMPACT_H

#include "indexer/store/store.h"

/* More shards than this are merged after a bulk build: each one costs every search a little. */
#define COMPACT_SHARDS 8

/*
 * Merges all shards of an open store, of which none has changes that are not committed, into a
 * new one, holds the number of articles against the old, and publishes it. Documents keep their
 * order, shard after shard. A store of one shard is made as small as Xapian makes it. False:
 * `message` says why; the index is then as it was.
 */
bool compact_shards(struct store *s, char message[512]);

#endif
