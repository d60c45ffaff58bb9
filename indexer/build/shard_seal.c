/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_seal.h"

#include "indexer/build/full_tables.h"
#include "indexer/build/shard_verify.h"
#include "lib/base/buf.h"
#include "lib/base/folder.h"
#include "lib/index/sums.h"

static bool write_version(const struct shard_tables *t, const struct glass_root roots[GLASS_KINDS],
                          struct error *error)
{
    uint8_t uuid[GLASS_UUID_SIZE];
    return glass_uuid(uuid, error) && glass_version_write(t->path, uuid, roots, &t->stats, error) &&
           glass_version_sync(t->path, error) && sums_write(t->folder, t->path, error);
}

static bool remove_file(const struct shard_tables *t, const char *name, struct error *error)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", t->path, name);
    bool ok = folder_remove_file(t->folder, name, path.data, error);
    buf_free(&path);
    return ok;
}

/* The other tables are made out of the shard, as it is without them. */
static bool add_full_tables(const struct shard_tables *t, int index, const char *index_path,
                            const struct manifest_shard *info, struct glass_root roots[GLASS_KINDS],
                            struct error *error)
{
    struct shard s;
    if (!shard_open(&s, index, index_path, info, NULL, error))
        return false;
    bool ok = full_tables_write(&s, t->jobs, t->memory, t->stop, roots, error);
    shard_close(&s);
    return ok && remove_file(t, "iamglass", error) && remove_file(t, SUMS_FILE, error) &&
           write_version(t, roots, error);
}

bool shard_seal(const struct shard_tables *t, int index, const char *index_path,
                struct manifest_shard *info, struct error *error)
{
    struct glass_root roots[GLASS_KINDS] = {{0}};
    roots[GLASS_POSTLIST] = t->postlist;
    info->documents = t->columns->documents;
    info->total_length = t->stats.length_total;
    info->gone = 0;
    info->first_date = t->columns->first_date;
    info->last_date = t->columns->last_date;
    return write_version(t, roots, error) &&
           (!t->full || add_full_tables(t, index, index_path, info, roots, error)) &&
           folder_sync(t->folder, t->path, error) && shard_verify(t, error);
}
