/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as the files of an index hold them: little endian, at any address. */
#ifndef DATELINE_LIB_BASE_LITTLE_H
#define DATELINE_LIB_BASE_LITTLE_H

#include <stdint.h>

static inline uint16_t little_16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t little_32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t little_64(const uint8_t *p)
{
    return (uint64_t)little_32(p) | (uint64_t)little_32(p + 4) << 32;
}

static inline void little_put(uint8_t *p, uint64_t n, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++, n >>= 8)
        p[i] = (uint8_t)n;
}

#endif
