/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads what searching reads most: postings, frequencies, positions, lengths, values. This is the
 * one place that chooses who reads them: the glass reader where it can (lib/glass/read.h), or
 * libxapian, for shards that are remote or of a form that the glass reader does not know. Either
 * way the answers are the same, and so are the errors: XC_DATABASE_MODIFIED if the shard changed
 * too far to be read on.
 */
#ifndef DATELINE_SEARCHER_MATCH_LISTS_H
#define DATELINE_SEARCHER_MATCH_LISTS_H

#include "searcher/match/archive.h"

/* Opens the glass reader of a shard whose folder is `path` and whose libxapian handle and
 * statistics are there; r->glass stays NULL if it cannot read the shard. */
bool lists_init(struct shard_reader *r, const char *path, struct xc_error *error);

/* Documents that have a term, and how often it occurs in all. 0, 0 if none has. */
bool lists_frequency(struct shard_reader *r, const void *term, size_t length, uint32_t *documents,
                     uint32_t *occurrences, struct xc_error *error);

struct lists_postings;

/* The postings of a term in docid order; of the empty term: all documents, each with wdf 1. */
struct lists_postings *lists_postings_open(struct shard_reader *r, const void *term, size_t length,
                                           struct xc_error *error);
void lists_postings_free(struct lists_postings *p);

/* Reads the next postings, up to `room`; *count is 0 at the end. */
bool lists_postings_read(struct lists_postings *p, struct xc_posting *out, size_t room,
                         size_t *count, struct xc_error *error);

/* Skips postings before `docid`, and reads as above. Never goes back. */
bool lists_postings_read_from(struct lists_postings *p, uint32_t docid, struct xc_posting *out,
                              size_t room, size_t *count, struct xc_error *error);

struct lists_positions;

/* The positions of a term, document by document; fastest for ascending docids. The term must stay
 * until lists_positions_free(). */
struct lists_positions *lists_positions_open(struct shard_reader *r, const void *term,
                                             size_t length);
void lists_positions_free(struct lists_positions *p);

/* Those in one document, ascending; none is no error. The array is p's own, and good until the
 * next call. */
bool lists_positions_read(struct lists_positions *p, uint32_t docid, const uint32_t **positions,
                          size_t *count, struct xc_error *error);

/* The lengths of the documents first .. first+count-1 to `lengths`; 0 where there is none. */
bool lists_lengths(struct shard_reader *r, uint32_t first, size_t count, uint32_t *lengths,
                   struct xc_error *error);

/* Calls `each` for those of the same documents that have a value in a slot, docids ascending. The
 * bytes are good during the call. */
bool lists_values(struct shard_reader *r, uint32_t slot, uint32_t first, size_t count,
                  void (*each)(void *context, uint32_t docid, const char *value, size_t length),
                  void *context, struct xc_error *error);

#endif
