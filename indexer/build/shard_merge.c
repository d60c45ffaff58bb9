/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_merge.h"

bool shard_merge(int index, const char *index_path, const char *name, struct shard *const *shards,
                 size_t count, const struct shard_options *options, struct manifest_shard *info,
                 struct error *error)
{
    (void)index, (void)name, (void)shards, (void)count, (void)options, (void)info;
    return error_set(error, ERROR_UNSUPPORTED, "%s: shards cannot be merged yet", index_path);
}
