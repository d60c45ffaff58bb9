/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The messages of an mbox, one in memory at a time. A message begins behind a line "From " with the
 * day and time in it, as mboxo, mboxrd and pipermail write them:
 *
 *     From ann@example.org Fri May 26 10:00:00 2023
 *
 * which must come first or after an empty line, or have a header line behind it; other lines that
 * begin so are text. Of ">From " and ">>From " at the beginning of a line one > is taken off.
 */
#ifndef DATELINE_INDEXER_READ_MBOX_H
#define DATELINE_INDEXER_READ_MBOX_H

#include "indexer/read/input.h"
#include "lib/base/buf.h"

enum mbox_status {
    MBOX_MESSAGE,
    MBOX_LARGE, /* a message above the limit: it was passed over */
    MBOX_END,
    MBOX_FAILED
};

struct mbox {
    size_t line; /* where the message begins */
    /* What follows is private. */
    struct input *in;
    size_t limit;
    size_t here;   /* lines taken */
    size_t behind; /* the From line that ended the message before; 0: none */
    struct buf message;
    bool ended;
};

/* The input outlives it. End with mbox_free(). */
void mbox_init(struct mbox *m, struct input *in, size_t limit);
void mbox_free(struct mbox *m);

/* The next message, without its From line; good until the next call. */
enum mbox_status mbox_next(struct mbox *m, struct slice *message, struct error *error);

/* True if a line parts messages, by itself. */
bool mbox_is_from_line(struct slice line);

/* True if a line has the shape of a header: a name without blanks, a colon. */
bool mbox_is_header(struct slice line);

#endif
