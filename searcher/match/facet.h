/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts by date. Days are counted first, in a table by date_to_number(); the rows of a histogram
 * are made of those. The rows' sum is the number of articles counted.
 */
#ifndef DATELINE_SEARCHER_MATCH_FACET_H
#define DATELINE_SEARCHER_MATCH_FACET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/date/date.h"

enum facet_by {
    BY_YEAR,
    BY_MONTH,
    BY_WEEK,
    BY_DAY,
    BY_WEEKDAY,
    BY_QUARTER,
    BY_DECADE,
    BY_PUBLISHER, /* these two are counted by tally.h */
    BY_PATH
};

#define FACET_NAMES "year, quarter, month, week, day, weekday, decade, publisher or path"

/* True if the rows are periods, which have an order and follow each other. */
bool facet_is_dated(enum facet_by by);

/* The name of a kind of rows, as --by has it; and the kind of a name. */
const char *facet_name(enum facet_by by);
bool facet_parse(const char *name, enum facet_by *by);

#define FACET_KEY 12 /* room for a key: "2023-05-26", "2023-W21", "2023-q2", "Mon", "undated" */

struct facet_row {
    char key[FACET_KEY];
    uint64_t count;
};

struct facet {
    struct facet_day {
        uint32_t number; /* YYYYMMDD, unknown parts 00; 0: undated */
        uint64_t count;  /* 0: this place of the table is free */
    } * days;
    size_t size; /* of the table: 0 or a power of two */
    size_t used;
    uint32_t unit; /* 100: days are counted as their months, 10000: as their years; else 0 */
};

/* Counts an article of a date; start with {0} or {.unit}, end with facet_free(). */
void facet_add(struct facet *f, uint32_t number, uint64_t count);
void facet_clear(struct facet *f); /* but for the unit */
void facet_free(struct facet *f);

/* The greatest unit that a kind of rows may be made of. */
uint32_t facet_unit(enum facet_by by);

/*
 * The rows, by key; the caller frees them. Keys are 2023, 2023-05, 2023-05-26, 2023-W21 (ISO
 * weeks), 2023-q2, 1990s, Mon .. Sun in this order. Periods between the first and the last that
 * nothing was counted in are there as 0; so is every weekday, if one is. Dates that are not precise
 * enough for a row have one of their own, "2023" or "2023-05", where it sorts (by weekday: "no
 * day"). "undated" is last.
 */
struct facet_row *facet_rows(const struct facet *f, enum facet_by by, size_t *count);

#endif
