/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/full_tables.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/build/both.h"
#include "lib/base/mem.h"
#include "lib/glass/deflate.h"
#include "lib/glass/docdata.h"
#include "lib/glass/position.h"
#include "lib/glass/termlist.h"
#include "lib/index/posting.h"
#include "lib/index/schema.h"

struct full_tables {
    struct shard *shard;
    uint64_t memory;
    const volatile sig_atomic_t *stop;
    struct glass_root *roots;
};

static bool stopped(const struct full_tables *f, struct error *error)
{
    return *f->stop && !error_set(error, ERROR_STOPPED, "%s: stopped", f->shard->path);
}

/* Calls `each` for all terms of the shard, with their postings opened. */
static bool each_term(const struct full_tables *f,
                      bool (*each)(void *context, struct posting_list *l, const char *term,
                                   size_t length, struct error *error),
                      void *context, struct error *error)
{
    const char *term;
    size_t length = 0;
    uint32_t documents;
    struct term_walk *w = term_walk_open(f->shard, "", 0, error);
    bool ok = w != NULL;
    while (ok && (ok = term_walk_next(w, &term, &length, &documents, error)) && length) {
        struct posting_list l;
        ok = !stopped(f, error) && posting_list_open(&l, f->shard, term, length, error);
        if (ok) {
            ok = each(context, &l, term, length, error);
            posting_list_close(&l);
        }
    }
    term_walk_close(w);
    return ok;
}

/* ---- position.glass ---- */

struct place_output {
    struct glass_position *table;
    uint32_t *places;
    size_t room;
};

static bool write_places(void *context, struct posting_list *l, const char *term, size_t length,
                         struct error *error)
{
    struct place_output *o = context;
    bool begun = false;
    while (posting_list_next(l, error)) {
        if (l->count == 0)
            return true;
        for (size_t i = 0; i < l->count; i++) {
            size_t count;
            o->places = xgrow(o->places, &o->room, l->wdfs[i], sizeof *o->places);
            if (!posting_positions(l, i, o->places, &count, error))
                return false;
            if (count == 0)
                return true;
            if (!begun && !glass_position_term(o->table, term, length, error))
                return false;
            begun = true;
            if (!glass_position_add(o->table, l->docids[i], o->places, count, error))
                return false;
        }
    }
    return false;
}

static bool write_positions(const struct full_tables *f, struct error *error)
{
    struct place_output o = {.table = glass_position_new(f->shard->path)};
    bool ok = each_term(f, write_places, &o, error) &&
              glass_position_finish(o.table, &f->roots[GLASS_POSITION], error);
    glass_position_free(o.table);
    free(o.places);
    return ok;
}

/* ---- docdata.glass ---- */

static bool write_data(const struct full_tables *f, struct error *error)
{
    struct glass_docdata *table = glass_docdata_new(f->shard->path);
    struct glass_deflater *deflater = glass_deflater_new(GLASS_FAST);
    struct buf tag = {0};
    bool ok = true;
    for (uint32_t docid = 1; ok && docid <= f->shard->info.documents; docid++) {
        struct slice record;
        ok = !stopped(f, error) && texts_read(&f->shard->texts, docid, &record, error);
        if (!ok)
            break;
        buf_clear(&tag);
        bool deflated = glass_deflate(deflater, record.data, record.length, &tag);
        ok = glass_docdata_add(table, docid, deflated ? tag.data : record.data,
                               deflated ? tag.length : record.length, deflated, error);
    }
    ok = ok && glass_docdata_finish(table, &f->roots[GLASS_DOCDATA], error);
    buf_free(&tag);
    glass_deflater_free(deflater);
    glass_docdata_free(table);
    return ok;
}

static bool write_by_posting(void *context, struct error *error)
{
    const struct full_tables *f = context;
    return write_positions(f, error) && write_data(f, error);
}

/* ---- termlist.glass ---- */

/* The list of an article in the making. Its head, which has the number of terms, goes before the
 * terms when they are all there. */
struct article_terms {
    struct buf bytes; /* GLASS_LIST_HEAD of them, then the terms */
    struct glass_list list;
    uint32_t count;
    char last[GLASS_TERM_MAX]; /* the term added last */
};

/* The articles whose lists are made in one pass. */
struct window {
    uint32_t first; /* docid */
    uint32_t count;
    struct article_terms *articles;
};

static void begin_articles(struct window *w)
{
    for (uint32_t i = 0; i < w->count; i++) {
        struct article_terms *a = &w->articles[i];
        uint8_t *to = (uint8_t *)buf_reserve(&a->bytes, GLASS_LIST_HEAD);
        glass_list_begin(&a->list, to, 0, 0);
        a->bytes.length = GLASS_LIST_HEAD;
    }
}

