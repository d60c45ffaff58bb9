/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/search.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/evaluate.h"
#include "searcher/match/matcher.h"

/* A search over all shards: an evaluation and the documents that match, for each. */
struct running {
    struct archive *archive;
    const struct search *search;
    struct found *found;
    struct xc_error *error;
    struct evaluation *evaluations;
    struct docset *sets;
    uint64_t wanted; /* hits to hold: offset + limit, but not more than match */
    bool scored;
};

static bool uses_scores(const struct search *s)
{
    return s->limit > 0 && s->planned->ranked && s->planned->plan;
}

/* Restricts what matches to the range, and counts the undated that this leaves out. */
static void filter(struct running *r, struct docset *set, const struct docset *range,
                   const struct docset *undated)
{
    const struct planned *p = r->search->planned;
    struct docset without = docset_copy(set);
    docset_and(&without, undated);
    if (p->impossible)
        memset(set->bits, 0, set->words * sizeof *set->bits);
    else
        docset_and(set, range);
    if (r->search->undated)
        docset_or(set, &without);
    else if (!p->range.undated)
        r->found->undated += docset_count(&without);
    docset_free(&without);
}

static bool match_all(struct running *r, size_t i, const struct docset *within)
{
    const struct planned *p = r->search->planned;
    struct evaluation *e = &r->evaluations[i];
    evaluation_init(e, r->archive, &r->archive->readers[i], p, r->scored, within, r->error);
    const struct docset *all = evaluate(e, p->plan);
    e->within = NULL;
    if (all)
        r->sets[i] = docset_copy(all);
    return all != NULL;
}

/* Looks only at documents in the range and at the undated ones, which are told of. */
static bool match_dated(struct running *r, size_t i)
{
    struct shard_reader *reader = &r->archive->readers[i];
    const struct docset *undated = archive_undated(reader, r->error);
    const struct docset *range =
        undated ? archive_in_range(r->archive, reader, r->search->planned->range, r->error) : NULL;
    if (!range)
        return false;
    struct docset within = docset_copy(range);
    docset_or(&within, undated);
    bool ok = match_all(r, i, &within);
    docset_free(&within);
    /* A range inside of the query has taken the place of this one. */
    range = ok ? archive_in_range(r->archive, reader, r->search->planned->range, r->error) : NULL;
    if (range)
        filter(r, &r->sets[i], range, undated);
    return range != NULL;
}

static bool match(struct running *r, size_t i)
{
    if (!(r->search->planned->dated ? match_dated(r, i) : match_all(r, i, NULL)))
        return false;
    r->found->matches += docset_count(&r->sets[i]);
    return true;
}

/* The frequency of each term in all shards. */
static void sum_frequencies(struct running *r, struct plan *p)
{
    p->frequency = 0;
    for (size_t i = 0; i < r->archive->count; i++)
        p->frequency += r->evaluations[i].states[p->number].frequency;
    for (size_t i = 0; i < p->count; i++)
        sum_frequencies(r, p->parts[i]);
}

/* The date of a hit as sorting wants it: undated articles come last in every order. */
static uint32_t date_rank(uint32_t date, enum sort sort)
{
    return sort == SORT_OLDEST && date == 0 ? UINT32_MAX : date;
}

