/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A stream of bits, the lowest bit of each byte first, and the interpolative code in it.
 *
 * A number known to be below `bound` is written in w bits, w the width of bound - 1. If bound is
 * not a power of two, s = 2^w - bound codes are to spare, and s numbers in the middle, from
 * m = (bound - s) / 2 on, get w - 1 bits. They are those from m up to 2^(w-1), so their top bit
 * is 0; a reader takes w - 1 bits, and one more if they are below m.
 *
 * The numbers between two ends already known, all ascending, are written by the middle one
 * first: that of index (left + right) / 2, less the least value that it can have, which is the
 * left end plus the distance in indexes, below the number of values that it can have. Then, the
 * same way, the numbers left of it and the numbers right of it.
 */
#ifndef DATELINE_LIB_GLASS_BITS_H
#define DATELINE_LIB_GLASS_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- writing ---- */

/* Bits wait in `pending`, fewer than 32 of them, until 4 bytes can be written at `to`. */
struct glass_bits {
    uint8_t *to;
    uint64_t pending;
    unsigned count;
};

/* Adds up to 32 bits. */
static inline void glass_bits_add(struct glass_bits *b, uint32_t bits, unsigned width)
{
    b->pending |= (uint64_t)bits << b->count;
    b->count += width;
    if (b->count >= 32) {
        for (unsigned i = 0; i < 4; i++)
            b->to[i] = (uint8_t)(b->pending >> 8 * i);
        b->to += 4;
        b->pending >>= 32;
        b->count -= 32;
    }
}

/* Adds a number below `bound`, which is not 0. */
static inline void glass_bits_number(struct glass_bits *b, uint32_t number, uint32_t bound)
{
    unsigned width = bound > 1 ? 32 - (unsigned)__builtin_clz(bound - 1) : 0;
    uint32_t spare = (uint32_t)((UINT64_C(1) << width) - bound);
    uint32_t middle = (bound - spare) / 2;
    glass_bits_add(b, number, width - (number - middle < spare));
}

/* Adds the numbers between numbers[0] and numbers[right] of an ascending array. */
static inline void glass_bits_between(struct glass_bits *b, const uint32_t *numbers, size_t right)
{
    while (right > 1) {
        size_t middle = right / 2;
        uint32_t bound = numbers[right] - numbers[0] - (uint32_t)right + 1;
        glass_bits_number(b, numbers[middle] - numbers[0] - (uint32_t)middle, bound);
        glass_bits_between(b, numbers, middle);
        numbers += middle;
        right -= middle;
    }
}

/*
 * Writes what is pending, with zeros up to a whole byte, and returns the end of the bytes. There
 * must be room for 4 bytes.
 */
static inline uint8_t *glass_bits_end(struct glass_bits *b)
{
    for (unsigned i = 0; i < 4; i++)
        b->to[i] = (uint8_t)(b->pending >> 8 * i);
    return b->to + (b->count + 7) / 8;
}

/* ---- reading ---- */

/*
 * `count` bits wait in `pending`, with more of those to come above them perhaps. Beyond the end
 * there are zeros, as many as are asked for; `beyond` is how many bytes of them were taken.
 */
struct glass_bits_in {
    const uint8_t *at;
    const uint8_t *end;
    uint64_t pending;
    unsigned count;
    size_t beyond;
};

static inline uint64_t glass_bits_load(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

/* Makes at least 56 bits wait. */
static inline void glass_bits_fill(struct glass_bits_in *b)
{
    if (b->end - b->at >= 8) {
        b->pending |= glass_bits_load(b->at) << b->count;
        b->at += (63 - b->count) / 8;
        b->count |= 56;
        return;
    }
    while (b->count <= 56) {
        if (b->at < b->end)
            b->pending |= (uint64_t)*b->at++ << b->count;
        else
            b->beyond++;
        b->count += 8;
    }
}

/* Reads a number below `bound`, which is not 0. Whatever the bits are, it is below. */
static inline uint32_t glass_bits_get(struct glass_bits_in *b, uint32_t bound)
{
    if (bound == 1)
        return 0;
    if (b->count < 32)
        glass_bits_fill(b);
    unsigned shorter = 31 - (unsigned)__builtin_clz(bound - 1);
    uint32_t spare = (uint32_t)((UINT64_C(2) << shorter) - bound);
    uint32_t low = (uint32_t)(b->pending & ((UINT64_C(1) << shorter) - 1));
    uint32_t longer = low < (bound - spare) / 2;
    uint32_t number = low | (uint32_t)(b->pending & (uint64_t)longer << shorter);
    b->pending >>= shorter + longer;
    b->count -= shorter + longer;
    return number;
}

/* Reads the numbers between numbers[0] and numbers[right], which are there, at least `right`
 * apart. */
static inline void glass_bits_get_between(struct glass_bits_in *b, uint32_t *numbers, size_t right)
{
    while (right > 1) {
        size_t middle = right / 2;
        uint32_t bound = numbers[right] - numbers[0] - (uint32_t)right + 1;
        numbers[middle] = numbers[0] + (uint32_t)middle + glass_bits_get(b, bound);
        glass_bits_get_between(b, numbers, middle);
        numbers += middle;
        right -= middle;
    }
}

/* True if no more bits were read than there are. */
static inline bool glass_bits_sound(const struct glass_bits_in *b)
{
    return b->beyond * 8 <= b->count;
}

#endif
