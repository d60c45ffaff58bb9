/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/tally.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/hash.h"
#include "lib/base/mem.h"

static struct tally_row *place(const struct tally *t, const char *key)
{
    size_t at = (size_t)hash_64(key, strlen(key)) & (t->size - 1);
    while (t->rows[at].key && strcmp(t->rows[at].key, key) != 0)
        at = (at + 1) & (t->size - 1);
    return &t->rows[at];
}

static void grow(struct tally *t)
{
    struct tally old = *t;
    t->size = old.size ? old.size * 2 : 64;
    t->rows = xcalloc(t->size, sizeof *t->rows);
    for (size_t i = 0; i < old.size; i++)
        if (old.rows[i].key)
            *place(t, old.rows[i].key) = old.rows[i];
    free(old.rows);
}

void tally_add(struct tally *t, const char *key, uint64_t count)
{
    if (2 * t->used >= t->size)
        grow(t);
    struct tally_row *row = place(t, key);
    if (!row->key) {
        row->key = xstrdup(key);
        t->used++;
    }
    row->count += count;
}

uint64_t tally_of(const struct tally *t, const char *key)
{
    return t->size ? place(t, key)->count : 0;
}

void tally_free(struct tally *t)
{
    for (size_t i = 0; i < t->size; i++)
        free(t->rows[i].key);
    free(t->rows);
    *t = (struct tally){0};
}

/* Free places last, large rows first. */
static int by_count(const void *a, const void *b)
{
    const struct tally_row *x = a;
    const struct tally_row *y = b;
    if (!x->key || !y->key)
        return (x->key == NULL) - (y->key == NULL);
    int order = (y->count > x->count) - (y->count < x->count);
    return order ? order : strcmp(x->key, y->key);
}

void tally_sort(struct tally *t)
{
    if (t->size)
        qsort(t->rows, t->size, sizeof *t->rows, by_count);
}

/* ---- of a search ---- */

struct counting {
    struct tally *tally;
    struct archive *archive;
    enum facet_by by;
    struct buf key;
};

/* The bytes of the longest root that a kept path is below; 0 if it is below the base ("."), or
 * none is known. */
static size_t root_of(const struct manifest *m, const char *path)
{
    size_t longest = 0;
    for (size_t i = 0; i < m->root_count; i++) {
        size_t n = strlen(m->roots[i]);
        if (n > longest && strncmp(path, m->roots[i], n) == 0 && path[n] == '/')
            longest = n;
    }
    return longest;
}

static void add_folder(struct counting *c, size_t reader, const char *path)
{
    const struct archive *a = c->archive;
    size_t root = root_of(&a->indexes[a->readers[reader].index].manifest, path);
    size_t below = root ? root + 1 : path[0] == '/';
    const char *slash = strchr(path + below, '/');
    buf_clear(&c->key);
    buf_add(&c->key, path, slash ? (size_t)(slash - path) : root);
    char *shown = home_show(archive_home(a, reader), c->key.length ? c->key.data : ".");
    tally_add(c->tally, shown, 1);
    free(shown);
}

static bool count_match(void *context, size_t reader, uint32_t docid, struct error *error)
{
    struct counting *c = context;
    struct record r;
    if (!archive_record(c->archive, reader, docid, &r, error))
        return false;
    if (c->by == BY_PATH)
        add_folder(c, reader, r.path);
    else
        tally_add(c->tally, r.from[0] ? r.from : "no publisher", 1);
    record_free(&r);
    return true;
}

bool tally_search(struct tally *t, struct archive *a, const struct search *s, enum facet_by by,
                  struct found *found, struct error *error)
{
    struct counting c = {.tally = t, .archive = a, .by = by};
    struct search visiting = *s;
    visiting.visit = count_match;
    visiting.visitor = &c;
    bool ok = search_run(a, &visiting, found, error);
    buf_free(&c.key);
    return ok;
}
