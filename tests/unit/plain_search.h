/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A search as one would write it who had all the time of the world: every article is looked at,
 * every match scored, all of them sorted. What searcher/match does is held against it, to the
 * last bit.
 */
#ifndef DATELINE_TESTS_UNIT_PLAIN_SEARCH_H
#define DATELINE_TESTS_UNIT_PLAIN_SEARCH_H

#include <math.h>

#include "lib/index/posting.h"
#include "searcher/match/search.h"
#include "tests/unit/small_index.h"

/* All postings of a term in a shard. */
struct plain_list {
    uint32_t *wdfs; /* by docid: wdf + 1, 0 where it is not */
    uint32_t **positions;
    size_t *counts;
    uint32_t documents;
};

struct plain {
    struct archive *archive;
    size_t reader;
    uint32_t documents;
    struct plain_list **lists; /* by reader, then plan->number */
    size_t nodes;
};

static inline void plain_read(struct plain_list *p, struct reader *r, const struct term *t)
{
    struct posting_list l = {0};
    p->documents = r->documents;
    p->wdfs = xcalloc((size_t)r->documents + 1, sizeof *p->wdfs);
    p->positions = xcalloc((size_t)r->documents + 1, sizeof *p->positions);
    p->counts = xcalloc((size_t)r->documents + 1, sizeof *p->counts);
    assert_done(posting_list_open(&l, r->shard, t->text, t->length, &small_error));
    for (;;) {
        assert_done(posting_list_next(&l, &small_error));
        if (!l.count)
            break;
        for (size_t i = 0; i < l.count; i++) {
            uint32_t d = l.docids[i];
            p->wdfs[d] = l.wdfs[i] + 1;
            p->positions[d] = xcalloc(l.wdfs[i], sizeof(uint32_t));
            assert_done(posting_positions(&l, i, p->positions[d], &p->counts[d], &small_error));
        }
    }
    posting_list_close(&l);
}

static inline void plain_open(struct plain *x, const struct plan *p)
{
    if (p->kind == PLAN_TERM || p->kind == PLAN_FILTER)
        for (size_t i = 0; i < x->archive->count; i++)
            plain_read(&x->lists[i][p->number], &x->archive->readers[i], &p->term);
    for (size_t i = 0; i < p->count; i++)
        plain_open(x, p->parts[i]);
}

static inline void plain_close(struct plain *x)
{
    for (size_t i = 0; i < x->archive->count; i++) {
        for (size_t n = 0; n < x->nodes; n++) {
            struct plain_list *p = &x->lists[i][n];
            for (uint32_t d = 0; p->positions && d <= p->documents; d++)
                free(p->positions[d]);
            free(p->wdfs);
            free(p->positions);
            free(p->counts);
        }
        free(x->lists[i]);
    }
    free(x->lists);
}

struct plain_spans {
    uint32_t start[256];
    uint32_t end[256];
    size_t count;
};

/* Where a part of PHRASE or NEAR stands. */
static inline void plain_find(const struct plain *x, const struct plan *p, uint32_t d,
                              struct plain_spans *out)
{
    if (p->kind == PLAN_TERM) {
        const struct plain_list *l = &x->lists[x->reader][p->number];
        for (size_t i = 0; i < l->counts[d]; i++) {
            out->start[out->count] = l->positions[d][i];
            out->end[out->count++] = l->positions[d][i];
        }
        return;
    }
    if (p->kind != PLAN_PHRASE) {
        for (size_t i = 0; i < p->count; i++)
            plain_find(x, p->parts[i], d, out);
        return;
    }
    struct plain_spans *parts = xcalloc(p->count, sizeof *parts);
    for (size_t i = 0; i < p->count; i++)
        plain_find(x, p->parts[i], d, &parts[i]);
    for (size_t k = 0; k < parts[0].count; k++) {
        uint32_t start = parts[0].start[k];
        bool all = true;
        for (size_t i = 0; all && i < p->count; i++) {
            bool here = false;
            for (size_t j = 0; j < parts[i].count; j++)
                here |= parts[i].start[j] == start + i;
            all = here;
        }
        if (all) {
            out->start[out->count] = start;
            out->end[out->count++] = start + (uint32_t)p->count - 1;
        }
    }
    free(parts);
}

