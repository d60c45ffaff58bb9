/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/positions.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "searcher/match/lists.h"

/* Where a part of a phrase or of NEAR stands in a document: words [start, end], by start. */
struct span {
    uint32_t start;
    uint32_t end;
};

/* A node of the plan, with what the whole pass over the documents needs: its terms have a list of
 * positions each, and found spans are kept where the last document's were. */
struct part {
    const struct plan *plan;
    struct lists_positions *list; /* of a term */
    const struct docset *set;     /* the documents of a term; empty if nobody made it */
    struct part *parts;
    size_t count;
    size_t *order; /* of the parts: those in fewest documents first */
    uint64_t documents;
    struct span *spans;
    size_t found;
    size_t room;
    struct span *chosen; /* of NEAR: room for a span of each part */
};

static void add_span(struct part *p, uint32_t start, uint32_t end)
{
    if (p->found == p->room)
        p->spans = xgrow(p->spans, &p->room, p->found + 1, sizeof *p->spans);
    p->spans[p->found++] = (struct span){start, end};
}

static int by_start(const void *a, const void *b)
{
    const struct span *x = a;
    const struct span *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

/* ---- preparing ---- */

/* A term is as rare as its list is short; a phrase is looked at first, as it is rarer than any of
 * its words; and so is one word of many spellings, whose length is known if it was counted. */
static void sort_parts(struct part *p)
{
    p->order = xcalloc(p->count, sizeof *p->order);
    for (size_t i = 0; i < p->count; i++) {
        size_t at = i;
        for (; at > 0 && p->parts[p->order[at - 1]].documents > p->parts[i].documents; at--)
            p->order[at] = p->order[at - 1];
        p->order[at] = i;
    }
}

static void part_init(struct part *p, struct evaluation *e, const struct plan *plan)
{
    const struct node_state *state = &e->states[plan->number];
    *p = (struct part){.plan = plan, .set = &state->set, .documents = state->frequency};
    if (plan->kind == PLAN_TERM || plan->kind == PLAN_FILTER) {
        p->list = lists_positions_open(e->reader, plan->term.text, plan->term.length);
        return;
    }
    p->count = plan->count;
    p->parts = xcalloc(p->count, sizeof *p->parts);
    p->chosen = xcalloc(p->count, sizeof *p->chosen);
    for (size_t i = 0; i < p->count; i++)
        part_init(&p->parts[i], e, plan->parts[i]);
    sort_parts(p);
}

static void part_free(struct part *p)
{
    lists_positions_free(p->list);
    for (size_t i = 0; i < p->count; i++)
        part_free(&p->parts[i]);
    free(p->parts);
    free(p->order);
    free(p->spans);
    free(p->chosen);
}

/* ---- one document ---- */

static bool find_spans(struct part *p, uint32_t docid, struct xc_error *error);

/* Adds the positions of a term to the spans of a part, which may be its SYNONYM. */
static bool add_positions(struct part *to, struct part *term, uint32_t docid,
                          struct xc_error *error)
{
    const uint32_t *positions;
    size_t count;
    if (!lists_positions_read(term->list, docid, &positions, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        add_span(to, positions[i], positions[i]);
    return true;
}

static bool find_synonym(struct part *p, uint32_t docid, struct xc_error *error)
{
    size_t lists = 0;
    for (size_t i = 0; i < p->count; i++) {
        struct part *term = &p->parts[i];
        size_t before = p->found;
        if (term->set->words && !docset_has(term->set, docid))
            continue;
        if (!add_positions(p, term, docid, error))
            return false;
        lists += p->found > before;
    }
    if (lists > 1)
        qsort(p->spans, p->found, sizeof *p->spans, by_start);
    return true;
}

/* Keeps of the starts of a phrase those at which its part number `i` stands as it should. */
static void keep_starts(struct part *p, size_t i)
{
    const struct part *part = &p->parts[i];
    size_t kept = 0;
    for (size_t at = 0, j = 0; at < p->found && j < part->found;) {
        uint32_t wanted = p->spans[at].start + (uint32_t)i;
        uint32_t here = part->spans[j].start;
        if (here < wanted) {
            j++;
        } else {
            if (here == wanted)
                p->spans[kept++] = p->spans[at];
            at++;
        }
    }
    p->found = kept;
}

/* The parts of a phrase follow each other: each is one word. The rarest says where it may start,
 * and the others are read only as long as there is a start left. */
static bool find_phrase(struct part *p, uint32_t docid, struct xc_error *error)
{
    for (size_t k = 0; k < p->count; k++) {
        size_t i = p->order[k];
        struct part *part = &p->parts[i];
        if (!find_spans(part, docid, error))
            return false;
        if (k > 0)
            keep_starts(p, i);
        for (size_t j = 0; k == 0 && j < part->found; j++)
            if (part->spans[j].start >= i)
                add_span(p, part->spans[j].start - (uint32_t)i,
                         part->spans[j].start - (uint32_t)i + (uint32_t)p->count - 1);
        if (p->found == 0)
            break;
    }
    return true;
}

/* Chooses a span for part `i` and those after it that fits those chosen: none of them share a
 * word, and no two are more than `window` words apart. */
static bool choose(struct part *p, size_t i)
{
    if (i == p->count)
        return true;
    for (size_t j = 0; j < p->parts[i].found; j++) {
        struct span s = p->parts[i].spans[j];
        bool fits = true;
        for (size_t k = 0; fits && k < i; k++) {
            struct span o = p->chosen[k];
            uint32_t apart = s.start > o.end   ? s.start - o.end
                             : o.start > s.end ? o.start - s.end
                                               : 0;
            fits = apart > 0 && apart <= p->plan->window;
        }
        if (i && !fits && s.start > p->chosen[0].end + p->plan->window)
            return false;
        p->chosen[i] = s;
        if (fits && choose(p, i + 1))
            return true;
    }
    return false;
}

static bool find_near(struct part *p, uint32_t docid, struct xc_error *error)
{
    for (size_t k = 0; k < p->count; k++) {
        struct part *part = &p->parts[p->order[k]];
        if (!find_spans(part, docid, error))
            return false;
        if (part->found == 0)
            return true;
    }
    if (choose(p, 0))
        add_span(p, p->chosen[0].start, p->chosen[0].end);
    return true;
}

static bool find_spans(struct part *p, uint32_t docid, struct xc_error *error)
{
    p->found = 0;
    switch (p->plan->kind) {
    case PLAN_TERM:
    case PLAN_FILTER:
        return add_positions(p, p, docid, error);
    case PLAN_SYNONYM:
        return find_synonym(p, docid, error);
    case PLAN_PHRASE:
        return find_phrase(p, docid, error);
    case PLAN_NEAR:
        return find_near(p, docid, error);
    default:
        return true;
    }
}

bool positions_filter(struct evaluation *e, const struct plan *plan, struct docset *set)
{
    struct part whole;
    bool ok = true;
    part_init(&whole, e, plan);
    for (uint32_t docid = docset_next(set, 1); ok && docid; docid = docset_next(set, docid + 1)) {
        whole.found = 0;
        ok = (e->within && !docset_has(e->within, docid)) || find_spans(&whole, docid, e->error);
        if (whole.found == 0)
            set->bits[docid >> 6] &= ~(UINT64_C(1) << (docid & 63));
    }
    part_free(&whole);
    return ok;
}
