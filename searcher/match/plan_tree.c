/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/plan_tree.h"

#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/mem.h"

struct plan *plan_node(enum plan_kind kind)
{
    struct plan *p = xcalloc(1, sizeof *p);
    p->kind = kind;
    p->times = 1;
    return p;
}

void plan_add(struct plan *p, struct plan *part)
{
    p->parts = xreallocarray(p->parts, p->count + 1, sizeof *p->parts);
    p->parts[p->count++] = part;
}

void plan_tree_free(struct plan *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->count; i++)
        plan_tree_free(p->parts[i]);
    free(p->parts);
    free(p->hits);
    free(p);
}

bool plan_equal(const struct plan *a, const struct plan *b)
{
    if (a->kind != b->kind || a->count != b->count || a->window != b->window ||
        bytes_compare(a->term.text, a->term.length, b->term.text, b->term.length) != 0 ||
        (a->kind == PLAN_RANGE && !range_equal(a->range, b->range)) || a->kind == PLAN_ID)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!plan_equal(a->parts[i], b->parts[i]))
            return false;
    return true;
}

size_t plan_leaves(const struct plan *p)
{
    size_t n = p->kind == PLAN_TERM || p->kind == PLAN_FILTER;
    for (size_t i = 0; i < p->count; i++)
        n += plan_leaves(p->parts[i]);
    return n;
}

struct plan *plan_simplify(struct plan *p, size_t *number)
{
    while ((p->kind == PLAN_AND || p->kind == PLAN_OR) && p->count == 1) {
        struct plan *only = p->parts[0];
        free(p->parts);
        free(p);
        p = only;
    }
    p->number = (*number)++;
    for (size_t i = 0; i < p->count; i++)
        p->parts[i] = plan_simplify(p->parts[i], number);
    return p;
}

static void print_node(const struct plan *p, unsigned depth, struct buf *out)
{
    static const char *const names[] = {"term", "filter", "synonyms", "phrase", "near",   "AND",
                                        "OR",   "NOT",    "date",     "id",     "nothing"};
    char range[RANGE_TEXT];
    buf_printf(out, "%*s%s", (int)(depth * 2), "", names[p->kind]);
    if (p->term.length)
        buf_printf(out, " %.*s", (int)p->term.length, p->term.text);
    if (p->kind == PLAN_RANGE)
        buf_printf(out, " %s", range_print(p->range, range));
    if (p->kind == PLAN_NEAR)
        buf_printf(out, "/%u", p->window);
    if (p->kind == PLAN_TERM || p->kind == PLAN_FILTER || p->kind == PLAN_SYNONYM)
        buf_printf(out, "  %" PRIu64 " article%s", p->frequency, p->frequency == 1 ? "" : "s");
    if (p->times > 1)
        buf_printf(out, ", %u times in the query", p->times);
    buf_putc(out, '\n');
    bool whole = p->kind == PLAN_SYNONYM || p->kind == PLAN_TERM;
    for (size_t i = 0; !whole && i < p->count; i++)
        print_node(p->parts[i], depth + 1, out);
}

void plan_print(const struct planned *p, struct buf *out)
{
    if (p->plan)
        print_node(p->plan, 0, out);
    for (size_t i = 0; i < p->expansion_count; i++) {
        const struct expansion *e = &p->expansions[i];
        buf_printf(out, "%s stands for", e->what);
        for (size_t j = 0; j < e->count && j < 20; j++)
            buf_printf(out, " %.*s (%" PRIu64 ")", (int)e->words[j].word.length,
                       e->words[j].word.text, e->words[j].frequency);
        if (e->count == 0)
            buf_puts(out, " no word of the index");
        if (e->count > 20)
            buf_printf(out, " and %zu more words", e->count - 20);
        if (e->left_off)
            buf_printf(out, "; %zu rarer words are left off", e->left_off);
        buf_putc(out, '\n');
    }
}
