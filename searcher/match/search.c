/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/search.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/dated.h"
#include "searcher/match/rank.h"

/* A search over all shards. */
struct running {
    struct archive *archive;
    const struct search *search;
    struct found *found;
    struct facet *facet; /* where dates are counted; NULL: nowhere */
    struct top top;
    bool scored;
    struct error *error;
};

/* The search in one shard. */
struct shard_search {
    struct running *running;
    struct reader *reader;
    size_t number;
    struct evaluation *evaluation;
    struct dated filter; /* of the query as a whole */
    struct dated undated;
    uint32_t first; /* docids outside of first..last are in no match */
    uint32_t last;
    struct matches matches;
    /* Of the window, if both are cheap to tell. */
    bool told;
    uint64_t in_filter[WINDOW_WORDS];
    uint64_t in_undated[WINDOW_WORDS];
};

/* ---- frequencies ---- */

static bool count_term(struct archive *a, struct plan *p, struct error *error)
{
    p->frequency = 0;
    for (size_t i = 0; i < a->count; i++) {
        uint32_t n;
        if (!reader_frequency(&a->readers[i], &p->term, &n, error))
            return false;
        p->frequency += n;
    }
    return true;
}

static bool count_union(struct archive *a, size_t reader, const struct planned *whole,
                        struct plan *p, struct error *error)
{
    uint64_t set[WINDOW_WORDS];
    struct planned alone = {.plan = p, .nodes = whole->nodes};
    uint32_t documents = a->readers[reader].documents;
    struct evaluation *e = evaluation_new(a, reader, &alone, documents, error);
    bool ok = e != NULL;
    for (uint64_t first = 1; ok && first <= documents; first = (first | (WINDOW - 1)) + 1) {
        struct window w = window_of((uint32_t)first, documents);
        ok = evaluate(e, p, &w, NULL, set, error);
        if (ok)
            p->frequency += docset_count(set, w.words);
    }
    evaluation_free(e);
    return ok;
}

/* A synonym's is the number of articles that have any of its words. */
static bool count_synonym(struct archive *a, const struct planned *whole, struct plan *p,
                          struct error *error)
{
    p->frequency = 0;
    for (size_t i = 0; p->count > 1 && i < a->count; i++)
        if (!count_union(a, i, whole, p, error))
            return false;
    if (p->count != 1)
        return true;
    if (!count_term(a, p->parts[0], error))
        return false;
    p->frequency = p->parts[0]->frequency;
    return true;
}

/* The frequency of each term in all shards. */
static bool count_terms(struct archive *a, const struct planned *whole, struct plan *p,
                        struct error *error)
{
    if (p->kind == PLAN_SYNONYM)
        return count_synonym(a, whole, p, error);
    if ((p->kind == PLAN_TERM || p->kind == PLAN_FILTER) && !count_term(a, p, error))
        return false;
    for (size_t i = 0; i < p->count; i++)
        if (!count_terms(a, whole, p->parts[i], error))
            return false;
    return true;
}

/* ---- matching ---- */

/* A term that is looked for alone is in as many articles as its list is long: nothing is read. */
static bool is_one_term(const struct plan *p)
{
    return p->kind == PLAN_TERM || (p->kind == PLAN_SYNONYM && p->count == 1);
}

/* Whether the number of matches is known without reading, and which they are is not wanted: by
 * relevance, they are found among the documents that score. */
static bool is_known(const struct shard_search *s)
{
    const struct running *r = s->running;
    const struct planned *p = r->search->planned;
    bool hits = r->top.wanted > 0;
    if (p->dated || r->facet || r->search->visit || reader_gone(s->reader))
        return false;
    if (!p->plan)
        return true;
    return is_one_term(p->plan) && (!hits || (r->scored && r->search->sort == SORT_RELEVANCE));
}

static bool count_known(struct shard_search *s)
{
    const struct plan *p = s->running->search->planned->plan;
    const struct term *t = p && p->kind == PLAN_SYNONYM ? &p->parts[0]->term : p ? &p->term : NULL;
    uint32_t n = s->reader->documents;
    if (t && !reader_frequency(s->reader, t, &n, s->running->error))
        return false;
    s->matches.count = n;
    return true;
}

