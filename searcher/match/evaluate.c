/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/evaluate.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/dated.h"
#include "searcher/match/positions.h"

/* A list with this many times more postings in a window than there are documents in question is
 * skipped through. */
#define SKIP_RATIO 16

/* What evaluating keeps of a node of the plan. */
struct node_state {
    struct cursor *cursor;     /* of TERM and FILTER */
    struct dated *dated;       /* of RANGE */
    struct placing *placing;   /* of PHRASE and NEAR, once it is needed */
    const struct plan **order; /* of AND, PHRASE and NEAR: the parts, in which they are joined */
    uint64_t estimate;
};

struct evaluation {
    struct archive *archive;
    struct reader *reader;
    size_t number;             /* of the reader */
    struct node_state *states; /* by plan->number */
    size_t count;
    uint64_t asked;
    uint64_t **spare; /* sets that are not in use */
    size_t spare_count;
    size_t spare_room;
};

static struct node_state *state_of(const struct evaluation *e, const struct plan *p)
{
    return &e->states[p->number];
}

static uint64_t *borrow(struct evaluation *e)
{
    return e->spare_count ? e->spare[--e->spare_count] : xmalloc(WINDOW_WORDS * sizeof(uint64_t));
}

static void give_back(struct evaluation *e, uint64_t *set)
{
    e->spare = xgrow(e->spare, &e->spare_room, e->spare_count + 1, sizeof *e->spare);
    e->spare[e->spare_count++] = set;
}

/* ---- starting ---- */

static uint64_t least(const struct evaluation *e, const struct plan *p)
{
    uint64_t n = e->reader->documents;
    for (size_t i = 0; i < p->count; i++)
        n = state_of(e, p->parts[i])->estimate < n ? state_of(e, p->parts[i])->estimate : n;
    return n;
}

static uint64_t sum(const struct evaluation *e, const struct plan *p)
{
    uint64_t n = 0;
    for (size_t i = 0; i < p->count; i++)
        n += state_of(e, p->parts[i])->estimate;
    return n < e->reader->documents ? n : e->reader->documents;
}

/* In which order the parts of an AND are joined: from the rarest on, then dates that have to be
 * looked up for each document, then what is taken away. */
static uint64_t cost(const struct evaluation *e, const struct plan *p)
{
    const struct node_state *s = state_of(e, p);
    if (p->kind == PLAN_NOT)
        return UINT64_MAX;
    if (p->kind == PLAN_RANGE && !dated_cheap(s->dated))
        return UINT64_MAX - 1;
    return s->estimate;
}

static void sort_parts(const struct evaluation *e, const struct plan *p)
{
    const struct plan **order = xcalloc(p->count, sizeof *order);
    for (size_t i = 0; i < p->count; i++) {
        size_t at = i;
        for (; at > 0 && cost(e, order[at - 1]) > cost(e, p->parts[i]); at--)
            order[at] = order[at - 1];
        order[at] = p->parts[i];
    }
    state_of(e, p)->order = order;
}

static bool open_cursor(struct evaluation *e, const struct plan *p, struct error *error)
{
    struct node_state *s = state_of(e, p);
    s->cursor = xcalloc(1, sizeof *s->cursor);
    if (!cursor_open(s->cursor, e->reader, &p->term, error))
        return false;
    s->estimate = s->cursor->list.documents;
    return true;
}

static bool open_range(struct evaluation *e, const struct plan *p, struct error *error)
{
    struct node_state *s = state_of(e, p);
    s->dated = xcalloc(1, sizeof *s->dated);
    if (!dated_open(s->dated, e->archive, e->reader, p->range, e->asked, error))
        return false;
    s->estimate = dated_cheap(s->dated) ? s->dated->estimate : e->reader->documents;
    return true;
}

static bool start(struct evaluation *e, const struct plan *p, struct error *error)
{
    struct node_state *s = state_of(e, p);
    if (p->kind == PLAN_TERM || p->kind == PLAN_FILTER)
        return open_cursor(e, p, error);
    for (size_t i = 0; i < p->count; i++)
        if (!start(e, p->parts[i], error))
            return false;
    switch (p->kind) {
    case PLAN_AND:
    case PLAN_PHRASE:
    case PLAN_NEAR:
        sort_parts(e, p);
        s->estimate = least(e, p);
        return true;
    case PLAN_RANGE:
        return open_range(e, p, error);
    case PLAN_NOT:
        s->estimate = e->reader->documents;
        return true;
    case PLAN_ID:
        s->estimate = p->hit_count;
        return true;
    default:
        s->estimate = sum(e, p);
        return true;
    }
}