static bool add_term(struct article_terms *a, const char *term, size_t length, uint32_t wdf,
                     struct error *error)
{
    a->list.to = (uint8_t *)buf_reserve(&a->bytes, glass_list_room((uint32_t)length, wdf));
    if (!glass_list_add(&a->list, &(struct glass_term){term, (uint32_t)length, wdf}))
        return error_set(error, ERROR_DAMAGED, "'%.*s' is a term out of order", (int)length, term);
    a->bytes.length = (size_t)(a->list.to - (const uint8_t *)a->bytes.data);
    memcpy(a->last, term, length);
    a->list.before.bytes = a->last;
    a->count++;
    return true;
}

static bool deal_term(void *context, struct posting_list *l, const char *term, size_t length,
                      struct error *error)
{
    struct window *w = context;
    if (!posting_list_seek(l, w->first, error))
        return false;
    for (;;) {
        for (size_t i = 0; i < l->count; i++) {
            uint32_t at = l->docids[i] - w->first;
            if (l->docids[i] >= w->first && at < w->count &&
                !add_term(&w->articles[at], term, length, l->wdfs[i], error))
                return false;
        }
        if (l->count == 0 || l->docids[l->count - 1] - w->first >= w->count)
            return true;
        if (!posting_list_next(l, error))
            return false;
    }
}

/* Writes the list of an article, deflated if that makes it shorter. */
static bool write_list(struct full_tables *f, struct article_terms *a, uint32_t docid,
                       struct glass_termlist *table, struct glass_deflater *deflater,
                       struct buf *tag, struct error *error)
{
    static const uint32_t slots[] = {SCHEMA_DATE_SLOT, SCHEMA_ID_SLOT};
    struct column_row row;
    struct glass_list head;
    uint8_t bytes[GLASS_LIST_HEAD];
    if (!columns_row(&f->shard->columns, docid, &row, error))
        return false;
    glass_list_begin(&head, bytes, row.length, a->count);
    size_t head_length = (size_t)(head.to - bytes);
    char *start = a->bytes.data + GLASS_LIST_HEAD - head_length;
    size_t length = a->count ? a->bytes.length - GLASS_LIST_HEAD + head_length : 0;
    memcpy(start, bytes, head_length);
    buf_clear(tag);
    bool deflated = glass_deflate(deflater, start, length, tag);
    bool dated = row.date != 0;
    return glass_termlist_add(table, docid, deflated ? tag->data : start,
                              deflated ? tag->length : length, deflated, error) &&
           glass_termlist_slots(table, slots + !dated, 1 + dated, error);
}

/* How many articles from `first` on fit: a term takes some 8 bytes of a list, and is there at least
 * once. */
static bool fit_window(const struct full_tables *f, struct window *w, struct error *error)
{
    uint64_t bytes = 0;
    w->count = 0;
    while (w->first + w->count <= f->shard->info.documents &&
           (w->count == 0 || bytes < f->memory)) {
        struct column_row row;
        if (!columns_row(&f->shard->columns, w->first + w->count, &row, error))
            return false;
        bytes += sizeof *w->articles + GLASS_LIST_HEAD + 8 * (uint64_t)row.length;
        w->count++;
    }
    return true;
}

static bool write_window(struct full_tables *f, struct window *w, struct glass_termlist *table,
                         struct glass_deflater *deflater, struct error *error)
{
    struct buf tag = {0};
    w->articles = xcalloc(w->count, sizeof *w->articles);
    begin_articles(w);
    bool ok = each_term(f, deal_term, w, error);
    for (uint32_t i = 0; i < w->count; i++) {
        ok = ok && write_list(f, &w->articles[i], w->first + i, table, deflater, &tag, error);
        buf_free(&w->articles[i].bytes);
    }
    free(w->articles);
    buf_free(&tag);
    return ok;
}

static bool write_by_article(void *context, struct error *error)
{
    struct full_tables *f = context;
    struct glass_termlist *table = glass_termlist_new(f->shard->path);
    struct glass_deflater *deflater = glass_deflater_new(GLASS_FAST);
    struct window w = {.first = 1};
    bool ok = true;
    for (; ok && w.first <= f->shard->info.documents; w.first += w.count)
        ok = fit_window(f, &w, error) && write_window(f, &w, table, deflater, error);
    ok = ok && glass_termlist_finish(table, &f->roots[GLASS_TERMLIST], error);
    glass_deflater_free(deflater);
    glass_termlist_free(table);
    return ok;
}

bool full_tables_write(struct shard *s, size_t jobs, uint64_t memory,
                       const volatile sig_atomic_t *stop, struct glass_root roots[GLASS_KINDS],
                       struct error *error)
{
    struct full_tables f = {s, memory, stop, roots};
    return both(jobs > 1, write_by_posting, write_by_article, &f, error);
}