/* Neighbours mostly have one date: runs are counted, then entered. */
static bool count_dates(struct shard_search *s, const struct window *w, const uint64_t *set)
{
    struct facet *facet = s->running->facet;
    const uint32_t *dates =
        reader_dates(s->reader, w->first, w->last - w->first + 1, s->running->error);
    uint32_t date = 0;
    uint64_t run = 0;
    if (!dates)
        return false;
    for (uint32_t i = docset_next(set, w->words, 0); i != NO_BIT;
         i = docset_next(set, w->words, i + 1)) {
        uint32_t here = dates[w->base + i - w->first];
        if (here != date) {
            facet_add(facet, date, run);
            date = here;
            run = 0;
        }
        run++;
    }
    facet_add(facet, date, run);
    return true;
}

static bool visit(struct shard_search *s, const struct window *w, const uint64_t *set)
{
    const struct search *how = s->running->search;
    bool ok = true;
    if (!how->visit)
        return true;
    for (uint32_t i = docset_next(set, w->words, 0); ok && i != NO_BIT;
         i = docset_next(set, w->words, i + 1))
        ok = how->visit(how->visitor, s->number, w->base + i, s->running->error);
    return ok;
}

/* Finds which documents of the window are in the filter and which are undated: all of them, or of
 * `among` alone. */
static bool tell(struct shard_search *s, const struct window *w, const uint64_t *among)
{
    struct running *r = s->running;
    if (r->search->planned->impossible)
        memset(s->in_filter, 0, w->words * sizeof *s->in_filter);
    else if (!dated_window(&s->filter, w, among, s->in_filter, r->error))
        return false;
    return dated_window(&s->undated, w, among, s->in_undated, r->error);
}

/* Restricts what matches to the range, and counts the undated that this leaves out. */
static bool filter(struct shard_search *s, const struct window *w, uint64_t *set)
{
    struct running *r = s->running;
    if (!s->told && !tell(s, w, set))
        return false;
    docset_and(s->in_undated, set, w->words);
    docset_and(set, s->in_filter, w->words);
    if (r->search->undated)
        docset_or(set, s->in_undated, w->words);
    else if (!r->search->planned->range.undated)
        r->found->undated += docset_count(s->in_undated, w->words);
    return true;
}

/* What the filter leaves in question, if that is cheap to tell: the undated, which are told of,
 * with it. */
static bool in_question(struct shard_search *s, const struct window *w, uint64_t *among)
{
    docset_fill(among, w);
    if (!s->told)
        return true;
    if (!tell(s, w, NULL))
        return false;
    memcpy(among, s->in_filter, w->words * sizeof *among);
    docset_or(among, s->in_undated, w->words);
    return true;
}

static bool match_window(struct shard_search *s, const struct window *w, uint64_t *set)
{
    const struct running *r = s->running;
    const struct planned *p = r->search->planned;
    uint64_t among[WINDOW_WORDS];
    const uint64_t *gone = reader_gone(s->reader);
    if (!in_question(s, w, among))
        return false;
    if (!p->plan || (s->told && docset_empty(among, w->words)))
        memcpy(set, among, w->words * sizeof *set);
    else if (!evaluate(s->evaluation, p->plan, w, s->told ? among : NULL, set, r->error))
        return false;
    if (gone)
        docset_and_not(set, gone + w->base / 64, w->words);
    return !p->dated || filter(s, w, set);
}

static bool open_filter(struct shard_search *s)
{
    struct running *r = s->running;
    const struct planned *p = r->search->planned;
    struct range undated = {.undated = true};
    uint64_t asked = p->plan ? evaluation_estimate(s->evaluation, p->plan) : s->reader->documents;
    if (!p->dated)
        return true;
    if (!dated_open(&s->filter, r->archive, s->reader, p->range, asked, r->error) ||
        !dated_open(&s->undated, r->archive, s->reader, undated, asked, r->error))
        return false;
    s->told = dated_cheap(&s->filter) && dated_cheap(&s->undated);
    if (s->undated.way == DATED_NONE && !dated_narrow(&s->filter, &s->first, &s->last))
        s->last = 0;
    return true;
}

static bool open_shard(struct shard_search *s)
{
    struct running *r = s->running;
    const struct planned *p = r->search->planned;
    s->first = 1;
    s->last = s->reader->documents;
    if (p->plan) {
        s->evaluation = evaluation_new(r->archive, s->number, p, s->reader->documents, r->error);
        if (!s->evaluation)
            return false;
    }
    return open_filter(s);
}

static void close_shard(struct shard_search *s)
{
    evaluation_free(s->evaluation);
    dated_close(&s->filter);
    dated_close(&s->undated);
    free(s->matches.set);
    free(s->matches.by_window);
}

