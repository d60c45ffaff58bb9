/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days, weeks, months and years counted back from today. */
#include "lib/date/range_units.h"

#include "lib/date/date_scan.h"

const struct range_keyword *range_keyword(const char *text, size_t length)
{
    static const struct range_keyword keywords[] = {
        {"today", RANGE_DAYS, 0},        {"yesterday", RANGE_DAYS, 1},
        {"this-week", RANGE_WEEKS, 0},   {"last-week", RANGE_WEEKS, 1},
        {"this-month", RANGE_MONTHS, 0}, {"last-month", RANGE_MONTHS, 1},
        {"this-year", RANGE_YEARS, 0},   {"last-year", RANGE_YEARS, 1},
    };
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (date_scan_is(text, length, keywords[i].word))
            return &keywords[i];
    }
    return NULL;
}

bool range_of_days(int64_t first, int64_t last, struct range *range)
{
    if (first < 0 || last > date_to_days(RANGE_LAST))
        return false;
    *range = (struct range){date_from_days((int32_t)first), date_from_days((int32_t)last), false};
    return true;
}

struct range range_of_date(struct date d)
{
    return (struct range){date_first_day(d), date_last_day(d), false};
}

/* The month that is `back` months before that of `d`; false if it is before year 1. */
static bool months_before(struct date d, int back, struct date *month)
{
    int months = d.year * 12 + d.month - 1 - back;
    const int part[] = {months / 12, months % 12 + 1};
    return date_scan_parts(part, 2, month);
}

bool range_unit_before(struct date today, enum range_unit unit, int back, struct range *range)
{
    int64_t day = date_to_days(today);
    if (unit == RANGE_DAYS)
        return range_of_days(day - back, day - back, range);
    if (unit == RANGE_WEEKS) {
        int64_t monday = day - (date_weekday(today) - 1) - 7 * (int64_t)back;
        return range_of_days(monday, monday + 6, range);
    }
    struct date d;
    if (!months_before(today, unit == RANGE_YEARS ? 12 * back : back, &d))
        return false;
    if (unit == RANGE_YEARS)
        d.month = 0;
    *range = range_of_date(d);
    return true;
}

bool range_last_units(struct date today, enum range_unit unit, int count, struct range *range)
{
    int64_t last = date_to_days(today);
    struct date same_day;
    if (unit == RANGE_DAYS)
        return range_of_days(last - count + 1, last, range);
    if (unit == RANGE_WEEKS)
        return range_of_days(last - 7 * (int64_t)count + 1, last, range);
    if (count > 9999 * 12 ||
        !months_before(today, unit == RANGE_YEARS ? 12 * count : count, &same_day))
        return false;
    int days = date_month_days(same_day.year, same_day.month);
    same_day.day = today.day < days ? today.day : (int8_t)days;
    return range_of_days(date_to_days(same_day) + 1, last, range);
}
