/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An entry is a byte, the length of its key; a byte, that of its word; the key; the word. */
#include "indexer/build/name_sort.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/build/term_merge.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/text/name_key.h"

#define FILE_NAME "names-sort"

enum { ENTRY_MAX = 2 + NAME_KEY_MAX + 255, READ_ROOM = 1 << 13, WRITE_ROOM = 1 << 18 };

struct name_entry {
    uint64_t head; /* of its key */
    const uint8_t *bytes;
};

/* A sorted part of the file. */
struct name_part {
    off_t from; /* of what was not read yet */
    off_t to;
    uint8_t *buffer;
    size_t at;
    size_t end;
};

struct name_sort {
    int folder;
    const char *shown;
    uint64_t limit;
    struct arena bytes;
    struct name_entry *list;
    size_t count;
    size_t room;
    int fd; /* -1 until something did not fit */
    off_t written;
    struct name_part *parts;
    size_t part_count;
    size_t part_room;
};

struct name_sort *name_sort_new(int folder, const char *shown, uint64_t memory)
{
    struct name_sort *s = xcalloc(1, sizeof *s);
    s->folder = folder;
    s->shown = shown;
    s->limit = memory;
    s->fd = -1;
    return s;
}

void name_sort_free(struct name_sort *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->part_count; i++)
        free(s->parts[i].buffer);
    free(s->parts);
    free(s->list);
    arena_free(&s->bytes);
    if (s->fd >= 0) {
        close(s->fd);
        unlinkat(s->folder, FILE_NAME, 0);
    }
    free(s);
}

static bool failed(const struct name_sort *s, int number, struct error *error)
{
    struct buf path = {0};
    buf_printf(&path, "%s/" FILE_NAME, s->shown);
    error_system(error, number, path.data);
    buf_free(&path);
    return false;
}

static struct slice key_of(const uint8_t *entry)
{
    return (struct slice){(const char *)entry + 2, entry[0]};
}

static struct slice word_of(const uint8_t *entry)
{
    return (struct slice){(const char *)entry + 2 + entry[0], entry[1]};
}

static int compare_entries(const uint8_t *x, const uint8_t *y)
{
    int order = bytes_compare(x + 2, x[0], y + 2, y[0]);
    return order ? order : bytes_compare(x + 2 + x[0], x[1], y + 2 + y[0], y[1]);
}

static int by_key(const void *a, const void *b)
{
    const struct name_entry *x = a;
    const struct name_entry *y = b;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return compare_entries(x->bytes, y->bytes);
}

static void sort(struct name_sort *s)
{
    if (s->count)
        qsort(s->list, s->count, sizeof *s->list, by_key);
}

static bool flush(struct name_sort *s, struct buf *b, struct error *error)
{
    for (size_t done = 0; done < b->length;) {
        ssize_t n = write(s->fd, b->data + done, b->length - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            return failed(s, errno, error);
    }
    s->written += (off_t)b->length;
    buf_clear(b);
    return true;
}

/* Writes what is in memory as a part of the file. */
static bool write_part(struct name_sort *s, struct error *error)
{
    if (s->fd < 0)
        s->fd =
            openat(s->folder, FILE_NAME, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (s->fd < 0)
        return failed(s, errno, error);
    struct buf out = {0};
    struct name_part part = {.from = s->written};
    bool ok = true;
    sort(s);
    for (size_t i = 0; ok && i < s->count; i++) {
        const uint8_t *entry = s->list[i].bytes;
        buf_add(&out, entry, 2u + entry[0] + entry[1]);
        ok = out.length < WRITE_ROOM || flush(s, &out, error);
    }
    ok = ok && flush(s, &out, error);
    buf_free(&out);
    part.to = s->written;
    s->parts = xgrow(s->parts, &s->part_room, s->part_count + 1, sizeof *s->parts);
    s->parts[s->part_count++] = part;
    arena_free(&s->bytes);
    s->count = 0;
    return ok;
}

bool name_sort_add(struct name_sort *s, const char *term, size_t length, struct error *error)
{
    char key[NAME_KEY_MAX];
    size_t key_length = name_key(term, length, key);
    if (key_length == 0)
        return true;
    if (s->bytes.total + s->room * sizeof *s->list > s->limit && s->count > READ_ROOM &&
        !write_part(s, error))
        return false;
    uint8_t *entry = arena_alloc(&s->bytes, 2 + key_length + length);
    entry[0] = (uint8_t)key_length;
    entry[1] = (uint8_t)length;
    memcpy(entry + 2, key, key_length);
    memcpy(entry + 2 + key_length, term, length);
    s->list = xgrow(s->list, &s->room, s->count + 1, sizeof *s->list);
    s->list[s->count++] = (struct name_entry){term_head(key, key_length), entry};
    return true;
}

/* Makes the next entry of a part wait in its buffer; NULL at its end, or with *error. */
static const uint8_t *entry_of(const struct name_sort *s, struct name_part *p, bool *ok,
                               struct error *error)
{
    if (p->end - p->at < ENTRY_MAX && p->from < p->to) {
        if (!p->buffer)
            p->buffer = xmalloc(READ_ROOM);
        memmove(p->buffer, p->buffer + p->at, p->end - p->at);
        p->end -= p->at;
        p->at = 0;
        size_t wanted = READ_ROOM - p->end;
        if ((off_t)wanted > p->to - p->from)
            wanted = (size_t)(p->to - p->from);
        ssize_t n = pread(s->fd, p->buffer + p->end, wanted, p->from);
        *ok = n == (ssize_t)wanted || failed(s, n < 0 ? errno : EIO, error);
        if (!*ok)
            return NULL;
        p->end += wanted;
        p->from += n;
    }
    return p->at < p->end ? p->buffer + p->at : NULL;
}

/* The part with the least entry; there are few, so that all are looked at. */
static struct name_part *least_part(struct name_sort *s, const uint8_t **least, bool *ok,
                                    struct error *error)
{
    struct name_part *found = NULL;
    *least = NULL;
    for (size_t i = 0; *ok && i < s->part_count; i++) {
        const uint8_t *entry = entry_of(s, &s->parts[i], ok, error);
        if (entry && (!*least || compare_entries(entry, *least) < 0)) {
            *least = entry;
            found = &s->parts[i];
        }
    }
    return found;
}

bool name_sort_walk(struct name_sort *s,
                    bool (*each)(void *context, struct slice key, struct slice word,
                                 struct error *error),
                    void *context, struct error *error)
{
    if (s->part_count == 0) {
        sort(s);
        for (size_t i = 0; i < s->count; i++)
            if (!each(context, key_of(s->list[i].bytes), word_of(s->list[i].bytes), error))
                return false;
        return true;
    }
    if (s->count && !write_part(s, error))
        return false;
    const uint8_t *entry;
    bool ok = true;
    for (struct name_part *p; (p = least_part(s, &entry, &ok, error)) && ok;) {
        ok = each(context, key_of(entry), word_of(entry), error);
        p->at += 2u + entry[0] + entry[1];
    }
    return ok;
}
