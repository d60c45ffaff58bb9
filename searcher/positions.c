/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/positions.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* Where a part of a phrase or of NEAR stands in a document: words [start, end], by start. */
struct span {
    uint32_t start;
    uint32_t end;
};

struct spans {
    struct span *list;
    size_t count;
    size_t room;
};

static void add_span(struct spans *s, uint32_t start, uint32_t end)
{
    s->list = xgrow(s->list, &s->room, s->count + 1, sizeof *s->list);
    s->list[s->count++] = (struct span){start, end};
}

static int by_start(const void *a, const void *b)
{
    const struct span *x = a;
    const struct span *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

static bool add_positions(struct evaluation *e, const struct plan *p, uint32_t docid,
                          struct spans *out)
{
    const uint32_t *positions;
    size_t count;
    if (!xc_positions(e->reader->db, docid, p->term.text, p->term.length, &e->scratch, &positions,
                      &count, e->error))
        return false;
    for (size_t i = 0; i < count; i++)
        add_span(out, positions[i], positions[i]);
    return true;
}

static bool find_spans(struct evaluation *e, const struct plan *p, uint32_t docid,
                       struct spans *out);

static void free_spans(struct spans *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(parts[i].list);
    free(parts);
}

/* True if the part has a span that starts at a word; *hint is where the last search ended. */
static bool starts_at(const struct spans *s, uint32_t word, size_t *hint)
{
    while (*hint < s->count && s->list[*hint].start < word)
        ++*hint;
    return *hint < s->count && s->list[*hint].start == word;
}

/* The parts of a phrase follow each other: each is one word. */
static void join_phrase(const struct spans *parts, size_t count, struct spans *out)
{
    size_t *hints = xcalloc(count, sizeof *hints);
    for (size_t i = 0; i < parts[0].count; i++) {
        uint32_t start = parts[0].list[i].start;
        size_t next = 1;
        while (next < count && starts_at(&parts[next], start + (uint32_t)next, &hints[next]))
            next++;
        if (next == count)
            add_span(out, start, start + (uint32_t)count - 1);
    }
    free(hints);
}

struct near {
    const struct spans *parts;
    size_t count;
    uint32_t window;
    struct span *chosen;
};

/* Chooses a span for part `i` and those after it that fits those chosen: none of them share a
 * word, and no two are more than `window` words apart. */
static bool choose(struct near *n, size_t i)
{
    if (i == n->count)
        return true;
    for (size_t j = 0; j < n->parts[i].count; j++) {
        struct span s = n->parts[i].list[j];
        bool fits = true;
        for (size_t k = 0; fits && k < i; k++) {
            struct span o = n->chosen[k];
            uint32_t apart = s.start > o.end ? s.start - o.end : o.start > s.end ? o.start - s.end : 0;
            fits = apart > 0 && apart <= n->window;
        }
        if (i && !fits && s.start > n->chosen[0].end + n->window)
            return false;
        n->chosen[i] = s;
        if (fits && choose(n, i + 1))
            return true;
    }
    return false;
}

static void join_near(const struct spans *parts, size_t count, uint32_t window,
                      struct spans *out)
{
    struct near n = {parts, count, window, xcalloc(count, sizeof *n.chosen)};
    if (choose(&n, 0))
        add_span(out, n.chosen[0].start, n.chosen[0].end);
    free(n.chosen);
}

static bool find_spans(struct evaluation *e, const struct plan *p, uint32_t docid,
                       struct spans *out)
{
    if (p->kind == PLAN_TERM)
        return add_positions(e, p, docid, out);
    bool ok = true;
    if (p->kind == PLAN_SYNONYM) {
        for (size_t i = 0; ok && i < p->count; i++)
            ok = add_positions(e, p->parts[i], docid, out);
        if (out->count)
            qsort(out->list, out->count, sizeof *out->list, by_start);
        return ok;
    }
    struct spans *parts = xcalloc(p->count, sizeof *parts);
    bool all = true;
    for (size_t i = 0; ok && all && i < p->count; i++) {
        ok = find_spans(e, p->parts[i], docid, &parts[i]);
        all = parts[i].count > 0;
    }
    if (ok && all && p->kind == PLAN_PHRASE)
        join_phrase(parts, p->count, out);
    else if (ok && all)
        join_near(parts, p->count, p->window, out);
    free_spans(parts, p->count);
    return ok;
}

bool positions_filter(struct evaluation *e, const struct plan *p, struct docset *set)
{
    struct spans found = {0};
    bool ok = true;
    for (uint32_t docid = docset_next(set, 1); ok && docid; docid = docset_next(set, docid + 1)) {
        found.count = 0;
        ok = find_spans(e, p, docid, &found);
        if (found.count == 0)
            set->bits[docid >> 6] &= ~(UINT64_C(1) << (docid & 63));
    }
    free(found.list);
    return ok;
}
