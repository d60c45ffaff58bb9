/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/compact.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/mem.h"

static bool fail(const struct xc_error *error, const char *path, char message[512])
{
    snprintf(message, 512, "%.150s: %s", path, error->message);
    return false;
}

static bool count_articles(const char *path, uint64_t *count, char message[512])
{
    struct xc_error error;
    struct xc_statistics s;
    struct xc_database *db = xc_open(path, &error);
    bool ok = db && xc_get_statistics(db, &s, &error);
    if (ok)
        *count += s.documents;
    xc_database_free(db);
    return ok || fail(&error, path, message);
}

static bool merge(const struct store *s, const char *to, char message[512])
{
    struct xc_error error;
    const char **from = xcalloc(s->shards.count, sizeof *from);
    uint64_t before = 0;
    uint64_t after = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < s->shards.count; i++) {
        from[i] = s->shards.list[i].path;
        ok = count_articles(from[i], &before, message);
    }
    ok = ok && (xc_compact(from, s->shards.count, to, &error) || fail(&error, to, message)) &&
         count_articles(to, &after, message);
    if (ok && before != after) {
        snprintf(message, 512, "%.150s: %llu articles went in, %llu came out", to,
                 (unsigned long long)before, (unsigned long long)after);
        ok = false;
    }
    free(from);
    return ok;
}

bool compact_shards(struct store *s, char message[512])
{
    char *name = store_new_name(s);
    char *path = store_path(s, name);
    bool ok = merge(s, path, message);
    if (ok) {
        store_add_shard(s, name, true);
        ok = store_publish(s, message);
    } else {
        store_remove(path);
    }
    free(name);
    free(path);
    return ok;
}
