/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A calendar date that knows how precise it is: a day, a month, a year, or none at all.
 * Proleptic Gregorian calendar, years 0001 to 9999; no time of day, no zone, no time_t.
 * Depends on libc alone; nothing here allocates.
 */
#ifndef DATELINE_LIB_DATE_DATE_H
#define DATELINE_LIB_DATE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Unknown parts are 0: {2023, 5, 0} is May 2023, {2023, 0, 0} the year, {0, 0, 0} no date. */
struct date {
    int16_t year;
    int8_t month;
    int8_t day;
};

#define DATE_TEXT 11 /* room for "2023-05-26" and its NUL */

bool date_is_none(struct date d);
bool date_is_leap(int year);
int date_month_days(int year, int month); /* 28..31 */

/* True if the known parts name a year, month or day that exists. {0, 0, 0} is valid. */
bool date_is_valid(struct date d);

/* -1, 0 or 1, unknown parts before known ones: 2023 < 2023-05 < 2023-05-01; none is least. */
int date_compare(struct date a, struct date b);

/* First and last day of what the date names: 2023-02 is 2023-02-01 .. 2023-02-28. None is none. */
struct date date_first_day(struct date d);
struct date date_last_day(struct date d);

/* Days since 0001-01-01, which is 0; 9999-12-31 is 3652058. `d` must be a valid full day. The
 * date of any other number of days is none. */
int32_t date_to_days(struct date d);
struct date date_from_days(int32_t days);

int date_weekday(struct date d); /* of a full day: 1 Monday .. 7 Sunday */

/* The ISO 8601 week of a full day: the year that the week belongs to, and 1..53. */
struct date_week {
    int year;
    int week;
};
struct date_week date_iso_week(struct date d);

/* YYYYMMDD as a number, unknown parts 00, none 0; and back. Any uint32_t that is no valid date
 * comes back as none. */
uint32_t date_to_number(struct date d);
struct date date_from_number(uint32_t number);

/* Writes "2023-05-26", "2023-05", "2023" or "" to `text` and returns it. */
const char *date_print(struct date d, char text[DATE_TEXT]);

/* The current local calendar day; none if the clock cannot be read or is not in years 1 to 9999. */
struct date date_today(void);

/*
 * Dates as articles write them (header values, JSON and CSV values): YYYY, YYYY-MM, YYYY-MM-DD,
 * YYYYMMDD, ISO 8601 date-times (the written calendar day counts, no zone conversion), RFC 5322
 * ("Fri, 26 May 2023 10:00:00 +0200"), "26 May 2023", "May 26, 2023", "May 2023".
 *
 * Months and weekdays are English, whole or three letters ("Sept" too), in upper or lower case;
 * a dot may follow a month, the comma of "May 26, 2023" may be missing. After any full day there
 * may be a time of hours, minutes and perhaps seconds, a zone, and a comment in parentheses: all
 * must be well formed. Years have four digits. Blanks around are allowed.
 *
 * DATE_IMPOSSIBLE: it has the shape of a date, but there is no such day: 2023-02-30, 2023-05-00,
 * "Mon, 26 May 2023", which was a Friday. DATE_UNKNOWN: it is not a date in one of these forms.
 * *date is none for both.
 */
enum date_status { DATE_OK, DATE_IMPOSSIBLE, DATE_UNKNOWN };
enum date_status date_parse(const char *text, size_t length, struct date *date);

/*
 * The date in a path: a file name that begins with YYYY-MM-DD, YYYY_MM_DD, YYYYMMDD, YYYY-MM
 * (followed by no further digit), or folders .../YYYY/MM/DD/... or .../YYYY/MM/... The file name
 * goes before the folders, the last such folders before others. DATE_UNKNOWN if there is none;
 * DATE_IMPOSSIBLE as above (2023-02-30.txt, 2023-13-01.txt).
 *
 * Names hold other numbers too, so years must be 1000 to 2999 here, and what cannot be a month
 * or a day in any year is unknown rather than impossible where no two separators say that a date
 * is meant: 20239999.txt, 1914-18.txt, 2023/99/.
 */
enum date_status date_from_path(const char *path, struct date *date);

#endif
