/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/grid.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/text/glyph.h"

#define ELLIPSIS "\xE2\x80\xA6"

void grid_make(struct grid *g, unsigned width, unsigned height)
{
    size_t count = (size_t)width * height;
    if (g->width != width || g->height != height) {
        grid_free(g);
        g->cells = xcalloc(count, sizeof *g->cells);
    }
    g->width = width;
    g->height = height;
    g->caret_row = -1;
    g->caret_column = 0;
    for (size_t i = 0; i < count; i++)
        g->cells[i] = (struct cell){.code = ' ', .wide = 1};
}

void grid_free(struct grid *g)
{
    free(g->cells);
    *g = (struct grid){.caret_row = -1};
}

struct strip grid_strip(struct grid *g, unsigned row, unsigned column, unsigned width)
{
    if (row >= g->height || column >= g->width)
        width = 0;
    else if (width > g->width - column)
        width = g->width - column;
    return (struct strip){g, row, column, width, 0};
}

static struct cell *cell_at(const struct strip *s, unsigned column)
{
    return &s->grid->cells[(size_t)s->row * s->grid->width + s->column + column];
}

static void put_cell(struct strip *s, uint32_t code, unsigned columns, unsigned look)
{
    *cell_at(s, s->used) = (struct cell){.code = code, .wide = (uint8_t)columns, .look = look};
    if (columns == 2)
        *cell_at(s, s->used + 1) = (struct cell){.code = 0, .wide = 1, .look = look};
    s->used += columns;
}

/* Adds what combines to the character before it, if there is one and it has room. */
static void combine(struct strip *s, uint32_t code)
{
    if (s->used == 0)
        return;
    struct cell *c = cell_at(s, s->used - 1);
    if (c->code == 0)
        c--;
    for (size_t i = 0; i < CELL_EXTRA; i++)
        if (!c->extra[i]) {
            c->extra[i] = code;
            return;
        }
}

size_t strip_put(struct strip *s, const char *text, size_t length, unsigned look)
{
    struct glyph g;
    size_t at = 0;
    for (; at < length; at += g.length) {
        g = glyph_at(text, length, at);
        unsigned columns = g.columns;
        uint32_t code = (uint32_t)g.code;
        if (g.kind == GLYPH_BREAK || g.kind == GLYPH_UNSAFE) {
            code = g.kind == GLYPH_BREAK ? ' ' : 0xFFFD;
            columns = 1;
        } else if (columns == 0) {
            combine(s, code);
            continue;
        }
        if (s->used + columns > s->width)
            break;
        put_cell(s, code, columns, look);
    }
    return at;
}

void strip_puts(struct strip *s, const char *text, unsigned look)
{
    strip_put(s, text, strlen(text), look);
}

void strip_printf(struct strip *s, unsigned look, const char *format, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    strip_put(s, text.data, text.length, look);
    buf_free(&text);
}

void strip_fit(struct strip *s, const char *text, unsigned look)
{
    size_t length = strlen(text);
    unsigned width = s->width;
    unsigned start = s->used;
    if (s->used >= width)
        return;
    if (strip_put(s, text, length, look) == length)
        return;
    for (unsigned i = start; i < width; i++)
        *cell_at(s, i) = (struct cell){.code = ' ', .wide = 1};
    s->used = start;
    s->width = width - 1;
    strip_put(s, text, length, look);
    s->width = width;
    strip_puts(s, ELLIPSIS, look);
}

void strip_fill(struct strip *s, uint32_t code, unsigned look)
{
    while (s->used < s->width)
        put_cell(s, code, 1, look);
}

void grid_look(struct grid *g, unsigned row, unsigned rows, unsigned look)
{
    for (unsigned y = row; y < row + rows && y < g->height; y++)
        for (unsigned x = 0; x < g->width; x++)
            g->cells[(size_t)y * g->width + x].look |= look;
}

static void add_code(struct buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_putc(out, (char)code);
    } else if (code < 0x800) {
        buf_putc(out, (char)(0xC0 | (code >> 6)));
        buf_putc(out, (char)(0x80 | (code & 0x3F)));
    } else {
        if (code < 0x10000) {
            buf_putc(out, (char)(0xE0 | (code >> 12)));
        } else {
            buf_putc(out, (char)(0xF0 | (code >> 18)));
            buf_putc(out, (char)(0x80 | ((code >> 12) & 0x3F)));
        }
        buf_putc(out, (char)(0x80 | ((code >> 6) & 0x3F)));
        buf_putc(out, (char)(0x80 | (code & 0x3F)));
    }
}

char *grid_text(const struct grid *g, unsigned row)
{
    struct buf out = {0};
    for (unsigned x = 0; x < g->width; x++) {
        const struct cell *c = &g->cells[(size_t)row * g->width + x];
        if (c->code)
            add_code(&out, c->code);
        for (size_t i = 0; i < CELL_EXTRA && c->extra[i]; i++)
            add_code(&out, c->extra[i]);
    }
    while (out.length && out.data[out.length - 1] == ' ')
        out.data[--out.length] = '\0';
    return buf_take(&out);
}

size_t text_columns(const char *text, size_t length)
{
    size_t columns = 0;
    struct glyph g;
    for (size_t at = 0; at < length; at += g.length) {
        g = glyph_at(text, length, at);
        columns += g.kind == GLYPH_BREAK || g.kind == GLYPH_UNSAFE ? 1 : g.columns;
    }
    return columns;
}
