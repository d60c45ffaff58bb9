/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One end of a range as it is written, for range_parse(): read, or refused with what to write
 * instead.
 */
#ifndef DATELINE_LIB_DATE_RANGE_POINT_H
#define DATELINE_LIB_DATE_RANGE_POINT_H

#include "lib/date/date_written.h"
#include "lib/date/range.h"
#include "lib/date/range_units.h"

#define POINT_WORDS 48

struct point {
    const char *text; /* the caller's, any bytes */
    size_t length;
    size_t column; /* of its first byte in the text that range_parse() was given */
    struct date today;
    struct range_error *error;
    char words[POINT_WORDS];  /* the text in lower case with single dashes for blanks and the marks
                                 - _ . , and without apostrophes; "" if it is too long */
    enum range_status status; /* of the words; what failed, if both did */
    enum written_status written; /* of the date */
    struct written date;
};

/* A part of the text of another point, without the blanks around it. */
struct point point_part(const struct point *whole, size_t from, size_t to);

/* True if the text is a range. Else status, written and date say how far it is one. */
bool point_read(struct point *p, struct range *range);

/* True if it is the English name of a month alone. */
bool point_is_month(const struct point *p);

/* Fills in the error for a point that could not be read; false. */
bool point_refuse(struct point *p);

/* The text as messages show it: cut if it is long, a ? for each character that is not ASCII. */
struct point_quote {
    char text[44];
};
struct point_quote point_quote(const struct point *p);

/* A text that reads as the range of the point, as it was written if that is short and ASCII. */
struct point_words {
    char text[POINT_WORDS];
};
struct point_words point_words(const struct point *p, struct range range);

/* Set the two halves of the error; point_fail() is false, for the caller to return. */
void point_cure(const struct point *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool point_fail(const struct point *p, size_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
