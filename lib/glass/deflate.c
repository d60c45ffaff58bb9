/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Raw deflate streams, one per tag. */
#include "lib/glass/deflate.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "lib/base/mem.h"

#if defined __x86_64__ || defined __aarch64__ /* as the Makefile has it */
#define WITH_ISAL
#include <isa-l/igzip_lib.h>
#endif

enum { FAST_LEVEL = 1, SMALL_LEVEL = 9, RAW_WINDOW_BITS = -15, MEMORY_LEVEL = 9 };

struct glass_deflater {
    size_t (*deflate)(struct glass_deflater *d, const void *from, size_t length, void *to,
                      size_t room); /* returns how many bytes it made; 0: they would be too many */
    z_stream zlib;
    struct isal_zstream *isal;
    uint8_t *isal_tables;
};

static size_t deflate_with_zlib(struct glass_deflater *d, const void *from, size_t length, void *to,
                                size_t room)
{
    z_stream *z = &d->zlib;
    deflateReset(z);
    z->next_in = (z_const Bytef *)from;
    z->avail_in = (uInt)length;
    z->next_out = to;
    z->avail_out = (uInt)room;
    return deflate(z, Z_FINISH) == Z_STREAM_END ? z->total_out : 0;
}

static bool start_zlib(struct glass_deflater *d, int level)
{
    d->deflate = deflate_with_zlib;
    return deflateInit2(&d->zlib, level, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL,
                        Z_DEFAULT_STRATEGY) == Z_OK;
}

#ifdef WITH_ISAL
static size_t deflate_with_isal(struct glass_deflater *d, const void *from, size_t length, void *to,
                                size_t room)
{
    struct isal_zstream *z = d->isal;
    isal_deflate_stateless_init(z);
    z->level = 3;
    z->level_buf = d->isal_tables;
    z->level_buf_size = ISAL_DEF_LVL3_DEFAULT;
    z->end_of_stream = 1;
    z->next_in = (uint8_t *)(uintptr_t)from; /* it does not write there */
    z->avail_in = (uint32_t)length;
    z->next_out = to;
    z->avail_out = (uint32_t)room;
    return isal_deflate_stateless(z) == COMP_OK ? z->total_out : 0;
}

static bool start_fast(struct glass_deflater *d)
{
    d->deflate = deflate_with_isal;
    d->isal = xcalloc(1, sizeof *d->isal);
    d->isal_tables = xcalloc(1, ISAL_DEF_LVL3_DEFAULT);
    return true;
}
#else
static bool start_fast(struct glass_deflater *d)
{
    return start_zlib(d, FAST_LEVEL);
}
#endif

struct glass_deflater *glass_deflater_new(enum glass_effort effort)
{
    struct glass_deflater *d = xcalloc(1, sizeof *d);
    if (!(effort == GLASS_FAST ? start_fast(d) : start_zlib(d, SMALL_LEVEL))) {
        fputs("dateline: out of memory\n", stderr);
        exit(2);
    }
    return d;
}

void glass_deflater_free(struct glass_deflater *d)
{
    if (d == NULL)
        return;
    deflateEnd(&d->zlib); /* harmless if it never began */
    free(d->isal);
    free(d->isal_tables);
    free(d);
}

bool glass_deflate(struct glass_deflater *d, const void *tag, size_t length, struct buf *out)
{
    if (length <= GLASS_DEFLATE_MIN || length > UINT32_MAX)
        return false;
    char *to = buf_reserve(out, length);
    size_t deflated = d->deflate(d, tag, length, to, length - 1);
    out->length += deflated;
    out->data[out->length] = '\0';
    return deflated > 0;
}