struct evaluation *evaluation_new(struct archive *a, size_t reader, const struct planned *p,
                                  uint64_t asked, struct error *error)
{
    struct evaluation *e = xcalloc(1, sizeof *e);
    e->archive = a;
    e->reader = &a->readers[reader];
    e->number = reader;
    e->asked = asked;
    e->states = xcalloc(p->nodes, sizeof *e->states);
    e->count = p->nodes;
    if (!p->plan || start(e, p->plan, error))
        return e;
    evaluation_free(e);
    return NULL;
}

void evaluation_free(struct evaluation *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->count; i++) {
        struct node_state *s = &e->states[i];
        if (s->cursor)
            cursor_close(s->cursor);
        if (s->dated)
            dated_close(s->dated);
        free(s->cursor);
        free(s->dated);
        placing_free(s->placing);
        free(s->order);
    }
    for (size_t i = 0; i < e->spare_count; i++)
        free(e->spare[i]);
    free(e->spare);
    free(e->states);
    free(e);
}

uint64_t evaluation_estimate(const struct evaluation *e, const struct plan *p)
{
    return state_of(e, p)->estimate;
}

/* ---- joining ---- */

/* Takes from a set what a list does not have, document by document. */
static bool skip_through(struct cursor *c, const struct window *w, uint64_t *set,
                         struct error *error)
{
    for (uint32_t i = docset_next(set, w->words, 0); i != NO_BIT;
         i = docset_next(set, w->words, i + 1)) {
        if (!cursor_seek(c, w->base + i, error))
            return false;
        if (c->docid != w->base + i)
            docset_remove(set, i);
    }
    return true;
}

/* True if a list is so long that it is skipped through for `left` documents. */
static bool worth_skipping(const struct evaluation *e, const struct plan *p, const struct window *w,
                           uint64_t left)
{
    const struct node_state *s = state_of(e, p);
    uint64_t span = w->last - w->first + 1;
    return s->cursor && left * SKIP_RATIO * e->reader->documents < s->estimate * span;
}

static bool intersect(struct evaluation *e, const struct plan *p, const struct window *w,
                      const uint64_t *among, uint64_t *out, struct error *error);

static bool is_placed(const struct plan *p)
{
    return p->kind == PLAN_PHRASE || p->kind == PLAN_NEAR;
}

/* The documents of a part of AND; of a PHRASE or NEAR those that have its words: where they stand
 * is looked at when all parts are joined. */
static bool evaluate_part(struct evaluation *e, const struct plan *part, const struct window *w,
                          const uint64_t *among, uint64_t *out, struct error *error)
{
    return is_placed(part) ? intersect(e, part, w, among, out, error)
                           : evaluate(e, part, w, among, out, error);
}

/* Makes of `out` its intersection with a part of AND. */
static bool join(struct evaluation *e, const struct plan *part, const struct window *w,
                 uint64_t *out, struct error *error)
{
    uint64_t left = docset_count(out, w->words);
    if (!left)
        return true;
    if (worth_skipping(e, part, w, left))
        return skip_through(state_of(e, part)->cursor, w, out, error);
    bool negative = part->kind == PLAN_NOT;
    uint64_t *set = borrow(e);
    bool ok = negative ? evaluate(e, part->parts[0], w, out, set, error)
                       : evaluate_part(e, part, w, out, set, error);
    if (ok && negative)
        docset_and_not(out, set, w->words);
    else if (ok)
        docset_and(out, set, w->words);
    give_back(e, set);
    return ok;
}

/* The documents that have all parts of AND, PHRASE or NEAR. */
static bool intersect(struct evaluation *e, const struct plan *p, const struct window *w,
                      const uint64_t *among, uint64_t *out, struct error *error)
{
    const struct plan **order = state_of(e, p)->order;
    size_t done = 0;
    if (among) {
        memcpy(out, among, w->words * sizeof *out);
    } else if (order[0]->kind == PLAN_NOT) {
        docset_fill(out, w);
    } else {
        if (!evaluate_part(e, order[0], w, NULL, out, error))
            return false;
        done = 1;
    }
    for (; done < p->count; done++)
        if (!join(e, order[done], w, out, error))
            return false;
    return true;
}

