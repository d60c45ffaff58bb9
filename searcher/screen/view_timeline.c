/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The histogram: bars, and under them the periods' names, the marks and the pointer. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "searcher/screen/view.h"

#define EIGHTHS 0x2580 /* U+2581 is one eighth of a block, U+2588 the whole */
#define POINTER "\xE2\x96\xB2"
#define ABSENT 0xB7

/* How many eighths of a row a bar is high; at least one, if there is anything. */
static unsigned level(uint64_t count, uint64_t most, unsigned rows)
{
    if (count == 0 || most == 0)
        return 0;
    if (count >= most)
        return rows * 8;
    unsigned eighths = (unsigned)((double)count / (double)most * rows * 8 + 0.5);
    return eighths ? eighths : 1;
}

/* The character of a bar in a row, counted from the bottom. */
static uint32_t block(unsigned eighths, unsigned row, bool plain)
{
    unsigned here = eighths > row * 8 ? eighths - row * 8 : 0;
    here = here > 8 ? 8 : here;
    if (plain)
        here = here > 4 ? 8 : here ? 4 : 0;
    return here ? EIGHTHS + here : row == 0 && eighths == 0 ? ABSENT : ' ';
}

static void draw_bar(const struct area *a, unsigned column, unsigned width, unsigned eighths,
                     unsigned look, bool plain, struct grid *g)
{
    for (unsigned row = 0; row < a->height; row++) {
        struct strip s = grid_strip(g, a->row + a->height - 1 - row, column, width);
        strip_fill(&s, block(eighths, row, plain), eighths ? LOOK_BAR | look : LOOK_DIM | look);
    }
}

/* A count in few columns: 999, 12k, 3M. */
static void print_short(char text[8], uint64_t count)
{
    static const char units[] = " kMGTPE";
    size_t u = 0;
    for (; count >= 1000 && units[u + 1]; u++)
        count /= 1000;
    snprintf(text, 8, u ? "%" PRIu64 "%c" : "%" PRIu64, count, units[u]);
}

static void draw_undated(const struct layout *l, const struct bars *b, bool plain, struct grid *g)
{
    char count[8];
    unsigned eighths = level(b->undated < b->most ? b->undated : b->most, b->most, l->bars.height);
    unsigned column = l->bars.width + 1;
    bool here = b->pointer == b->count;
    if (b->undated == 0)
        return;
    print_short(count, b->undated);
    draw_bar(&l->bars, column, 3, eighths, here ? LOOK_BOLD : 0, plain, g);
    struct strip s = grid_strip(g, l->bars.row + l->bars.height, l->bars.width, l->width);
    strip_printf(&s, here ? LOOK_REVERSE : 0, "none%4s", count);
}

/* What the pointer says, and the columns that takes. */
struct saying {
    char text[80];
    bool left; /* of the pointer */
    unsigned start;
    unsigned end;
};

static struct saying pointer_saying(const struct bars *b, const struct area *a)
{
    char name[PERIOD_TEXT];
    struct saying p = {.text = ""};
    if (b->pointer == b->count)
        return p;
    const struct bar *bar = &b->list[b->pointer];
    unsigned at = (unsigned)b->pointer * b->width;
    snprintf(p.text, sizeof p.text, " %s: %" PRIu64 " ", period_name(bar->period, b->unit, name),
             bar->count);
    unsigned length = (unsigned)strlen(p.text);
    p.left = at + 1 + length > a->width && at >= length;
    p.start = p.left ? at - length : at;
    p.end = p.start + length + 1;
    return p;
}

/* The names of the first and the last period, where there is room beside the pointer's. */
static void draw_ends(const struct bars *b, const struct area *a, const struct saying *p,
                      struct grid *g)
{
    char name[PERIOD_TEXT];
    char text[PERIOD_TEXT + 1];
    unsigned row = a->row + a->height;
    unsigned end = (unsigned)b->count * b->width;
    snprintf(text, sizeof text, "%s%s", b->before ? "<" : "",
             period_name(b->list[0].period, b->unit, name));
    if (p->end == 0 || strlen(text) < p->start) {
        struct strip s = grid_strip(g, row, 0, a->width);
        strip_puts(&s, text, 0);
    }
    snprintf(text, sizeof text, "%s%s", period_name(b->list[b->count - 1].period, b->unit, name),
             b->behind ? ">" : "");
    unsigned length = (unsigned)strlen(text);
    if (end > length && end - length > p->end && end - length > length) {
        struct strip s = grid_strip(g, row, end - length, length);
        strip_puts(&s, text, 0);
    }
}

static void draw_marks(const struct timeline *t, const struct bars *b, const struct area *a,
                       struct grid *g)
{
    for (size_t i = 0; i < b->count; i++)
        if (timeline_between(t, b->list[i].period, b->unit)) {
            struct strip s = grid_strip(g, a->row + a->height, (unsigned)i * b->width, b->width);
            strip_fill(&s, '=', LOOK_BOLD | LOOK_ACCENT);
        }
}

static void draw_pointer(const struct model *m, const struct saying *p, const struct area *a,
                         struct grid *g)
{
    unsigned look = m->part == PART_TIMELINE ? LOOK_REVERSE : LOOK_BOLD;
    struct strip s = grid_strip(g, a->row + a->height, p->start, a->width);
    if (p->left)
        strip_puts(&s, p->text, look);
    strip_puts(&s, POINTER, look);
    if (!p->left)
        strip_puts(&s, p->text, look);
}

void view_timeline(const struct model *m, const struct layout *l, bool plain, struct grid *g)
{
    struct range scope;
    struct counted c = model_counted(m, &scope);
    const struct timeline *t = &m->choice.timeline;
    struct bars b;
    if (timeline_bars(t, &c, l->bars.width, &b)) {
        for (size_t i = 0; i < b.count; i++) {
            unsigned look = timeline_between(t, b.list[i].period, b.unit) ? LOOK_ACCENT : 0;
            look |= i == b.pointer ? LOOK_BOLD : 0;
            draw_bar(&l->bars, (unsigned)i * b.width, b.width > 1 ? b.width - 1 : 1,
                     level(b.list[i].count, b.most, l->bars.height), look, plain, g);
        }
        struct saying p = pointer_saying(&b, &l->bars);
        draw_ends(&b, &l->bars, &p, g);
        draw_marks(t, &b, &l->bars, g);
        if (p.end)
            draw_pointer(m, &p, &l->bars, g);
    }
    draw_undated(l, &b, plain, g);
}
