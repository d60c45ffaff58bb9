/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be done with a range of days. Parsing is in range_parse.c. */
#include "lib/date/range.h"

#include <string.h>

static bool same(struct date a, struct date b)
{
    return date_compare(a, b) == 0;
}

static struct date earlier(struct date a, struct date b)
{
    return date_compare(a, b) <= 0 ? a : b;
}

static struct date later(struct date a, struct date b)
{
    return date_compare(a, b) >= 0 ? a : b;
}

struct range range_all(void)
{
    return (struct range){RANGE_FIRST, RANGE_LAST, false};
}

bool range_is_all(struct range r)
{
    return !r.undated && same(r.first, RANGE_FIRST) && same(r.last, RANGE_LAST);
}

bool range_equal(struct range a, struct range b)
{
    if (a.undated || b.undated)
        return a.undated == b.undated;
    return date_compare(a.first, b.first) == 0 && date_compare(a.last, b.last) == 0;
}

bool range_intersect(struct range a, struct range b, struct range *both)
{
    *both = (struct range){later(a.first, b.first), earlier(a.last, b.last), false};
    return date_compare(both->first, both->last) <= 0;
}

bool range_contains(struct range r, struct date d)
{
    if (r.undated || date_is_none(d))
        return r.undated && date_is_none(d);
    return date_compare(r.first, date_first_day(d)) <= 0 &&
           date_compare(date_last_day(d), r.last) <= 0;
}

const char *range_print(struct range r, char text[RANGE_TEXT])
{
    if (r.undated)
        return strcpy(text, "none");
    text[0] = '\0';
    if (!same(r.first, RANGE_FIRST))
        date_print(r.first, text);
    strcat(text, "..");
    if (!same(r.last, RANGE_LAST))
        date_print(r.last, text + strlen(text));
    return text;
}

/* The year, month or day, the longest that begins on `day` and ends no later than `last`. */
static struct date longest_part(struct date day, struct date last)
{
    struct date year = {day.year, 0, 0};
    struct date month = {day.year, day.month, 0};
    if (same(day, date_first_day(year)) && date_compare(date_last_day(year), last) <= 0)
        return year;
    if (same(day, date_first_day(month)) && date_compare(date_last_day(month), last) <= 0)
        return month;
    return day;
}

void range_cover(struct range r, void (*emit)(struct date part, void *context), void *context)
{
    if (r.undated)
        return;
    int32_t end = date_to_days(r.last);
    for (int32_t days = date_to_days(r.first); days <= end;) {
        struct date part = longest_part(date_from_days(days), r.last);
        emit(part, context);
        days = date_to_days(date_last_day(part)) + 1;
    }
}
