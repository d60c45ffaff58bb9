/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shard as a source of terms (term_merge.h): without what is gone, and renumbered. */
#ifndef DATELINE_INDEXER_BUILD_SHARD_SOURCE_H
#define DATELINE_INDEXER_BUILD_SHARD_SOURCE_H

#include "indexer/build/term_merge.h"
#include "lib/index/shard.h"

/* From the docids of a shard to those of the one that it is merged into. */
struct renumbering {
    uint32_t base;    /* articles before it */
    uint32_t kept;    /* how many it has that are not gone */
    uint32_t *before; /* how many are gone before each 64 docids; NULL if none is */
};

/* Counts what is gone; frees with free(before). ERROR_DAMAGED if that is not what the tombstones
 * say of themselves. */
bool renumbering_make(struct renumbering *r, const struct shard *s, uint32_t base,
                      struct error *error);

/* The new docid of an article that is not gone. */
static inline uint32_t renumbered(const struct renumbering *r, const struct shard *s,
                                  uint32_t docid)
{
    if (!r->before)
        return r->base + docid;
    uint64_t below = s->gone.bits[docid >> 6] & ((UINT64_C(1) << (docid & 63)) - 1);
    return r->base + docid - r->before[docid >> 6] - (uint32_t)__builtin_popcountll(below);
}

/* Both must outlive it. What a term has is counted against what its list says: ERROR_DAMAGED. */
struct term_source *shard_source_open(struct shard *s, const struct renumbering *r, bool positions,
                                      struct error *error);

#endif
