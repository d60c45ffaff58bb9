/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The histogram as a person sees it: which periods stand side by side, the empty ones too, and
 * where the pointer and the two marks are. The pointer and the marks are days, so that they stay
 * when the unit changes.
 */
#ifndef DATELINE_SEARCHER_SCREEN_TIMELINE_H
#define DATELINE_SEARCHER_SCREEN_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "searcher/match/facet.h"
#include "searcher/screen/period.h"

#define TIMELINE_BARS 512 /* at most */

struct timeline {
    enum unit unit;
    bool chosen;          /* the unit was; else it is the finest that fits */
    unsigned zoom;        /* each step shows half of the days */
    bool placed;          /* the pointer was moved by hand; else it is at the last period */
    bool undated;         /* the pointer is on the bar of the undated */
    struct date at;       /* else in the period of this day */
    struct range mark[2]; /* the periods of the two ends */
    bool marked[2];
};

struct bar {
    int32_t period;
    uint64_t count;
};

/* The bars of a width. */
struct bars {
    enum unit unit;
    struct bar list[TIMELINE_BARS];
    size_t count;
    unsigned width;   /* columns of each */
    size_t pointer;   /* the bar it is on; `count`: that of the undated */
    uint64_t most;    /* of the bars shown; without any, the undated */
    uint64_t undated; /* articles without a date */
    uint64_t inexact; /* whose date is not precise enough for the unit */
    bool before;      /* there are periods to the left, */
    bool behind;      /* or to the right, that are not shown */
    int32_t least;    /* the first and the last period that there is */
    int32_t greatest;
};

/* What there is to see: counts by date, in order, and the range that a scope asks for; the days of
 * that are shown even where nothing is. NULL: those with articles alone. */
struct counted {
    const struct facet_day *days;
    size_t count;
    const struct range *scope;
};

/* Lays the bars out in `columns` columns. False if there is no date. `undated` is filled always. */
bool timeline_bars(const struct timeline *t, const struct counted *c, unsigned columns,
                   struct bars *b);

/* Moves the pointer by so many bars. */
void timeline_move(struct timeline *t, const struct counted *c, unsigned columns, int by);

/* Sets the mark of an end (0, 1) to the period of the pointer. False on weekdays and on the bar of
 * the undated, which have no days. */
bool timeline_mark(struct timeline *t, const struct counted *c, unsigned columns, int end);

/* The range that the marks are the ends of; the pointer's period is in the place of what is not
 * marked. False on weekdays, if nothing is marked. */
bool timeline_range(const struct timeline *t, const struct counted *c, unsigned columns,
                    struct range *range);

/* Whether a period is between the marks, both included. */
bool timeline_between(const struct timeline *t, int32_t period, enum unit unit);

#endif
