/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A date as people and programs write it, the whole of a text, for date_parse() and range_parse()
 * (not for others): date.h lists the forms. What has two readings is told with both.
 */
#ifndef DATELINE_LIB_DATE_DATE_WRITTEN_H
#define DATELINE_LIB_DATE_DATE_WRITTEN_H

#include "lib/date/date.h"

enum written_status {
    WRITTEN_DATE,
    WRITTEN_IMPOSSIBLE, /* the shape of a date, but there is no such day, or another weekday */
    WRITTEN_AMBIGUOUS,  /* 05/06/2023: `date` with the day first, `other` with the month first */
    WRITTEN_SHORT_YEAR, /* 23-05-26, 26 May 23: the year may be any; `part` if a month is named */
    WRITTEN_NO_YEAR,    /* 26 May: `part` has month and day */
    WRITTEN_UNKNOWN
};

struct written {
    int part[3];  /* year, month, day as written; they may name no date */
    size_t at[3]; /* the offset of each in the text */
    int count;    /* how many of them */
    int weekday;  /* 1..7; 0 if not written */
    size_t fault; /* the offset where the trouble is; of what is unknown, where reading ended */
    bool named;   /* a month's name is in it */
    bool timed;   /* a time of day is */
    struct date date;
    struct date other;
};

enum written_status date_written(const char *text, size_t length, struct written *w);

#endif
