/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A cursor over the postings of one term of one shard, a block at a time: docids, frequencies
 * (wdf), positions, and for each block a bound of what it can score. Question: which articles have
 * this word, how often, where? The postings are those of postlist.glass, the positions and bounds
 * those of the file `positions`, aligned with them.
 *
 * Measured, all in memory: a posting is decoded in 0.9 ns, in 2 to 4 where docids are far apart; a
 * seek within a long list takes 0.1 to 0.5 us with the block it decodes, a bound 6 ns, opening a
 * list 1 us, and 1 more if it has many blocks; positions 20 ns a posting and 2 to 3 ns a position.
 */
#ifndef DATELINE_LIB_INDEX_POSTING_H
#define DATELINE_LIB_INDEX_POSTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"

#define POSTING_BLOCK 128
#define POSTING_WDF_MAX (1u << 26) /* how often a word is in one article: more is damage */

struct shard;

/* Of a block that was perhaps not decoded. Bounds are true, and not always tight: the last docid is
 * exact; frequencies and lengths are exact below 2048, and at most 0.1 % off above. A list of one
 * block keeps none: min_length is 0; `last` may be UINT32_MAX and max_wdf is `occurrences` until
 * the block is decoded, and both are exact then. */
struct posting_bound {
    uint32_t last;       /* its last docid */
    uint32_t max_wdf;    /* no posting of the block has a greater wdf */
    uint32_t min_length; /* no article of the block is shorter */
};

struct posting_list {
    uint32_t documents;       /* postings of the term in this shard; 0: it is not there */
    uint64_t occurrences;     /* the sum of their wdf */
    struct posting_bound top; /* of the whole list */
    /* The block at hand. */
    uint32_t docids[POSTING_BLOCK]; /* ascending */
    uint32_t wdfs[POSTING_BLOCK];
    size_t count;                /* 0: before the first block, or at the end */
    struct posting_state *state; /* private */
};

/* Opens the list of a term; a term that is not there has documents 0. Close with
 * posting_list_close(), which takes one that was not opened ({0}), too. */
bool posting_list_open(struct posting_list *l, struct shard *s, const void *term, size_t length,
                       struct error *error);
void posting_list_close(struct posting_list *l);

/* Documents that have a term, without opening a cursor. */
bool posting_frequency(struct shard *s, const void *term, size_t length, uint32_t *documents,
                       uint64_t *occurrences, struct error *error);

/* Decodes the next block; count is 0 at the end. */
bool posting_list_next(struct posting_list *l, struct error *error);

/* Goes to the first posting whose docid is not less than `docid`, decodes its block and leaves in
 * docids[0] .. the postings from there on or some before it in the same block. Never goes back. */
bool posting_list_seek(struct posting_list *l, uint32_t docid, struct error *error);

/* The bound of the block that posting_list_seek() would decode, without decoding it; last 0 if
 * there is none. Never goes back. */
bool posting_list_bound(struct posting_list *l, uint32_t docid, struct posting_bound *bound,
                        struct error *error);

/* The positions of posting `i` of the block at hand, ascending, into `out`, whose room is wdfs[i].
 * *count is 0 if the term has no positions. Ascending `i` is the fastest. */
bool posting_positions(struct posting_list *l, size_t i, uint32_t *out, size_t *count,
                       struct error *error);

/* ---- terms, in byte order ---- */

struct term_walk;

/* Terms that begin with a prefix, from the first on. NULL and *error. */
struct term_walk *term_walk_open(struct shard *s, const void *prefix, size_t length,
                                 struct error *error);
/* The next one; *length is 0 at the end. It is good until the next call. */
bool term_walk_next(struct term_walk *w, const char **term, size_t *length, uint32_t *documents,
                    struct error *error);
void term_walk_close(struct term_walk *w);

#endif
