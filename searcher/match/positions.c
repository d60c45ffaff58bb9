/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/positions.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/cursor.h"
#include "searcher/match/near.h"

/* A node of the plan, with its spans in the document at hand. */
struct part {
    const struct plan *plan;
    struct cursor *cursor; /* of a term */
    uint32_t *positions;   /* of a term: room for those of one document */
    size_t room;
    struct part *parts; /* of NEAR: a kind each */
    size_t count;
    size_t *order; /* of the parts: those in fewest documents first */
    uint64_t documents;
    struct spans spans;
    struct near *near;          /* of NEAR */
    const struct spans **kinds; /* of NEAR: spans of each part */
};

struct placing {
    struct part whole;
};

/* ---- which sides of NEAR share words ---- */

/* The words of the sides, each with its side. */
struct side_words {
    struct side_word {
        const struct term *term;
        size_t side;
    } * list;
    size_t count;
    size_t room;
};

static void add_words(struct side_words *w, const struct plan *p, size_t side)
{
    if (p->kind == PLAN_TERM || p->kind == PLAN_FILTER) {
        w->list = xgrow(w->list, &w->room, w->count + 1, sizeof *w->list);
        w->list[w->count++] = (struct side_word){&p->term, side};
        return;
    }
    for (size_t i = 0; i < p->count; i++)
        add_words(w, p->parts[i], side);
}

static int by_term(const void *a, const void *b)
{
    const struct term *x = ((const struct side_word *)a)->term;
    const struct term *y = ((const struct side_word *)b)->term;
    return bytes_compare(x->text, x->length, y->text, y->length);
}

/* Gives sides that share a word one group. */
static void find_groups(const struct part *p, struct near_kind *kinds)
{
    struct side_words w = {0};
    size_t group = 0;
    for (size_t i = 0; i < p->count; i++) {
        kinds[i].group = i;
        add_words(&w, p->parts[i].plan, i);
    }
    if (w.count)
        qsort(w.list, w.count, sizeof *w.list, by_term);
    for (size_t i = 1; i < w.count; i++) {
        size_t one = kinds[w.list[i - 1].side].group;
        size_t other = kinds[w.list[i].side].group;
        if (by_term(&w.list[i - 1], &w.list[i]) != 0 || one == other)
            continue;
        for (size_t k = 0; k < p->count; k++)
            if (kinds[k].group == other)
                kinds[k].group = one;
    }
    free(w.list);
    /* Numbers 0, 1, ... without gaps; those that are done are above all others meanwhile. */
    for (size_t i = 0; i < p->count; i++) {
        if (kinds[i].group >= p->count)
            continue;
        size_t old = kinds[i].group;
        for (size_t k = i; k < p->count; k++)
            if (kinds[k].group == old)
                kinds[k].group = p->count + group;
        group++;
    }
    for (size_t i = 0; i < p->count; i++)
        kinds[i].group -= p->count;
}

/* ---- preparing ---- */

/* A phrase is as rare as its rarest word, one word of many spellings as common as all of them. */
static void sort_parts(struct part *p)
{
    p->order = xcalloc(p->count, sizeof *p->order);
    for (size_t i = 0; i < p->count; i++) {
        uint64_t n = p->parts[i].documents;
        bool all = p->plan->kind == PLAN_PHRASE || p->plan->kind == PLAN_NEAR;
        if (all)
            p->documents = i && p->documents < n ? p->documents : n;
        else
            p->documents += n;
        size_t at = i;
        for (; at > 0 && p->parts[p->order[at - 1]].documents > n; at--)
            p->order[at] = p->order[at - 1];
        p->order[at] = i;
    }
}

static bool part_init(struct part *p, struct reader *r, const struct plan *plan,
                      struct error *error);

/* Equal sides of NEAR are read once. */
static bool add_kind(struct part *p, struct reader *r, const struct plan *side,
                     struct near_kind *kinds, struct error *error)
{
    for (size_t i = 0; i < p->count; i++)
        if (plan_equal(p->parts[i].plan, side)) {
            kinds[i].times++;
            return true;
        }
    kinds[p->count].times = 1;
    return part_init(&p->parts[p->count++], r, side, error);
}

static bool init_near(struct part *p, struct reader *r, struct error *error)
{
    const struct plan *plan = p->plan;
    struct near_kind *kinds = xcalloc(plan->count, sizeof *kinds);
    bool ok = true;
    for (size_t i = 0; ok && i < plan->count; i++)
        ok = add_kind(p, r, plan->parts[i], kinds, error);
    if (ok) {
        find_groups(p, kinds);
        p->near = near_new(kinds, p->count, plan->window);
        ok = p->near != NULL;
        if (!ok) {
            error_set(error, ERROR_LIMIT, "more than 10 sides of NEAR have words in common");
            error_cure(error, "join fewer words that are alike by NEAR");
        }
    }
    free(kinds);
    p->kinds = xcalloc(p->count, sizeof *p->kinds);
    for (size_t i = 0; i < p->count; i++)
        p->kinds[i] = &p->parts[i].spans;
    return ok;
}

