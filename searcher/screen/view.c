/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text/glyph.h"

#define NARROW 60 /* columns: fewer have no room for publishers */
#define RULE 0x2500

/* ---- lines ---- */

unsigned view_wrapped(struct grid *g, unsigned row, const char *text, unsigned look)
{
    struct lines lines = {0};
    unsigned rows = 0;
    lines_cut(&lines, text, strlen(text), g->width);
    for (size_t i = 0; i < lines.count && row + rows < g->height; i++, rows++) {
        struct strip s = grid_strip(g, row + rows, 0, g->width);
        strip_put(&s, text + lines.list[i].start, lines.list[i].end - lines.list[i].start, look);
        strip_fill(&s, ' ', look);
    }
    lines_free(&lines);
    return rows;
}

/* The first byte that is shown, so that the caret is in sight. */
static size_t edit_start(const struct edit *e, unsigned columns)
{
    size_t start = e->at;
    unsigned used = 0;
    while (start > 0) {
        size_t before = glyph_before(e->text.data, start);
        unsigned wide = (unsigned)text_columns(e->text.data + before, start - before);
        if (used + wide >= columns)
            break;
        used += wide;
        start = before;
    }
    return start;
}

unsigned view_edit(struct grid *g, unsigned row, const char *prompt, const struct edit *e,
                   size_t byte)
{
    struct strip s = grid_strip(g, row, 0, g->width);
    strip_puts(&s, prompt, LOOK_BOLD);
    size_t start = edit_start(e, s.width > s.used ? s.width - s.used : 1);
    unsigned first = s.used;
    strip_put(&s, e->text.data + start, e->text.length - start, 0);
    strip_fill(&s, ' ', 0);
    g->caret_row = (int)row;
    g->caret_column = (int)(first + text_columns(e->text.data + start, e->at - start));
    if (byte <= start)
        return first;
    byte = byte > e->text.length ? e->text.length : byte;
    unsigned column = first + (unsigned)text_columns(e->text.data + start, byte - start);
    return column < g->width ? column : g->width - 1;
}

/* ---- status ---- */

static const char *order_name(enum sort sort)
{
    static const char *const names[] = {"best first", "newest first", "oldest first"};
    return names[sort];
}

/* The first and the last date of what was found. */
static void put_dates(struct strip *s, const struct reply *r)
{
    char first[DATE_TEXT];
    char last[DATE_TEXT];
    char range[RANGE_TEXT];
    size_t i = 0;
    while (i < r->day_count && r->days[i].number == 0)
        i++;
    if (r->impossible)
        strip_puts(s, ", no day is in all of these ranges", 0);
    else if (r->dated)
        strip_printf(s, 0, ", in %s", range_print(r->range, range));
    else if (i < r->day_count)
        strip_printf(s, 0, ", %s to %s", date_print(date_from_number(r->days[i].number), first),
                     date_print(date_from_number(r->days[r->day_count - 1].number), last));
}

static void draw_status(const struct model *m, const struct layout *l, struct grid *g)
{
    struct strip s = grid_strip(g, l->status, 0, l->width);
    const struct reply *r = &m->reply;
    if (!m->replied) {
        strip_puts(&s, m->slow ? "searching ..." : "", 0);
        return;
    }
    strip_printf(&s, LOOK_BOLD, "%" PRIu64 " article%s", r->matches, r->matches == 1 ? "" : "s");
    put_dates(&s, r);
    if (m->slow)
        strip_puts(&s, ", searching ...", LOOK_BOLD);
    else
        strip_printf(&s, 0, ", %.*f ms", r->ms < 10 ? 1 : 0, r->ms);
    if (r->hit_count)
        strip_printf(&s, 0, ", %s", order_name(r->sort));
    if (r->undated)
        strip_printf(&s, 0, ", %" PRIu64 " undated left out", r->undated);
}

/* ---- list ---- */

