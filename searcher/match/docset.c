/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/docset.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

struct docset docset_new(uint32_t last)
{
    size_t words = (size_t)last / 64 + 1;
    return (struct docset){xcalloc(words, sizeof(uint64_t)), words};
}

struct docset docset_copy(const struct docset *s)
{
    struct docset copy = {xreallocarray(NULL, s->words, sizeof(uint64_t)), s->words};
    memcpy(copy.bits, s->bits, s->words * sizeof(uint64_t));
    return copy;
}

void docset_free(struct docset *s)
{
    free(s->bits);
    *s = (struct docset){0};
}

void docset_and(struct docset *s, const struct docset *t)
{
    for (size_t i = 0; i < s->words; i++)
        s->bits[i] &= t->bits[i];
}

void docset_or(struct docset *s, const struct docset *t)
{
    for (size_t i = 0; i < s->words; i++)
        s->bits[i] |= t->bits[i];
}

void docset_and_not(struct docset *s, const struct docset *t)
{
    for (size_t i = 0; i < s->words; i++)
        s->bits[i] &= ~t->bits[i];
}

uint64_t docset_count(const struct docset *s)
{
    uint64_t count = 0;
    for (size_t i = 0; i < s->words; i++)
        count += (uint64_t)__builtin_popcountll(s->bits[i]);
    return count;
}

uint32_t docset_next(const struct docset *s, uint32_t from)
{
    size_t i = from >> 6;
    if (i >= s->words)
        return 0;
    uint64_t word = s->bits[i] & (~UINT64_C(0) << (from & 63));
    while (!word) {
        if (++i == s->words)
            return 0;
        word = s->bits[i];
    }
    return (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(word);
}
