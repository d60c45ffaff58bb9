/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deflated bytes as an input: what comes out is read from it like from a file. All members of a
 * gzip stream are read, one after the other, and the checksum of each is verified, which libarchive
 * does not do. Zeros may follow the last member (tapes pad with them), anything else is an error.
 *
 * What stands before damage is given out before the error; the error then stays. It is
 * ERROR_DAMAGED and names the input.
 */
#ifndef DATELINE_INDEXER_READ_INFLATE_H
#define DATELINE_INDEXER_READ_INFLATE_H

#include "indexer/read/input.h"

enum inflate_form {
    INFLATE_GZIP,
    INFLATE_DEFLATE /* as HTTP has it: zlib's wrapping (RFC 1950), or none, as some servers send */
};

/* Opens `in` on the bytes of `packed`, which stays the caller's and is closed after `in`. False if
 * the first bytes cannot be read. */
bool inflate_open(struct input *in, struct input *packed, enum inflate_form form, const char *name,
                  struct error *error);

/* True if bytes begin a gzip stream. */
static inline bool inflate_is_gzip(struct slice head)
{
    return head.length >= 2 && memcmp(head.data, "\x1F\x8B", 2) == 0;
}

#endif
