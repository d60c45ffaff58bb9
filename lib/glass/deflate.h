/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deflates tags as glass stores them: a raw deflate stream, without zlib's header and checksum.
 * A tag is stored deflated only if that makes it shorter; libxapian does not try it on tags of
 * up to 18 bytes, nor in the postlist and position tables. Each thread has a deflater of its own.
 *
 * ISA-L makes the streams where speed counts, zlib (in libxapian) reads them. On articles of
 * 3.5 KB, in times of ISA-L's level 3 and sizes of its streams: libdeflate's level 1 takes 1.5 and
 * gives 0.99, zlib's level 1 takes 3.5 and gives 1.03, zlib's level 6, which is libxapian's, takes
 * 4.8 and gives 0.99. ISA-L is there for amd64 and arm64; elsewhere zlib's level 1 stands in.
 */
#ifndef DATELINE_LIB_GLASS_DEFLATE_H
#define DATELINE_LIB_GLASS_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

enum { GLASS_DEFLATE_MIN = 18 /* only longer tags are deflated */ };

enum glass_effort {
    GLASS_FAST, /* for what there is much of: ISA-L's level 3 */
    GLASS_SMALL /* zlib's level 9 */
};

struct glass_deflater;

/* The caller frees the deflater. */
struct glass_deflater *glass_deflater_new(enum glass_effort effort);
void glass_deflater_free(struct glass_deflater *d);

/*
 * Appends the deflated tag to `out` and returns true; or, where the tag is short or would not
 * become shorter, leaves `out` as it is and returns false: the tag is then stored as it is.
 */
bool glass_deflate(struct glass_deflater *d, const void *tag, size_t length, struct buf *out);

#endif
