/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ranges of dates as people ask for them, in options and in `date:` alike; the table of forms
 * stands in searcher-query(7). A range means one thing: nothing is guessed. Upper and lower case
 * are alike. What the forms that count from today mean:
 *
 *   may          the latest May that has begun: this year's from 1 May on; the whole month
 *   this-week    Monday to Sunday of the ISO week, future days included; last-week the one before
 *   this-month   the whole calendar month, future days included; this-year likewise
 *   7d, 2w       7 and 14 days, the last of them today
 *   6m, 1y       from the day after the same day 6 months or 1 year ago to today. If that month
 *                is too short for the same day, its last day stands in: on 31 August, 6m begins
 *                on 1 March.
 *
 * Nothing is cut at the ends of the calendar: a range that would leave it, or be counted from a day
 * that is not in it, is an error (30000m; last-year in year 1). In A..B, A and B may be any form
 * but `none`: the range is from the first day of A to the last day of B.
 */
#ifndef DATELINE_LIB_DATE_RANGE_H
#define DATELINE_LIB_DATE_RANGE_H

#include "lib/date/date.h"

#define RANGE_FIRST ((struct date){1, 1, 1})
#define RANGE_LAST ((struct date){9999, 12, 31})

/*
 * Full days, both ends included; an open end is RANGE_FIRST or RANGE_LAST. `undated` asks for
 * articles without a date instead ("none"); first and last are then not used.
 */
struct range {
    struct date first;
    struct date last;
    bool undated;
};

#define RANGE_TEXT 24 /* room for "2023-05-01..2024-02-29" and its NUL */

/*
 * Why a text is no range: `column` is the 1-based byte in the text where the trouble starts,
 * `message` says what is wrong, `cure` what to write instead.
 */
struct range_error {
    size_t column;
    char message[160];
    char cure[160];
};

/* Parses a DATE or RANGE, any bytes. `today`, a full day, is what relative forms count from.
 * False fills *error and leaves *range undefined. Message and cure are printable ASCII. */
bool range_parse(const char *text, size_t length, struct date today, struct range *range,
                 struct range_error *error);

/* The range of all days. */
struct range range_all(void);
bool range_is_all(struct range r);
bool range_equal(struct range a, struct range b);

/* The days that are in both; false if there are none. Neither may be `undated`. */
bool range_intersect(struct range a, struct range b, struct range *both);

/* True if the whole of what `d` names (day, month or year) lies in the range; for none, if the
 * range asks for undated articles. */
bool range_contains(struct range r, struct date d);

/* "2023-05-01..2024-02-29", "2023-05-01..", "..2024-02-29", "..", "none". Parses back to itself,
 * except for "..", the range of all days, which somebody who typed it may not have meant. */
const char *range_print(struct range r, char text[RANGE_TEXT]);

/*
 * Covers the range with the fewest years, months and days: calls `emit` in date order with dates
 * of year, month or day precision whose days together are exactly those of the range; a month is
 * named only if the whole of it is in the range, a year likewise. At most 9997 + 22 + 60 calls;
 * none if the range is `undated`.
 */
void range_cover(struct range r, void (*emit)(struct date part, void *context), void *context);

#endif
