/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the position table: where each term stands in each document.
 *
 *   key  term, 00, sortable docid      (glass_pack.h)
 *   tag  uint: the last position. If it is the only one, that is all; else bits (glass_bits.h):
 *        the first position, below the last one; the number of positions less 2, below last -
 *        first; the positions between, interpolative
 *
 * A term without positions in a document has no entry.
 */
#ifndef DATELINE_LIB_GLASS_POSITION_H
#define DATELINE_LIB_GLASS_POSITION_H

#include "lib/glass/table_writer.h"

struct glass_position;

/* The folder must exist. The caller frees the writer, finished or not. */
struct glass_position *glass_position_new(const char *folder);
void glass_position_free(struct glass_position *p);

/*
 * Begins a term; terms ascend bytewise. Its packed form and a docid must fit into a key: a term
 * of 245 bytes does, unless more than a few of them are 00.
 */
bool glass_position_term(struct glass_position *p, const char *term, size_t length,
                         struct error *error);

/* Adds its positions in a document: docids ascend from 1, positions ascend. None: no entry. */
bool glass_position_add(struct glass_position *p, uint32_t docid, const uint32_t *positions,
                        size_t count, struct error *error);

bool glass_position_finish(struct glass_position *p, struct glass_root *root, struct error *error);

#endif
