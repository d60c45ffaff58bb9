/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date/range_brief.h"

#include <stdio.h>

/* The year or month that begins on this day, or else the day. */
static struct date that_begins(struct date d)
{
    if (d.day != 1)
        return d;
    return (struct date){d.year, d.month == 1 ? 0 : d.month, 0};
}

static struct date that_ends(struct date d)
{
    if (d.day != date_month_days(d.year, d.month))
        return d;
    return (struct date){d.year, d.month == 12 ? 0 : d.month, 0};
}

/* The year, month or day that is the whole range; none if it is not one. */
static struct date single(struct range r)
{
    struct date d = r.first;
    if (date_compare(d, r.last) == 0)
        return d;
    d.day = 0;
    if (r.first.day == 1 && date_compare(date_last_day(d), r.last) == 0)
        return d;
    d.month = 0;
    bool year = r.first.month == 1 && r.first.day == 1;
    return year && date_compare(date_last_day(d), r.last) == 0 ? d : (struct date){0, 0, 0};
}

const char *range_brief(struct range r, char text[RANGE_TEXT])
{
    char first[DATE_TEXT] = "", last[DATE_TEXT] = "";
    struct date one = r.undated ? (struct date){0, 0, 0} : single(r);
    if (r.undated || !date_is_none(one)) {
        snprintf(text, RANGE_TEXT, "%s", r.undated ? "none" : date_print(one, first));
        return text;
    }
    bool all = range_is_all(r);
    if (all || date_compare(r.first, RANGE_FIRST) != 0)
        date_print(that_begins(r.first), first);
    if (all || date_compare(r.last, RANGE_LAST) != 0)
        date_print(that_ends(r.last), last);
    snprintf(text, RANGE_TEXT, "%s..%s", first, last);
    return text;
}
