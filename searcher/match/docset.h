/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of docids of one shard, as a bit for each: joined 64 at a time. */
#ifndef DATELINE_SEARCHER_MATCH_DOCSET_H
#define DATELINE_SEARCHER_MATCH_DOCSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct docset {
    uint64_t *bits;
    size_t words; /* of 64 bits; 0 for a set that was not made yet */
};

/* An empty set for docids 0..last. Free with docset_free(). */
struct docset docset_new(uint32_t last);
struct docset docset_copy(const struct docset *s);
void docset_free(struct docset *s);

static inline void docset_add(struct docset *s, uint32_t docid)
{
    s->bits[docid >> 6] |= UINT64_C(1) << (docid & 63);
}

static inline bool docset_has(const struct docset *s, uint32_t docid)
{
    return s->bits[docid >> 6] >> (docid & 63) & 1;
}

/* All of one shard: s becomes the intersection, union or difference of s and t. */
void docset_and(struct docset *s, const struct docset *t);
void docset_or(struct docset *s, const struct docset *t);
void docset_and_not(struct docset *s, const struct docset *t);

uint64_t docset_count(const struct docset *s);

/* The first docid in the set that is >= from; 0 if there is none. */
uint32_t docset_next(const struct docset *s, uint32_t from);

#endif
