/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as LEB128: seven bits a byte, the low ones first, the high bit set on all but the last.
 */
#ifndef DATELINE_LIB_BASE_VARINT_H
#define DATELINE_LIB_BASE_VARINT_H

#include <stddef.h>
#include <stdint.h>

enum { VARINT_MAX = 10 }; /* bytes of any number */

static inline size_t varint_size(uint32_t n)
{
    return n < 1u << 7 ? 1 : n < 1u << 14 ? 2 : n < 1u << 21 ? 3 : n < 1u << 28 ? 4 : 5;
}

static inline uint8_t *varint_put(uint8_t *to, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        *to++ = (uint8_t)(n | 0x80);
    *to++ = (uint8_t)n;
    return to;
}

/* For bytes that varint_put() wrote: no end is looked for. */
static inline const uint8_t *varint_get(const uint8_t *from, uint32_t *n)
{
    uint32_t value = *from & 0x7F;
    for (unsigned shift = 7; *from++ & 0x80; shift += 7)
        value |= (uint32_t)(*from & 0x7F) << shift;
    *n = value;
    return from;
}

/* Reads a number of bytes that are not trusted: never beyond `end`. NULL if there is none. */
static inline const uint8_t *varint_read(const uint8_t *from, const uint8_t *end, uint64_t *n)
{
    uint64_t value = 0;
    for (unsigned shift = 0; from < end && shift < 64; shift += 7) {
        uint8_t byte = *from++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) {
            *n = value;
            return from;
        }
    }
    return NULL;
}

/* Signed numbers near 0 as small ones: 0, -1, 1, -2 become 0, 1, 2, 3. */
static inline uint64_t varint_zigzag(int64_t n)
{
    return (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0);
}

static inline int64_t varint_unzigzag(uint64_t n)
{
    return (int64_t)(n >> 1 ^ (n & 1 ? UINT64_MAX : 0));
}

#endif
