/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers of formats: an index knows formats by the numbers of its own list (lib/index/manifest.h),
 * a program by their place in its table (reader.h). The list of an index only grows, so that
 * numbers in its columns stay good when a program learns more formats.
 */
#ifndef DATELINE_INDEXER_READ_FORMAT_NUMBERS_H
#define DATELINE_INDEXER_READ_FORMAT_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/index/manifest.h"

#define FORMAT_NUMBERS 64

struct reader_format;

struct format_numbers {
    uint8_t of[FORMAT_NUMBERS + 1]; /* by place in the table, from 1; of[0] is 0 */
};

/* Adds the formats that the index does not know to its list, and sets the numbers. True if there
 * were any. */
bool format_numbers_learn(struct format_numbers *n, struct manifest *m);

/* The index's number of a format; 0 of NULL, or if it is not one of the program's table. */
uint8_t format_numbers_of(const struct format_numbers *n, const struct reader_format *format);

/* The place in the program's table of a number of the index; 0 if the program does not know it. */
uint8_t format_numbers_place(const struct format_numbers *n, uint8_t number);

#endif