static void draw_row(const struct model *m, const struct area *a, unsigned row, size_t hit,
                     struct grid *g)
{
    const struct reply *r = &m->reply;
    bool selected = hit == r->at;
    unsigned look = !selected ? 0 : m->part == PART_LIST ? LOOK_REVERSE : LOOK_BOLD;
    struct strip s = grid_strip(g, a->row + row, a->column, a->width);
    strip_puts(&s, selected ? ">" : " ", look);
    if (hit < r->first_row || hit >= r->first_row + r->row_count) {
        strip_puts(&s, " ...", LOOK_DIM);
        return;
    }
    const struct row *it = &r->rows[hit - r->first_row];
    unsigned publisher = a->width >= NARROW && it->publisher[0] ? a->width / 4 : 0;
    strip_printf(&s, look, "%-10s ", it->date[0] ? it->date : "undated");
    unsigned width = s.width;
    s.width -= publisher ? publisher + 1 : 0;
    strip_fit(&s, it->title[0] ? it->title : it->path, look);
    strip_fill(&s, ' ', look);
    s.width = width;
    if (publisher) {
        strip_puts(&s, " ", look);
        strip_fit(&s, it->publisher, look);
        strip_fill(&s, ' ', look);
    }
}

static void draw_list(const struct model *m, const struct layout *l, struct grid *g)
{
    const struct area *a = &l->list;
    const struct reply *r = &m->reply;
    for (unsigned i = 0; i < a->height && m->list_top + i < r->hit_count; i++)
        draw_row(m, a, i, m->list_top + i, g);
    if (m->replied && !r->hit_count && a->height) {
        struct strip s = grid_strip(g, a->row, a->column, a->width);
        strip_fit(&s, " nothing was found", 0);
    }
    if (!l->headed)
        return;
    struct strip head = grid_strip(g, a->row - 1, a->column, a->width);
    unsigned look = m->part == PART_LIST ? LOOK_BOLD | LOOK_ACCENT : LOOK_DIM;
    strip_fill(&(struct strip){g, head.row, head.column, 2, 0}, RULE, look);
    head.used = 2;
    strip_printf(&head, look, " hit %zu of %" PRIu64 " ", r->hit_count ? r->at + 1 : 0, r->matches);
    strip_fill(&head, RULE, look);
}

/* ---- text ---- */

/* Writes a line of the text, its matches marked; `mark` is the first that may be in it. */
static void draw_line(const struct model *m, struct strip *s, const struct line *line, size_t *mark)
{
    const struct chosen *c = &m->reply.chosen;
    size_t at = line->start;
    while (*mark < c->mark_count && c->marks[*mark].end <= at)
        ++*mark;
    for (size_t i = *mark; at < line->end; i++) {
        bool in = i < c->mark_count && c->marks[i].start < line->end;
        size_t start = in ? c->marks[i].start : line->end;
        size_t end = in && c->marks[i].end < line->end ? c->marks[i].end : line->end;
        start = start < at ? at : start;
        strip_put(s, c->text + at, start - at, 0);
        if (in)
            strip_put(s, c->text + start, end - start,
                      LOOK_MATCH | (m->matching && i == m->match ? LOOK_REVERSE : 0));
        at = in ? end : line->end;
    }
}

static void draw_text_head(const struct model *m, const struct area *a, struct grid *g)
{
    const struct chosen *c = &m->reply.chosen;
    unsigned look = m->part == PART_TEXT ? LOOK_BOLD | LOOK_ACCENT : LOOK_DIM;
    struct strip head = grid_strip(g, a->row - 1, a->column, a->width);
    strip_fill(&(struct strip){g, head.row, head.column, 2, 0}, RULE, look);
    head.used = 2;
    strip_puts(&head, m->whole ? " text" : c->mark_count ? " passages" : " beginning", look);
    if (c->title && c->title[0]) {
        strip_puts(&head, ": ", look);
        strip_fit(&head, c->title, look);
    }
    if (head.used < head.width)
        strip_puts(&head, " ", look);
    strip_fill(&head, RULE, look);
}

