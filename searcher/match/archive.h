/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The archive: one index or several, opened for reading at one revision each, whose shards are
 * searched as one. Question: which shards are there, and what do they hold in all? What is open
 * never changes. Opening costs the same for every size: files are mapped, and read when needed.
 *
 * Statistics (documents, lengths, frequencies of terms) count articles that are gone until a
 * merge takes them out; what is matched, counted or shown never does.
 */
#ifndef DATELINE_SEARCHER_MATCH_ARCHIVE_H
#define DATELINE_SEARCHER_MATCH_ARCHIVE_H

#include "lib/date/range.h"
#include "lib/index/home.h"
#include "lib/index/schema.h"
#include "lib/index/shard.h"

struct remote;

/* One shard; or, of an index of remote shards, all of them together. */
struct reader {
    struct shard *shard;   /* NULL if it is remote, */
    struct remote *remote; /* or else this */
    size_t index;          /* of the archive's indexes, the one that it is of */
    const char *name;      /* for messages */
    uint32_t documents;    /* docids are 1..documents, with those that are gone */
};

struct open_index {
    const struct home *home;
    int folder;
    struct manifest manifest; /* empty if the shards are remote */
    struct gone gone;
    size_t first; /* of the archive's readers, the first of this index */
    size_t count;
};

struct archive {
    struct open_index *indexes;
    size_t index_count;
    struct reader *readers;
    size_t count;
    char *language;
    char *built;           /* when the newest of them was last written, UTC; "" if not known */
    uint64_t documents;    /* with those that are gone, */
    uint64_t gone;         /* these */
    double average_length; /* likewise */
    struct date first;     /* bounds of the dates; none if all are undated */
    struct date last;
};

/*
 * Opens the indexes of `homes`, which must outlive the archive. Errors: ERROR_MISSING if there is
 * no index, ERROR_VERSION if its format or words are not those of this program, ERROR_USAGE if
 * the languages of several differ, ERROR_DAMAGED. Close with archive_close(), which takes {0}.
 */
bool archive_open(struct archive *a, const struct home *homes, size_t count, struct error *error);
void archive_close(struct archive *a);

/* False and *error if a mapped page of any shard could not be read: what was found is not to be
 * believed. */
bool archive_intact(const struct archive *a, struct error *error);

/* The record of a hit, its path and id as of now. Free with record_free(). */
bool archive_record(struct archive *a, size_t reader, uint32_t docid, struct record *record,
                    struct error *error);

/* The home that paths of a reader's articles belong to. */
const struct home *archive_home(const struct archive *a, size_t reader);

/* Cuts a range to the years that the archive has articles of; false if that leaves nothing. */
bool archive_clip(const struct archive *a, struct range *range);

/* ---- what a reader knows of its articles, by docid ---- */

/* The dates of docids first..first+count-1 (date_to_number()), and their lengths, 1, 2 or 4 bytes
 * each. They stay while the reader does. NULL on error. */
const uint32_t *reader_dates(struct reader *r, uint32_t first, uint32_t count, struct error *error);
const void *reader_lengths(struct reader *r, uint32_t first, uint32_t count, unsigned *width,
                           struct error *error);

/* The id of an article as of now: its first 16 hex digits as a number. */
bool reader_id(struct archive *a, size_t reader, uint32_t docid, uint64_t *id, struct error *error);

/* Dates of the shard never descend with the docid, the undated come first; how many they are. */
bool reader_ordered(const struct reader *r);
uint32_t reader_undated(const struct reader *r);

/* No date of it is later; UINT32_MAX if that is not known. */
uint32_t reader_last_date(const struct reader *r);

/* Documents that have a term. */
bool reader_frequency(struct reader *r, const struct term *t, uint32_t *documents,
                      struct error *error);

/* Calls `found` for each article whose id begins with these hex digits, gone ones left out. */
bool reader_find_id(struct archive *a, size_t reader, const char *hex,
                    void (*found)(void *context, size_t reader, uint32_t docid), void *context,
                    struct error *error);

/* The bits of what is gone, or was never there, by docid; NULL if nothing is. */
const uint64_t *reader_gone(const struct reader *r);

#endif
