/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_writer.h"

#include <stddef.h>

uint64_t shard_batch_bytes(const struct shard_options *options)
{
    return options->memory / 16;
}

struct shard_writer *shard_writer_new(int index, const char *index_path, const char *name,
                                      const struct shard_options *options, struct error *error)
{
    (void)index, (void)name, (void)options;
    error_set(error, ERROR_UNSUPPORTED, "%s: shards cannot be written yet", index_path);
    return NULL;
}

void shard_writer_free(struct shard_writer *w)
{
    (void)w;
}

bool shard_writer_add(struct shard_writer *w, const struct article *const *articles, size_t count,
                      struct error *error)
{
    (void)w, (void)articles, (void)count;
    return error_set(error, ERROR_UNSUPPORTED, "shards cannot be written yet");
}

bool shard_writer_finish(struct shard_writer *w, struct manifest_shard *info, struct error *error)
{
    (void)w, (void)info;
    return error_set(error, ERROR_UNSUPPORTED, "shards cannot be written yet");
}
