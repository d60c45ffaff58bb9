/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Raw deflate streams, one per tag. */
#include "indexer/glass_deflate.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/mem.h"

struct glass_deflater {
    struct libdeflate_compressor *compressor;
};

struct glass_deflater *glass_deflater_new(int level)
{
    struct glass_deflater *d = xcalloc(1, sizeof *d);
    d->compressor = libdeflate_alloc_compressor(level);
    if (!d->compressor) {
        fputs("dateline: out of memory\n", stderr);
        exit(2);
    }
    return d;
}

void glass_deflater_free(struct glass_deflater *d)
{
    if (d == NULL)
        return;
    libdeflate_free_compressor(d->compressor);
    free(d);
}

bool glass_deflate(struct glass_deflater *d, const void *tag, size_t length, struct buf *out)
{
    if (length <= GLASS_DEFLATE_MIN)
        return false;
    char *to = buf_reserve(out, length);
    size_t deflated = libdeflate_deflate_compress(d->compressor, tag, length, to, length - 1);
    out->length += deflated;
    out->data[out->length] = '\0';
    return deflated > 0;
}
