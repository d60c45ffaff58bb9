/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes put aside while something else is written: a queue in memory, and in a file without a name
 * when it is more than SPOOL_ROOM. Written from front to back, then read so, once. Start with {0}.
 */
#ifndef DATELINE_LIB_BASE_SPOOL_H
#define DATELINE_LIB_BASE_SPOOL_H

#include "lib/base/buf.h"
#include "lib/base/folder.h"

#define SPOOL_ROOM (1 << 20)

struct spool {
    struct buf bytes; /* what is not in the file; then, what was read of it and not yet given */
    size_t given;     /* bytes of these */
    int file;         /* its descriptor + 1; 0 if there is none */
};

/* Appends. `name` is the name that the file has for a moment, in the folder. */
bool spool_add(struct spool *s, const void *bytes, size_t length, int folder, const char *name,
               struct error *error);

/* Goes back to the beginning; nothing is added afterwards. */
bool spool_rewind(struct spool *s, const char *shown, struct error *error);

/* The next bytes, at most SPOOL_ROOM; good until the next call. NULL and *error if there are not so
 * many. */
const void *spool_read(struct spool *s, size_t length, const char *shown, struct error *error);

void spool_free(struct spool *s);

#endif
