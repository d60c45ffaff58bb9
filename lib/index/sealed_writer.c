/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes a sealed file. The first block waits until the length is known; all others go to the
 * disk a chunk at a time. Memory: a chunk, and 4 bytes for each block of the file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/hash.h"
#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/index/sealed.h"

enum { CHUNK = 32 * SEALED_BLOCK };

struct sealed_writer {
    int fd;
    char *shown;
    uint64_t length;             /* of the body */
    size_t filled;               /* bytes of the chunk */
    struct buf sums;             /* of the blocks before the chunk; 4 bytes each */
    uint8_t first[SEALED_BLOCK]; /* with room for the head in front */
    struct error error;          /* the first one */
    uint8_t chunk[CHUNK];
};

struct sealed_writer *sealed_create(int folder, const char *name, const char *shown,
                                    const char magic[8], uint32_t version, struct error *error)
{
    int fd = folder_create(folder, name, shown, error);
    if (fd < 0)
        return NULL;
    struct sealed_writer *w = xcalloc(1, sizeof *w);
    w->fd = fd;
    w->shown = xstrdup(shown);
    memcpy(w->chunk, magic, 8);
    little_put(w->chunk + 8, version, 4);
    little_put(w->chunk + 24, sealed_number(name), 8);
    w->filled = SEALED_HEAD;
    return w;
}

void sealed_writer_free(struct sealed_writer *w)
{
    if (!w)
        return;
    if (w->fd >= 0)
        close(w->fd);
    buf_free(&w->sums);
    free(w->shown);
    free(w);
}

static void add_sum(struct sealed_writer *w, const uint8_t *block, size_t length)
{
    uint8_t sum[4];
    little_put(sum, hash_64(block, length), 4);
    buf_add(&w->sums, sum, sizeof sum);
}

/* Writes the chunk out. Only the last one is not full. */
static bool flush_chunk(struct sealed_writer *w)
{
    if (w->sums.length == 0)
        memcpy(w->first, w->chunk, SEALED_BLOCK);
    for (size_t at = 0; at < w->filled; at += SEALED_BLOCK) {
        size_t left = w->filled - at;
        add_sum(w, w->chunk + at, left < SEALED_BLOCK ? left : SEALED_BLOCK);
    }
    size_t length = w->filled;
    w->filled = 0;
    return folder_write(w->fd, w->chunk, length, w->shown, &w->error);
}

bool sealed_write(struct sealed_writer *w, const void *bytes, size_t length, struct error *error)
{
    const uint8_t *from = bytes;
    while (length > 0 && w->error.status == ERROR_NONE) {
        size_t part = CHUNK - w->filled;
        if (part > length)
            part = length;
        memcpy(w->chunk + w->filled, from, part);
        w->filled += part;
        w->length += part;
        from += part;
        length -= part;
        if (w->filled == CHUNK)
            flush_chunk(w);
    }
    if (w->error.status == ERROR_NONE)
        return true;
    *error = w->error;
    return false;
}

uint64_t sealed_at(const struct sealed_writer *w)
{
    return w->length;
}

/* Puts the length into the head, and the head where it belongs. */
static bool write_head(struct sealed_writer *w)
{
    uint64_t covered = SEALED_HEAD + w->length;
    little_put(w->first + 16, w->length, 8);
    little_put((uint8_t *)w->sums.data,
               hash_64(w->first, covered < SEALED_BLOCK ? (size_t)covered : SEALED_BLOCK), 4);
    for (size_t at = 0; at < SEALED_HEAD;) {
        ssize_t n = pwrite(w->fd, w->first + at, SEALED_HEAD - at, (off_t)at);
        if (n < 0 && errno != EINTR)
            return error_system(&w->error, errno, w->shown);
        at += n < 0 ? 0 : (size_t)n;
    }
    return true;
}

static bool finish(struct sealed_writer *w)
{
    if (w->filled > 0 && !flush_chunk(w))
        return false;
    if (!write_head(w))
        return false;
    uint8_t sum[8];
    little_put(sum, hash_64(w->sums.data, w->sums.length), 8);
    buf_add(&w->sums, sum, sizeof sum);
    if (!folder_write(w->fd, w->sums.data, w->sums.length, w->shown, &w->error))
        return false;
    if (fsync(w->fd) != 0)
        return error_system(&w->error, errno, w->shown);
    int fd = w->fd;
    w->fd = -1;
    return close(fd) == 0 || error_system(&w->error, errno, w->shown);
}

bool sealed_finish(struct sealed_writer *w, struct error *error)
{
    if (w->error.status == ERROR_NONE && finish(w))
        return true;
    *error = w->error;
    return false;
}
