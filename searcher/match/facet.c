/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/facet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

static const char *const names[] = {"year",    "month",  "week",      "day", "weekday",
                                    "quarter", "decade", "publisher", "path"};

const char *facet_name(enum facet_by by)
{
    return names[by];
}

bool facet_parse(const char *name, enum facet_by *by)
{
    for (int i = BY_YEAR; i <= BY_PATH; i++)
        if (strcmp(name, names[i]) == 0) {
            *by = (enum facet_by)i;
            return true;
        }
    return false;
}

bool facet_is_dated(enum facet_by by)
{
    return by != BY_PUBLISHER && by != BY_PATH;
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
    if (by == BY_YEAR || by == BY_DECADE)
        return 10000;
    return by == BY_MONTH || by == BY_QUARTER ? 100 : 0;
}

void facet_free(struct facet *f)
{
    free(f->days);
    *f = (struct facet){0};
}

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/* The day of a period that stands for it; of a date that is not precise enough, the date. */
static struct date period_of(struct date d, enum facet_by by)
{
    if (by == BY_WEEK && d.day)
        return date_from_days(date_to_days(d) + 4 - date_weekday(d)); /* the year's is Thursday's */
    if (by == BY_QUARTER && d.month)
        d.month = (int8_t)((d.month - 1) / 3 * 3 + 1);
    if (by == BY_DECADE)
        d.year = (int16_t)(d.year / 10 * 10);
    if (by == BY_YEAR || by == BY_DECADE)
        d.month = 0;
    if (by == BY_YEAR || by == BY_DECADE || by == BY_MONTH || (by == BY_QUARTER && d.month))
        d.day = 0;
    return d;
}

/* True if a date says in which period it is. */
static bool is_precise(struct date d, enum facet_by by)
{
    if (date_is_none(d) || by == BY_YEAR || by == BY_DECADE)
        return !date_is_none(d);
    return by == BY_MONTH || by == BY_QUARTER ? d.month != 0 : d.day != 0;
}

static void print_key(struct date d, enum facet_by by, char key[FACET_KEY])
{
    char text[DATE_TEXT];
    if (by == BY_WEEK && d.day) {
        struct date_week week = date_iso_week(d);
        snprintf(key, FACET_KEY, "%04u-W%02u", (unsigned)week.year % 10000,
                 (unsigned)week.week % 100);
    } else if (by == BY_QUARTER && d.month) {
        snprintf(key, FACET_KEY, "%04u-q%u", (unsigned)d.year % 10000,
                 (unsigned)(d.month - 1) / 3 % 4 + 1);
    } else if (by == BY_DECADE) {
        snprintf(key, FACET_KEY, "%04us", (unsigned)d.year % 10000);
    } else {
        snprintf(key, FACET_KEY, "%s", date_print(d, text));
    }
}

/* The key of a date's row, and a number that rows sort by. */
static uint64_t make_key(struct date d, enum facet_by by, char key[FACET_KEY])
{
    if (date_is_none(d)) {
        snprintf(key, FACET_KEY, "undated");
        return UINT64_MAX;
    }
    if (by == BY_WEEKDAY) {
        int weekday = d.day ? date_weekday(d) : 8;
        snprintf(key, FACET_KEY, "%s", d.day ? weekdays[weekday - 1] : "no day");
        return (uint64_t)weekday;
    }
    d = period_of(d, by);
    print_key(d, by, key);
    return (uint64_t)d.year * 10000 + (uint64_t)d.month * 100 + (uint64_t)d.day;
}

/* The day that stands for the next period. */
static struct date next_period(struct date d, enum facet_by by)
{
    int months = by == BY_MONTH ? 1 : by == BY_QUARTER ? 3 : 0;
    if (by == BY_DAY || by == BY_WEEK)
        return date_from_days(date_to_days(d) + (by == BY_WEEK ? 7 : 1));
    if (months) {
        int month = d.month - 1 + months;
        return (struct date){(int16_t)(d.year + month / 12), (int8_t)(month % 12 + 1), 0};
    }
    return (struct date){(int16_t)(d.year + (by == BY_DECADE ? 10 : 1)), 0, 0};
}

struct sorted_row {
    uint64_t order;
    struct facet_row row;
};

struct sorted_rows {
    struct sorted_row *list;
    size_t count;
    size_t room;
};

static void add_row(struct sorted_rows *all, struct date d, enum facet_by by, uint64_t count)
{
    all->list = xgrow(all->list, &all->room, all->count + 1, sizeof *all->list);
    struct sorted_row *row = &all->list[all->count++];
    *row = (struct sorted_row){0}; /* rows are compared as bytes */
    row->order = make_key(d, by, row->row.key);
    row->row.count = count;
}

/* Adds a row of nothing for each period from the one to the other. */
static void add_periods(struct sorted_rows *all, struct date first, struct date last,
                        enum facet_by by)
{
    last = period_of(last, by);
    for (struct date d = period_of(first, by); date_compare(d, last) <= 0; d = next_period(d, by)) {
        add_row(all, d, by, 0);
        if (date_compare(d, last) == 0) /* of the last week of the calendar there is no next */
            return;
    }
}

static void add_weekdays(struct sorted_rows *all)
{
    for (int i = 0; i < 7; i++) /* the first day of the calendar was a Monday */
        add_row(all, date_from_days(i), BY_WEEKDAY, 0);
}

static int by_order(const void *a, const void *b)
{
    const struct sorted_row *x = a;
    const struct sorted_row *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

/* One row of those with one key. */
static struct facet_row *merge(const struct sorted_rows *all, size_t *count)
{
    struct facet_row *rows = xcalloc(all->count, sizeof *rows);
    *count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (*count && strcmp(rows[*count - 1].key, all->list[i].row.key) == 0)
            rows[*count - 1].count += all->list[i].row.count;
        else
            rows[(*count)++] = all->list[i].row;
    }
    return rows;
}

struct facet_row *facet_rows(const struct facet *f, enum facet_by by, size_t *count)
{
    struct sorted_rows all = {0};
    struct date first = {0};
    struct date last = {0};
    for (size_t i = 0; i < f->size; i++) {
        struct date d = date_from_number(f->days[i].number);
        if (f->days[i].count == 0)
            continue;
        add_row(&all, d, by, f->days[i].count);
        if (!is_precise(d, by))
            continue;
        if (date_is_none(first) || date_compare(d, first) < 0)
            first = d;
        if (date_is_none(last) || date_compare(d, last) > 0)
            last = d;
    }
    if (!date_is_none(first) && by == BY_WEEKDAY)
        add_weekdays(&all);
    else if (!date_is_none(first))
        add_periods(&all, first, last, by);
    if (all.count)
        qsort(all.list, all.count, sizeof *all.list, by_order);
    struct facet_row *rows = merge(&all, count);
    free(all.list);
    return rows;
}
