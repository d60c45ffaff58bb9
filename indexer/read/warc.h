/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The records of a WARC file, one after the other: head and block, as they are stored. Which of
 * them are articles is the matter of read_warc.h, where damage is described too.
 */
#ifndef DATELINE_INDEXER_READ_WARC_H
#define DATELINE_INDEXER_READ_WARC_H

#include "indexer/read/reader.h"
#include "lib/base/buf.h"

struct warc {
    struct input *in;
    const struct reader_options *options;
    uint64_t number;    /* of the current record: 1, 2, ... */
    struct slice type;  /* "response"; these point into `head` */
    struct slice uri;   /* without < and > */
    struct slice media; /* Content-Type */
    bool truncated;     /* the crawler stored only the beginning */
    bool continues;     /* a later segment of a record */
    uint64_t length;    /* of the block */

    /* Private. */
    struct buf head;
    struct buf pending; /* bytes that were read and come again, from pending_at on */
    size_t pending_at;
    uint64_t again; /* bytes that came again since a length was too large */
};

void warc_open(struct warc *w, struct input *in, const struct reader_options *options);
void warc_close(struct warc *w);

/* The head of the next record; *found is false at the end. Its block must be read or skipped next.
 */
bool warc_next(struct warc *w, bool *found, struct error *error);

/* The block, in the arena; it must not be longer than the caller allows. */
bool warc_block(struct warc *w, struct arena *arena, struct slice *block, struct error *error);
bool warc_skip(struct warc *w, struct error *error);

#endif
