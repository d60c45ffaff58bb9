/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/records.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/article.h"
#include "lib/base/mem.h"
#include "lib/index/posting.h"
#include "lib/index/shard.h"

static bool load_block(struct records *r, struct shard *shard, uint32_t number,
                       const struct tombstones *gone, const struct posting_list *l,
                       struct error *error)
{
    for (size_t i = 0; i < l->count; i++) {
        struct column_row row;
        if (tombstones_has(gone, number, l->docids[i]))
            continue;
        if (!columns_row(&shard->columns, l->docids[i], &row, error))
            return false;
        r->list = xgrow(r->list, &r->room, r->count + 1, sizeof *r->list);
        r->list[r->count++] =
            (struct known_record){row.id, row.signature, l->docids[i], number, false};
    }
    return true;
}

static bool load_shard(struct records *r, const struct store *s, uint32_t number,
                       struct tombstones *gone, const struct term *term, struct error *error)
{
    struct shard shard;
    struct posting_list l = {0};
    if (!shard_open(&shard, s->folder, s->home->index, &s->manifest.shards[number],
                    tombstones_base(gone), error))
        return false;
    bool ok = posting_list_open(&l, &shard, term->text, term->length, error);
    while (ok && (ok = posting_list_next(&l, error)) && l.count)
        ok = load_block(r, &shard, number, gone, &l, error);
    posting_list_close(&l);
    shard_close(&shard);
    return ok;
}

static int by_id(const void *a, const void *b)
{
    const struct known_record *x = a;
    const struct known_record *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

bool records_load(struct records *r, const struct store *s, struct tombstones *gone,
                  const char *path, struct error *error)
{
    char hex[SCHEMA_HEX + 1];
    article_id(path, "", hex);
    struct term term = schema_term("XF", hex, SCHEMA_HEX);
    *r = (struct records){0};
    for (size_t i = 0; i < s->manifest.shard_count; i++)
        if (!load_shard(r, s, (uint32_t)i, gone, &term, error))
            return false;
    if (r->count)
        qsort(r->list, r->count, sizeof *r->list, by_id);
    return true;
}

void records_free(struct records *r)
{
    free(r->list);
    *r = (struct records){0};
}

struct known_record *records_find(struct records *r, uint64_t id, uint64_t signature)
{
    size_t low = 0;
    size_t high = r->count;
    struct known_record *found = NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->list[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < r->count && r->list[low].id == id; low++) {
        struct known_record *k = &r->list[low];
        if (!k->met && k->signature == signature)
            return k;
        if (!k->met && !found)
            found = k;
    }
    return found;
}
