/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Postings several at a time: most have a gap of one byte and a wdf of one, so that eight are 16
 * bytes, which the processor takes at once. A gap is how far a docid is from the one before,
 * less 1.
 */
#ifndef DATELINE_LIB_GLASS_LANES_H
#define DATELINE_LIB_GLASS_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/little.h"

enum { LANES = 8, LANES_BYTES = 2 * LANES };

/* Of how many of the first postings both numbers are of one byte; `tops` has a bit for each byte
 * that another one follows. */
static inline unsigned lanes_short(uint32_t tops)
{
    return (unsigned)__builtin_ctz(tops | 1u << LANES_BYTES) / 2;
}

/* 1 in each of four lanes of 16 bits; a multiplication by it sums lanes up. */
#define LANES_ONES UINT64_C(0x0001000100010001)

/* The top bits of eight bytes. */
static inline uint32_t lanes_tops(uint64_t bytes)
{
    uint64_t tops = bytes >> 7 & UINT64_C(0x0101010101010101);
    return (uint32_t)(tops * UINT64_C(0x0102040810204080) >> 56);
}

/* In each lane, how far the postings up to it go. */
static inline uint64_t lanes_sums(uint64_t bytes)
{
    return ((bytes & LANES_ONES * 0xff) + LANES_ONES) * LANES_ONES;
}

/*
 * Reads LANES_BYTES bytes at `at` as postings after `docid`, and writes LANES of them. Returns how
 * many of the first are right: those before the first that has a number of more bytes.
 */
static inline unsigned lanes_read_plain(const uint8_t *at, uint32_t docid, uint32_t *docids,
                                        uint32_t *wdfs)
{
    uint32_t tops = 0;
    for (unsigned half = 0; half < LANES; half += 4, at += 8) {
        uint64_t bytes = little_64(at);
        uint64_t sums = lanes_sums(bytes);
        for (unsigned i = 0; i < 4; i++) {
            docids[half + i] = docid + (uint32_t)(sums >> 16 * i & 0xffff);
            wdfs[half + i] = (uint32_t)(bytes >> (16 * i + 8) & 0xff);
        }
        docid = docids[half + 3];
        tops |= lanes_tops(bytes) << 2 * half;
    }
    return lanes_short(tops);
}

/* How far LANES postings go, or 0 if one has a number of more bytes. */
static inline uint32_t lanes_span_plain(const uint8_t *at)
{
    uint64_t first = little_64(at);
    uint64_t second = little_64(at + 8);
    if ((first | second) & UINT64_C(0x8080808080808080))
        return 0;
    return (uint32_t)((lanes_sums(first) >> 48) + (lanes_sums(second) >> 48));
}

#ifdef __SSE2__

#include <emmintrin.h>

/* The same in registers of 16 bytes. */
static inline unsigned lanes_read(const uint8_t *at, uint32_t docid, uint32_t *docids,
                                  uint32_t *wdfs)
{
    const __m128i zero = _mm_setzero_si128();
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i sums = _mm_and_si128(bytes, _mm_set1_epi16(0xff));
    const __m128i numbers = _mm_srli_epi16(bytes, 8);
    const __m128i base = _mm_set1_epi32((int)docid);
    sums = _mm_add_epi16(sums, _mm_set1_epi16(1));
    sums = _mm_add_epi16(sums, _mm_slli_si128(sums, 2));
    sums = _mm_add_epi16(sums, _mm_slli_si128(sums, 4));
    sums = _mm_add_epi16(sums, _mm_slli_si128(sums, 8));
    _mm_storeu_si128((__m128i *)(void *)docids,
                     _mm_add_epi32(base, _mm_unpacklo_epi16(sums, zero)));
    _mm_storeu_si128((__m128i *)(void *)(docids + 4),
                     _mm_add_epi32(base, _mm_unpackhi_epi16(sums, zero)));
    _mm_storeu_si128((__m128i *)(void *)wdfs, _mm_unpacklo_epi16(numbers, zero));
    _mm_storeu_si128((__m128i *)(void *)(wdfs + 4), _mm_unpackhi_epi16(numbers, zero));
    return lanes_short((uint32_t)_mm_movemask_epi8(bytes));
}

static inline uint32_t lanes_span(const uint8_t *at)
{
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i gaps = _mm_and_si128(bytes, _mm_set1_epi16(0xff));
    const __m128i sums = _mm_sad_epu8(gaps, _mm_setzero_si128());
    uint32_t span = (uint32_t)(_mm_cvtsi128_si32(sums) + _mm_extract_epi16(sums, 4));
    return _mm_movemask_epi8(bytes) ? 0 : span + LANES;
}

#else

#define lanes_read lanes_read_plain
#define lanes_span lanes_span_plain

#endif

#endif