static bool part_init(struct part *p, struct reader *r, const struct plan *plan,
                      struct error *error)
{
    *p = (struct part){.plan = plan};
    if (plan->kind == PLAN_TERM || plan->kind == PLAN_FILTER) {
        p->cursor = xcalloc(1, sizeof *p->cursor);
        if (!cursor_open(p->cursor, r, &plan->term, error))
            return false;
        p->documents = p->cursor->list.documents;
        return true;
    }
    p->parts = xcalloc(plan->count, sizeof *p->parts);
    bool ok = true;
    if (plan->kind == PLAN_NEAR)
        ok = init_near(p, r, error);
    else
        for (size_t i = 0; ok && i < plan->count; i++)
            ok = part_init(&p->parts[p->count++], r, plan->parts[i], error);
    sort_parts(p);
    return ok;
}

static void part_free(struct part *p)
{
    if (p->cursor)
        cursor_close(p->cursor);
    free(p->cursor);
    free(p->positions);
    for (size_t i = 0; i < p->count; i++)
        part_free(&p->parts[i]);
    free(p->parts);
    free(p->order);
    free(p->spans.list);
    near_free(p->near);
    free(p->kinds);
}

struct placing *placing_new(struct reader *r, const struct plan *plan, struct error *error)
{
    struct placing *p = xcalloc(1, sizeof *p);
    if (part_init(&p->whole, r, plan, error))
        return p;
    placing_free(p);
    return NULL;
}

void placing_free(struct placing *p)
{
    if (!p)
        return;
    part_free(&p->whole);
    free(p);
}

/* ---- one document ---- */

static bool find_spans(struct part *p, uint32_t docid, struct error *error);

/* The positions of a term; none if the document does not have it. */
static bool find_term(struct part *p, uint32_t docid, struct error *error)
{
    struct cursor *c = p->cursor;
    size_t count = 0;
    if (!c->list.documents)
        return true;
    if (!cursor_seek(c, docid, error))
        return false;
    if (c->docid != docid)
        return true;
    p->positions = xgrow(p->positions, &p->room, c->list.wdfs[c->at], sizeof *p->positions);
    if (!cursor_positions(c, p->positions, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        spans_add(&p->spans, p->positions[i], p->positions[i]);
    return true;
}

/* The spans of any part. */
static bool find_any(struct part *p, uint32_t docid, struct error *error)
{
    size_t lists = 0;
    for (size_t i = 0; i < p->count; i++) {
        struct spans *spans = &p->parts[i].spans;
        if (!find_spans(&p->parts[i], docid, error))
            return false;
        for (size_t j = 0; j < spans->count; j++)
            spans_add(&p->spans, spans->list[j].start, spans->list[j].end);
        lists += spans->count > 0;
    }
    if (lists > 1)
        spans_sort(&p->spans);
    return true;
}

/* Keeps of the starts of a phrase those at which its part number `i` stands as it should. */
static void keep_starts(struct spans *starts, const struct spans *part, size_t i)
{
    size_t kept = 0;
    for (size_t at = 0, j = 0; at < starts->count && j < part->count;) {
        uint64_t wanted = (uint64_t)starts->list[at].start + i;
        uint64_t here = part->list[j].start;
        if (here < wanted) {
            j++;
        } else {
            if (here == wanted)
                starts->list[kept++] = starts->list[at];
            at++;
        }
    }
    starts->count = kept;
}

/* The parts of a phrase follow each other: each is one word. The rarest says where it may start,
 * and the others are read only as long as there is a start left. */
static bool find_phrase(struct part *p, uint32_t docid, struct error *error)
{
    for (size_t k = 0; k < p->count; k++) {
        size_t i = p->order[k];
        const struct spans *part = &p->parts[i].spans;
        if (!find_spans(&p->parts[i], docid, error))
            return false;
        if (k > 0)
            keep_starts(&p->spans, part, i);
        for (size_t j = 0; k == 0 && j < part->count; j++) {
            uint32_t start = part->list[j].start - (uint32_t)i;
            if (part->list[j].start >= i)
                spans_add(&p->spans, start, start + (uint32_t)p->count - 1);
        }
        if (p->spans.count == 0)
            break;
    }
    return true;
}

static bool find_near(struct part *p, uint32_t docid, struct error *error)
{
    for (size_t k = 0; k < p->count; k++) {
        struct part *part = &p->parts[p->order[k]];
        if (!find_spans(part, docid, error))
            return false;
        if (part->spans.count == 0)
            return true;
    }
    if (near_matches(p->near, p->kinds))
        spans_add(&p->spans, 0, 0);
    return true;
}

static bool find_spans(struct part *p, uint32_t docid, struct error *error)
{
    p->spans.count = 0;
    switch (p->plan->kind) {
    case PLAN_TERM:
    case PLAN_FILTER:
        return find_term(p, docid, error);
    case PLAN_SYNONYM:
    case PLAN_OR:
        return find_any(p, docid, error);
    case PLAN_PHRASE:
        return find_phrase(p, docid, error);
    case PLAN_NEAR:
        return find_near(p, docid, error);
    default:
        return true;
    }
}

bool placing_matches(struct placing *p, uint32_t docid, bool *matches, struct error *error)
{
    if (!find_spans(&p->whole, docid, error))
        return false;
    *matches = p->whole.spans.count > 0;
    return true;
}
