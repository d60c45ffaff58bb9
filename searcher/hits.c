/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/hits.h"

#include <stdlib.h>

enum {
    FETCHED = 16,          /* records at a time */
    PASSAGE_COLUMNS = 160, /* at most, and in pipes */
    PASSAGE_INDENT = 4,    /* of a passage on a terminal, below its title */
    PASSAGE_LINES = 2,     /* that it fills there */
    NARROW = 60,           /* columns of a terminal on which it has a line more */
};

static size_t passage_columns(const struct presenter *p)
{
    size_t lines = PASSAGE_LINES + (p->columns < NARROW ? 1 : 0);
    size_t all = lines * (p->columns - PASSAGE_INDENT);
    return p->terminal && p->format == &present_text && all < PASSAGE_COLUMNS ? all
                                                                              : PASSAGE_COLUMNS;
}

static bool wants_snippets(const struct answer *a)
{
    const struct presenter *p = a->x->presenter;
    if (p->fields)
        return fields_have(p->fields, FIELD_SNIPPET);
    return p->format->wants_snippets && !a->x->options->no_snippets && !p->kwic;
}

static void present_hit(struct answer *a, size_t i, const struct record *r, struct snippet *s)
{
    struct presenter *p = a->x->presenter;
    char *shown;
    char *open;
    struct hit h = answer_hit(a, i, r, &shown, &open);
    if (s) {
        snippet_make(s, &a->planned.highlight, snippet_body(r->text, r->title), passage_columns(p));
        h.snippet = s;
    }
    p->format->hit(p, &h);
    free(shown);
    free(open);
    answer_let_out(a->x);
}

/* Fetches and presents a few hits. What was read of files that turned out to be damaged is not
 * believed. */
static bool present_some(struct answer *a, size_t first, size_t count, struct snippet *s,
                         struct error *error)
{
    struct record records[FETCHED] = {0};
    bool ok = true;
    size_t fetched = 0;
    for (; ok && fetched < count; fetched++) {
        const struct ranked *h = &a->found.hits[first + fetched];
        ok = archive_record(a->x->archive, h->shard, h->docid, &records[fetched], error);
    }
    ok = ok && archive_intact(a->x->archive, error);
    for (size_t i = 0; ok && i < count; i++)
        present_hit(a, first + i, &records[i], s);
    for (size_t i = 0; i < fetched; i++)
        record_free(&records[i]);
    return ok;
}

/* The number of matches stands at the top if it would scroll away. */
static void set_head(struct answer *a)
{
    const struct presenter *p = a->x->presenter;
    struct buf line = {0};
    struct summary s = answer_summary(a);
    if (!a->x->outlet || p->format != &present_text || a->id || !a->found.count)
        return;
    present_add_summary(&line, &s);
    buf_puts(&line, "\n\n");
    free(a->x->outlet->head);
    a->x->outlet->head = buf_take(&line);
}

bool hits_present(struct answer *a, struct error *error)
{
    struct snippet passage = {0};
    struct snippet *s = wants_snippets(a) ? &passage : NULL;
    bool ok = true;
    set_head(a);
    for (size_t i = 0; ok && i < a->found.count; i += FETCHED) {
        size_t left = a->found.count - i;
        ok = present_some(a, i, left < FETCHED ? left : FETCHED, s, error);
    }
    snippet_free(&passage);
    return ok;
}
