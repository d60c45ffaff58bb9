/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How glass writes numbers and terms as bytes. Each function writes at `to` and returns the
 * byte after what it wrote; the caller has made room.
 *
 *   uint       7 bits a byte, lowest first; the top bit is set on all bytes but the last.
 *              300 is ac 02. At most 5 bytes for 32 bits, 10 for 64.
 *   last       the bytes of the number, lowest first, without leading zeros: nothing for 0.
 *              Only at the end of a key, which says how long it is.
 *   sortable   compares as the number does, bytewise, and never begins with ff:
 *                  below 2^15   0xxxxxxx xxxxxxxx
 *                  below 2^22   10xxxxxx and 2 bytes
 *                  below 2^29   110xxxxx and 3 bytes
 *                  below 2^32   1110xxxx and 4 bytes             (highest byte first)
 *   term       the term's bytes with each 00 followed by ff. Where something sortable comes
 *              after it a 00 ends it, so that terms still compare bytewise.
 */
#ifndef DATELINE_INDEXER_GLASS_PACK_H
#define DATELINE_INDEXER_GLASS_PACK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    GLASS_UINT32_MAX = 5,   /* bytes of the longest 32-bit uint */
    GLASS_UINT64_MAX = 10,  /* bytes of the longest 64-bit uint */
    GLASS_SORTABLE_MAX = 5, /* bytes of the longest sortable docid */
    GLASS_TERM_MAX = 245,   /* bytes of the longest term that libxapian takes */
    GLASS_PACKED_MAX = 2 * GLASS_TERM_MAX
};

static inline uint8_t *glass_put_uint(uint8_t *to, uint64_t value)
{
    while (value >= 128) {
        *to++ = (uint8_t)(value | 128);
        value >>= 7;
    }
    *to++ = (uint8_t)value;
    return to;
}

/* The same for mostly small numbers: faster, but it writes 2 bytes where 1 is enough. */
static inline uint8_t *glass_put_small(uint8_t *to, uint32_t value)
{
    if (value >= 1u << 14)
        return glass_put_uint(to, value);
    unsigned longer = value >= 128;
    to[0] = (uint8_t)(value | longer << 7);
    to[1] = (uint8_t)(value >> 7);
    return to + 1 + longer;
}

static inline uint8_t *glass_put_last(uint8_t *to, uint32_t value)
{
    for (; value; value >>= 8)
        *to++ = (uint8_t)value;
    return to;
}

static inline uint8_t *glass_put_sortable(uint8_t *to, uint32_t value)
{
    if (value >= 1u << 15) {
        if (value < 1u << 22) {
            *to++ = (uint8_t)(0x80 | value >> 16);
        } else if (value < 1u << 29) {
            *to++ = (uint8_t)(0xc0 | value >> 24);
            *to++ = (uint8_t)(value >> 16);
        } else {
            *to++ = 0xe0;
            *to++ = (uint8_t)(value >> 24);
            *to++ = (uint8_t)(value >> 16);
        }
    }
    *to++ = (uint8_t)(value >> 8);
    *to++ = (uint8_t)value;
    return to;
}

static inline uint8_t *glass_put_bytes(uint8_t *to, const void *bytes, size_t length)
{
    if (length)
        memcpy(to, bytes, length);
    return to + length;
}

/* Writes up to twice `length` bytes. */
static inline uint8_t *glass_put_term(uint8_t *to, const char *term, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        *to++ = (uint8_t)term[i];
        if (term[i] == '\0')
            *to++ = 0xff;
    }
    return to;
}

/* Numbers of fixed width in blocks, highest byte first. */
static inline void glass_put_be16(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

static inline void glass_put_be32(uint8_t *to, uint32_t value)
{
    glass_put_be16(to, value >> 16);
    glass_put_be16(to + 2, value);
}

#endif
