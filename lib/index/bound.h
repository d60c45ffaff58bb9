/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bounds in 16 bits: numbers below 2048 as they are; above, the 11 bits from the highest on and
 * how many were left out, rounded to the side on which a bound stays one. Codes ascend as the
 * numbers do.
 *
 *     code < 2048     the number
 *     else            (1024 | code & 1023) << (code >> 10) - 1, at most 2^32 - 1
 */
#ifndef DATELINE_LIB_INDEX_BOUND_H
#define DATELINE_LIB_INDEX_BOUND_H

#include <stdint.h>

static inline uint32_t bound_number(uint32_t code)
{
    uint32_t left_out = (code >> 10) - 1;
    if (code < 2048)
        return code;
    return left_out > 21 ? UINT32_MAX : (1024 | (code & 1023)) << left_out;
}

/* The greatest code whose number is not above n. */
static inline uint32_t bound_below(uint32_t n)
{
    if (n < 2048)
        return n;
    uint32_t left_out = 21 - (uint32_t)__builtin_clz(n);
    return (left_out << 10) + (n >> left_out);
}

/* The least code whose number is not below n. */
static inline uint32_t bound_above(uint32_t n)
{
    uint32_t code = bound_below(n);
    return code + (bound_number(code) < n);
}

#endif
