/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/lines.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/text/glyph.h"

#define OPENING_LINES 3 /* of a text without a match */

static void add(struct lines *l, size_t start, size_t end)
{
    l->list = xgrow(l->list, &l->capacity, l->count + 1, sizeof *l->list);
    l->list[l->count++] = (struct line){.start = start, .end = end};
}

/* Where the line that begins at `start` ends, and where the next one begins. */
static size_t line_end(const char *text, size_t length, size_t start, unsigned width, size_t *next)
{
    unsigned columns = 0;
    size_t blank = 0; /* the last one, behind which it may be cut */
    struct glyph g;
    for (size_t at = start; at < length; at += g.length) {
        g = glyph_at(text, length, at);
        unsigned wide = g.kind == GLYPH_BREAK || g.kind == GLYPH_UNSAFE ? 1 : g.columns;
        if (g.code == '\n') {
            *next = at + 1;
            return at;
        }
        if (columns + wide > width) {
            bool blank_here = g.kind == GLYPH_SPACE || g.kind == GLYPH_BREAK;
            *next = blank_here ? at + g.length : blank ? blank : at > start ? at : at + g.length;
            return blank_here ? at : *next;
        }
        columns += wide;
        if (g.kind == GLYPH_SPACE || g.kind == GLYPH_BREAK)
            blank = at + g.length;
    }
    *next = length;
    return length;
}

void lines_cut(struct lines *l, const char *text, size_t length, unsigned width)
{
    size_t next = 0;
    l->count = 0;
    if (width < 2)
        width = 2;
    for (size_t at = 0; at < length; at = next) {
        size_t end = line_end(text, length, at, width, &next);
        add(l, at, end);
    }
}

void lines_passages(struct lines *l, const struct mark *marks, size_t count)
{
    struct lines kept = {0};
    size_t mark = 0;
    size_t done = 0; /* lines up to here are kept or left out */
    if (count == 0 && l->count > OPENING_LINES)
        l->count = OPENING_LINES;
    for (size_t i = 0; count && i < l->count; i++) {
        while (mark < count && marks[mark].end <= l->list[i].start)
            mark++;
        if (mark == count)
            break;
        if (marks[mark].start >= l->list[i].end)
            continue;
        size_t first = i > done ? i - 1 : done;
        size_t last = i + 1 < l->count ? i + 1 : i;
        if (first > done && kept.count) {
            add(&kept, l->list[first].start, l->list[first].start);
            kept.list[kept.count - 1].gap = true;
        }
        for (size_t k = first; k <= last; k++)
            if (k >= done)
                add(&kept, l->list[k].start, l->list[k].end);
        done = last + 1;
    }
    if (count) {
        free(l->list);
        *l = kept;
    }
}

void lines_free(struct lines *l)
{
    free(l->list);
    *l = (struct lines){0};
}

size_t lines_find(const struct lines *l, size_t byte)
{
    for (size_t i = 0; i < l->count; i++)
        if (!l->list[i].gap && byte < l->list[i].end)
            return i;
    return l->count ? l->count - 1 : 0;
}
