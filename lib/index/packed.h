/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The positions of one block of postings, packed. A posting has at least one position; its
 * positions ascend. They become two rows of numbers: the first position of each posting, and the
 * gaps after it (the distance from the position before, less 1). Given the postings' frequencies,
 * a posting's gaps are found by a sum, and no other's are decoded.
 *
 *   fewer than PACKED_FEW positions: for each posting varint first, varint gap ...
 *   else
 *      1  width of the firsts in bits, 0..32
 *      1  width of the gaps, 1..32; left out if there are none
 *         the firsts, then the gaps, the low bits of each in its width, the lowest bit of a byte
 *         first; zeros up to a whole byte
 *         the exceptions, up to the end of the block: for each number that is wider, varint its
 *         index (the gaps are counted on from the firsts) less that of the exception before less
 *         1 (from -1), varint its high bits
 *
 * A width is the one that takes the fewest bytes, its exceptions counted in. Every gap has at
 * least one bit, so that the bytes bound the number of positions.
 */
#ifndef DATELINE_LIB_INDEX_PACKED_H
#define DATELINE_LIB_INDEX_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

enum { PACKED_FEW = 8, PACKED_POSTINGS = 128 };

/* ---- writing ---- */

/* A block in the making. Start with {0}. */
struct packed_block {
    uint32_t firsts[PACKED_POSTINGS];
    size_t count; /* postings */
    uint32_t *gaps;
    size_t gap_count;
    size_t gap_room;
    uint8_t few[PACKED_FEW]; /* wdf of each posting, while there are few positions */
};

/* Adds a posting; there are fewer than PACKED_POSTINGS. False if its positions do not ascend or
 * the block would have 2^31 of them. */
bool packed_add(struct packed_block *b, const uint32_t *positions, size_t count);

/* Appends the block's bytes and empties it. */
void packed_write(struct packed_block *b, struct buf *out);
void packed_block_free(struct packed_block *b);

/* ---- reading ---- */

/* A block being read. Start with {0}. */
struct packed {
    const uint8_t *bits; /* NULL if there were few: they are in `few` */
    const uint8_t *end;  /* of the bits */
    size_t count;        /* postings */
    unsigned first_width;
    unsigned gap_width;
    uint32_t few[PACKED_FEW];
    /* The exceptions, by index, and how far reading is in them. */
    struct packed_exception {
        uint32_t index;
        uint32_t high;
    } * exceptions;
    size_t exception_count;
    size_t exception_room;
    size_t first_exception; /* the first not below the posting read last */
    size_t gap_exception;   /* the first not below its gaps */
    size_t posting;         /* the posting read last */
    uint64_t before;        /* gaps of the postings before it */
};

/* Enters a block of `count` postings, 1 to PACKED_POSTINGS. The bytes and `wdfs` must stay. False
 * if the bytes do not hold so many positions. */
bool packed_open(struct packed *p, const uint8_t *bytes, size_t length, const uint32_t *wdfs,
                 size_t count);
void packed_close(struct packed *p);

/* The positions of posting i, wdfs[i] of them, to `out`. False if they do not ascend, or are above
 * 2^32 - 1. */
bool packed_get(struct packed *p, const uint32_t *wdfs, size_t i, uint32_t *out);

#endif
