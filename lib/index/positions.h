/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Positions: where each word stands in each article, by term, in blocks of POSTING_BLOCK postings,
 * and for every term with more than one block a bound of each (posting.h). Question: is this word
 * next to that one here; can any article of this block be among the best? Written in term order
 * beside postlist.glass; read through posting.h alone. Not for the text of an article (texts.h).
 *
 *     (format: see positions.c; a block: packed.h; from a term to its place: lexicon.h)
 *
 * Measured on 60,000 articles of 3.4 KB, 35.4 million positions of 20.3 million pairs of word and
 * article: 45.5 MB, 1.29 bytes a position or 2.24 a pair, with bounds and dictionary. Xapian's
 * position.glass has 348 MB for the same, 17.1 bytes a pair. Lucene 8.7's .pos has 1.28 bytes a
 * position of the 25.5 million that it keeps (no stop words), its dictionary (.tim) apart. Writing
 * takes 20 ns a position.
 */
#ifndef DATELINE_LIB_INDEX_POSITIONS_H
#define DATELINE_LIB_INDEX_POSITIONS_H

#include "lib/base/little.h"
#include "lib/index/sealed.h"

#define POSITIONS_NAME "positions"

struct positions_writer;

struct positions_writer *positions_create(int folder, const char *shown, struct error *error);
void positions_writer_free(struct positions_writer *w);

/* Begins a term; terms ascend bytewise, as in postlist.glass. `documents` postings follow. With
 * `placed` each has wdf positions; else none has. */
bool positions_term(struct positions_writer *w, const char *term, size_t length, uint32_t documents,
                    bool placed, struct error *error);

/* The next posting of the term: docids ascend; `length` is that of the article. `positions` has
 * wdf entries, at least one, ascending; NULL unless placed. wdf is at most POSTING_WDF_MAX: more is
 * ERROR_LIMIT. */
bool positions_posting(struct positions_writer *w, uint32_t docid, uint32_t wdf, uint32_t length,
                       const uint32_t *positions, struct error *error);

bool positions_finish(struct positions_writer *w, struct error *error);

/* ---- reading: for posting.c ---- */

/* What the file has of a term. */
struct positions_place {
    bool placed;           /* it has positions */
    const uint8_t *bounds; /* a row each block (positions_row); NULL if there is one block */
    uint32_t stride;       /* bytes of a row */
    uint16_t top_wdf;      /* bounds of all blocks, as bound.h has them */
    uint16_t top_length;
    const uint8_t *inlined; /* all its positions, `length` bytes; or NULL, and they are */
    uint64_t at;            /* ... from here on in the body */
    uint64_t length;
};

/* A block's row in the bounds. */
struct positions_row {
    uint32_t last;
    uint16_t wdf; /* bound.h */
    uint16_t length;
};

bool positions_open(struct sealed *s, int folder, const char *shown, struct error *error);

/* Finds a term that is in `documents` articles. */
bool positions_find(struct sealed *s, const void *term, size_t length, uint32_t documents,
                    struct positions_place *place, struct error *error);

static inline uint32_t positions_last(const struct positions_place *p, uint32_t block)
{
    return little_32(p->bounds + (size_t)block * p->stride);
}

static inline struct positions_row positions_row(const struct positions_place *p, uint32_t block)
{
    const uint8_t *row = p->bounds + (size_t)block * p->stride;
    return (struct positions_row){little_32(row), little_16(row + 4), little_16(row + 6)};
}

/* The bytes of one block, verified; NULL on error. */
const uint8_t *positions_block(struct sealed *s, const struct positions_place *p, uint32_t block,
                               size_t *length, struct error *error);

#endif
