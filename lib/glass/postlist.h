/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the postlist table, which holds four things, in this order:
 *
 *   metadata          key 00 c0 and the user's key; tag the user's value
 *   values            glass_value.h
 *   document lengths  glass_chunk.h, under the name 00 e0
 *   terms             glass_chunk.h, under the term in packed form
 *
 * None of its tags is deflated. The calls below are made in the same order; each may be left
 * out. What goes into a list's first chunk is told when the list begins, and checked at its end.
 */
#ifndef DATELINE_LIB_GLASS_POSTLIST_H
#define DATELINE_LIB_GLASS_POSTLIST_H

#include "lib/glass/table_writer.h"
#include "lib/glass/value.h"
#include "lib/glass/version.h"

struct glass_postlist;

/* The folder must exist. The caller frees the writer, finished or not. */
struct glass_postlist *glass_postlist_new(const char *folder);
void glass_postlist_free(struct glass_postlist *p);

/* Keys ascend and have 1 to 253 bytes. An empty value is none: nothing is stored for it. */
bool glass_postlist_metadata(struct glass_postlist *p, const char *key, size_t key_length,
                             const char *value, size_t length, struct error *error);

/* All values of all slots, in one call. */
bool glass_postlist_values(struct glass_postlist *p, const struct glass_slot *slots, size_t count,
                           struct error *error);

/* The length of each document, also where it is 0: the sum of wdf over its terms. Docids ascend
 * from 1. */
bool glass_postlist_length(struct glass_postlist *p, uint32_t docid, uint32_t length,
                           struct error *error);

/*
 * Begins a term of 1 to 245 bytes; terms ascend bytewise. `documents` is how many have it, at
 * least one, and `occurrences` the sum of its wdf in them.
 */
bool glass_postlist_term(struct glass_postlist *p, const char *term, size_t length,
                         uint32_t documents, uint32_t occurrences, struct error *error);

/* Adds a document of the term; docids ascend, and each has a length. */
bool glass_postlist_posting(struct glass_postlist *p, uint32_t docid, uint32_t wdf,
                            struct error *error);

/* Ends the table. That lengths and postings add up to the same total is checked here. */
bool glass_postlist_finish(struct glass_postlist *p, struct glass_root *root,
                           struct glass_stats *stats, struct error *error);

#endif
