/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/tombstones.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/folder.h"
#include "lib/base/mem.h"

/* An article by its id, and what is to become of it. */
struct wish {
    uint64_t id;
    char *path; /* it moved here; NULL: it is to go */
    char new_id[21];
};

/* What is gone of a shard. */
struct part {
    uint32_t documents;
    uint32_t count;
    uint64_t *bits;
    size_t words;
    uint64_t *keep;     /* a bit for each article that stays when all others go; or NULL */
    struct move *moves; /* sorted by docid, but for those added by this run */
    size_t move_count;
    size_t move_room;
};

struct tombstones {
    const struct store *store;
    struct gone gone;
    bool open; /* `gone` is */
    struct part *parts;
    size_t count;
    struct wish *wishes;
    size_t wish_count;
    size_t wish_room;
    bool changed;
    bool keeping; /* what is not asked to stay goes */
};

/* Copies what is gone of a shard at the current revision. */
static bool load_part(struct tombstones *t, size_t i, struct error *error)
{
    const struct manifest_shard *info = &t->store->manifest.shards[i];
    struct part *p = &t->parts[i];
    struct gone_shard was = {0};
    p->documents = info->documents;
    p->words = ((size_t)info->documents + 64) / 64;
    p->bits = xcalloc(p->words, sizeof *p->bits);
    if (!t->open)
        return true;
    if (!gone_find(&t->gone, info->name, info->documents, &was, error))
        return false;
    if (was.bits)
        memcpy(p->bits, was.bits, p->words * sizeof *p->bits);
    p->count = was.count;
    p->moves = xgrow(NULL, &p->move_room, was.moves, sizeof *p->moves);
    for (uint32_t n = 0; n < was.moves; n++) {
        struct move m;
        if (!gone_move_at(&t->gone, &was, n, &m, error))
            return false;
        p->moves[p->move_count++] = m;
    }
    return true;
}

struct tombstones *tombstones_new(const struct store *s, struct error *error)
{
    struct tombstones *t = xcalloc(1, sizeof *t);
    t->store = s;
    t->count = s->manifest.shard_count;
    t->parts = xcalloc(t->count, sizeof *t->parts);
    bool ok = true;
    if (s->manifest.gone[0]) {
        char *path = store_path(s, s->manifest.gone);
        ok = t->open = gone_open(&t->gone, s->folder, s->manifest.gone, path, error);
        free(path);
    }
    for (size_t i = 0; ok && i < t->count; i++)
        ok = load_part(t, i, error);
    if (ok)
        return t;
    tombstones_free(t);
    return NULL;
}

void tombstones_free(struct tombstones *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->count; i++) {
        free(t->parts[i].bits);
        free(t->parts[i].keep);
        free(t->parts[i].moves);
    }
    free(t->parts);
    for (size_t i = 0; i < t->wish_count; i++)
        free(t->wishes[i].path);
    free(t->wishes);
    if (t->open)
        gone_close(&t->gone);
    free(t);
}

struct gone *tombstones_base(struct tombstones *t)
{
    return t->open ? &t->gone : NULL;
}

bool tombstones_has(const struct tombstones *t, size_t shard, uint32_t docid)
{
    return t->parts[shard].bits[docid >> 6] >> (docid & 63) & 1;
}

bool tombstones_add(struct tombstones *t, size_t shard, uint32_t docid)
{
    if (tombstones_has(t, shard, docid))
        return false;
    t->parts[shard].bits[docid >> 6] |= UINT64_C(1) << (docid & 63);
    t->parts[shard].count++;
    return t->changed = true;
}

bool tombstones_changed(const struct tombstones *t)
{
    return t->changed;
}

/* The first 16 digits of an id, as columns have it. */
static uint64_t id_number(const char *id)
{
    char digits[17];
    snprintf(digits, sizeof digits, "%.16s", id);
    return strtoull(digits, NULL, 16);
}

static struct wish *add_wish(struct tombstones *t, const char *id)
{
    t->wishes = xgrow(t->wishes, &t->wish_room, t->wish_count + 1, sizeof *t->wishes);
    t->wishes[t->wish_count] = (struct wish){.id = id_number(id)};
    return &t->wishes[t->wish_count++];
}

void tombstones_drop_id(struct tombstones *t, const char *id)
{
    add_wish(t, id);
}

void tombstones_move_id(struct tombstones *t, const char *id, const char *new_id, const char *path)
{
    struct wish *w = add_wish(t, id);
    w->path = xstrdup(path);
    snprintf(w->new_id, sizeof w->new_id, "%s", new_id);
}

void tombstones_keep_id(struct tombstones *t, const char *id)
{
    t->keeping = true;
    add_wish(t, id);
}

void tombstones_keep(struct tombstones *t, size_t shard, uint32_t docid)
{
    struct part *p = &t->parts[shard];
    t->keeping = true;
    if (!p->keep)
        p->keep = xcalloc(p->words, sizeof *p->keep);
    p->keep[docid >> 6] |= UINT64_C(1) << (docid & 63);
}

