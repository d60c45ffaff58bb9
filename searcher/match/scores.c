/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/scores.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/bm25.h"

/* Bounds of synonyms of more terms are those of their whole lists. */
#define BOUNDED_TERMS 8
/* Of queries with more terms than this, a span has many blocks, and is dense: looking for a term's
 * posting document by document would cost more than reading all of them. */
#define SPARSE_TERMS 8
/* ---- what is scored ---- */

static void add_scored(struct scores *s, const struct plan *p, size_t condition)
{
    s->list = xreallocarray(s->list, s->count + 1, sizeof *s->list);
    s->list[s->count++] = (struct scored){
        .plan = p, .condition = condition, .weight = bm25_weight(s->archive, p), .bonus = p->bonus};
}

static size_t add_condition(struct scores *s, const struct plan *p, size_t outer)
{
    s->conditions = xreallocarray(s->conditions, s->condition_count + 1, sizeof *s->conditions);
    s->conditions[s->condition_count++] = (struct condition){p, outer, NULL, NULL};
    return s->condition_count;
}

/* `certain`: the node holds for all matches. Below OR that ends, and what is around a word (AND,
 * PHRASE, NEAR) must hold for it to earn anything. */
static void collect(struct scores *s, const struct plan *p, bool certain, size_t condition)
{
    switch (p->kind) {
    case PLAN_TERM:
        add_scored(s, p, condition);
        if (p->count)
            add_scored(s, p->parts[0], condition);
        return;
    case PLAN_SYNONYM:
        add_scored(s, p, condition);
        return;
    case PLAN_OR:
        certain = false;
        break;
    case PLAN_AND:
    case PLAN_PHRASE:
    case PLAN_NEAR:
        if (!certain)
            condition = add_condition(s, p, condition);
        certain = true; /* of the parts, wherever the condition holds */
        break;
    default:
        return;
    }
    for (size_t i = 0; i < p->count; i++)
        collect(s, p->parts[i], certain, condition);
}

/* ---- opening ---- */

static bool open_list(struct scores *s, struct scored *t, struct error *error)
{
    bool term = t->plan->kind == PLAN_TERM;
    size_t count = term ? 1 : t->plan->count;
    struct reader *r = &s->archive->readers[s->reader];
    t->cursors = t->cursors ? t->cursors : xcalloc(count, sizeof *t->cursors);
    t->bounds = t->bounds ? t->bounds : xcalloc(count, sizeof *t->bounds);
    memset(t->bounds, 0, count * sizeof *t->bounds);
    if ((count > 1 || s->dense) && !t->sums)
        t->sums = xcalloc(SCORES_SPAN, sizeof *t->sums);
    s->summing |= count > 1;
    for (t->count = 0; t->count < count; t->count++) {
        const struct plan *one = term ? t->plan : t->plan->parts[t->count];
        t->cursors[t->count] = (struct cursor){.far = NULL};
        if (!cursor_open(&t->cursors[t->count], r, &one->term, error))
            return false;
        if (!cursor_want_lengths(&t->cursors[t->count], error)) {
            cursor_close(&t->cursors[t->count]);
            return false;
        }
    }
    return true;
}

static void close_list(struct scored *t)
{
    for (size_t i = 0; i < t->count; i++)
        cursor_close(&t->cursors[i]);
    t->count = 0;
}

static bool open_lists(struct scores *s, struct error *error)
{
    for (size_t i = 0; i < s->count; i++)
        if (!open_list(s, &s->list[i], error))
            return false;
    return true;
}

/* Conditions may be in one another: each has lists of its own. */
static bool open_conditions(struct scores *s, size_t nodes, struct error *error)
{
    uint32_t documents = s->archive->readers[s->reader].documents;
    for (size_t i = 0; i < s->condition_count; i++) {
        struct condition *c = &s->conditions[i];
        const struct planned alone = {.plan = (struct plan *)c->plan, .nodes = nodes};
        c->set = xcalloc(WINDOW_WORDS, sizeof *c->set);
        c->evaluation = evaluation_new(s->archive, s->reader, &alone, documents, error);
        if (!c->evaluation)
            return false;
    }
    return true;
}

bool scores_open(struct scores *s, struct archive *a, size_t reader, const struct planned *p,
                 bool dense, struct error *error)
{
    *s = (struct scores){.archive = a, .reader = reader};
    s->factor = a->average_length > 0 ? 1 / a->average_length : 0;
    if (p->plan && p->ranked)
        collect(s, p->plan, true, 0);
    s->dense = dense || s->count > SPARSE_TERMS;
    if (s->dense)
        s->sums = xcalloc(SCORES_SPAN, sizeof *s->sums);
    else
        s->levels = xcalloc((s->count + 1) * WINDOW_WORDS, sizeof *s->levels);
    s->ascending = xcalloc(s->count, sizeof *s->ascending);
    s->earned = xcalloc(s->count, sizeof *s->earned);
    return open_conditions(s, p->nodes, error) && open_lists(s, error);
}

