/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The merge of shards: several in, one new shard out, without what is gone, with what was moved
 * under its new path. Postings, positions, columns, texts and names are copied and renumbered; no
 * text is analysed. Docids follow the order of the shards, and in each the order it had.
 *
 * Every block that is read is verified, every list of postings counted against its head, and the
 * sums against the manifest: one that fails ends the merge with ERROR_DAMAGED, naming the file, and
 * what was written is of no use. Within options->memory, and SHARD_MERGE_MOST files at a time.
 */
#ifndef DATELINE_INDEXER_BUILD_SHARD_MERGE_H
#define DATELINE_INDEXER_BUILD_SHARD_MERGE_H

#include "indexer/build/shard_writer.h"

struct shard;

/*
 * Merges `count` open shards (lib/index/shard.h) into a new one, NAME in the index folder. *info as
 * in shard_writer_finish(). Not one article left is no shard: info->documents is 0, and no folder
 * was made. False and *error: what is in the folder is the caller's to remove; the shards that were
 * read are as they were.
 */
bool shard_merge(int index, const char *index_path, const char *name, struct shard *const *shards,
                 size_t count, const struct shard_options *options, struct manifest_shard *info,
                 struct error *error);

#endif
