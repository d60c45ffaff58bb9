/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file's name cut into numbers and words, for date_from_path(). An ordinal's ending (26th) and
 * little words between (of, de) belong to the number before them.
 */
#ifndef DATELINE_LIB_DATE_DATE_PART_H
#define DATELINE_LIB_DATE_DATE_PART_H

#include <stdbool.h>
#include <stddef.h>

#define DATE_PARTS 128 /* of longer names, the parts behind are not looked at */

struct date_part {
    size_t at;
    size_t length;
    size_t digits; /* of a number; 0 for a word */
    int value;     /* of a number */
    int month;     /* 1..12 for the name of one */
    bool whole;    /* the name of the month is English, or no abbreviation */
    bool is_t;     /* a T, as stands before times */
    char before;   /* the mark between it and the part before: the first of them, but that blanks
                    * behind a dot or comma are none; NUL if there is none */
};

struct date_parts {
    struct date_part part[DATE_PARTS];
    size_t count;
};

void date_parts_cut(const char *name, size_t length, struct date_parts *parts);

#endif
