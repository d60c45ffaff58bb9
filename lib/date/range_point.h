/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One end of a range as it is written, for range_parse(): the text cut into pieces, and the
 * errors about it. Pieces are runs of digits and of letters with at most one byte between two:
 * "26-may-2023" has three, of the kinds "NWN". Which kinds there are says which form the text
 * can be, well written or not.
 */
#ifndef DATELINE_LIB_DATE_RANGE_POINT_H
#define DATELINE_LIB_DATE_RANGE_POINT_H

#include "lib/date/range.h"

#define POINT_PIECES 3 /* no form has more */

struct point_piece {
    size_t at;
    size_t length;
    int value;   /* of digits */
    char before; /* the byte between it and the piece before; NUL if none */
};

struct point {
    const char *text; /* the caller's, any bytes */
    size_t length;
    size_t column; /* of its first byte in the text that range_parse() was given */
    struct date today;
    struct range_error *error;
    struct point_piece piece[POINT_PIECES];
    int count;
    char kinds[POINT_PIECES + 1]; /* of each piece, N for a number, W for a word */
    bool dashed;                  /* there is a dash between all pieces */
    size_t odd;                   /* where the pieces end; its length if they are all of it */
};

/* Fills in the pieces from text and length. */
void point_cut(struct point *p);

/* True if the whole text is pieces of these kinds. */
bool point_is_kind(const struct point *p, const char *kinds);

/* True if the piece is this word, in upper or lower case. */
bool point_is_word(const struct point *p, int piece, const char *word);

/* True if the piece is a number of four digits. */
bool point_is_year(const struct point *p, int piece);

size_t point_column(const struct point *p, int piece);

/* The text as messages show it: cut if it is long, a ? for each character that is not ASCII. */
struct point_quote {
    char text[44];
};
struct point_quote point_quote(const struct point *p);

/* Set the two halves of the error; point_fail() is false, for the caller to return. */
void point_cure(const struct point *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool point_fail(const struct point *p, size_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
