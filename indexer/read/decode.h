/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of plain text to UTF-8. What they are is told, in this order, by
 *
 *     a byte order mark: UTF-8, UTF-16, UTF-32
 *     the shape of UTF-16 without one: a NUL in every other byte
 *     being valid UTF-8
 *     being UTF-8 with some damage: at least twice as many bytes of characters beyond ASCII as
 *     bytes that are wrong; those become U+FFFD, each
 *     --encoding, else windows-1252
 *
 * UTF-16 and UTF-32 are undone as a stream, below the records; all else record by record, so that
 * a file of records in two charsets comes out right, and no file is read twice.
 */
#ifndef DATELINE_INDEXER_READ_DECODE_H
#define DATELINE_INDEXER_READ_DECODE_H

#include "indexer/read/input.h"

struct decoded {
    struct slice text;   /* valid UTF-8 without a byte order mark: the bytes, or the arena's */
    const char *charset; /* what the bytes were in: NULL for UTF-8 */
    size_t replaced;     /* bytes that became U+FFFD */
};

/* Undoes the charset of a whole text. `encoding` is one that decode_knows(), or NULL. */
void decode_text(struct slice bytes, const char *encoding, struct arena *arena,
                 struct decoded *out);

/* Whether a charset of this name can be undone. */
bool decode_knows(const char *encoding);

/* True if these first bytes are of no text: a NUL early on, and not UTF-16 or UTF-32. */
bool decode_is_binary(struct slice head, const char *encoding);

/* A stream of bytes on its way to be text. */
struct decoder {
    struct input *in; /* read from here: the stream itself, or what comes out of it */
    const char *encoding;
    const char *charset; /* of a stream that is UTF-16 or UTF-32; else NULL */
    struct input wide;
};

/* Looks at the first bytes and passes over a byte order mark. The stream stays the caller's. End
 * with decoder_close() if it is true. */
bool decoder_open(struct decoder *d, struct input *in, const char *encoding, struct error *error);
void decoder_close(struct decoder *d);

/* The text of some bytes that were read from d->in. */
void decoder_text(const struct decoder *d, struct slice bytes, struct arena *arena,
                  struct decoded *out);

#endif
