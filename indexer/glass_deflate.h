/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deflates tags as glass stores them: a raw deflate stream, without zlib's header and checksum.
 * A tag is stored deflated only if that makes it shorter; libxapian does not try it on tags of
 * up to 18 bytes, nor in the postlist and position tables. Each thread has a deflater of its own.
 *
 * libdeflate makes the streams, zlib (in libxapian) reads them: on articles of 3.5 KB libdeflate's
 * level 1 takes half the time of zlib's level 1 and gives the size of zlib's level 6.
 */
#ifndef DATELINE_INDEXER_GLASS_DEFLATE_H
#define DATELINE_INDEXER_GLASS_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"

enum { GLASS_DEFLATE_MIN = 18 /* only longer tags are deflated */ };

struct glass_deflater;

/* `level` is libdeflate's, 1 to 12. The caller frees the deflater. */
struct glass_deflater *glass_deflater_new(int level);
void glass_deflater_free(struct glass_deflater *d);

/*
 * Appends the deflated tag to `out` and returns true; or, where the tag is short or would not
 * become shorter, leaves `out` as it is and returns false: the tag is then stored as it is.
 */
bool glass_deflate(struct glass_deflater *d, const void *tag, size_t length, struct buf *out);

#endif
