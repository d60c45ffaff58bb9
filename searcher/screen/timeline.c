/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/timeline.h"

#include <string.h>

#define FEWEST 4 /* periods shown, however close one looks */
#define WIDEST 8 /* columns of a bar */
#define ZOOM_MOST 24

/* The first and last day that there is to see; false if there is none. */
static bool bounds(const struct counted *c, struct date *first, struct date *last)
{
    size_t i = 0;
    while (i < c->count && c->days[i].number == 0)
        i++;
    bool any = i < c->count;
    if (any) {
        *first = date_first_day(date_from_number(c->days[i].number));
        *last = date_last_day(date_from_number(c->days[c->count - 1].number));
    }
    if (!c->scope || c->scope->undated)
        return any;
    bool begun = date_compare(c->scope->first, RANGE_FIRST) > 0;
    bool ended = date_compare(c->scope->last, RANGE_LAST) < 0;
    if (!any && !(begun && ended))
        return false;
    if (begun)
        *first = c->scope->first;
    if (ended)
        *last = c->scope->last;
    return date_compare(*first, *last) <= 0;
}

/* How many periods the days are, looked at from so near. */
static int32_t span(struct date first, struct date last, enum unit u, unsigned zoom)
{
    int32_t a;
    int32_t b;
    if (!period_of(first, u, &a) || !period_of(last, u, &b))
        return 1;
    int32_t n = (b - a + 1) >> (zoom < ZOOM_MOST ? zoom : ZOOM_MOST);
    return u == UNIT_WEEKDAY || n > b - a + 1 ? b - a + 1 : n < 1 ? 1 : n;
}

/* The finest unit whose periods fit. Weeks and quarters are for those who choose them. */
static enum unit fitting(struct date first, struct date last, unsigned zoom, unsigned columns)
{
    static const enum unit units[] = {UNIT_DAY, UNIT_MONTH, UNIT_YEAR};
    for (size_t i = 0; i < 2; i++)
        if (span(first, last, units[i], zoom) <= (int32_t)columns)
            return units[i];
    return UNIT_YEAR;
}

static void count_bars(const struct counted *c, struct bars *b)
{
    int32_t start = b->list[0].period;
    for (size_t i = 0; i < c->count; i++) {
        int32_t period;
        struct date d = date_from_number(c->days[i].number);
        if (date_is_none(d))
            b->undated += c->days[i].count;
        else if (!period_of(d, b->unit, &period))
            b->inexact += c->days[i].count;
        else if (period >= start && period - start < (int32_t)b->count)
            b->list[period - start].count += c->days[i].count;
    }
    for (size_t i = 0; i < b->count; i++)
        b->most = b->list[i].count > b->most ? b->list[i].count : b->most;
    if (b->most == 0)
        b->most = b->undated;
}

static void lay_out(const struct timeline *t, struct date first, struct date last, unsigned columns,
                    struct bars *b)
{
    int32_t at;
    int32_t n = span(first, last, b->unit, t->zoom);
    if (b->unit == UNIT_WEEKDAY) {
        b->least = 1;
        b->greatest = n = 7;
    } else {
        period_of(first, b->unit, &b->least);
        period_of(last, b->unit, &b->greatest);
    }
    int32_t all = b->greatest - b->least + 1;
    n = n < FEWEST ? FEWEST : n;
    n = n > (int32_t)columns ? (int32_t)columns : n;
    n = n > TIMELINE_BARS ? TIMELINE_BARS : n;
    n = n > all ? all : n;
    if (!t->placed || !period_of(t->at, b->unit, &at))
        at = b->greatest;
    at = at < b->least ? b->least : at > b->greatest ? b->greatest : at;
    int32_t start = at - n / 2;
    start = start < b->least ? b->least : start > b->greatest - n + 1 ? b->greatest - n + 1 : start;
    b->count = (size_t)n;
    for (int32_t i = 0; i < n; i++)
        b->list[i].period = start + i;
    b->width = columns / (unsigned)n;
    b->width = b->width > WIDEST ? WIDEST : b->width;
    b->pointer = t->undated ? b->count : (size_t)(at - start);
    b->before = start > b->least;
    b->behind = start + n - 1 < b->greatest;
}

bool timeline_bars(const struct timeline *t, const struct counted *c, unsigned columns,
                   struct bars *b)
{
    struct date first;
    struct date last;
    memset(b, 0, sizeof *b);
    bool any = columns > 0 && bounds(c, &first, &last);
    b->unit = t->unit;
    if (any) {
        if (!t->chosen)
            b->unit = fitting(first, last, t->zoom, columns);
        lay_out(t, first, last, columns, b);
    }
    count_bars(c, b);
    if (b->undated == 0 && b->pointer == b->count && b->count)
        b->pointer = b->count - 1;
    return any;
}

void timeline_move(struct timeline *t, const struct counted *c, unsigned columns, int by)
{
    struct bars b;
    if (!timeline_bars(t, c, columns, &b))
        return;
    if (b.pointer == b.count) {
        if (by < 0)
            t->undated = false;
        return;
    }
    int32_t to = b.list[b.pointer].period + by;
    if (to > b.greatest && by == 1 && b.undated) {
        t->undated = true;
        return;
    }
    to = to < b.least ? b.least : to > b.greatest ? b.greatest : to;
    t->placed = true;
    if (b.unit == UNIT_WEEKDAY)
        t->at = (struct date){1, 1, (int8_t)to}; /* a Monday, and the days after it */
    else
        t->at = period_range(to, b.unit).first;
}

/* The days of the pointer's period. */
static bool pointed(const struct timeline *t, const struct counted *c, unsigned columns,
                    struct range *range)
{
    struct bars b;
    if (!timeline_bars(t, c, columns, &b) || b.pointer == b.count || b.unit == UNIT_WEEKDAY)
        return false;
    *range = period_range(b.list[b.pointer].period, b.unit);
    return true;
}

bool timeline_mark(struct timeline *t, const struct counted *c, unsigned columns, int end)
{
    t->marked[end] = pointed(t, c, columns, &t->mark[end]);
    return t->marked[end];
}

bool timeline_range(const struct timeline *t, const struct counted *c, unsigned columns,
                    struct range *range)
{
    struct range ends[2];
    for (int i = 0; i < 2; i++) {
        if (t->marked[i])
            ends[i] = t->mark[i];
        else if (!pointed(t, c, columns, &ends[i]))
            return false;
    }
    int early = date_compare(ends[0].first, ends[1].first) > 0;
    *range = range_all();
    range->first = ends[early].first;
    range->last = ends[!early].last;
    if (date_compare(range->last, ends[early].last) < 0)
        range->last = ends[early].last;
    return true;
}

bool timeline_between(const struct timeline *t, int32_t period, enum unit unit)
{
    if (unit == UNIT_WEEKDAY || (!t->marked[0] && !t->marked[1]))
        return false;
    struct range days = period_range(period, unit);
    struct range a = t->marked[0] ? t->mark[0] : t->mark[1];
    struct range b = t->marked[1] ? t->mark[1] : t->mark[0];
    struct date first = date_compare(a.first, b.first) < 0 ? a.first : b.first;
    struct date last = date_compare(a.last, b.last) > 0 ? a.last : b.last;
    return date_compare(days.first, last) <= 0 && date_compare(days.last, first) >= 0;
}
