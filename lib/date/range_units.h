/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ranges that are counted from today, for range_parse(): the words (last-week) and the numbers
 * (7d). Each function is false if the range is not within the calendar, RANGE_FIRST..RANGE_LAST.
 */
#ifndef DATELINE_LIB_DATE_RANGE_UNITS_H
#define DATELINE_LIB_DATE_RANGE_UNITS_H

#include "lib/date/range.h"

enum range_unit { RANGE_DAYS, RANGE_WEEKS, RANGE_MONTHS, RANGE_YEARS };

/* "last-week" is the whole week that is 1 week before this one. */
struct range_keyword {
    const char *word;
    enum range_unit unit;
    int back;
};

/* The keyword that the text is, in upper or lower case; NULL if none. */
const struct range_keyword *range_keyword(const char *text, size_t length);

/* From day to day, as date_to_days() counts them; first <= last. */
bool range_of_days(int64_t first, int64_t last, struct range *range);

/* All days of a valid date that is not none. */
struct range range_of_date(struct date d);

/* The whole day, ISO week, month or year that is `back` (0, 1, ...) before that of `today`. */
bool range_unit_before(struct date today, enum range_unit unit, int back, struct range *range);

/* The last `count` (1, 2, ...) days, weeks, months or years, as range.h says for 7d to 1y. */
bool range_last_units(struct date today, enum range_unit unit, int count, struct range *range);

#endif
