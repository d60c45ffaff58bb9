/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/facet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

static const char *const names[] = {"year", "month", "week", "day", "weekday"};

const char *facet_name(enum facet_by by)
{
    return names[by];
}

bool facet_parse(const char *name, enum facet_by *by)
{
    for (int i = BY_YEAR; i <= BY_WEEKDAY; i++)
        if (strcmp(name, names[i]) == 0) {
            *by = (enum facet_by)i;
            return true;
        }
    return false;
}

static struct facet_day *place(const struct facet *f, uint32_t number)
{
    size_t at = (number * UINT32_C(2654435761)) & (f->size - 1);
    while (f->days[at].count && f->days[at].number != number)
        at = (at + 1) & (f->size - 1);
    return &f->days[at];
}

static void grow(struct facet *f)
{
    struct facet old = *f;
    f->size = old.size ? old.size * 2 : 256;
    f->days = xcalloc(f->size, sizeof *f->days);
    for (size_t i = 0; i < old.size; i++)
        if (old.days[i].count)
            *place(f, old.days[i].number) = old.days[i];
    free(old.days);
}

void facet_add(struct facet *f, uint32_t number, uint64_t count)
{
    if (count == 0)
        return;
    if (f->unit)
        number -= number % f->unit;
    if (2 * f->used >= f->size)
        grow(f);
    struct facet_day *day = place(f, number);
    f->used += day->count == 0;
    day->number = number;
    day->count += count;
}

void facet_clear(struct facet *f)
{
    free(f->days);
    *f = (struct facet){.unit = f->unit};
}

uint32_t facet_unit(enum facet_by by)
{
    return by == BY_YEAR ? 10000 : by == BY_MONTH ? 100 : 0;
}

void facet_free(struct facet *f)
{
    free(f->days);
    *f = (struct facet){0};
}

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/* The key of a day's row, and a number that rows sort by. */
static uint64_t make_key(uint32_t number, enum facet_by by, char key[FACET_KEY])
{
    struct date d = date_from_number(number);
    char text[DATE_TEXT];
    if (date_is_none(d)) {
        snprintf(key, FACET_KEY, "undated");
        return UINT64_MAX;
    }
    if (by == BY_WEEKDAY) {
        int weekday = d.day ? date_weekday(d) : 8;
        snprintf(key, FACET_KEY, "%s", d.day ? weekdays[weekday - 1] : "no day");
        return (uint64_t)weekday;
    }
    if (by == BY_WEEK && d.day) {
        struct date_week week = date_iso_week(d);
        struct date thursday = date_from_days(date_to_days(d) + 4 - date_weekday(d));
        snprintf(key, FACET_KEY, "%04u-W%02u", (unsigned)week.year % 10000,
                 (unsigned)week.week % 100);
        return date_to_number(thursday);
    }
    if (by == BY_YEAR)
        d.month = d.day = 0;
    if (by == BY_MONTH)
        d.day = 0;
    snprintf(key, FACET_KEY, "%s", date_print(d, text));
    return date_to_number(d);
}

struct sorted_row {
    uint64_t order;
    struct facet_row row;
};

static int by_order(const void *a, const void *b)
{
    const struct sorted_row *x = a;
    const struct sorted_row *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

struct facet_row *facet_rows(const struct facet *f, enum facet_by by, size_t *count)
{
    struct sorted_row *all = xcalloc(f->used, sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < f->size; i++)
        if (f->days[i].count) {
            all[n].order = make_key(f->days[i].number, by, all[n].row.key);
            all[n++].row.count = f->days[i].count;
        }
    if (n)
        qsort(all, n, sizeof *all, by_order);
    struct facet_row *rows = xcalloc(n, sizeof *rows);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        if (*count && strcmp(rows[*count - 1].key, all[i].row.key) == 0)
            rows[*count - 1].count += all[i].row.count;
        else
            rows[(*count)++] = all[i].row;
    }
    free(all);
    return rows;
}
