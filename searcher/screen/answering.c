/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/answering.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/mem.h"
#include "lib/text/shown.h"
#include "searcher/match/search.h"
#include "searcher/present/snippet.h"

struct answering {
    struct archive *archive;
    struct stemmer *stemmer;
    struct date today;
    const atomic_bool *stop;
    struct request request; /* that the rest is of; without a query: of none */
    struct node *tree;
    struct planned planned;
    struct found found;
    struct facet facet;
    enum sort sort;
    double ms;
};

struct answering *answering_new(struct archive *archive, struct stemmer *stemmer, struct date today,
                                const atomic_bool *stop)
{
    struct answering *x = xcalloc(1, sizeof *x);
    x->archive = archive;
    x->stemmer = stemmer;
    x->today = today;
    x->stop = stop;
    return x;
}

static void forget(struct answering *x)
{
    request_free(&x->request);
    query_free(x->tree);
    x->tree = NULL;
    plan_free(&x->planned);
    x->planned = (struct planned){0};
    found_free(&x->found);
    facet_free(&x->facet);
}

void answering_free(struct answering *x)
{
    forget(x);
    free(x);
}

/* ---- the search ---- */

static bool parse(struct answering *x, const struct request *q, struct reply *reply)
{
    struct query_error wrong;
    if (!q->query[0])
        return true;
    x->tree = query_parse(q->query, strlen(q->query), x->today, &wrong);
    if (x->tree)
        return true;
    reply->wrong = true;
    reply->column = wrong.column;
    error_set(&reply->error, ERROR_USAGE, "%s", wrong.message);
    return error_cure(&reply->error, "%s", wrong.cure);
}

