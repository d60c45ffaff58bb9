/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/present_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void put_field(struct presenter *p, const struct table *t, const char *text)
{
    struct buf safe = {0};
    if (p->terminal) {
        present_safe(&safe, text, strlen(text), true);
        text = safe.data;
    }
    t->put_field(p->out, text);
    buf_free(&safe);
}

static void put_row(struct presenter *p, const struct table *t, const char *const *fields,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            putc(t->separator, p->out);
        put_field(p, t, fields[i]);
    }
    putc('\n', p->out);
}

static const char *const hit_names[] = {"rank", "score", "id", "date", "title", "path", "url"};

/* The header row, once. */
static void put_header(struct presenter *p, const struct table *t, const char *const *names,
                       size_t count)
{
    if (!p->state.begun)
        put_row(p, t, names, count);
    p->state.begun = true;
}

/* Keeps what the row of a query says of its best hit. */
static void remember(struct presenter *p, const struct hit *h)
{
    if (p->state.best_path)
        return;
    p->state.best_path = xstrdup(h->path);
    snprintf(p->state.best_id, sizeof p->state.best_id, "%.*s", PRESENT_ID(h->record));
}

void table_hit(struct presenter *p, const struct hit *h, const struct table *t)
{
    char rank[16], score[48], id[SCHEMA_ID_HEX + 1], date[DATE_TEXT];
    const struct record *r = h->record;
    if (p->query_id) {
        remember(p, h);
        return;
    }
    snprintf(rank, sizeof rank, "%u", h->rank);
    snprintf(score, sizeof score, "%.4f", h->score);
    snprintf(id, sizeof id, "%.*s", PRESENT_ID(r));
    const char *fields[] = {rank, score, id, date_print(r->date, date), r->title, h->path, r->url};
    put_header(p, t, hit_names, COUNT(hit_names));
    put_row(p, t, fields, COUNT(fields));
}

static void put_bucket_header(struct presenter *p, const char *by, const struct table *t)
{
    const char *names[] = {"query", by, "count"};
    size_t first = p->query_id ? 0 : 1;
    put_header(p, t, names + first, COUNT(names) - first);
}

void table_bucket(struct presenter *p, const struct bucket *b, const struct table *t)
{
    char count[24];
    const char *fields[] = {p->query_id, b->key, count};
    size_t first = p->query_id ? 0 : 1;
    snprintf(count, sizeof count, "%" PRIu64, b->count);
    put_bucket_header(p, b->by, t);
    put_row(p, t, fields + first, COUNT(fields) - first);
}

static void put_query(struct presenter *p, const struct summary *s, const struct table *t)
{
    static const char *const names[] = {"query", "matches", "first", "last", "id", "path"};
    char matches[24], first[DATE_TEXT], last[DATE_TEXT];
    const char *path = p->state.best_path;
    const char *fields[] = {s->query_id,
                            matches,
                            date_print(s->first_date, first),
                            date_print(s->last_date, last),
                            path ? p->state.best_id : "",
                            path ? path : ""};
    snprintf(matches, sizeof matches, "%" PRIu64, s->matches);
    put_header(p, t, names, COUNT(names));
    put_row(p, t, fields, COUNT(fields));
}

void table_summary(struct presenter *p, const struct summary *s, const struct table *t)
{
    if (s->by)
        put_bucket_header(p, s->by, t);
    else if (s->query_id)
        put_query(p, s, t);
    else if (!s->count_only) /* a table without rows is one, too */
        put_header(p, t, hit_names, COUNT(hit_names));
    free(p->state.best_path);
    p->state.best_path = NULL;
    present_undated(p, s);
}
