/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/evaluate.h"

/* Queries that are made one after the other and joined; an error makes the list useless. */
struct queries {
    struct xc_query **list;
    size_t count;
    size_t room;
    bool ok;
};

static void add(struct queries *q, struct xc_query *one)
{
    q->ok = q->ok && one;
    q->list = xgrow(q->list, &q->room, q->count + 1, sizeof *q->list);
    q->list[q->count++] = one;
}

/* Joins the list into one query, and frees it. */
static struct xc_query *join(struct queries *q, enum xc_operator op, uint32_t window,
                             struct xc_error *error)
{
    struct xc_query *joined = !q->ok     ? NULL
                              : q->count ? xc_query_join(op, q->list, q->count, window, error)
                                         : xc_query_none(error);
    for (size_t i = 0; i < q->count; i++)
        xc_query_free(q->list[i]);
    free(q->list);
    return joined;
}

/* Takes the weight from a query, and frees it. */
static struct xc_query *unweighted(struct xc_query *q, struct xc_error *error)
{
    struct xc_query *scaled = q ? xc_query_scale(q, 0, error) : NULL;
    xc_query_free(q);
    return scaled;
}

struct cover {
    struct queries terms;
    struct xc_error *error;
};

static void add_part(struct date part, void *context)
{
    struct cover *c = context;
    struct term t = schema_date_term(part);
    add(&c->terms, xc_query_term(t.text, t.length, 1, c->error));
}

static struct xc_query *range_query(const struct archive *a, struct range range,
                                    struct xc_error *error)
{
    struct cover c = {{.ok = true}, error};
    if (range.undated)
        add_part((struct date){0}, &c);
    else if (archive_clip(a, &range))
        range_cover(range, add_part, &c);
    return unweighted(join(&c.terms, XC_OR, 0, error), error);
}

static struct xc_query *without(struct archive *a, const struct plan *p, struct xc_error *error)
{
    struct queries q = {.ok = true};
    add(&q, xc_query_all(error));
    add(&q, matcher_query(a, p, error));
    return unweighted(join(&q, XC_AND_NOT, 0, error), error);
}

struct xc_query *matcher_query(struct archive *a, const struct plan *p, struct xc_error *error)
{
    static const enum xc_operator operators[] = {[PLAN_SYNONYM] = XC_SYNONYM,
                                                 [PLAN_PHRASE] = XC_PHRASE,
                                                 [PLAN_NEAR] = XC_NEAR,
                                                 [PLAN_AND] = XC_AND,
                                                 [PLAN_OR] = XC_OR};
    struct queries q = {.ok = true};
    if (!p)
        return xc_query_all(error);
    switch (p->kind) {
    case PLAN_TERM:
        return xc_query_term(p->term.text, p->term.length, p->times, error);
    case PLAN_FILTER:
        return unweighted(xc_query_term(p->term.text, p->term.length, 1, error), error);
    case PLAN_NOT:
        return without(a, p->parts[0], error);
    case PLAN_RANGE:
        return range_query(a, p->range, error);
    case PLAN_NONE:
        return xc_query_none(error);
    default:
        break;
    }
    for (size_t i = 0; i < p->count; i++) {
        struct plan part = *p->parts[i];
        if (p->kind == PLAN_NEAR && part.kind == PLAN_SYNONYM)
            part.kind = PLAN_OR; /* which Xapian's NEAR takes */
        add(&q, matcher_query(a, &part, error));
    }
    uint32_t window = p->kind == PLAN_PHRASE ? (uint32_t)p->count
                      : p->kind == PLAN_NEAR ? p->window + 1
                                             : 0;
    return join(&q, operators[p->kind], window, error);
}

/* ---- counting ---- */

/* `base` and documents of a term or, if `t` is NULL, of the range. */
static struct xc_query *restricted(struct archive *a, struct xc_query *base, const struct term *t,
                                   struct range range, struct xc_error *error)
{
    struct xc_query *filter =
        t ? xc_query_term(t->text, t->length, 1, error) : range_query(a, range, error);
    if (!filter)
        return NULL;
    struct xc_query *parts[] = {base, filter};
    struct xc_query *both = xc_query_join(XC_FILTER, parts, 2, 0, error);
    xc_query_free(filter);
    return both;
}

static bool count(struct archive *a, struct xc_query *q, uint64_t *n, struct xc_error *error)
{
    struct xc_search s = {.exact = true, .k1 = BM25_K1, .b = BM25_B};
    size_t hits;
    uint32_t matches;
    if (!xc_match(a->readers[0].db, q, &s, NULL, &hits, &matches, error))
        return false;
    *n = matches;
    return true;
}

static bool count_date(struct archive *a, struct xc_query *q, struct date d, uint64_t *n,
                       struct xc_error *error)
{
    struct term t = schema_date_term(d);
    struct xc_query *dated = restricted(a, q, &t, range_all(), error);
    bool ok = dated && count(a, dated, n, error);
    xc_query_free(dated);
    return ok;
}

