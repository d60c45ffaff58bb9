/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Periods of the calendar by number, so that those without an article are there too: of one unit,
 * neighbours differ by one. Weekdays are 1, Monday, to 7.
 */
#ifndef DATELINE_SEARCHER_SCREEN_PERIOD_H
#define DATELINE_SEARCHER_SCREEN_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/date/range.h"

enum unit { UNIT_YEAR, UNIT_QUARTER, UNIT_MONTH, UNIT_WEEK, UNIT_DAY, UNIT_WEEKDAY, UNIT_COUNT };

#define PERIOD_TEXT 24 /* room for a name: "2023-W21", "2023-q2" */

const char *unit_name(enum unit u);

/* The number of the period that a date is in; false if the date is not precise enough for it. */
bool period_of(struct date d, enum unit u, int32_t *number);

/* Its days. Weekdays have none. Cut to the years that dates can have. */
struct range period_range(int32_t number, enum unit u);

/* Its name, as `date:` takes it. Returns `text`. */
const char *period_name(int32_t number, enum unit u, char text[PERIOD_TEXT]);

#endif
