/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/near.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void spans_add(struct spans *s, uint32_t start, uint32_t end)
{
    if (s->count == s->room)
        s->list = xgrow(s->list, &s->room, s->count + 1, sizeof *s->list);
    s->list[s->count++] = (struct span){start, end};
}

static int by_start(const void *a, const void *b)
{
    const struct span *x = a;
    const struct span *y = b;
    if (x->start != y->start)
        return x->start > y->start ? 1 : -1;
    return (x->end > y->end) - (x->end < y->end);
}

void spans_sort(struct spans *s)
{
    size_t n = 0;
    if (s->count)
        qsort(s->list, s->count, sizeof *s->list, by_start);
    for (size_t i = 0; i < s->count; i++)
        if (!n || by_start(&s->list[n - 1], &s->list[i]) != 0)
            s->list[n++] = s->list[i];
    s->count = n;
}

#define NONE (-1) /* no such choice */

/* A choice whose last span ends later than where the sweep is: nothing may follow it yet. */
struct pending {
    uint32_t end;
    size_t state;
    int64_t first_end;
};

struct group {
    size_t states;      /* how many states there are; the last is the whole group */
    int64_t *first_end; /* by state: where the first of the chosen ends at the latest */
    int64_t whole;      /* the same of the whole group, pending or not */
    struct pending *pending;
    size_t pending_count;
    size_t pending_room;
};

struct near {
    unsigned window;
    size_t kind_count;
    struct kind {
        struct group *group;
        size_t times;
        size_t unit; /* what one span of it adds to the number of a state */
        size_t next; /* its span that the sweep has come to */
    } * kinds;
    struct group *groups;
    size_t group_count;
};

struct near *near_new(const struct near_kind *kinds, size_t count, unsigned window)
{
    struct near *n = xcalloc(1, sizeof *n);
    bool fits = true;
    n->window = window;
    n->kind_count = count;
    n->kinds = xcalloc(count, sizeof *n->kinds);
    n->groups = xcalloc(count, sizeof *n->groups);
    for (size_t i = 0; i < count; i++) {
        struct group *g = &n->groups[kinds[i].group];
        size_t states = g->states ? g->states : 1;
        n->kinds[i] = (struct kind){g, kinds[i].times, states, 0};
        g->states = states * (kinds[i].times + 1);
        fits = fits && g->states <= NEAR_STATES_MAX;
        if (!fits)
            break;
        if (kinds[i].group >= n->group_count)
            n->group_count = kinds[i].group + 1;
    }
    for (size_t i = 0; fits && i < n->group_count; i++)
        n->groups[i].first_end = xcalloc(n->groups[i].states, sizeof *n->groups[i].first_end);
    if (fits)
        return n;
    near_free(n);
    return NULL;
}

void near_free(struct near *n)
{
    if (!n)
        return;
    for (size_t i = 0; i < n->group_count; i++) {
        free(n->groups[i].first_end);
        free(n->groups[i].pending);
    }
    free(n->kinds);
    free(n->groups);
    free(n);
}

static void start(struct near *n)
{
    for (size_t i = 0; i < n->group_count; i++) {
        struct group *g = &n->groups[i];
        for (size_t s = 0; s < g->states; s++)
            g->first_end[s] = NONE;
        g->whole = NONE;
        g->pending_count = 0;
    }
    for (size_t i = 0; i < n->kind_count; i++)
        n->kinds[i].next = 0;
}

/* Makes of what ended before `start` choices that may go on. */
static void settle(struct group *g, uint32_t place)
{
    size_t kept = 0;
    for (size_t i = 0; i < g->pending_count; i++) {
        struct pending *p = &g->pending[i];
        if (p->end >= place)
            g->pending[kept++] = *p;
        else if (p->first_end > g->first_end[p->state])
            g->first_end[p->state] = p->first_end;
    }
    g->pending_count = kept;
}

static void choose(struct group *g, size_t state, uint32_t end, int64_t first_end)
{
    if (state == g->states - 1) {
        g->whole = first_end > g->whole ? first_end : g->whole;
        return;
    }
    g->pending = xgrow(g->pending, &g->pending_room, g->pending_count + 1, sizeof *g->pending);
    g->pending[g->pending_count++] = (struct pending){end, state, first_end};
}

/* Adds a span to all choices that it may follow. */
static void take(struct kind *k, struct span s)
{
    struct group *g = k->group;
    if (g->states == 2) { /* a single side */
        g->whole = (int64_t)s.end > g->whole ? (int64_t)s.end : g->whole;
        return;
    }
    settle(g, s.start);
    for (size_t state = 0; state < g->states; state++) {
        if (state / k->unit % (k->times + 1) == k->times)
            continue;
        if (state == 0)
            choose(g, k->unit, s.end, s.end);
        else if (g->first_end[state] != NONE)
            choose(g, state + k->unit, s.end, g->first_end[state]);
    }
}

/* True if every group has a choice whose first span ends close enough before `place`. */
static bool all_near(const struct near *n, uint32_t place)
{
    int64_t earliest = (int64_t)place - n->window;
    for (size_t i = 0; i < n->group_count; i++)
        if (n->groups[i].whole == NONE || n->groups[i].whole < earliest)
            return false;
    return true;
}

bool near_matches(struct near *n, const struct spans *const *spans)
{
    start(n);
    for (;;) {
        struct kind *first = NULL;
        struct span least = {0, 0};
        for (size_t i = 0; i < n->kind_count; i++) {
            struct kind *k = &n->kinds[i];
            if (k->next < spans[i]->count &&
                (!first || spans[i]->list[k->next].start < least.start)) {
                first = k;
                least = spans[i]->list[k->next];
            }
        }
        if (!first)
            return false;
        first->next++;
        take(first, least);
        if (all_near(n, least.start))
            return true;
    }
}
