/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the parts of the screen stand, by its size. Rows and columns count from 0. */
#ifndef DATELINE_SEARCHER_SCREEN_LAYOUT_H
#define DATELINE_SEARCHER_SCREEN_LAYOUT_H

#include <stdbool.h>

enum part { PART_QUERY, PART_TIMELINE, PART_LIST, PART_TEXT, PART_COUNT };

#define LAYOUT_LEAST_WIDTH 20
#define LAYOUT_LEAST_HEIGHT 7
#define LAYOUT_UNDATED 8 /* columns at the end of the histogram, for the bar of the undated */

struct area {
    unsigned row;
    unsigned column;
    unsigned width;
    unsigned height; /* 0: it is not shown */
};

struct layout {
    bool fits; /* else the screen is too small for anything */
    unsigned width;
    unsigned status;  /* row of counts; row 0 is the query line */
    struct area bars; /* of the histogram; its labels stand in the row below */
    bool headed;      /* the list and the text have a head each, in the row above them */
    struct area list;
    struct area text;
    unsigned hints;
};

/* On a small screen the list and the text take the same rows, and `part` says which is shown. */
struct layout layout_make(unsigned width, unsigned height, enum part part);

/* The part that a place belongs to. */
enum part layout_part(const struct layout *l, unsigned row, unsigned column);

#endif