struct counting {
    struct archive *archive;
    struct xc_query *query;
    struct facet *facet;
    struct found *found;
    struct xc_error *error;
};

/* Enters an article count for a date, and widens the bounds of dates. */
static void enter(struct counting *c, struct date d, uint64_t n)
{
    facet_add(c->facet, date_to_number(d), n);
    if (n == 0 || date_is_none(d))
        return;
    if (date_is_none(c->found->first_date) || date_compare(d, c->found->first_date) < 0)
        c->found->first_date = d;
    if (date_is_none(c->found->last_date) || date_compare(d, c->found->last_date) > 0)
        c->found->last_date = d;
}

/* Counts a year or month and, as long as anything is in it, what it is made of: what the parts
 * leave over has no more precise date. */
static bool count_parts(struct counting *c, struct date d, uint64_t all)
{
    int parts = d.day ? 0 : d.month ? date_month_days(d.year, d.month) : 12;
    uint64_t left = all;
    for (int i = 1; i <= parts && left; i++) {
        struct date part = d;
        uint64_t n;
        *(d.month ? &part.day : &part.month) = (int8_t)i;
        if (!count_date(c->archive, c->query, part, &n, c->error) ||
            (n && !count_parts(c, part, n)))
            return false;
        left -= n;
    }
    enter(c, d, left);
    return true;
}

static bool count_all_dates(struct counting *c)
{
    uint64_t n = 0;
    for (int year = c->archive->first.year; year && year <= c->archive->last.year; year++) {
        struct date d = {(int16_t)year, 0, 0};
        if (!count_date(c->archive, c->query, d, &n, c->error) || (n && !count_parts(c, d, n)))
            return false;
    }
    if (!count_date(c->archive, c->query, (struct date){0}, &n, c->error))
        return false;
    enter(c, (struct date){0}, n);
    return true;
}

/* ---- a search ---- */

static bool rank(struct archive *a, const struct search *s, struct xc_query *q, struct found *f,
                 struct xc_error *error)
{
    uint64_t room = f->matches > s->offset ? f->matches - s->offset : 0;
    room = room < s->limit ? room : s->limit;
    struct xc_hit *hits = xcalloc((size_t)room, sizeof *hits);
    struct xc_search how = {.first = (uint32_t)s->offset,
                            .room = (uint32_t)room,
                            .order = s->sort == SORT_RELEVANCE ? XC_BY_WEIGHT
                                     : s->sort == SORT_NEWEST  ? XC_BY_VALUE_DESCENDING
                                                               : XC_BY_VALUE_ASCENDING,
                            .slot = SCHEMA_DATE_SLOT,
                            .k1 = BM25_K1,
                            .b = BM25_B};
    uint32_t about;
    bool ok = xc_match(a->readers[0].db, q, &how, hits, &f->count, &about, error);
    f->hits = xcalloc(f->count, sizeof *f->hits);
    for (size_t i = 0; ok && i < f->count; i++)
        f->hits[i] = (struct ranked){.score = hits[i].weight, .docid = hits[i].docid};
    free(hits);
    return ok;
}

/* The query with its filter of dates; *undated counts the articles that this leaves out. */
static struct xc_query *filtered(struct archive *a, const struct search *s, struct xc_query *base,
                                 struct found *f, struct xc_error *error)
{
    const struct planned *p = s->planned;
    struct queries q = {.ok = true};
    struct term undated = schema_date_term((struct date){0});
    struct xc_query *without_date = restricted(a, base, &undated, p->range, error);
    uint64_t n = 0;
    bool ok = without_date && count(a, without_date, &n, error);
    if (!s->undated && !p->range.undated)
        f->undated = n;
    if (ok && !p->impossible)
        add(&q, restricted(a, base, NULL, p->range, error));
    if (ok && s->undated)
        add(&q, without_date);
    else
        xc_query_free(without_date);
    q.ok = q.ok && ok;
    return join(&q, XC_OR, 0, error);
}

bool matcher_run(struct archive *a, const struct search *s, struct found *f, struct xc_error *error)
{
    struct facet own = {0};
    *f = (struct found){0};
    if (s->facet)
        facet_free(s->facet);
    struct xc_query *q = matcher_query(a, s->planned->plan, error);
    if (q && s->planned->dated) {
        struct xc_query *base = q;
        q = filtered(a, s, base, f, error);
        xc_query_free(base);
    }
    struct counting c = {a, q, s->facet ? s->facet : &own, f, error};
    bool ok = q && count(a, q, &f->matches, error);
    ok = ok && (s->limit == 0 || rank(a, s, q, f, error));
    ok = ok && (!(s->facet || s->bounds) || count_all_dates(&c));
    xc_query_free(q);
    facet_free(&own);
    if (!ok)
        found_free(f);
    return ok;
}
