/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/spool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Empties the memory into the file. */
static bool spill(struct spool *s, const char *shown, struct error *error)
{
    bool ok = folder_write(s->file - 1, s->bytes.data, s->bytes.length, shown, error);
    buf_clear(&s->bytes);
    return ok;
}

bool spool_add(struct spool *s, const void *bytes, size_t length, int folder, const char *name,
               struct error *error)
{
    buf_add(&s->bytes, bytes, length);
    if (s->bytes.length < SPOOL_ROOM)
        return true;
    if (s->file == 0) {
        int fd = folder_create(folder, name, name, error);
        if (fd < 0)
            return false;
        s->file = fd + 1;
        if (unlinkat(folder, name, 0) != 0)
            return error_system(error, errno, name);
    }
    return spill(s, name, error);
}

bool spool_rewind(struct spool *s, const char *shown, struct error *error)
{
    s->given = 0;
    if (s->file == 0)
        return true;
    return spill(s, shown, error) &&
           (lseek(s->file - 1, 0, SEEK_SET) == 0 || error_system(error, errno, shown));
}

/* Reads on, until there are `length` bytes or the file is at its end. */
static bool fill(struct spool *s, size_t length, const char *shown, struct error *error)
{
    size_t kept = s->bytes.length - s->given;
    memmove(s->bytes.data, s->bytes.data + s->given, kept);
    s->bytes.length = kept;
    s->given = 0;
    buf_reserve(&s->bytes, SPOOL_ROOM);
    while (s->bytes.length < length) {
        ssize_t n = read(s->file - 1, s->bytes.data + s->bytes.length, SPOOL_ROOM);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 || error_system(error, errno, shown);
        s->bytes.length += (size_t)n;
        buf_reserve(&s->bytes, SPOOL_ROOM);
    }
    return true;
}

const void *spool_read(struct spool *s, size_t length, const char *shown, struct error *error)
{
    if (s->bytes.length - s->given < length && s->file > 0 && !fill(s, length, shown, error))
        return NULL;
    if (s->bytes.length - s->given < length) {
        error_set(error, ERROR_INTERNAL, "%s: less was put aside than is wanted", shown);
        return NULL;
    }
    const void *at = s->bytes.data + s->given;
    s->given += length;
    return at;
}

void spool_free(struct spool *s)
{
    if (s->file > 0)
        close(s->file - 1);
    buf_free(&s->bytes);
    *s = (struct spool){0};
}
