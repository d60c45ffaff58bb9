/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/present_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/shown.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Writes a field made safe; tabs and line ends are blanks, but for the line ends of a text. */
static void put_value(struct presenter *p, const struct table *t, struct slice value, bool lines)
{
    struct buf safe = {0};
    shown_add(&safe, value.data, value.length, !lines);
    for (char *tab = safe.data; (tab = strchr(tab, '\t')) != NULL;)
        *tab = ' ';
    t->put_field(p->out, safe.data);
    buf_free(&safe);
}

static void put_row(struct presenter *p, const struct table *t, const char *const *fields,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            putc(t->separator, p->out);
        put_value(p, t, (struct slice){fields[i], strlen(fields[i])}, false);
    }
    fputs(t->end, p->out);
}

/* The header row, once. */
static void put_header(struct presenter *p, const struct table *t, const char *const *names,
                       size_t count)
{
    if (!p->state.begun)
        put_row(p, t, names, count);
    p->state.begun = true;
}

static const struct fields *fields_of(const struct presenter *p)
{
    return p->fields ? p->fields : &fields_of_tables;
}

static void put_hit_header(struct presenter *p, const struct table *t)
{
    const struct fields *fields = fields_of(p);
    const char *names[FIELDS + 1] = {"query"};
    size_t count = p->query_id ? 1 : 0;
    for (size_t i = 0; i < fields->count; i++)
        names[count++] = fields_name(fields->list[i]);
    put_header(p, t, names, count);
}

static void put_hit(struct presenter *p, const struct hit *h, const struct table *t)
{
    const struct fields *fields = fields_of(p);
    char scratch[FIELD_SCRATCH];
    put_hit_header(p, t);
    if (p->query_id) {
        put_value(p, t, (struct slice){p->query_id, strlen(p->query_id)}, false);
        putc(t->separator, p->out);
    }
    for (size_t i = 0; i < fields->count; i++) {
        enum field f = fields->list[i];
        if (i)
            putc(t->separator, p->out);
        put_value(p, t, fields_value(f, h, scratch), t->lines && f == FIELD_TEXT);
    }
    fputs(t->end, p->out);
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
    if (p->query_id && !p->fields)
        remember(p, h);
    else
        put_hit(p, h, t);
}

static void put_bucket_header(struct presenter *p, const char *by, const struct table *t)
{
    const char *names[] = {"query", by, "count", "all", "share"};
    size_t first = p->query_id ? 0 : 1;
    put_header(p, t, names + first, (p->shares ? 5 : 3) - first);
}

void table_bucket(struct presenter *p, const struct bucket *b, const struct table *t)
{
    char count[24], all[24], share[24];
    const char *fields[] = {p->query_id, b->key, count, all, share};
    size_t first = p->query_id ? 0 : 1;
    snprintf(count, sizeof count, "%" PRIu64, b->count);
    snprintf(all, sizeof all, "%" PRIu64, b->all);
    snprintf(share, sizeof share, "%.6f", bucket_share(b));
    put_bucket_header(p, b->by, t);
    put_row(p, t, fields + first, (p->shares ? 5 : 3) - first);
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
    else if (s->query_id && !p->fields)
        put_query(p, s, t);
    else if (!s->count_only) /* a table without rows is one, too */
        put_hit_header(p, t);
    free(p->state.best_path);
    p->state.best_path = NULL;
    present_undated(p, s);
}
