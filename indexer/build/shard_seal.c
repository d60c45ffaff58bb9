/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_seal.h"

#include "indexer/build/shard_verify.h"
#include "lib/base/folder.h"
#include "lib/index/sums.h"

static bool write_version(const struct shard_tables *t, struct error *error)
{
    struct glass_root roots[GLASS_KINDS] = {{0}};
    uint8_t uuid[GLASS_UUID_SIZE];
    roots[GLASS_POSTLIST] = t->postlist;
    return glass_uuid(uuid, error) && glass_version_write(t->path, uuid, roots, &t->stats, error) &&
           glass_version_sync(t->path, error);
}

bool shard_seal(const struct shard_tables *t, bool full, struct manifest_shard *info,
                struct error *error)
{
    (void)full;
    bool ok = write_version(t, error) && sums_write(t->folder, t->path, error) &&
              folder_sync(t->folder, t->path, error) && shard_verify(t, error);
    info->documents = t->columns->documents;
    info->total_length = t->stats.length_total;
    info->gone = 0;
    info->first_date = t->columns->first_date;
    info->last_date = t->columns->last_date;
    return ok;
}
