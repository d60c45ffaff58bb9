/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Periods by name (1990s, 2023-q2, 2023-w21) and ranges that are counted from today (last-week,
 * monday, 7d, last-7-days), for range_parse(). Their texts are words: lower case, with single
 * dashes for all blanks and marks.
 */
#ifndef DATELINE_LIB_DATE_RANGE_UNITS_H
#define DATELINE_LIB_DATE_RANGE_UNITS_H

#include "lib/date/range.h"

enum range_unit { RANGE_DAYS, RANGE_WEEKS, RANGE_MONTHS, RANGE_YEARS, RANGE_QUARTERS };

enum range_status {
    RANGE_OK,
    RANGE_LEAVES,    /* it is not within the calendar, RANGE_FIRST..RANGE_LAST */
    RANGE_NO_DAY,    /* 0d */
    RANGE_NO_PERIOD, /* 2021-w53, 2023-q5 */
    RANGE_TWO,       /* 1900s: ten years or a hundred */
    RANGE_UNKNOWN    /* none of these forms */
};

/* The range of the words, if they are one of these forms. */
enum range_status range_of_words(const char *words, struct date today, struct range *range);

/* The day, week, month, year that the word names ("days"); -1 if none. */
int range_unit_word(const char *word);

/* 1 (monday)..7 for the English name or its first three letters, which is the whole word; or 0. */
int range_weekday_word(const char *word);

/* From day to day, as date_to_days() counts them; first <= last. False: outside the calendar. */
bool range_of_days(int64_t first, int64_t last, struct range *range);

/* All days of a valid date that is not none. */
struct range range_of_date(struct date d);

/* The whole day, ISO week, month, quarter or year that is `back` before that of `today`, after it
 * if `back` is negative; at most 9999 years. False: outside the calendar. */
bool range_unit_before(struct date today, enum range_unit unit, int back, struct range *range);

/* The last `count` (1, 2, ...) days, weeks, months or years, as range.h says for 7d to 1y. */
bool range_last_units(struct date today, enum range_unit unit, int count, struct range *range);

/* The same day `back` months before `d`, or the last of a month that is too short for it. */
bool range_months_before(struct date d, int64_t back, struct date *day);

#endif