static bool search(struct answering *x, const struct request *q, struct error *error)
{
    const struct plan_options how = {q->any, q->range, q->dated};
    if (!plan_make(&x->planned, x->tree, x->archive, x->stemmer, &how, error))
        return false;
    x->planned.impossible |= q->impossible;
    x->sort = q->sorted ? q->sort : x->planned.ranked ? SORT_RELEVANCE : SORT_NEWEST;
    const struct search search = {.planned = &x->planned,
                                  .sort = x->sort,
                                  .limit = q->limit,
                                  .undated = q->undated,
                                  .facet = &x->facet,
                                  .stop = x->stop};
    return search_run(x->archive, &search, &x->found, error) && archive_intact(x->archive, error);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Searches, if what is kept is not the same. */
static bool find(struct answering *x, const struct request *q, struct reply *reply)
{
    if (request_same_hits(&x->request, q))
        return true;
    forget(x);
    double start = now();
    bool ok = parse(x, q, reply);
    if (ok) {
        ok = search(x, q, &reply->error);
        reply->failed = !ok;
    }
    x->ms = now() - start;
    if (ok)
        x->request = request_copy(q);
    else
        forget(x);
    return ok;
}

/* ---- the reply ---- */

static int by_number(const void *a, const void *b)
{
    const struct facet_day *x = a;
    const struct facet_day *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static void put_days(const struct facet *f, struct reply *reply)
{
    reply->days = xcalloc(f->used, sizeof *reply->days);
    for (size_t i = 0; i < f->size; i++)
        if (f->days[i].count)
            reply->days[reply->day_count++] = f->days[i];
    if (reply->day_count)
        qsort(reply->days, reply->day_count, sizeof *reply->days, by_number);
}

static void put_hits(const struct answering *x, const struct request *q, struct reply *reply)
{
    reply->hit_count = x->found.count;
    reply->ids = xcalloc(x->found.count, sizeof *reply->ids);
    for (size_t i = 0; i < x->found.count; i++) {
        reply->ids[i] = x->found.hits[i].id;
        if (q->pin && reply->ids[i] == q->pin) {
            reply->at = i;
            reply->pinned = true;
        }
    }
}

static char *one_line(const char *text)
{
    struct buf safe = {0};
    buf_clear(&safe);
    shown_add(&safe, text, strlen(text), true);
    return buf_take(&safe);
}

static char *shown_path(struct answering *x, size_t shard, const struct record *r)
{
    char *path = home_show(archive_home(x->archive, shard), r->path);
    char *safe = one_line(path);
    free(path);
    return safe;
}

static bool put_rows(struct answering *x, const struct request *q, struct reply *reply)
{
    size_t first = reply->at > q->around ? reply->at - q->around : 0;
    size_t end = reply->at + q->around + 1;
    end = end < reply->hit_count ? end : reply->hit_count;
    reply->first_row = first;
    reply->rows = xcalloc(end > first ? end - first : 0, sizeof *reply->rows);
    for (size_t i = first; i < end; i++) {
        const struct ranked *hit = &x->found.hits[i];
        struct record r;
        if (!archive_record(x->archive, hit->shard, hit->docid, &r, &reply->error))
            return false;
        struct row *row = &reply->rows[reply->row_count++];
        if (!date_is_none(r.date))
            date_print(r.date, row->date);
        row->title = one_line(r.title);
        row->publisher = one_line(r.from);
        row->path = shown_path(x, hit->shard, &r);
        record_free(&r);
    }
    return true;
}

/* The matches in a text, in order, what overlaps joined. */
static void put_marks(const struct highlight *h, struct chosen *c)
{
    struct highlight_scan scan;
    struct highlight_match match;
    size_t room = 0;
    highlight_start(&scan, h, (struct slice){c->text, c->length});
    while (highlight_next(&scan, &match)) {
        while (c->mark_count && c->marks[c->mark_count - 1].end > match.start) {
            struct mark before = c->marks[--c->mark_count];
            match.start = before.start < match.start ? before.start : match.start;
        }
        c->marks = xgrow(c->marks, &room, c->mark_count + 1, sizeof *c->marks);
        c->marks[c->mark_count++] = (struct mark){match.start, match.end};
    }
}

/* Blank lines that do not help are left out: at the beginning, and more than one. */
static void put_text(const struct record *r, struct chosen *c)
{
    struct slice body = snippet_body(r->text, r->title);
    struct buf safe = {0};
    c->cut = body.length > ANSWERING_TEXT;
    size_t length = c->cut ? ANSWERING_TEXT : body.length;
    while (c->cut && length && ((unsigned char)body.data[length] & 0xC0) == 0x80)
        length--;
    buf_clear(&safe);
    shown_add(&safe, body.data, length, false);
    c->length = safe.length;
    c->text = buf_take(&safe);
}

static bool put_chosen(struct answering *x, struct reply *reply)
{
    struct chosen *c = &reply->chosen;
    struct record r;
    if (!reply->hit_count)
        return true;
    const struct ranked *hit = &x->found.hits[reply->at];
    if (!archive_record(x->archive, hit->shard, hit->docid, &r, &reply->error))
        return false;
    c->id = hit->id;
    snprintf(c->digits, sizeof c->digits, "%.*s", SCHEMA_HEX, r.id);
    c->title = one_line(r.title);
    c->publisher = one_line(r.from);
    c->shown = shown_path(x, hit->shard, &r);
    c->open = home_open(archive_home(x->archive, hit->shard), r.path);
    put_text(&r, c);
    put_marks(&x->planned.highlight, c);
    record_free(&r);
    return true;
}

/* What a person is told on the command line, too. */
static void put_note(const struct answering *x, struct reply *reply)
{
    struct buf note = {0};
    for (size_t i = 0; i < x->planned.expansion_count; i++) {
        const struct expansion *e = &x->planned.expansions[i];
        if (e->left_off)
            buf_printf(&note,
                       "%s%s stands for its %zu most frequent words; %zu rarer ones were left off",
                       note.length ? "; " : "", e->what, e->count, e->left_off);
    }
    if (reply->chosen.cut)
        buf_printf(&note, "%sthe text shown is its first megabyte; o opens it whole",
                   note.length ? "; " : "");
    reply->note = note.length ? buf_take(&note) : NULL;
    buf_free(&note);
}

bool answering_reply(struct answering *x, struct request *request, struct reply *reply)
{
    *reply = (struct reply){.request = *request};
    const struct request *q = &reply->request;
    *request = (struct request){0};
    if (find(x, q, reply)) {
        reply->matches = x->found.matches;
        reply->undated = x->found.undated;
        reply->ms = x->ms;
        reply->sort = x->sort;
        reply->dated = x->planned.dated || x->planned.impossible;
        reply->range = x->planned.range;
        reply->impossible = x->planned.impossible;
        put_days(&x->facet, reply);
        put_hits(x, q, reply);
        reply->failed = !put_rows(x, q, reply) || !put_chosen(x, reply) ||
                        !archive_intact(x->archive, &reply->error);
        put_note(x, reply);
    }
    return !(reply->failed && reply->error.status == ERROR_STOPPED);
}