static void draw_text(const struct model *m, const struct layout *l, struct grid *g)
{
    const struct area *a = &l->text;
    size_t mark = 0;
    for (unsigned i = 0; i < a->height && m->text_top + i < m->lines.count; i++) {
        const struct line *line = &m->lines.list[m->text_top + i];
        struct strip s = grid_strip(g, a->row + i, a->column, a->width);
        if (line->gap)
            strip_puts(&s, "...", LOOK_DIM);
        else
            draw_line(m, &s, line, &mark);
    }
    if (l->headed && a->height)
        draw_text_head(m, a, g);
}

/* ---- hints ---- */

static void draw_hints(const struct model *m, const struct layout *l, struct grid *g)
{
    static const char *const hints[PART_COUNT][10] = {
        {"Enter to the list", "Tab to the histogram", "up, down: earlier queries", "^C leave"},
        {"left, right: move", "m M mark", "Enter search these days", "u undo", "+ - zoom",
         "/ query", "1-6 unit", "Tab to the list"},
        {"Enter print path", "o open", "up, down: choose", "Tab to the text", "/ query", "s sort",
         "c command", "W write", "q leave"},
        {"up, down: scroll", "t all of it", "n N matches", "o open", "/ query", "Tab to the query",
         "Enter print path"}};
    const char *keys = m->part == PART_QUERY ? "F1 keys" : "? keys";
    struct strip s = grid_strip(g, l->hints, 0, l->width);
    strip_printf(&s, LOOK_REVERSE, " %s", keys);
    for (const char *const *h = hints[m->part]; *h; h++)
        if (s.used + 2 + strlen(*h) < s.width)
            strip_printf(&s, LOOK_REVERSE, "  %s", *h);
    strip_fill(&s, ' ', LOOK_REVERSE);
}

static void draw_message(const struct model *m, const struct layout *l, struct grid *g)
{
    struct lines lines = {0};
    lines_cut(&lines, m->message.data, m->message.length, l->width);
    unsigned rows = lines.count < l->hints ? (unsigned)lines.count : l->hints;
    lines_free(&lines);
    view_wrapped(g, l->hints + 1 - rows, m->message.data, LOOK_REVERSE);
}

/* What is wrong with the query, a caret under the place. It takes as many rows as it needs. */
static void draw_error(const struct model *m, unsigned column, struct grid *g)
{
    struct buf text = {0};
    unsigned row = 1;
    buf_printf(&text, "%s%s%s", m->error.message, m->error.cure[0] ? "; " : "", m->error.cure);
    if (m->wrong) {
        struct strip s = grid_strip(g, row++, 0, g->width);
        while (s.used < column)
            strip_puts(&s, " ", 0);
        strip_puts(&s, "^", LOOK_ERROR | LOOK_BOLD);
        strip_fill(&s, ' ', 0);
    }
    view_wrapped(g, row, text.data, LOOK_ERROR);
    buf_free(&text);
}

void view_draw(const struct model *m, bool plain, struct grid *g)
{
    struct layout l = model_layout(m);
    grid_make(g, m->width, m->height);
    if (!l.fits) {
        if (g->height && g->width)
            view_wrapped(g, 0, "this window is too small", 0);
        return;
    }
    unsigned column =
        view_edit(g, 0, l.width < 40 ? "> " : "search: ", &m->edit, m->column ? m->column - 1 : 0);
    if (m->part != PART_QUERY)
        g->caret_row = -1;
    draw_status(m, &l, g);
    view_timeline(m, &l, plain, g);
    draw_list(m, &l, g);
    draw_text(m, &l, g);
    if (m->wrong || m->failed || m->slow)
        grid_look(g, l.status + (m->slow && !m->wrong), l.hints - l.status, LOOK_DIM);
    if (m->wrong || m->failed)
        draw_error(m, column, g);
    draw_hints(m, &l, g);
    if (m->message.length)
        draw_message(m, &l, g);
    if (m->overlay)
        view_overlay(m, g);
}
