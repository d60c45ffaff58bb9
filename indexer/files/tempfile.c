/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/tempfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/folder.h"
#include "lib/base/mem.h"

#define CHUNK ((size_t)64 << 10)
#define NAME "temporary.new"

struct tempfile {
    int fd;
    uint64_t written;
    struct buf waiting; /* not yet in the file */
};

static int temporary(void)
{
    FILE *f = tmpfile();
    int fd = f ? fcntl(fileno(f), F_DUPFD_CLOEXEC, 3) : -1;
    if (f)
        fclose(f);
    return fd;
}

/* The name is taken away at once. One that a killed run left is removed, if it is a file. */
static int nameless(int folder, struct error *error)
{
    static const char shown[] = NAME " in the index folder";
    int fd = folder_remove_file(folder, NAME, shown, error)
                 ? folder_create(folder, NAME, shown, error)
                 : -1;
    if (fd >= 0)
        unlinkat(folder, NAME, 0);
    return fd;
}

struct tempfile *tempfile_new(int folder, struct error *error)
{
    int fd = folder < 0 ? temporary() : nameless(folder, error);
    if (fd < 0 && folder < 0)
        error_system(error, errno, "a temporary file");
    if (fd < 0)
        return NULL;
    struct tempfile *s = xcalloc(1, sizeof *s);
    s->fd = fd;
    return s;
}

void tempfile_free(struct tempfile *s)
{
    if (!s)
        return;
    close(s->fd);
    buf_free(&s->waiting);
    free(s);
}

static bool flush(struct tempfile *s, struct error *error)
{
    size_t done = 0;
    while (done < s->waiting.length) {
        ssize_t n = pwrite(s->fd, s->waiting.data + done, s->waiting.length - done,
                           (off_t)(s->written + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_system(error, n < 0 ? errno : ENOSPC, "a temporary file of the index");
        done += (size_t)n;
    }
    s->written += done;
    buf_clear(&s->waiting);
    return true;
}

bool tempfile_add(struct tempfile *s, const void *bytes, size_t length, struct error *error)
{
    buf_add(&s->waiting, bytes, length);
    return s->waiting.length < CHUNK || flush(s, error);
}

uint64_t tempfile_length(const struct tempfile *s)
{
    return s->written + s->waiting.length;
}

/* Reads more behind what the buffer has. */
static bool fill(struct tempfile_reader *r, size_t want, struct error *error)
{
    if (r->room < want + CHUNK) {
        r->room = want + CHUNK;
        r->buffer = xrealloc(r->buffer, r->room);
    }
    memmove(r->buffer, r->buffer + r->start, r->length);
    r->start = 0;
    while (r->length < want && r->at < r->end) {
        size_t room = r->room - r->length;
        size_t most = r->end - r->at < room ? (size_t)(r->end - r->at) : room;
        ssize_t n = pread(r->file->fd, r->buffer + r->length, most, (off_t)r->at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_system(error, n < 0 ? errno : EIO, "a temporary file of the index");
        r->length += (size_t)n;
        r->at += (uint64_t)n;
    }
    return true;
}

bool tempfile_look(struct tempfile_reader *r, size_t want, const uint8_t **bytes, size_t *length,
                   struct error *error)
{
    if (r->file->waiting.length && !flush(r->file, error))
        return false;
    if (r->length < want && r->at < r->end && !fill(r, want, error))
        return false;
    *bytes = (const uint8_t *)r->buffer + r->start;
    *length = r->length;
    return true;
}

void tempfile_skip(struct tempfile_reader *r, size_t count)
{
    r->start += count;
    r->length -= count;
}

void tempfile_reader_free(struct tempfile_reader *r)
{
    free(r->buffer);
    *r = (struct tempfile_reader){0};
}
