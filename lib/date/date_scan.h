/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parsers of dates share (date_parse.c, date_path.c, range_parse.c; not for others):
 * ASCII letters and digits whatever the locale, English month names, and numbers as written.
 */
#ifndef DATELINE_LIB_DATE_DATE_SCAN_H
#define DATELINE_LIB_DATE_DATE_SCAN_H

#include "lib/date/date.h"

static inline bool date_scan_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline char date_scan_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline bool date_scan_is_letter(char c)
{
    char lower = date_scan_lower(c);
    return lower >= 'a' && lower <= 'z';
}

/* How many digits `text` begins with. */
size_t date_scan_digits(const char *text, size_t length);

/* The value of `count` digits; 999999999 stands for all that have more than nine. */
int date_scan_number(const char *digits, size_t count);

/* True if the text is `word`, in upper or lower case. */
bool date_scan_is(const char *text, size_t length, const char *word);

/* n if the text is the n-th (1 is the first) of `count` names or its first three letters; or 0. */
int date_scan_name(const char *text, size_t length, const char *const names[], int count);

/* 1..12 for "jan", "sept", "February"; 0 for anything else. */
int date_scan_month(const char *text, size_t length);

/* "January" for 1. */
const char *date_scan_month_name(int month);

/*
 * The date whose year, month and day are the first `count` (1..3) numbers of `part`, as they
 * were written, so that a month 00 is no month. False, and *date none, if there is no such date.
 */
bool date_scan_parts(const int *part, int count, struct date *date);

#endif
