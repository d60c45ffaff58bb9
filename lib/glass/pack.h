/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How glass writes numbers and terms as bytes. Each function that puts them writes at `to` and
 * returns the byte after what it wrote; the caller has made room. Each that gets them reads at
 * `at`, never beyond `end`, and returns the byte after what it read, or NULL if the bytes do not
 * hold such a thing.
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
#ifndef DATELINE_LIB_GLASS_PACK_H
#define DATELINE_LIB_GLASS_PACK_H

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

/* A uint that has to fit 64 bits. */
static inline const uint8_t *glass_get_uint64(const uint8_t *at, const uint8_t *end,
                                              uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        uint8_t byte = *at++;
        if (shift == 63 && byte > 1)
            return NULL;
        *value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return at;
    }
    return NULL;
}

/* The same for 32 bits. */
static inline const uint8_t *glass_get_uint(const uint8_t *at, const uint8_t *end, uint32_t *value)
{
    uint64_t wide;
    if (at < end && *at < 128) {
        *value = *at;
        return at + 1;
    }
    at = glass_get_uint64(at, end, &wide);
    *value = (uint32_t)wide;
    return wide > UINT32_MAX ? NULL : at;
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

static inline const uint8_t *glass_get_sortable(const uint8_t *at, const uint8_t *end,
                                                uint32_t *value)
{
    static const uint8_t mask[5] = {0x7f, 0x7f, 0x3f, 0x1f, 0x00};
    if (at == end || *at >= 0xf0)
        return NULL;
    int more = *at < 0x80 ? 1 : *at < 0xc0 ? 2 : *at < 0xe0 ? 3 : 4;
    if (end - at <= more)
        return NULL;
    uint32_t v = *at++ & mask[more];
    while (more--)
        v = v << 8 | *at++;
    *value = v;
    return at;
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

static inline uint32_t glass_get_be16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t glass_get_be32(const uint8_t *at)
{
    return glass_get_be16(at) << 16 | glass_get_be16(at + 2);
}

#endif
