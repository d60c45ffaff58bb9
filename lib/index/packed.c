/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/packed.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/base/varint.h"
#include "lib/glass/pack.h"

/* ---- writing ---- */

bool packed_add(struct packed_block *b, const uint32_t *positions, size_t count)
{
    if (!count || b->count == PACKED_POSTINGS || count > (UINT32_C(1) << 31) - b->gap_count)
        return false;
    b->gaps = xgrow(b->gaps, &b->gap_room, b->gap_count + count, sizeof *b->gaps);
    uint32_t *gaps = b->gaps + b->gap_count;
    bool ascending = true;
    for (size_t i = 1; i < count; i++) {
        ascending &= positions[i] > positions[i - 1];
        gaps[i - 1] = positions[i] - positions[i - 1] - 1;
    }
    b->gap_count += count - 1;
    if (b->count < PACKED_FEW)
        b->few[b->count] = (uint8_t)(count < PACKED_FEW ? count : PACKED_FEW);
    b->firsts[b->count++] = positions[0];
    return ascending;
}

static unsigned width_of(uint32_t n)
{
    return n ? 32 - (unsigned)__builtin_clz(n) : 0;
}

/* The width, at least `least`, in which the numbers and their exceptions take the fewest bits. An
 * exception takes a byte for its index, mostly, and 7 bits of it a byte. */
static unsigned best_width(const uint32_t *numbers, size_t count, unsigned least)
{
    uint64_t of_width[33] = {0};
    for (size_t i = 0; i < count; i++)
        of_width[width_of(numbers[i])]++;
    unsigned widest = 32;
    while (widest > least && !of_width[widest])
        widest--;
    unsigned best = widest;
    uint64_t best_cost = (uint64_t)count * widest;
    for (unsigned width = least; width < widest; width++) {
        uint64_t cost = (uint64_t)count * width;
        for (unsigned wider = width + 1; wider <= widest; wider++)
            cost += of_width[wider] * 8 * (1 + (wider - width + 6) / 7);
        if (cost < best_cost) {
            best_cost = cost;
            best = width;
        }
    }
    return best;
}

/* Bits on their way out; fewer than 32 wait. */
struct bits {
    uint8_t *to;
    uint64_t waiting;
    unsigned count;
};

static void put_bits(struct bits *b, const uint32_t *numbers, size_t count, unsigned width)
{
    uint64_t mask = (UINT64_C(1) << width) - 1;
    for (size_t i = 0; i < count; i++) {
        b->waiting |= (numbers[i] & mask) << b->count;
        b->count += width;
        if (b->count >= 32) {
            little_put(b->to, b->waiting, 4);
            b->to += 4;
            b->waiting >>= 32;
            b->count -= 32;
        }
    }
}

/* Appends the exceptions of a row whose first number has index `base`. */
static void put_exceptions(struct buf *out, const uint32_t *numbers, size_t count, unsigned width,
                           size_t base, size_t *next)
{
    if (width == 32)
        return;
    for (size_t i = 0; i < count; i++) {
        if (!(numbers[i] >> width))
            continue;
        uint8_t *to = (uint8_t *)buf_reserve(out, 2 * VARINT_MAX);
        uint8_t *end = varint_put(to, base + i - *next);
        end = varint_put(end, numbers[i] >> width);
        out->length += (size_t)(end - to);
        *next = base + i + 1;
    }
}

static void write_few(struct packed_block *b, struct buf *out)
{
    const uint32_t *gap = b->gaps;
    for (size_t i = 0; i < b->count; i++) {
        uint8_t *to = (uint8_t *)buf_reserve(out, PACKED_FEW * VARINT_MAX);
        uint8_t *end = varint_put(to, b->firsts[i]);
        for (unsigned k = 1; k < b->few[i]; k++)
            end = varint_put(end, *gap++);
        out->length += (size_t)(end - to);
    }
}

static void write_many(struct packed_block *b, struct buf *out)
{
    unsigned first_width = best_width(b->firsts, b->count, 0);
    unsigned gap_width = b->gap_count ? best_width(b->gaps, b->gap_count, 1) : 0;
    uint64_t bits = (uint64_t)b->count * first_width + (uint64_t)b->gap_count * gap_width;
    uint8_t *start = (uint8_t *)buf_reserve(out, 2 + bits / 8 + 8);
    uint8_t *to = start;
    *to++ = (uint8_t)first_width;
    if (b->gap_count)
        *to++ = (uint8_t)gap_width;
    struct bits stream = {.to = to};
    put_bits(&stream, b->firsts, b->count, first_width);
    put_bits(&stream, b->gaps, b->gap_count, gap_width);
    little_put(stream.to, stream.waiting, 4);
    stream.to += (stream.count + 7) / 8;
    out->length += (size_t)(stream.to - start);
    size_t next = 0;
    put_exceptions(out, b->firsts, b->count, first_width, 0, &next);
    put_exceptions(out, b->gaps, b->gap_count, gap_width, b->count, &next);
}

void packed_write(struct packed_block *b, struct buf *out)
{
    if (b->count + b->gap_count < PACKED_FEW)
        write_few(b, out);
    else
        write_many(b, out);
    b->count = 0;
    b->gap_count = 0;
}

