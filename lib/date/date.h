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
 * Dates as articles write them (header values, JSON and CSV values, front matter), the whole of a
 * text; blanks around are allowed:
 *
 *   2023   2023-05   2023-05-26   2023/5/26   2023.05.26   2023 05 26   20230526   05/2023
 *   2023-W21-5   2023-146 (the 146th day)   2023年5月26日   26/05/2023 and 05/26/2023
 *   26 May 2023   26-may-2023   May 26, 2023   3rd of August, 2012   2023 May 26   May 2023
 *   Friday, 26. Mai 2023   26 de mayo de 2023   26 мая 2023 г.   Fri May 26 10:00:00 2023
 *
 * Months and weekdays are those of date_name.h. After any full day there may be a time of day (the
 * written day counts, whatever the zone is), a zone, comments in brackets, and a weekday. Digits
 * may be Thai, Arabic or fullwidth, for years 1600 to 2099: others are of another calendar.
 *
 * DATE_IMPOSSIBLE: it has the shape of a date, but there is no such day: 2023-02-30, 2023-05-00,
 * "Mon, 26 May 2023", which was a Friday. DATE_UNKNOWN: it is not a date in one of these forms, or
 * may be two (05/06/2023), or has a year of two digits. *date is none for both.
 */
enum date_status { DATE_OK, DATE_IMPOSSIBLE, DATE_UNKNOWN };
enum date_status date_parse(const char *text, size_t length, struct date *date);

#define DATE_DIGITS_FIRST 1600 /* the first year that digits alone (20230526, 2023/) can mean */

/*
 * The date in a path. A file's name has it anywhere between other characters:
 *
 *   2023-05-26   2023_05_26   2023.05.26   2023 05 26   26.05.2023   2023-05   20230526
 *   26-may-2023   26 May 2023   May 26, 2023   May_26_2023   2023-may-26   may-2023
 *
 * else its folders have it: 2023/05/26/, 2023/5/, 2023/May/, 2023/, or one whose whole name is one
 * of the forms above but for 20230526. The last such folders go before others.
 *
 * Names hold other numbers too. Years of two digits are none. 20230526 counts only if
 * `digits_are_dates` (all names of the folder that are eight digits alone are dates), and it and a
 * folder that is a year alone only from DATE_DIGITS_FIRST to `last_year`, which is next year.
 * Other years are 1000 to 2999. 1914-18 and 2003-2005 are spans of years; so may 2011-12 be: it is
 * a month only where the name begins with it. 05-06-2023 has two readings, and is none.
 *
 * A month and a day in it are that day. Other dates that differ, in one name, are none: there the
 * folders are not asked. DATE_UNKNOWN if there is no date, DATE_IMPOSSIBLE if one does not exist
 * (2023-02-30.txt, 2023/02/30/).
 */
enum date_status date_from_path(const char *path, int last_year, bool digits_are_dates,
                                struct date *date);

#endif