void scores_close(struct scores *s)
{
    for (size_t i = 0; i < s->count; i++) {
        close_list(&s->list[i]);
        free(s->list[i].cursors);
        free(s->list[i].bounds);
        free(s->list[i].sums);
    }
    free(s->list);
    for (size_t i = 0; i < s->condition_count; i++) {
        evaluation_free(s->conditions[i].evaluation);
        free(s->conditions[i].set);
    }
    free(s->conditions);
    free(s->ascending);
    free(s->earned);
    free(s->sums);
    free(s->levels);
    *s = (struct scores){0};
}

size_t scores_lists(const struct scores *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        n += s->list[i].count;
    return n + 4 * s->condition_count;
}

bool scores_rewind(struct scores *s, struct error *error)
{
    for (size_t i = 0; i < s->count; i++)
        close_list(&s->list[i]);
    return open_lists(s, error);
}

bool scores_window(struct scores *s, const struct window *w, struct error *error)
{
    s->window = *w;
    for (size_t i = 0; i < s->condition_count; i++) {
        struct condition *c = &s->conditions[i];
        const uint64_t *among = c->outer ? s->conditions[c->outer - 1].set : NULL;
        if (!evaluate(c->evaluation, c->plan, w, among, c->set, error))
            return false;
    }
    return true;
}

/* ---- bounds ---- */

/* Moves a list's bound to the block at `docid`. */
static bool find_bound(struct scored *t, size_t i, uint32_t docid, struct error *error)
{
    struct posting_bound *b = &t->bounds[i];
    if (b->last >= docid)
        return true;
    if (!t->cursors[i].list.documents) {
        *b = (struct posting_bound){UINT32_MAX, 0, UINT32_MAX};
        return true;
    }
    if (!cursor_bound(&t->cursors[i], docid, b, error))
        return false;
    if (b->last == 0)
        *b = (struct posting_bound){UINT32_MAX, 0, UINT32_MAX};
    return true;
}

static bool is_bounded(const struct scored *t)
{
    return t->count <= BOUNDED_TERMS;
}

/* Where the first block of any list that `first` is in ends. */
static bool find_end(struct scores *s, uint32_t first, uint32_t *end, struct error *error)
{
    for (size_t k = 0; k < s->count; k++) {
        struct scored *t = &s->list[k];
        for (size_t i = 0; is_bounded(t) && i < t->count; i++) {
            if (!find_bound(t, i, first, error))
                return false;
            if (t->bounds[i].last < *end)
                *end = t->bounds[i].last;
        }
    }
    return true;
}

/* Widens what is known of a term in the span by the blocks of one of its lists. */
static bool widen(const struct scores *s, struct scored *t, size_t i, uint64_t *wdf,
                  struct error *error)
{
    uint32_t most = 0;
    if (!find_bound(t, i, s->first, error))
        return false;
    for (;;) {
        const struct posting_bound *b = &t->bounds[i];
        if (b->min_length != UINT32_MAX) { /* there is a block */
            most = b->max_wdf > most ? b->max_wdf : most;
            if (b->min_length < t->min_length)
                t->min_length = b->min_length;
        }
        if (b->last >= s->last)
            break;
        if (!find_bound(t, i, b->last + 1, error))
            return false;
    }
    *wdf += most;
    return true;
}

static bool bound_term(struct scores *s, struct scored *t, struct error *error)
{
    uint64_t wdf = 0;
    t->min_length = UINT32_MAX;
    t->summed = false;
    for (size_t i = 0; i < t->count; i++) {
        const struct posting_bound *top = &t->cursors[i].list.top;
        if (is_bounded(t)) {
            if (!widen(s, t, i, &wdf, error))
                return false;
        } else if (t->cursors[i].list.documents) {
            wdf += top->max_wdf;
            t->min_length = top->min_length < t->min_length ? top->min_length : t->min_length;
        }
    }
    t->bound = 0;
    t->max_wdf = wdf < UINT32_MAX ? (uint32_t)wdf : UINT32_MAX;
    if (t->min_length == UINT32_MAX)
        return true; /* it is not there */
    /* Of great wdf, the quotient of the lesser might be rounded up more. */
    t->bound = wdf < 1u << 20
                   ? bm25_earn(t->weight, bm25_wdf(t->bonus, t->max_wdf), t->min_length, s->factor)
                   : t->weight;
    return true;
}

/* Spans end where a block of any list ends: so the postings of a term in it are of one block. */
bool scores_span(struct scores *s, uint32_t first, uint32_t last, struct error *error)
{
    s->first = first;
    s->last = last;
    if (!s->dense && !find_end(s, first, &s->last, error))
        return false;
    if ((s->summing || s->dense) && s->last - first >= SCORES_SPAN)
        s->last = first + SCORES_SPAN - 1;
    s->bound = 0;
    s->sorted = s->filled = false;
    for (size_t i = 0; i < s->count; i++) {
        if (!bound_term(s, &s->list[i], error))
            return false;
        s->bound += s->list[i].bound;
    }
    return true;
}
