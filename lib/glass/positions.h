/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads from a glass database where a term stands in documents. What the lists look like in the
 * table is in lib/glass/position.h. Documents may be asked for in any order; ascending docids,
 * close to each other, are the fastest.
 */
#ifndef DATELINE_LIB_GLASS_POSITIONS_H
#define DATELINE_LIB_GLASS_POSITIONS_H

#include "lib/glass/read.h"

/* Positions of a term in a document that can be read; more are GLASS_CORRUPT. */
enum { GLASS_POSITIONS_MAX = 1 << 26 };

struct glass_positions;

/* Free with glass_positions_free(). */
struct glass_positions *glass_positions_open(struct glass_reader *r, const void *term,
                                             size_t length);
void glass_positions_free(struct glass_positions *p);

/* The term's positions in a document, ascending; none is no error. The array is p's own, and good
 * until the next call. */
enum glass_status glass_positions_read(struct glass_positions *p, uint32_t docid,
                                       const uint32_t **positions, size_t *count);

#endif
