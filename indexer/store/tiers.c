/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/tiers.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/store/tombstones.h"
#include "lib/base/mem.h"
#include "lib/index/shard.h"

static uint64_t live(const struct manifest_shard *s)
{
    return s->documents - s->gone;
}

/* One of which much is gone; m->shard_count if there is none. */
static size_t find_hollow(const struct manifest *m)
{
    size_t i = 0;
    while (i < m->shard_count &&
           (m->shards[i].gone == 0 ||
            (uint64_t)m->shards[i].gone * TIERS_GONE < m->shards[i].documents))
        i++;
    return i;
}

/* Numbers of shards, the smallest first. */
static void sort_by_size(const struct manifest *m, size_t *order)
{
    for (size_t i = 0; i < m->shard_count; i++) {
        size_t at = i;
        for (; at > 0 && live(&m->shards[order[at - 1]]) > live(&m->shards[i]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static int by_number(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

size_t tiers_choose(const struct manifest *m, bool all, size_t *chosen)
{
    size_t count = 0;
    size_t hollow = find_hollow(m);
    if (all) {
        if (m->shard_count > 1 || (m->shard_count == 1 && m->gone[0]))
            for (; count < m->shard_count; count++)
                chosen[count] = count;
    } else if (hollow < m->shard_count) {
        chosen[count++] = hollow;
    } else if (m->shard_count > TIERS_SHARDS) {
        sort_by_size(m, chosen);
        uint64_t together = live(&m->shards[chosen[0]]) + live(&m->shards[chosen[1]]);
        for (count = 2; count < m->shard_count; count++) {
            uint64_t more = live(&m->shards[chosen[count]]);
            if (more > 2 * together)
                break;
            together += more;
        }
        qsort(chosen, count, sizeof *chosen, by_number);
    }
    return count;
}

/* ---- merging ---- */

/* The shards that are merged, open, with what is gone of them. */
struct merging {
    struct store *store;
    struct gone gone;
    bool gone_open;
    struct shard *shards;
    struct shard **list;
    size_t open;
};

static bool open_shards(struct merging *m, const size_t *chosen, size_t count, struct error *error)
{
    struct store *s = m->store;
    if (s->manifest.gone[0]) {
        char *path = store_path(s, s->manifest.gone);
        m->gone_open = gone_open(&m->gone, s->folder, s->manifest.gone, path, error);
        free(path);
        if (!m->gone_open)
            return false;
    }
    m->shards = xcalloc(count, sizeof *m->shards);
    m->list = xcalloc(count, sizeof(struct shard *));
    for (; m->open < count; m->open++) {
        m->list[m->open] = &m->shards[m->open];
        if (!shard_open(m->list[m->open], s->folder, s->home->index,
                        &s->manifest.shards[chosen[m->open]], m->gone_open ? &m->gone : NULL,
                        error))
            return false;
    }
    return true;
}

static void close_shards(struct merging *m)
{
    for (size_t i = 0; i < m->open; i++)
        shard_close(&m->shards[i]);
    if (m->gone_open)
        gone_close(&m->gone);
    free(m->shards);
    free(m->list);
}

/* The manifest without the shards that were merged, and with the new one, if it has an article. */
static void replace(struct manifest *next, const struct manifest *now, const size_t *chosen,
                    size_t count, const struct manifest_shard *merged)
{
    size_t kept = 0;
    size_t skipped = 0;
    manifest_copy(next, now);
    for (size_t i = 0; i < next->shard_count; i++) {
        if (skipped < count && chosen[skipped] == i)
            skipped++;
        else
            next->shards[kept++] = next->shards[i];
    }
    if (merged->documents)
        next->shards[kept++] = *merged;
    next->shard_count = kept;
}

static bool publish(struct store *s, struct manifest *next, struct error *error)
{
    struct tombstones *t = tombstones_new(s, error);
    bool ok = t && tombstones_write(t, next, error);
    tombstones_free(t);
    if (ok && store_publish(s, next, error))
        return true;
    if (next->gone[0])
        store_remove(s, next->gone);
    return false;
}

bool tiers_merge(struct store *s, const size_t *chosen, size_t count,
                 const struct shard_options *options, struct error *error)
{
    char name[MANIFEST_NAME];
    struct merging m = {.store = s};
    struct manifest_shard merged = {0};
    struct manifest next = {0};
    store_new_shard(s, name);
    bool ok = open_shards(&m, chosen, count, error) &&
              shard_merge(s->folder, s->home->index, name, m.list, count, options, &merged, error);
    close_shards(&m);
    if (ok) {
        replace(&next, &s->manifest, chosen, count, &merged);
        ok = publish(s, &next, error);
        manifest_free(&next);
    }
    if (!ok)
        store_remove(s, name);
    return ok;
}
