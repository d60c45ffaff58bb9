/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets of docids as a bit for each, a window at a time: the docids of a shard are looked at in
 * windows of WINDOW, so that the sets of a window, 8 KB each, stay in the processor's cache.
 * Bit i of a set is docid base + i, where base is that of the window.
 */
#ifndef DATELINE_SEARCHER_MATCH_DOCSET_H
#define DATELINE_SEARCHER_MATCH_DOCSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WINDOW 65536u /* docids */
#define WINDOW_WORDS (WINDOW / 64)

/* A window of a shard, or a part of it: docids first..last are asked for, all others are in no
 * set. Sets have `words` words. */
struct window {
    uint32_t base; /* a multiple of WINDOW */
    uint32_t first;
    uint32_t last;
    size_t words;
};

/* The window that docid `first` is in, with the docids first..last as far as they are in it. */
struct window window_of(uint32_t first, uint32_t last);

static inline void docset_add(uint64_t *set, uint32_t bit)
{
    set[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static inline void docset_remove(uint64_t *set, uint32_t bit)
{
    set[bit >> 6] &= ~(UINT64_C(1) << (bit & 63));
}

static inline bool docset_has(const uint64_t *set, uint32_t bit)
{
    return set[bit >> 6] >> (bit & 63) & 1;
}

/* s becomes the intersection, union or difference of s and t. */
void docset_and(uint64_t *s, const uint64_t *t, size_t words);
void docset_or(uint64_t *s, const uint64_t *t, size_t words);
void docset_and_not(uint64_t *s, const uint64_t *t, size_t words);

/* All docids of a window; and those of it that are first..last, added to a set. */
void docset_fill(uint64_t *s, const struct window *w);
void docset_add_span(uint64_t *s, const struct window *w, uint32_t first, uint32_t last);

uint64_t docset_count(const uint64_t *s, size_t words);
bool docset_empty(const uint64_t *s, size_t words);

/* The first bit that is set at `from` or after it; NO_BIT if there is none. */
#define NO_BIT UINT32_MAX
static inline uint32_t docset_next(const uint64_t *s, size_t words, uint32_t from)
{
    size_t i = from >> 6;
    if (i >= words)
        return NO_BIT;
    uint64_t word = s[i] & (~UINT64_C(0) << (from & 63));
    while (!word) {
        if (++i == words)
            return NO_BIT;
        word = s[i];
    }
    return (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(word);
}

#endif
