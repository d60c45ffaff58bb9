/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/period.h"

#include <stdio.h>

const char *unit_name(enum unit u)
{
    static const char *const names[] = {"year", "quarter", "month", "week", "day", "weekday"};
    return names[u];
}

bool period_of(struct date d, enum unit u, int32_t *number)
{
    bool precise = d.year && (u == UNIT_YEAR || d.month) && (u <= UNIT_MONTH || d.day);
    if (!precise)
        return false;
    switch (u) {
    case UNIT_YEAR:
        *number = d.year;
        break;
    case UNIT_QUARTER:
        *number = d.year * 4 + (d.month - 1) / 3;
        break;
    case UNIT_MONTH:
        *number = d.year * 12 + d.month - 1;
        break;
    case UNIT_WEEK: /* 0001-01-01 is a Monday */
        *number = date_to_days(d) / 7;
        break;
    case UNIT_DAY:
        *number = date_to_days(d);
        break;
    default:
        *number = date_weekday(d);
        break;
    }
    return true;
}

static struct date month(int32_t number)
{
    return (struct date){(int16_t)(number / 12), (int8_t)(number % 12 + 1), 0};
}

struct range period_range(int32_t number, enum unit u)
{
    struct range r = range_all();
    int32_t months = u == UNIT_YEAR ? 12 : u == UNIT_QUARTER ? 3 : 1;
    if (u <= UNIT_MONTH) {
        r.first = date_first_day(month(number * months));
        r.last = date_last_day(month(number * months + months - 1));
    } else if (u == UNIT_WEEK || u == UNIT_DAY) {
        int32_t days = u == UNIT_WEEK ? 7 : 1;
        int32_t last = number * days + days - 1;
        int32_t end = date_to_days(RANGE_LAST);
        r.first = date_from_days(number * days);
        r.last = date_from_days(last < end ? last : end);
    }
    return r;
}

const char *period_name(int32_t number, enum unit u, char text[PERIOD_TEXT])
{
    static const char *const weekdays[] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    char date[DATE_TEXT];
    struct date first = period_range(number, u).first;
    if (u == UNIT_WEEKDAY) {
        snprintf(text, PERIOD_TEXT, "%s", weekdays[number & 7]);
    } else if (u == UNIT_WEEK) {
        struct date_week w = date_iso_week(first);
        snprintf(text, PERIOD_TEXT, "%04u-W%02u", (unsigned)w.year % 10000, (unsigned)w.week % 100);
    } else if (u == UNIT_QUARTER) {
        snprintf(text, PERIOD_TEXT, "%04u-q%u", (unsigned)first.year % 10000,
                 (unsigned)(first.month - 1) / 3 + 1);
    } else {
        if (u != UNIT_DAY)
            first.day = 0;
        if (u == UNIT_YEAR)
            first.month = 0;
        snprintf(text, PERIOD_TEXT, "%s", date_print(first, date));
    }
    return text;
}