/* Tries all spans of side `i` with those that were chosen before. */
static inline bool plain_near(const struct plan *p, const struct plain_spans *sides, size_t i,
                              uint32_t *starts, uint32_t *ends)
{
    if (i == p->count)
        return true;
    for (size_t j = 0; j < sides[i].count; j++) {
        bool fits = true;
        starts[i] = sides[i].start[j];
        ends[i] = sides[i].end[j];
        for (size_t k = 0; fits && k < i; k++) {
            uint32_t apart = starts[i] > ends[k]   ? starts[i] - ends[k]
                             : starts[k] > ends[i] ? starts[k] - ends[i]
                                                   : 0;
            fits = apart > 0 && apart <= p->window;
        }
        if (fits && plain_near(p, sides, i + 1, starts, ends))
            return true;
    }
    return false;
}

static inline bool plain_placed(const struct plain *x, const struct plan *p, uint32_t d)
{
    uint32_t starts[16];
    uint32_t ends[16];
    struct plain_spans *sides = xcalloc(p->count + 1, sizeof *sides);
    bool placed;
    if (p->kind == PLAN_PHRASE) {
        plain_find(x, p, d, &sides[0]);
        placed = sides[0].count > 0;
    } else {
        for (size_t i = 0; i < p->count; i++)
            plain_find(x, p->parts[i], d, &sides[i]);
        placed = plain_near(p, sides, 0, starts, ends);
    }
    free(sides);
    return placed;
}

static inline uint32_t plain_date(const struct plain *x, uint32_t d)
{
    const uint32_t *date = reader_dates(&x->archive->readers[x->reader], d, 1, &small_error);
    assert_non_null(date);
    return *date;
}

static inline bool plain_matches(const struct plain *x, const struct plan *p, uint32_t d)
{
    bool some = false;
    bool all = true;
    switch (p->kind) {
    case PLAN_TERM:
    case PLAN_FILTER:
        return x->lists[x->reader][p->number].wdfs[d] != 0;
    case PLAN_RANGE:
        return range_contains(p->range, date_from_number(plain_date(x, d)));
    case PLAN_NOT:
        return !plain_matches(x, p->parts[0], d);
    case PLAN_PHRASE:
    case PLAN_NEAR:
        return plain_placed(x, p, d);
    case PLAN_NONE:
        return false;
    default:
        for (size_t i = 0; i < p->count; i++) {
            bool one = plain_matches(x, p->parts[i], d);
            some |= one;
            all &= one;
        }
        return p->kind == PLAN_AND ? all : some;
    }
}

static inline uint32_t plain_length(const struct plain *x, uint32_t d)
{
    struct column_row row;
    assert_done(columns_row(&x->archive->readers[x->reader].shard->columns, d, &row, &small_error));
    return row.length;
}

/* In how many articles of the archive a node is, those that are gone among them. */
static inline uint64_t plain_frequency(struct plain *x, const struct plan *p)
{
    uint64_t n = 0;
    size_t at = x->reader;
    for (x->reader = 0; x->reader < x->archive->count; x->reader++)
        for (uint32_t d = 1; d <= x->archive->readers[x->reader].documents; d++)
            n += plain_matches(x, p, d);
    x->reader = at;
    return n;
}

static inline double plain_earned(const struct plain *x, const struct plan *p, uint64_t frequency,
                                  uint32_t wdf, uint32_t d)
{
    double all = (double)x->archive->documents;
    double with = (double)frequency;
    double odds = (all - with + 0.5) / (with + 0.5);
    odds = odds < 2 ? odds * 0.5 + 1 : odds;
    double times = p->times;
    double weight = (p->bonus ? 0.3 : 1) * log(odds) * (2 * times / (1 + times)) * (1.2 + 1);
    double normal = plain_length(x, d) * (1 / x->archive->average_length);
    normal = normal < 0.5 ? 0.5 : normal;
    double n = wdf || p->bonus ? wdf : 1;
    return weight * (n / (1.2 * (normal * 0.75 + (1 - 0.75)) + n));
}

