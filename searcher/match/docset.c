/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/docset.h"

#include <string.h>

struct window window_of(uint32_t first, uint32_t last)
{
    uint32_t base = first & ~(WINDOW - 1);
    uint32_t end = base + (WINDOW - 1);
    if (last > end)
        last = end;
    return (struct window){base, first, last, (size_t)((last - base) / 64 + 1)};
}

void docset_and(uint64_t *s, const uint64_t *t, size_t words)
{
    for (size_t i = 0; i < words; i++)
        s[i] &= t[i];
}

void docset_or(uint64_t *s, const uint64_t *t, size_t words)
{
    for (size_t i = 0; i < words; i++)
        s[i] |= t[i];
}

void docset_and_not(uint64_t *s, const uint64_t *t, size_t words)
{
    for (size_t i = 0; i < words; i++)
        s[i] &= ~t[i];
}

void docset_add_span(uint64_t *s, const struct window *w, uint32_t first, uint32_t last)
{
    if (first < w->first)
        first = w->first;
    if (last > w->last)
        last = w->last;
    if (first > last)
        return;
    first -= w->base;
    last -= w->base;
    uint64_t head = ~UINT64_C(0) << (first & 63);
    uint64_t tail = ~UINT64_C(0) >> (63 - (last & 63));
    size_t i = first >> 6;
    size_t end = last >> 6;
    if (i == end) {
        s[i] |= head & tail;
        return;
    }
    s[i++] |= head;
    memset(s + i, 0xFF, (end - i) * sizeof *s);
    s[end] |= tail;
}

void docset_fill(uint64_t *s, const struct window *w)
{
    memset(s, 0, w->words * sizeof *s);
    docset_add_span(s, w, w->first, w->last);
}

/* Without -mpopcnt, which not every x86-64 has, gcc counts bits by a call for each word. */
#if defined(__x86_64__)
__attribute__((target("popcnt"))) static uint64_t count_fast(const uint64_t *s, size_t words)
{
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += (uint64_t)__builtin_popcountll(s[i]);
    return count;
}
#endif

uint64_t docset_count(const uint64_t *s, size_t words)
{
    uint64_t count = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt"))
        return count_fast(s, words);
#endif
    for (size_t i = 0; i < words; i++)
        count += (uint64_t)__builtin_popcountll(s[i]);
    return count;
}

bool docset_empty(const uint64_t *s, size_t words)
{
    uint64_t any = 0;
    for (size_t i = 0; i < words; i++)
        any |= s[i];
    return any == 0;
}
