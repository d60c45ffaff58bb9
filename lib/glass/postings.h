/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the lists of postings of a glass database: of each term, the documents that have it, with
 * its frequency in each (wdf); and of the empty term, all documents, with their lengths as wdf.
 * Docids ascend. What the lists look like in the table is in lib/glass/chunk.h.
 */
#ifndef DATELINE_LIB_GLASS_POSTINGS_H
#define DATELINE_LIB_GLASS_POSTINGS_H

#include "lib/glass/read.h"
#include "lib/xapian/binding.h"

struct glass_postings;

/* Documents that have a term, and how often it occurs in all. 0, 0 if none has. */
enum glass_status glass_frequency(struct glass_reader *r, const void *term, size_t length,
                                  uint32_t *documents, uint32_t *occurrences);

/* The postings of a term: none if no document has it. Free with glass_postings_free(). */
enum glass_status glass_postings_open(struct glass_reader *r, const void *term, size_t length,
                                      struct glass_postings **postings);
void glass_postings_free(struct glass_postings *p);

/* Reads the next postings, up to `room`; *count is 0 at the end. */
enum glass_status glass_postings_read(struct glass_postings *p, struct xc_posting *out, size_t room,
                                      size_t *count);

/* Skips postings before `docid`; never goes back. */
enum glass_status glass_postings_skip(struct glass_postings *p, uint32_t docid);

/* The lengths of the documents first .. first+count-1; 0 where there is none. */
enum glass_status glass_lengths(struct glass_reader *r, uint32_t first, size_t count,
                                uint32_t *lengths);

#endif
