/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests of readers share: a reader over bytes that come in pieces, and what it gave, as lines
 * `title|date|text|url|publisher|author|key` and `!record:line: fault`. */
#ifndef DATELINE_TESTS_UNIT_READER_TEST_H
#define DATELINE_TESTS_UNIT_READER_TEST_H

#include <stdlib.h>
#include <string.h>

#include "indexer/read/reader.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "tests/unit/test.h"

/* A stream: some bytes, a filler again and again, more bytes; in pieces of up to `piece` bytes. */
struct stream {
    struct slice before;
    const char *filler;
    size_t fill; /* bytes of it */
    struct slice after;
    size_t piece;
};

static inline bool stream_read(void *source, char *to, size_t room, size_t *got,
                               struct error *error)
{
    struct stream *s = source;
    struct slice *from = s->before.length ? &s->before : &s->after;
    size_t n = s->piece < room ? s->piece : room;
    (void)error;
    if (s->before.length == 0 && s->fill) {
        size_t unit = strlen(s->filler);
        n = n < s->fill ? n : s->fill;
        n = n < unit ? n : n / unit * unit;
        for (size_t i = 0; i < n; i += unit)
            memcpy(to + i, s->filler, unit < n - i ? unit : n - i);
        s->fill -= n;
        *got = n;
        return true;
    }
    n = n < from->length ? n : from->length;
    if (n)
        memcpy(to, from->data, n);
    *from = (struct slice){from->data + n, from->length - n};
    *got = n;
    return true;
}

static inline void stream_close(void *source)
{
    (void)source;
}

static inline void stream_open(struct input *in, struct stream *s, const char *name)
{
    static const struct input_kind kind = {stream_read, stream_close};
    input_open(in, &kind, s, name);
}

static inline void reader_test_fault(void *context, uint64_t record, size_t line,
                                     const char *message)
{
    buf_printf(context, "!%llu:%zu: %s\n", (unsigned long long)record, line, message);
}

/* Reads all; what came of it is appended. A failure is a line `!! message`. */
static inline void reader_test_read(const struct reader_format *format, struct input *in,
                                    const struct field_map *map, struct buf *out)
{
    const struct reader_options options = {.map = map, .fault = reader_test_fault, .context = out};
    struct error error = {0};
    struct arena arena = {0};
    struct entry e;
    char date[DATE_TEXT];
    enum reader_status status = READER_FAILED;
    struct reader *r = format->open(in, &options, &error);
    while (r && (status = format->next(r, &arena, &e, &error)) == READER_ENTRY) {
        const struct slice rest[] = {e.text, e.url, e.publisher, e.author, e.key};
        buf_printf(out, "%.*s|%s", (int)e.title.length, e.title.data ? e.title.data : "",
                   date_print(e.date.date, date));
        for (size_t i = 0; i < COUNT(rest); i++)
            buf_printf(out, "|%.*s", rest[i].length < 200 ? (int)rest[i].length : 200,
                       rest[i].data ? rest[i].data : "");
        buf_putc(out, '\n');
        arena_clear(&arena);
    }
    if (status == READER_FAILED)
        buf_printf(out, "!! %s\n", error.message);
    if (r)
        format->close(r);
    arena_free(&arena);
}

/* Reads bytes, whole and byte by byte: both give what is expected. */
static inline void reader_test_gives(const struct reader_format *format, const char *name,
                                     struct slice bytes, const char *expected)
{
    static const size_t pieces[] = {1, 7, 1 << 20};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        struct stream s = {.after = bytes, .piece = pieces[i]};
        struct input in;
        struct buf out = {0};
        buf_clear(&out);
        stream_open(&in, &s, name);
        reader_test_read(format, &in, NULL, &out);
        input_close(&in);
        if (strcmp(out.data, expected) != 0)
            fail_msg("of '%.*s' in pieces of %zu:\n%snot\n%s", (int)bytes.length, bytes.data,
                     pieces[i], out.data, expected);
        buf_free(&out);
    }
}

#endif
