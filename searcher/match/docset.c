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

static inline uint64_t count_word(uint64_t x)
{
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return x * UINT64_C(0x0101010101010101) >> 56;
}

/* Adds three bits in each place: the sum's low bits stay in *low, the high ones are returned. */
static inline uint64_t add_bits(uint64_t *low, uint64_t b, uint64_t c)
{
    uint64_t half = *low ^ b;
    uint64_t high = (*low & b) | (half & c);
    *low = half ^ c;
    return high;
}

/* Without -mpopcnt, which not every x86-64 has, gcc counts bits by a call for each word, and to ask
 * which processor this is takes longer than a search. So words are added up in columns, 8 at a
 * time (Harley and Seal), and one of 8 is counted. */
uint64_t docset_count(const uint64_t *s, size_t words)
{
    uint64_t ones = 0;
    uint64_t twos = 0;
    uint64_t fours = 0;
    uint64_t count = 0;
    size_t i = 0;
    for (; i + 8 <= words; i += 8) {
        uint64_t a = add_bits(&ones, s[i], s[i + 1]);
        uint64_t b = add_bits(&ones, s[i + 2], s[i + 3]);
        uint64_t c = add_bits(&twos, a, b);
        a = add_bits(&ones, s[i + 4], s[i + 5]);
        b = add_bits(&ones, s[i + 6], s[i + 7]);
        uint64_t d = add_bits(&twos, a, b);
        count += 8 * count_word(add_bits(&fours, c, d));
    }
    for (; i < words; i++)
        count += count_word(s[i]);
    return count + 4 * count_word(fours) + 2 * count_word(twos) + count_word(ones);
}

bool docset_empty(const uint64_t *s, size_t words)
{
    uint64_t any = 0;
    for (size_t i = 0; i < words; i++)
        any |= s[i];
    return any == 0;
}
