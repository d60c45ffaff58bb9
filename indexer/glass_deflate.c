/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Raw deflate streams, one per tag. */
#include "indexer/glass_deflate.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

#include "lib/mem.h"

enum { RAW_WINDOW = -15, MEMORY_LEVEL = 8 };

struct glass_deflater {
    z_stream stream;
};

static voidpf allocate(voidpf unused, uInt items, uInt size)
{
    (void)unused;
    return xreallocarray(NULL, items, size);
}

static void release(voidpf unused, voidpf memory)
{
    (void)unused;
    free(memory);
}

struct glass_deflater *glass_deflater_new(int level)
{
    struct glass_deflater *d = xcalloc(1, sizeof *d);
    d->stream.zalloc = allocate;
    d->stream.zfree = release;
    int status = deflateInit2(&d->stream, level ? level : 1, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL,
                              level ? Z_DEFAULT_STRATEGY : Z_HUFFMAN_ONLY);
    assert(status == Z_OK);
    (void)status;
    return d;
}

void glass_deflater_free(struct glass_deflater *d)
{
    if (d == NULL)
        return;
    deflateEnd(&d->stream);
    free(d);
}

bool glass_deflate(struct glass_deflater *d, const void *tag, size_t length, struct buf *out)
{
    if (length <= GLASS_DEFLATE_MIN || length > UINT_MAX)
        return false;
    z_stream *z = &d->stream;
    deflateReset(z);
    z->next_in = tag;
    z->avail_in = (uInt)length;
    z->next_out = (Bytef *)buf_reserve(out, length);
    z->avail_out = (uInt)length; /* of one byte less zlib would not use the last */
    bool shorter = deflate(z, Z_FINISH) == Z_STREAM_END && z->total_out < length;
    if (shorter)
        out->length += z->total_out;
    out->data[out->length] = '\0';
    return shorter;
}
