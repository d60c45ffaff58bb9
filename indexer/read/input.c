/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

#define CHUNK ((size_t)1 << 16) /* bytes that are read ahead */
#define LARGE ((size_t)1 << 18) /* the same where records are looked for in them */

struct file {
    int fd;
    const char *name;
};

static bool file_read(void *source, char *to, size_t room, size_t *got, struct error *error)
{
    const struct file *f = source;
    ssize_t n;
    do
        n = read(f->fd, to, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_system(error, errno, f->name);
    *got = (size_t)n;
    return true;
}

static void file_close(void *source)
{
    struct file *f = source;
    close(f->fd);
    free(f);
}

static const struct input_kind file_kind = {file_read, file_close};

bool input_open_file(struct input *in, const char *path, const char *name, struct error *error)
{
    /* What was a file when it was found may be a pipe by now, on which opening would wait. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    struct stat s;
    *in = (struct input){0};
    if (fd < 0 && errno != ELOOP && errno != ENXIO)
        return error_system(error, errno, name);
    int unseen = fd >= 0 && fstat(fd, &s) != 0 ? errno : 0;
    if (fd < 0 || unseen || !S_ISREG(s.st_mode)) {
        if (fd >= 0)
            close(fd);
        return unseen ? error_system(error, unseen, name)
                      : error_set(error, ERROR_UNSUPPORTED, "%s: not a regular file", name);
    }
    struct file *f = xmalloc(sizeof *f);
    *f = (struct file){fd, name};
    input_open(in, &file_kind, f, name);
    in->path = path;
    in->expected = (uint64_t)s.st_size;
    return true;
}

void input_open_memory(struct input *in, struct slice bytes, const char *name)
{
    *in = (struct input){
        .name = name, .buffer = (char *)bytes.data, .end = bytes.length, .ended = true};
    in->expected = bytes.length;
}

void input_open(struct input *in, const struct input_kind *kind, void *source, const char *name)
{
    *in = (struct input){.name = name, .kind = kind, .source = source};
}

void input_close(struct input *in)
{
    if (in->kind)
        in->kind->close(in->source);
    if (in->room)
        free(in->buffer);
    free(in->failed);
    *in = (struct input){0};
}

/* Bytes of the source, at least one unless it has ended. One that fails has ended, too. */
static size_t pull(struct input *in, char *to, size_t room)
{
    struct error error;
    size_t got = 0;
    if (in->ended)
        return 0;
    if (!in->kind->read(in->source, to, room, &got, &error)) {
        in->failed = xmalloc(sizeof error);
        *in->failed = error;
        got = 0;
    }
    in->ended = got == 0;
    return got;
}

/* True if the source ended well; else false, with its error. */
static bool ended_well(struct input *in, struct error *error)
{
    if (!in->failed)
        return true;
    *error = *in->failed;
    in->failures++;
    return false;
}

size_t input_failures(const struct input *in)
{
    return in->failures;
}

/* Makes the buffer hold `room` bytes from `start` on; what is read ahead moves to its front. */
static void make_room(struct input *in, size_t room)
{
    size_t ahead = in->end - in->start;
    if (in->room - in->start >= room && in->room)
        return;
    if (in->start && ahead)
        memmove(in->buffer, in->buffer + in->start, ahead);
    in->start = 0;
    in->end = ahead;
    if (in->room < room) {
        in->room = room;
        in->buffer = xrealloc(in->buffer, in->room);
    }
}

bool input_read(struct input *in, char *to, size_t room, size_t *got, struct error *error)
{
    *got = in->end - in->start;
    if (*got == 0) {
        *got = pull(in, to, room);
        if (*got == 0 && !ended_well(in, error))
            return false;
    } else {
        *got = *got < room ? *got : room;
        memcpy(to, in->buffer + in->start, *got);
        in->start += *got;
    }
    in->taken += *got;
    return true;
}

bool input_peek(struct input *in, size_t want, struct slice *bytes, struct error *error)
{
    while (in->end - in->start < want && !in->ended) {
        make_room(in, want < CHUNK ? CHUNK : want);
        in->end += pull(in, in->buffer + in->end, in->room - in->end);
    }
    size_t ahead = in->end - in->start;
    if (ahead == 0 && !ended_well(in, error))
        return false;
    *bytes = (struct slice){in->buffer ? in->buffer + in->start : "", ahead < want ? ahead : want};
    return true;
}

bool input_ahead(struct input *in, size_t least, struct slice *bytes, struct error *error)
{
    size_t ahead;
    while ((ahead = in->end - in->start) <= least && !in->ended) {
        make_room(in, ahead * 2 < LARGE ? LARGE : ahead * 2);
        in->end += pull(in, in->buffer + in->end, in->room - in->end);
    }
    if (ahead <= least && !ended_well(in, error))
        return false;
    *bytes = (struct slice){in->buffer ? in->buffer + in->start : "", ahead};
    return true;
}

void input_pass(struct input *in, size_t count)
{
    in->start += count;
    in->taken += count;
}

/* Passes over the rest of a line whose first `limit` bytes stay at the front of the buffer. */
static void pass_line(struct input *in, size_t limit, struct slice *line)
{
    if (in->room)
        make_room(in, in->room + 1 - in->start > limit + CHUNK ? in->room : limit + CHUNK);
    *line = (struct slice){in->buffer + in->start, limit};
    size_t at = in->start + limit; /* what comes is read to here, and passed over */
    in->taken += limit;
    in->start = at;
    for (;;) {
        char *from = in->buffer + in->start;
        char *stop = memchr(from, '\n', in->end - in->start);
        size_t passed = stop ? (size_t)(stop + 1 - from) : in->end - in->start;
        in->taken += passed;
        in->start += passed;
        if (stop || in->ended)
            return;
        in->start = at;
        in->end = at + pull(in, in->buffer + at, in->room - at);
    }
}

bool input_line(struct input *in, size_t limit, struct slice *line, bool *found, bool *cut,
                struct error *error)
{
    size_t seen = 0; /* bytes from `start` on that hold no newline */
    *cut = *found = false;
    for (;;) {
        size_t ahead = in->end - in->start;
        const char *from = in->buffer ? in->buffer + in->start : "";
        const char *stop = ahead > seen ? memchr(from + seen, '\n', ahead - seen) : NULL;
        size_t length = stop ? (size_t)(stop + 1 - from) : ahead;
        if (length > limit) {
            *found = *cut = true;
            pass_line(in, limit, line);
            return true;
        }
        if (stop || in->ended) {
            *found = length > 0;
            *line = (struct slice){from, length};
            in->start += length;
            in->taken += length;
            return *found || ended_well(in, error);
        }
        seen = ahead;
        size_t room = ahead * 2 < CHUNK ? CHUNK : ahead * 2;
        make_room(in, room < limit + CHUNK ? room : limit + CHUNK);
        in->end += pull(in, in->buffer + in->end, in->room - in->end);
    }
}

bool input_all(struct input *in, size_t limit, struct arena *arena, struct slice *bytes,
               struct error *error)
{
    size_t ahead = in->end - in->start;
    size_t known = in->expected > in->taken ? (size_t)(in->expected - in->taken) : 0;
    size_t room = known > ahead ? known : ahead;
    if (room > limit)
        room = limit;
    room += room == ahead && !in->ended ? CHUNK : 1; /* the one tells that nothing is left */
    char *data = arena_alloc(arena, room);
    size_t length = 0;
    for (size_t got;; length += got) {
        if (length > limit)
            return error_set(error, ERROR_LIMIT, "%s: more than %zu bytes", in->name, limit);
        if (length == room) {
            char *larger = arena_alloc(arena, room * 2);
            memcpy(larger, data, length);
            data = larger;
            room *= 2;
        }
        if (!input_read(in, data + length, room - length, &got, error))
            return false;
        if (got == 0)
            break;
    }
    *bytes = (struct slice){data, length};
    return true;
}
