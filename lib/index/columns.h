/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Columns: what of each article of a shard is looked at when hits are filtered, scored, sorted
 * and counted. Question: here is a docid, what are its date, length, id? Not for what is shown
 * of a hit (texts.h). By docid, fixed width, mapped.
 *
 * A sealed file "DLinecol", version 1. Its body:
 *
 *     0   4  number of documents
 *     4   4  least date of the dated, 0 if none is
 *     8   4  greatest date
 *    12   4  how many are undated
 *    16   1  1: dates never descend with the docid (the undated are 0); else 0
 *    17   6  width in bytes of the columns date (4), length (1, 2 or 4), id (8), signature (8 or
 *            0), source (1 or 0), format (1 or 0). 0: all have the value that stands below
 *    23   1  0
 *    24  48  for each column, 8 bytes: its value if the width is 0; else 0
 *    72      the columns in this order, each from a multiple of 8 on, 0 between: a number for each
 *            docid from 1 on. The body ends where the last one does
 *
 * At 260 bytes an article the columns take 14 bytes: 4 for the date, 2 for the length, 8 for the
 * id; 8 more in shards where any article has a signature, 1 each where sources or formats differ.
 */
#ifndef DATELINE_LIB_INDEX_COLUMNS_H
#define DATELINE_LIB_INDEX_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/index/sealed.h"

#define COLUMNS_FILE "columns"
#define COLUMNS_MAGIC "DLinecol"
#define COLUMNS_VERSION 1
#define COLUMNS_HEAD 72

enum column {
    COLUMN_DATE,
    COLUMN_LENGTH,
    COLUMN_ID,
    COLUMN_SIGNATURE,
    COLUMN_SOURCE,
    COLUMN_FORMAT
};

/* The columns of one article. */
struct column_row {
    uint32_t date;      /* date_to_number(): YYYYMMDD, unknown parts 00; 0: none */
    uint32_t length;    /* the sum of the wdf of its terms */
    uint64_t id;        /* the first 16 hex digits of its id, as a number; shown are the first 10 */
    uint64_t signature; /* of all its fields and text: to tell whether a record changed */
    uint8_t source;     /* enum date_source */
    uint8_t format;     /* number of the format it came in (names are in the manifest) */
};

#define COLUMNS 6

struct columns {
    struct sealed file;
    uint32_t documents;  /* docids 1..documents */
    uint32_t first_date; /* least and greatest date of the dated; 0, 0 if none is */
    uint32_t last_date;
    uint32_t undated; /* how many are */
    bool ordered;     /* dates never descend with the docid; the undated come first */
    /* private: where each column begins in the body, its width, and its value if that is 0 */
    uint64_t at[COLUMNS];
    uint8_t width[COLUMNS];
    uint64_t same[COLUMNS];
};

bool columns_open(struct columns *c, int folder, const char *shown, struct error *error);
void columns_close(struct columns *c); /* takes {0}, too */

/* Reading, as all of the functions below do, is safe from several threads. */

/* The dates of docids first..first+count-1, count at least 1; NULL on error. They stay mapped, and
 * are little endian uint32_t, aligned. */
const uint32_t *columns_dates(struct columns *c, uint32_t first, uint32_t count,
                              struct error *error);

/* Their lengths, of which the width differs by shard: 1, 2 or 4 bytes,
 * columns_length_width(); aligned, little endian. */
const void *columns_lengths(struct columns *c, uint32_t first, uint32_t count, struct error *error);
unsigned columns_length_width(const struct columns *c);

/* All of one article. */
bool columns_row(struct columns *c, uint32_t docid, struct column_row *row, struct error *error);

/* Calls `found` for each docid whose id begins with `digits` hex digits of `id` (1..16, from the
 * top); ids are not unique. false from it ends the walk. */
bool columns_find_id(struct columns *c, uint64_t id, unsigned digits,
                     bool (*found)(void *context, uint32_t docid, uint64_t id), void *context,
                     struct error *error);

/* The length of an article, out of what columns_lengths() gave. */
static inline uint32_t columns_length(const void *lengths, unsigned width, uint32_t i)
{
    return width == 1   ? ((const uint8_t *)lengths)[i]
           : width == 2 ? ((const uint16_t *)lengths)[i]
                        : ((const uint32_t *)lengths)[i];
}

/* Verifies every byte, and that dates exist and what is said of them all is true. *total_length is
 * the sum of the lengths. */
bool columns_check(struct columns *c, uint64_t *total_length, struct error *error);

/* ---- writing ---- */

struct columns_writer;
struct columns_writer *columns_create(int folder, const char *shown, struct error *error);
void columns_writer_free(struct columns_writer *w);
/* The next docid, from 1 on. What is kept in memory is stated in columns_writer.c. */
bool columns_add(struct columns_writer *w, const struct column_row *row, struct error *error);
bool columns_finish(struct columns_writer *w, struct error *error);

#endif