/* Drops the documents whose words do not stand as a PHRASE or NEAR has them. */
static bool place(struct evaluation *e, const struct plan *p, const struct window *w, uint64_t *out,
                  struct error *error)
{
    struct node_state *s = state_of(e, p);
    for (uint32_t i = docset_next(out, w->words, 0); i != NO_BIT;
         i = docset_next(out, w->words, i + 1)) {
        bool matches = false;
        if (!s->placing)
            s->placing = placing_new(e->reader, p, error);
        if (!s->placing || !placing_matches(s->placing, w->base + i, &matches, error))
            return false;
        if (!matches)
            docset_remove(out, i);
    }
    return true;
}

static bool join_all(struct evaluation *e, const struct plan *p, const struct window *w,
                     const uint64_t *among, uint64_t *out, struct error *error)
{
    if (!intersect(e, p, w, among, out, error))
        return false;
    for (size_t i = 0; i < p->count; i++)
        if (is_placed(p->parts[i]) && !place(e, p->parts[i], w, out, error))
            return false;
    return true;
}

static bool unite(struct evaluation *e, const struct plan *p, const struct window *w,
                  const uint64_t *among, uint64_t *out, struct error *error)
{
    uint64_t *set = borrow(e);
    uint64_t left = among ? docset_count(among, w->words) : 0;
    bool ok = true;
    memset(out, 0, w->words * sizeof *out);
    for (size_t i = 0; ok && i < p->count; i++) {
        struct cursor *c = state_of(e, p->parts[i])->cursor;
        if (c && !(among && worth_skipping(e, p->parts[i], w, left))) {
            ok = cursor_fill(c, w, out, error);
            continue;
        }
        ok = evaluate(e, p->parts[i], w, among, set, error);
        if (ok)
            docset_or(out, set, w->words);
    }
    give_back(e, set);
    return ok;
}

static bool fill_term(struct evaluation *e, const struct plan *p, const struct window *w,
                      const uint64_t *among, uint64_t *out, struct error *error)
{
    struct cursor *c = state_of(e, p)->cursor;
    if (among && worth_skipping(e, p, w, docset_count(among, w->words))) {
        memcpy(out, among, w->words * sizeof *out);
        return skip_through(c, w, out, error);
    }
    memset(out, 0, w->words * sizeof *out);
    return cursor_fill(c, w, out, error);
}

static bool complement(struct evaluation *e, const struct plan *p, const struct window *w,
                       const uint64_t *among, uint64_t *out, struct error *error)
{
    uint64_t *set = borrow(e);
    bool ok = evaluate(e, p->parts[0], w, among, set, error);
    docset_fill(out, w);
    if (ok)
        docset_and_not(out, set, w->words);
    give_back(e, set);
    return ok;
}

static void list_hits(const struct evaluation *e, const struct plan *p, const struct window *w,
                      uint64_t *out)
{
    memset(out, 0, w->words * sizeof *out);
    for (size_t i = 0; i < p->hit_count; i++)
        if (p->hits[i].reader == e->number)
            docset_add_span(out, w, p->hits[i].docid, p->hits[i].docid);
}

static bool make_set(struct evaluation *e, const struct plan *p, const struct window *w,
                     const uint64_t *among, uint64_t *out, struct error *error)
{
    switch (p->kind) {
    case PLAN_TERM:
    case PLAN_FILTER:
        return fill_term(e, p, w, among, out, error);
    case PLAN_SYNONYM:
    case PLAN_OR:
        return unite(e, p, w, among, out, error);
    case PLAN_AND:
        return join_all(e, p, w, among, out, error);
    case PLAN_PHRASE:
    case PLAN_NEAR:
        return intersect(e, p, w, among, out, error) && place(e, p, w, out, error);
    case PLAN_NOT:
        return complement(e, p, w, among, out, error);
    case PLAN_RANGE:
        return dated_window(state_of(e, p)->dated, w, among, out, error);
    case PLAN_ID:
        list_hits(e, p, w, out);
        return true;
    case PLAN_NONE:
        break;
    }
    memset(out, 0, w->words * sizeof *out);
    return true;
}

bool evaluate(struct evaluation *e, const struct plan *p, const struct window *w,
              const uint64_t *among, uint64_t *out, struct error *error)
{
    if (!make_set(e, p, w, among, out, error))
        return false;
    if (among)
        docset_and(out, among, w->words);
    return true;
}
