/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index, opened for reading: its shards, its settings, and for each shard the columns that
 * scoring, sorting and counting by date look at, loaded in blocks when they are first needed.
 *
 * Readers take no lock. What they read may change under them: then calls fail with
 * XC_DATABASE_MODIFIED, and archive_retry() opens all shards anew and starts over.
 */
#ifndef DATELINE_SEARCHER_MATCH_ARCHIVE_H
#define DATELINE_SEARCHER_MATCH_ARCHIVE_H

#include "lib/date/range.h"
#include "lib/glass/read.h"
#include "lib/index/home.h"
#include "lib/index/schema.h"
#include "lib/index/shards.h"
#include "lib/xapian/binding.h"
#include "searcher/match/docset.h"

#define COLUMN_BLOCK 4096u /* docids */

enum column { COLUMN_LENGTH, COLUMN_DATE, COLUMN_ID, COLUMNS };

struct shard_reader {
    const char *name;
    struct xc_database *db;
    struct glass_reader *glass; /* what lists.h reads by; NULL: by libxapian */
    struct xc_statistics statistics;
    /* By docid; good where the block is loaded. */
    uint32_t *lengths;
    uint32_t *dates;       /* date_to_number() */
    uint64_t *ids;         /* the hex digits as a number */
    bool *loaded[COLUMNS]; /* by block */
    double *scores;        /* room for scores, all 0 between searches */
    struct docset all;     /* documents that there are */
    struct docset undated;
    struct range range; /* the range that in_range is of */
    struct docset in_range;
};

struct archive {
    const struct home *home;
    struct shards shards;
    bool remote; /* one of them is: then readers[0] is all of them, through libxapian alone */
    struct shard_reader *readers;
    size_t count;
    char *language;
    char *built;        /* when last written, UTC; "" if unknown */
    uint64_t documents; /* of all shards */
    double average_length;
    struct date first; /* bounds of the dates; none if all are undated */
    struct date last;
};

/* Opens the index of `home`, which must outlive it. False: `message` says why, and what to do. */
bool archive_open(struct archive *a, const struct home *home, char message[512]);
void archive_close(struct archive *a);

/* Calls `body` until the archive does not change under it. False: *error is the last failure. */
bool archive_retry(struct archive *a, bool (*body)(void *context, struct xc_error *error),
                   void *context, struct xc_error *error);

/* Loads what the blocks of a column that `wanted` has documents in lack. */
bool archive_load(struct shard_reader *r, enum column column, const struct docset *wanted,
                  struct xc_error *error);

/* The same for the block of one document. */
bool archive_load_one(struct shard_reader *r, enum column column, uint32_t docid,
                      struct xc_error *error);

/* Cuts a range to the years that the archive has articles of; false if that leaves nothing. */
bool archive_clip(const struct archive *a, struct range *range);

/* The documents of a shard; those without a date; those that a range contains the whole date
 * of. The sets belong to the shard; that of a range is good until the next call. NULL on error. */
const struct docset *archive_all(struct shard_reader *r, struct xc_error *error);
const struct docset *archive_undated(struct shard_reader *r, struct xc_error *error);
const struct docset *archive_in_range(struct archive *a, struct shard_reader *r, struct range range,
                                      struct xc_error *error);

/* Adds the documents of a term to a set. */
bool archive_add_term(struct shard_reader *r, const struct term *t, struct docset *set,
                      struct xc_error *error);

/* The record of a document. Free with record_free(). */
bool archive_record(struct shard_reader *r, uint32_t docid, struct record *record,
                    struct xc_error *error);

#endif