/* `frequencies` by plan->number. */
static inline void plain_score(const struct plain *x, const struct plan *p,
                               const uint64_t *frequencies, uint32_t d, double *score)
{
    uint32_t wdf = 0;
    switch (p->kind) {
    case PLAN_TERM:
    case PLAN_SYNONYM:
        if (p->kind == PLAN_TERM)
            wdf = x->lists[x->reader][p->number].wdfs[d];
        for (size_t i = 0; p->kind == PLAN_SYNONYM && i < p->count; i++) {
            uint32_t one = x->lists[x->reader][p->parts[i]->number].wdfs[d];
            wdf = one ? (wdf ? wdf : 1) + one - 1 : wdf;
        }
        if (wdf)
            *score += plain_earned(x, p, frequencies[p->number], wdf - 1, d);
        if (p->kind == PLAN_TERM && p->count)
            plain_score(x, p->parts[0], frequencies, d, score);
        return;
    case PLAN_AND:
    case PLAN_PHRASE:
    case PLAN_NEAR:
        if (!plain_matches(x, p, d))
            return;
        break;
    case PLAN_OR:
        break;
    default:
        return;
    }
    for (size_t i = 0; i < p->count; i++)
        plain_score(x, p->parts[i], frequencies, d, score);
}

static inline void plain_count(struct plain *x, const struct plan *p, uint64_t *frequencies)
{
    if (p->kind == PLAN_TERM || p->kind == PLAN_SYNONYM)
        frequencies[p->number] = plain_frequency(x, p);
    for (size_t i = 0; i < p->count; i++)
        plain_count(x, p->parts[i], frequencies);
}

static enum sort plain_sort;

static inline int plain_compare(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    uint32_t none = plain_sort == SORT_OLDEST ? UINT32_MAX : 0;
    uint32_t m = x->date ? x->date : none;
    uint32_t n = y->date ? y->date : none;
    int date = m == n ? 0 : (m > n) == (plain_sort == SORT_OLDEST) ? 1 : -1;
    int score = x->score == y->score ? 0 : x->score < y->score ? 1 : -1;
    int first = plain_sort == SORT_RELEVANCE ? score : date;
    int second = plain_sort == SORT_RELEVANCE ? date : score;
    return first ? first : second ? second : (x->id > y->id) - (x->id < y->id);
}

/* All matches, in order; the caller frees f->hits. */
static inline void plain_run(struct archive *a, const struct search *s, struct found *f,
                             struct facet *facet)
{
    const struct planned *p = s->planned;
    struct plain x = {.archive = a, .nodes = p->nodes};
    uint64_t *frequencies = xcalloc(p->nodes, sizeof *frequencies);
    *f = (struct found){.hits = xcalloc((size_t)a->documents, sizeof *f->hits)};
    x.lists = xcalloc(a->count, sizeof *x.lists);
    for (size_t i = 0; i < a->count; i++)
        x.lists[i] = xcalloc(p->nodes, sizeof **x.lists);
    if (p->plan) {
        plain_open(&x, p->plan);
        plain_count(&x, p->plan, frequencies);
    }
    for (x.reader = 0; x.reader < a->count; x.reader++) {
        struct reader *r = &a->readers[x.reader];
        for (uint32_t d = 1; d <= r->documents; d++) {
            struct ranked hit = {.docid = d, .shard = x.reader, .date = plain_date(&x, d)};
            if (shard_is_gone(r->shard, d) || (p->plan && !plain_matches(&x, p->plan, d)))
                continue;
            bool within = !p->dated ||
                          (!p->impossible && range_contains(p->range, date_from_number(hit.date)));
            if (!within && !(s->undated && !hit.date)) {
                f->undated += !hit.date && !s->undated && !p->range.undated;
                continue;
            }
            if (p->plan && p->ranked)
                plain_score(&x, p->plan, frequencies, d, &hit.score);
            assert_done(reader_id(a, x.reader, d, &hit.id, &small_error));
            f->hits[f->matches++] = hit;
            facet_add(facet, hit.date, 1);
        }
    }
    plain_sort = s->sort;
    if (f->matches)
        qsort(f->hits, (size_t)f->matches, sizeof *f->hits, plain_compare);
    f->count = (size_t)f->matches;
    plain_close(&x);
    free(frequencies);
}

#endif
