/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A cursor over the text of a date, and what may stand behind a day: a time, a zone, comments and
 * a weekday. Times are only read to know where they end.
 */
#ifndef DATELINE_LIB_DATE_DATE_TIME_H
#define DATELINE_LIB_DATE_DATE_TIME_H

#include <stdbool.h>
#include <stddef.h>

struct date_word; /* lib/date/date_name.h */

struct date_cursor {
    const char *start;
    const char *at;
    const char *end;
    bool foreign; /* digits that are not ASCII were read */
};

size_t cursor_left(const struct date_cursor *c);
bool cursor_take(struct date_cursor *c, char byte);
bool cursor_blanks(struct date_cursor *c); /* true if there are any */

/* Reads a run of digits, and says how many they are; date_scan_number() gives the value. */
size_t cursor_number(struct date_cursor *c, int *value);

/* Reads a run of letters; false if there is none, and nothing is read. */
bool cursor_word(struct date_cursor *c, struct date_word *word);

/* Reads a time of day, a zone if there is one, and blanks. False: it is not well formed. */
bool date_time_take(struct date_cursor *c);

/* Reads what stands behind a day. True if there is a time of day; *weekday is set if one is
 * there. The cursor stays before what it cannot read. */
bool date_rest_take(struct date_cursor *c, int *weekday);

#endif