static int by_id(const void *a, const void *b)
{
    const struct wish *x = a;
    const struct wish *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static const struct wish *find_wish(const struct tombstones *t, uint64_t id)
{
    struct wish key = {.id = id};
    return t->wish_count ? bsearch(&key, t->wishes, t->wish_count, sizeof key, by_id) : NULL;
}

static int by_docid(const void *a, const void *b)
{
    const struct move *x = a;
    const struct move *y = b;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

/* The move that an earlier run made of a docid, or NULL; `count` of them are sorted. */
static struct move *find_move(struct part *p, size_t count, uint32_t docid)
{
    struct move key = {.docid = docid};
    return count ? bsearch(&key, p->moves, count, sizeof key, by_docid) : NULL;
}

/* Fulfils a wish about a document; `was` is the move that it had before, or NULL. */
static void fulfil(struct tombstones *t, size_t shard, uint32_t docid, const struct wish *w,
                   struct move *was)
{
    struct part *p = &t->parts[shard];
    t->changed = true;
    if (!w->path) {
        tombstones_add(t, shard, docid);
        return;
    }
    struct move m = {docid, id_number(w->new_id), "", {w->path, strlen(w->path)}};
    snprintf(m.full_id, sizeof m.full_id, "%s", w->new_id);
    if (was) {
        *was = m;
        return;
    }
    p->moves = xgrow(p->moves, &p->move_room, p->move_count + 1, sizeof *p->moves);
    p->moves[p->move_count++] = m;
}

static bool resolve_shard(struct tombstones *t, size_t shard, struct columns *columns,
                          struct error *error)
{
    struct part *p = &t->parts[shard];
    size_t sorted = p->move_count;
    for (uint32_t docid = 1; docid <= p->documents; docid++) {
        struct column_row row;
        if (tombstones_has(t, shard, docid))
            continue;
        if (!columns_row(columns, docid, &row, error))
            return false;
        struct move *was = find_move(p, sorted, docid);
        const struct wish *w = find_wish(t, was ? was->id : row.id);
        if (w && !t->keeping)
            fulfil(t, shard, docid, w, was);
        if (t->keeping && !w && !(p->keep && p->keep[docid >> 6] >> (docid & 63) & 1))
            tombstones_add(t, shard, docid);
    }
    if (p->move_count)
        qsort(p->moves, p->move_count, sizeof *p->moves, by_docid);
    return true;
}

bool tombstones_resolve(struct tombstones *t, struct error *error)
{
    if (t->wish_count == 0 && !t->keeping)
        return true;
    if (t->wish_count)
        qsort(t->wishes, t->wish_count, sizeof *t->wishes, by_id);
    for (size_t i = 0; i < t->count; i++) {
        struct columns columns;
        char *path = store_path(t->store, t->store->manifest.shards[i].name);
        int folder = folder_sub(t->store->folder, t->store->manifest.shards[i].name, path, error);
        bool ok = folder >= 0 && columns_open(&columns, folder, path, error);
        if (ok) {
            ok = resolve_shard(t, i, &columns, error);
            columns_close(&columns);
        }
        if (folder >= 0)
            close(folder);
        free(path);
        if (!ok)
            return false;
    }
    return true;
}

/* Moves of what is gone by now are of no use. */
static void drop_stale_moves(struct part *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->move_count; i++)
        if (!(p->bits[p->moves[i].docid >> 6] >> (p->moves[i].docid & 63) & 1))
            p->moves[kept++] = p->moves[i];
    p->move_count = kept;
}

/* The shard of the next revision that is shard `i` of this one; NULL if it is no more. */
static struct manifest_shard *next_shard(const struct tombstones *t, size_t i,
                                         struct manifest *next)
{
    for (size_t n = 0; n < next->shard_count; n++)
        if (strcmp(next->shards[n].name, t->store->manifest.shards[i].name) == 0)
            return &next->shards[n];
    return NULL;
}

static bool write_parts(struct tombstones *t, struct manifest *next, struct gone_writer *w,
                        struct error *error)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct part *p = &t->parts[i];
        struct manifest_shard *shard = next_shard(t, i, next);
        if (!shard || (!p->count && !p->move_count))
            continue;
        shard->gone = p->count;
        if (!gone_add(w, shard->name, p->documents, p->bits, p->moves, p->move_count, error))
            return false;
    }
    return true;
}

bool tombstones_write(struct tombstones *t, struct manifest *next, struct error *error)
{
    bool any = false;
    for (size_t i = 0; i < t->count; i++) {
        drop_stale_moves(&t->parts[i]);
        any = any || ((t->parts[i].count || t->parts[i].move_count) && next_shard(t, i, next));
    }
    next->gone[0] = '\0';
    if (!any)
        return true;
    store_new_file(t->store, "gone", next->gone);
    char *path = store_path(t->store, next->gone);
    struct gone_writer *w = gone_create(t->store->folder, next->gone, path, error);
    bool ok = w && write_parts(t, next, w, error) && gone_finish(w, error);
    gone_writer_free(w);
    free(path);
    return ok;
}
