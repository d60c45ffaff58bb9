/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Positions: where each word stands in each article, by term, in blocks of POSTING_BLOCK postings,
 * and for every term with more than one block a bound of each (posting.h). Written in term order
 * beside postlist.glass; read through posting.h alone.
 *
 *     (format: see positions.c)
 */
#ifndef DATELINE_LIB_INDEX_POSITIONS_H
#define DATELINE_LIB_INDEX_POSITIONS_H

#include "lib/index/sealed.h"

struct positions_writer;

struct positions_writer *positions_create(int folder, const char *shown, struct error *error);
void positions_writer_free(struct positions_writer *w);

/* Begins a term; terms ascend bytewise, as in postlist.glass. `documents` postings follow. With
 * `placed` each has wdf positions; else none has. */
bool positions_term(struct positions_writer *w, const char *term, size_t length, uint32_t documents,
                    bool placed, struct error *error);

/* The next posting of the term: docids ascend; `length` is that of the article. `positions` has
 * wdf entries, ascending; NULL unless placed. */
bool positions_posting(struct positions_writer *w, uint32_t docid, uint32_t wdf, uint32_t length,
                       const uint32_t *positions, struct error *error);

bool positions_finish(struct positions_writer *w, struct error *error);

#endif
