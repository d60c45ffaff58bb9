/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days as they are written, for property tests of date_parse() and range_parse(). */
#ifndef DATELINE_TESTS_UNIT_WRITTEN_DATES_H
#define DATELINE_TESTS_UNIT_WRITTEN_DATES_H

#include <stdio.h>

#include "lib/date/date.h"

#define WRITTEN_DAY 80

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
static const char *const weekday_names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday"};

static inline const char *ordinal_ending(int day)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    return day / 10 == 1 || day % 10 > 3 ? "th" : endings[day % 10];
}

/* Writes a full day in the n-th way; false if there are no more ways. */
static inline bool write_day(struct date d, int way, char text[WRITTEN_DAY])
{
    const char *month = month_names[d.month - 1], *weekday = weekday_names[date_weekday(d) - 1];
    const char *th = ordinal_ending(d.day);
    struct date_week week = date_iso_week(d);
    int y = d.year, m = d.month, day = d.day;
    int of_year = date_to_days(d) - date_to_days((struct date){d.year, 1, 1}) + 1;
    switch (way) {
    case 0:
        return snprintf(text, WRITTEN_DAY, "%04d-%02d-%02d", y, m, day);
    case 1:
        return snprintf(text, WRITTEN_DAY, "%04d-%d-%d", y, m, day);
    case 2:
        return snprintf(text, WRITTEN_DAY, "%04d/%02d/%02d", y, m, day);
    case 3:
        return snprintf(text, WRITTEN_DAY, "%04d%02d%02d", y, m, day);
    case 4:
        return snprintf(text, WRITTEN_DAY, "%04d-%02d-%02dT10:00:00Z", y, m, day);
    case 5:
        return snprintf(text, WRITTEN_DAY, "%02d-%.3s-%04d", day, month, y);
    case 6:
        return snprintf(text, WRITTEN_DAY, "%d %s %04d", day, month, y);
    case 7:
        return snprintf(text, WRITTEN_DAY, "%s %d, %04d", month, day, y);
    case 8:
        return snprintf(text, WRITTEN_DAY, "%d%s of %s %04d", day, th, month, y);
    case 9:
        return snprintf(text, WRITTEN_DAY, "%s, %s %d%s, %04d", weekday, month, day, th, y);
    case 10:
        return snprintf(text, WRITTEN_DAY, "%.3s, %d %.3s %04d 23:59:00 +0200", weekday, day, month,
                        y);
    case 11:
        return snprintf(text, WRITTEN_DAY, "%04d-W%02d-%d", week.year, week.week, date_weekday(d));
    case 12:
        return snprintf(text, WRITTEN_DAY, "%04d-%03d", y, of_year);
    case 13:
        return snprintf(text, WRITTEN_DAY, "%04d年%d月%d日", y, m, day);
    case 14:
        return snprintf(text, WRITTEN_DAY, "%04d-%s-%d", y, month, day);
    case 15:
        return snprintf(text, WRITTEN_DAY, "%.3s. %d, %04d at 9:05 p.m. EST", month, day, y);
    case 16:
        return snprintf(text, WRITTEN_DAY, "%.3s %.3s %2d 10:00:00 %04d", weekday, month, day, y);
    case 17:
        return snprintf(text, WRITTEN_DAY, "%04d.%02d.%02d", y, m, day);
    default:
        return false;
    }
}

#endif
