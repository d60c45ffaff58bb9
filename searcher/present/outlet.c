/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/outlet.h"

#include <stdlib.h>
#include <string.h>

#include "lib/text/glyph.h"

static void start_pager(struct outlet *o)
{
    if (o->command && pager_start(&o->pager, o->command))
        o->out = o->pager.to;
}

void outlet_open(struct outlet *o, const char *command, bool always, unsigned rows,
                 unsigned columns)
{
    *o = (struct outlet){
        .out = stdout, .command = command, .always = always, .rows = rows, .columns = columns};
    if (rows)
        o->memory = open_memstream(&o->text, &o->length);
    if (o->memory)
        o->out = o->memory;
    else if (always)
        start_pager(o);
}

/* The end of the escape sequence that begins at `at`: of colours ESC [ ... m, of links ESC ] ...
 * ESC \. */
static size_t after_escape(const char *text, size_t length, size_t at)
{
    bool link = at + 1 < length && text[at + 1] == ']';
    for (size_t i = at + 2; i < length; i++)
        if (link ? text[i] == '\\' && text[i - 1] == '\033' : text[i] == 'm')
            return i + 1;
    return length;
}

/* Counts the lines of what was written since the last time. */
static void count(struct outlet *o)
{
    struct glyph g;
    fflush(o->memory);
    for (size_t i = o->counted; i < o->length; i += g.length) {
        g = glyph_at(o->text, o->length, i);
        if (g.code == '\033')
            g.length = after_escape(o->text, o->length, i) - i;
        if (g.code == '\n' || o->column + g.columns > o->columns) {
            o->used++;
            o->column = 0;
        }
        o->column += g.code == '\t' ? 8 - o->column % 8 : g.columns;
    }
    o->counted = o->length;
}

static void let_out(struct outlet *o, bool fits)
{
    fclose(o->memory);
    o->memory = NULL;
    o->out = stdout;
    if (!fits || o->always)
        start_pager(o);
    if (!fits && o->head)
        fputs(o->head, o->out);
    fwrite(o->text, 1, o->length, o->out);
    free(o->text);
    o->text = NULL;
}

void outlet_check(struct outlet *o)
{
    if (!o->memory)
        return;
    count(o);
    if (o->used >= o->rows)
        let_out(o, false);
}

bool outlet_paged(const struct outlet *o)
{
    return o->pager.to != NULL;
}

int outlet_close(struct outlet *o)
{
    if (o->memory) {
        count(o);
        let_out(o, o->used < o->rows); /* a line is left for the prompt of the shell */
    }
    free(o->head);
    o->head = NULL;
    return pager_close(&o->pager);
}