void packed_block_free(struct packed_block *b)
{
    free(b->gaps);
}

/* ---- reading ---- */

static bool read_few(struct packed *p, const uint8_t *at, const uint8_t *end, size_t total)
{
    p->bits = NULL;
    for (size_t i = 0; i < total; i++)
        if (!(at = glass_get_uint(at, end, &p->few[i])))
            return false;
    return at == end;
}

/* Reads the exceptions of `total` numbers, of which the firsts come first. */
static bool read_exceptions(struct packed *p, const uint8_t *at, const uint8_t *end, size_t total)
{
    uint64_t next = 0;
    p->exception_count = 0;
    while (at < end) {
        struct packed_exception e;
        if (!(at = glass_get_uint(at, end, &e.index)) || !(at = glass_get_uint(at, end, &e.high)))
            return false;
        next += e.index;
        if (next >= total)
            return false;
        e.index = (uint32_t)next++;
        unsigned width = e.index < p->count ? p->first_width : p->gap_width;
        if (width == 32 || e.high > UINT32_MAX >> width)
            return false;
        e.high <<= width;
        p->exceptions =
            xgrow(p->exceptions, &p->exception_room, p->exception_count + 1, sizeof *p->exceptions);
        p->exceptions[p->exception_count++] = e;
    }
    return true;
}

bool packed_open(struct packed *p, const uint8_t *bytes, size_t length, const uint32_t *wdfs,
                 size_t count)
{
    uint64_t total = 0;
    const uint8_t *end = bytes + length;
    for (size_t i = 0; i < count; i++) {
        total += wdfs[i];
        if (!wdfs[i])
            return false;
    }
    p->count = count;
    p->posting = 0;
    p->before = 0;
    p->first_exception = p->gap_exception = 0;
    if (total < PACKED_FEW)
        return read_few(p, bytes, end, (size_t)total);
    size_t heads = 1 + (total > count);
    if (length < heads || total > UINT32_MAX)
        return false;
    p->first_width = bytes[0];
    p->gap_width = total > count ? bytes[1] : 1;
    if (p->first_width > 32 || p->gap_width > 32 || !p->gap_width)
        return false;
    uint64_t bits = (uint64_t)count * p->first_width + (total - count) * p->gap_width;
    if (bits > (uint64_t)(length - heads) * 8)
        return false;
    p->bits = bytes + heads;
    p->end = p->bits + (bits + 7) / 8;
    return read_exceptions(p, p->end, end, (size_t)total);
}

void packed_close(struct packed *p)
{
    free(p->exceptions);
}

/* Eight bytes, or as many as there are. */
static inline uint64_t load(const uint8_t *at, const uint8_t *end)
{
    uint64_t bytes = 0;
    if (end - at >= 8)
        return little_64(at);
    for (unsigned shift = 0; at < end; shift += 8)
        bytes |= (uint64_t)*at++ << shift;
    return bytes;
}

static inline void unpack(const struct packed *p, uint64_t bit, unsigned width, uint32_t *out,
                          size_t count)
{
    uint64_t mask = (UINT64_C(1) << width) - 1;
    for (size_t i = 0; i < count; i++, bit += width)
        out[i] = (uint32_t)(load(p->bits + bit / 8, p->end) >> bit % 8 & mask);
}

/* Goes on to the first exception that is not below `index`. */
static inline size_t pass(const struct packed *p, size_t at, uint64_t index)
{
    while (at < p->exception_count && p->exceptions[at].index < index)
        at++;
    return at;
}

/* Adds the high bits to the first and the gaps of posting i, which are at `out`. */
static void patch(struct packed *p, size_t i, uint32_t *out, uint32_t wdf)
{
    p->first_exception = pass(p, p->first_exception, i);
    size_t at = p->first_exception;
    if (at < p->exception_count && p->exceptions[at].index == i)
        out[0] |= p->exceptions[at].high;
    uint64_t gaps = p->count + p->before;
    at = p->gap_exception = pass(p, p->gap_exception, gaps);
    for (; at < p->exception_count && p->exceptions[at].index - gaps < wdf - 1; at++)
        out[1 + p->exceptions[at].index - gaps] |= p->exceptions[at].high;
}

bool packed_get(struct packed *p, const uint32_t *wdfs, size_t i, uint32_t *out)
{
    uint32_t wdf = wdfs[i];
    if (i < p->posting) {
        p->posting = p->first_exception = p->gap_exception = 0;
        p->before = 0;
    }
    for (; p->posting < i; p->posting++)
        p->before += wdfs[p->posting] - 1;
    if (!p->bits) {
        memcpy(out, p->few + i + p->before, wdf * sizeof *out);
    } else {
        unpack(p, (uint64_t)i * p->first_width, p->first_width, out, 1);
        unpack(p, (uint64_t)p->count * p->first_width + p->before * p->gap_width, p->gap_width,
               out + 1, wdf - 1);
        if (p->exception_count)
            patch(p, i, out, wdf);
    }
    uint64_t position = out[0];
    for (uint32_t k = 1; k < wdf; k++) {
        position += (uint64_t)out[k] + 1;
        out[k] = (uint32_t)position;
    }
    return position <= UINT32_MAX;
}