static bool stopped(const struct running *r)
{
    const atomic_bool *stop = r->search->stop;
    return stop && atomic_load_explicit(stop, memory_order_relaxed) &&
           !error_set(r->error, ERROR_STOPPED, "the search was stopped");
}

/* Finds the matches of all windows; keeps them if `keep`, and the facet counts them. */
static bool match_shard(struct shard_search *s, bool keep)
{
    struct running *r = s->running;
    size_t windows = (size_t)s->reader->documents / WINDOW + 1;
    uint64_t own[WINDOW_WORDS] = {0};
    if (!open_shard(s))
        return false;
    if (keep) {
        s->matches.set = xcalloc(windows * WINDOW_WORDS, sizeof *s->matches.set);
        s->matches.by_window = xcalloc(windows, sizeof *s->matches.by_window);
    }
    for (uint64_t first = s->first; first <= s->last; first = (first | (WINDOW - 1)) + 1) {
        struct window w = window_of((uint32_t)first, s->last);
        uint64_t *set = keep ? s->matches.set + w.base / 64 : own;
        if (stopped(r) || !match_window(s, &w, set))
            return false;
        uint32_t n = (uint32_t)docset_count(set, w.words);
        s->matches.count += n;
        if (keep)
            s->matches.by_window[w.base / WINDOW] = n;
        if (n && ((r->facet && !count_dates(s, &w, set)) || !visit(s, &w, set)))
            return false;
    }
    return true;
}

static bool search_shard(struct running *r, size_t number)
{
    struct shard_search s = {
        .running = r, .reader = &r->archive->readers[number], .number = number};
    const struct planned *p = r->search->planned;
    bool ok = is_known(&s) ? count_known(&s) : match_shard(&s, r->top.wanted > 0);
    r->found->matches += s.matches.count;
    if (ok && s.matches.count && r->top.wanted) {
        struct planned unscored = *p;
        unscored.ranked = r->scored;
        ok = rank_shard(r->archive, number, &unscored, &s.matches, &r->top, r->error);
    }
    close_shard(&s);
    return ok;
}

/* ---- a whole search ---- */

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

/* The shards, those with the newest articles first: then later ones seldom have better hits. */
static size_t *order_shards(const struct archive *a)
{
    size_t *order = xcalloc(a->count, sizeof *order);
    for (size_t i = 0; i < a->count; i++) {
        size_t at = i;
        uint32_t last = reader_last_date(&a->readers[i]);
        for (; at > 0 && reader_last_date(&a->readers[order[at - 1]]) < last; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

static bool run(struct running *r)
{
    struct planned *p = r->search->planned;
    struct archive *a = r->archive;
    if ((r->scored || r->search->frequencies) && p->plan && !count_terms(a, p, p->plan, r->error))
        return false;
    size_t *order = order_shards(a);
    bool ok = true;
    for (size_t i = 0; ok && i < a->count; i++)
        ok = search_shard(r, order[i]);
    free(order);
    return ok;
}

bool search_run(struct archive *a, const struct search *s, struct found *f, struct error *error)
{
    struct facet own = {0};
    struct running r = {.archive = a, .search = s, .found = f, .error = error};
    *f = (struct found){0};
    if (s->facet)
        facet_clear(s->facet);
    r.facet = s->facet ? s->facet : s->bounds ? &own : NULL;
    r.top = (struct top){.wanted = s->limit ? s->offset + s->limit : 0, .sort = s->sort};
    r.scored = s->limit > 0 && s->planned->ranked && s->planned->plan;
    bool ok = run(&r);
    f->hits = r.top.hits;
    if (ok) {
        top_finish(&r.top, s->offset);
        f->count = r.top.count;
    }
    for (size_t i = 0; ok && r.facet && i < r.facet->size; i++)
        if (r.facet->days[i].count)
            widen(f, r.facet->days[i].number);
    facet_free(&own);
    if (!ok)
        found_free(f);
    return ok;
}

bool search_set(struct archive *a, size_t reader, const struct planned *p, uint64_t **set,
                struct error *error)
{
    struct planned own = *p;
    struct search how = {.planned = &own};
    struct found ignored = {0};
    struct running r = {.archive = a, .search = &how, .found = &ignored, .error = error};
    struct shard_search s = {.running = &r, .reader = &a->readers[reader], .number = reader};
    bool ok = match_shard(&s, true);
    *set = s.matches.set;
    if (ok)
        s.matches.set = NULL;
    close_shard(&s);
    return ok;
}

void found_free(struct found *f)
{
    free(f->hits);
    *f = (struct found){0};
}
