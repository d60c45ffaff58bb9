/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Columns: what of each article of a shard is looked at when hits are filtered, scored, sorted
 * and counted. Question: here is a docid, what are its date, length, id? Not for what is shown
 * of a hit (texts.h). By docid, fixed width, mapped.
 *
 *     (format: see columns.c)
 */
#ifndef DATELINE_LIB_INDEX_COLUMNS_H
#define DATELINE_LIB_INDEX_COLUMNS_H

#include "lib/index/sealed.h"

/* The columns of one article. */
struct column_row {
    uint32_t date;      /* date_to_number(): YYYYMMDD, unknown parts 00; 0: none */
    uint32_t length;    /* the sum of the wdf of its terms */
    uint64_t id;        /* the first 16 hex digits of its id, as a number; shown are the first 10 */
    uint64_t signature; /* of all its fields and text: to tell whether a record changed */
    uint8_t source;     /* enum date_source */
    uint8_t format;     /* number of the format it came in (names are in the manifest) */
};

struct columns {
    struct sealed file;
    uint32_t documents;  /* docids 1..documents */
    uint32_t first_date; /* least and greatest date of the dated; 0, 0 if none is */
    uint32_t last_date;
    uint32_t undated; /* how many are */
    bool ordered;     /* dates never descend with the docid; the undated come first */
    /* private: where each column begins in the body, and its width */
    uint64_t at[6];
    uint8_t width[6];
};

bool columns_open(struct columns *c, int folder, const char *shown, struct error *error);
void columns_close(struct columns *c);

/* The dates of docids first..first+count-1, count at least 1; NULL on error. They stay mapped, and
 * are little endian uint32_t, aligned. */
const uint32_t *columns_dates(struct columns *c, uint32_t first, uint32_t count,
                              struct error *error);

/* Their lengths, of which the width differs by shard: 1, 2 or 4 bytes, c->length_width. */
const void *columns_lengths(struct columns *c, uint32_t first, uint32_t count, struct error *error);
unsigned columns_length_width(const struct columns *c);

/* All of one article. */
bool columns_row(struct columns *c, uint32_t docid, struct column_row *row, struct error *error);

/* Calls `found` for each docid whose id begins with `digits` hex digits of `id` (1..16, from the
 * top); ids are not unique. false from it ends the walk. */
bool columns_find_id(struct columns *c, uint64_t id, unsigned digits,
                     bool (*found)(void *context, uint32_t docid, uint64_t id), void *context,
                     struct error *error);

/* ---- writing ---- */

struct columns_writer;
struct columns_writer *columns_create(int folder, const char *shown, struct error *error);
void columns_writer_free(struct columns_writer *w);
/* The next docid, from 1 on. What is kept in memory is stated in columns.c. */
bool columns_add(struct columns_writer *w, const struct column_row *row, struct error *error);
bool columns_finish(struct columns_writer *w, struct error *error);

#endif