/* Less than 0 if x comes before y. */
static int compare(const struct ranked *x, const struct ranked *y, enum sort sort)
{
    uint32_t a = date_rank(x->date, sort);
    uint32_t b = date_rank(y->date, sort);
    int by_date = sort == SORT_OLDEST ? (a > b) - (a < b) : (b > a) - (b < a);
    int by_score = (y->score > x->score) - (y->score < x->score);
    int order = sort == SORT_RELEVANCE ? by_score : by_date;
    if (order == 0)
        order = sort == SORT_RELEVANCE ? by_date : by_score;
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

/* Sinks the hit at the top of the heap, whose top is the worst, to its place. */
static void sink(struct ranked *heap, size_t count, enum sort sort)
{
    for (size_t at = 0;;) {
        size_t worst = 2 * at + 1;
        if (worst >= count)
            return;
        if (worst + 1 < count && compare(&heap[worst + 1], &heap[worst], sort) > 0)
            worst++;
        if (compare(&heap[worst], &heap[at], sort) <= 0)
            return;
        struct ranked hit = heap[at];
        heap[at] = heap[worst];
        heap[worst] = hit;
        at = worst;
    }
}

static void rise(struct ranked *heap, size_t at, enum sort sort)
{
    while (at && compare(&heap[at], &heap[(at - 1) / 2], sort) > 0) {
        struct ranked hit = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = hit;
        at = (at - 1) / 2;
    }
}

static void offer(struct running *r, const struct ranked *hit)
{
    struct found *f = r->found;
    enum sort sort = r->search->sort;
    if (f->count < r->wanted) {
        f->hits[f->count++] = *hit;
        rise(f->hits, f->count - 1, sort);
    } else if (compare(hit, &f->hits[0], sort) < 0) {
        f->hits[0] = *hit;
        sink(f->hits, f->count, sort);
    }
}

/* Offers the documents of a shard. Dates and ids are looked up only for those that may get in. */
static bool collect(struct running *r, size_t shard)
{
    struct shard_reader *reader = &r->archive->readers[shard];
    const struct docset *set = &r->sets[shard];
    const struct found *f = r->found;
    bool by_score = r->search->sort == SORT_RELEVANCE;
    for (uint32_t d = docset_next(set, 1); d; d = docset_next(set, d + 1)) {
        struct ranked hit = {
            .score = r->scored ? reader->scores[d] : 0, .docid = d, .shard = shard};
        bool full = f->count == r->wanted;
        if (full && by_score && hit.score < f->hits[0].score)
            continue;
        if (!archive_load_one(reader, COLUMN_DATE, d, r->error))
            return false;
        hit.date = reader->dates[d];
        if (full && hit.date != f->hits[0].date && compare(&hit, &f->hits[0], r->search->sort) > 0)
            continue;
        if (!archive_load_one(reader, COLUMN_ID, d, r->error))
            return false;
        hit.id = reader->ids[d];
        offer(r, &hit);
    }
    return true;
}

static bool rank(struct running *r)
{
    const struct planned *p = r->search->planned;
    uint64_t wanted = r->search->offset + r->search->limit;
    r->wanted = wanted < r->found->matches ? wanted : r->found->matches;
    if (r->search->limit == 0 || r->wanted == 0)
        return true;
    r->found->hits = xcalloc((size_t)r->wanted, sizeof *r->found->hits);
    for (size_t i = 0; i < r->archive->count; i++) {
        bool ok = !r->scored || evaluate_scores(&r->evaluations[i], p->plan, &r->sets[i]);
        ok = ok && collect(r, i);
        if (r->scored)
            evaluate_clear(&r->evaluations[i]);
        if (!ok)
            return false;
    }
    return true;
}

/* The heap as a list, the best first, without those before the offset. */
static void put_in_order(struct running *r)
{
    struct found *f = r->found;
    enum sort sort = r->search->sort;
    for (size_t n = f->count; n > 1; n--) {
        struct ranked worst = f->hits[0];
        f->hits[0] = f->hits[n - 1];
        f->hits[n - 1] = worst;
        sink(f->hits, n - 1, sort);
    }
    size_t skip = r->search->offset < f->count ? (size_t)r->search->offset : f->count;
    f->count -= skip;
    if (skip && f->count)
        memmove(f->hits, f->hits + skip, f->count * sizeof *f->hits);
}

/* Neighbours mostly have one date: runs are counted, then entered. */
static void count_dates(const struct shard_reader *reader, const struct docset *set,
                        struct facet *facet)
{
    uint32_t date = 0;
    uint64_t run = 0;
    for (uint32_t d = docset_next(set, 1); d; d = docset_next(set, d + 1)) {
        if (reader->dates[d] != date) {
            facet_add(facet, date, run);
            date = reader->dates[d];
            run = 0;
        }
        run++;
    }
    facet_add(facet, date, run);
}

static void widen(struct found *f, uint32_t number)
{
    struct date d = date_from_number(number);
    if (date_is_none(d))
        return;
    if (date_is_none(f->first_date) || date_compare(d, f->first_date) < 0)
        f->first_date = d;
    if (date_is_none(f->last_date) || date_compare(d, f->last_date) > 0)
        f->last_date = d;
}

static bool count_by_date(struct running *r)
{
    struct facet own = {0};
    struct facet *facet = r->search->facet ? r->search->facet : &own;
    bool ok = true;
    for (size_t i = 0; ok && i < r->archive->count; i++) {
        ok = archive_load(&r->archive->readers[i], COLUMN_DATE, &r->sets[i], r->error);
        if (ok)
            count_dates(&r->archive->readers[i], &r->sets[i], facet);
    }
    for (size_t i = 0; ok && i < facet->size; i++)
        if (facet->days[i].count)
            widen(r->found, facet->days[i].number);
    facet_free(&own);
    return ok;
}

bool search_run(struct archive *a, const struct search *s, struct found *f, struct xc_error *error)
{
    if (a->remote)
        return matcher_run(a, s, f, error);
    struct running r = {a,
                        s,
                        f,
                        error,
                        xcalloc(a->count, sizeof *r.evaluations),
                        xcalloc(a->count, sizeof *r.sets),
                        0,
                        uses_scores(s)};
    *f = (struct found){0};
    if (s->facet)
        facet_free(s->facet);
    bool ok = true;
    for (size_t i = 0; ok && i < a->count; i++)
        ok = match(&r, i);
    if (ok && s->planned->plan)
        sum_frequencies(&r, s->planned->plan);
    ok = ok && rank(&r);
    if (ok)
        put_in_order(&r);
    ok = ok && (!(s->facet || s->bounds) || count_by_date(&r));
    for (size_t i = 0; i < a->count; i++) {
        if (r.evaluations[i].archive)
            evaluation_free(&r.evaluations[i]);
        docset_free(&r.sets[i]);
    }
    free(r.evaluations);
    free(r.sets);
    if (!ok)
        found_free(f);
    return ok;
}

void found_free(struct found *f)
{
    free(f->hits);
    *f = (struct found){0};
}
