/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a reader makes of some bytes, as one text that a test compares with what it should be: a
 * line for each article,
 *
 *     #RECORD DATE WHERE | title | url | publisher | author | key | text
 *
 * in which line ends of the text are a / and fields that are not given are a -, DATE is
 * "impossible" or "unknown" with what is written where there is none; a line "!RECORD:LINE message"
 * for each fault, before the article that is read next; and "failed: message" where it ends in an
 * error.
 */
#ifndef DATELINE_TESTS_UNIT_READING_H
#define DATELINE_TESTS_UNIT_READING_H

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/read/reader.h"
#include "lib/base/buf.h"
#include "tests/unit/test.h"

static inline void reading_fault(void *context, uint64_t record, size_t line, const char *message)
{
    buf_printf(context, "!%" PRIu64 ":%zu %s\n", record, line, message);
}

static inline void reading_field(struct buf *out, struct slice s)
{
    bool between = false;
    buf_puts(out, " | ");
    if (!s.length)
        buf_putc(out, '-');
    for (size_t i = 0; i < s.length; i++) {
        bool end = s.data[i] == '\n' || s.data[i] == '\r';
        if (!end || !between)
            buf_putc(out, end ? '/' : s.data[i]);
        between = end;
    }
}

static inline void reading_entry(struct buf *out, const struct entry *e)
{
    char date[DATE_TEXT];
    buf_printf(out, "#%" PRIu64 " ", e->record);
    if (e->date.status == DATE_OK)
        buf_printf(out, "%s", date_is_none(e->date.date) ? "-" : date_print(e->date.date, date));
    else
        buf_printf(out, "%s '%.*s'", e->date.status == DATE_UNKNOWN ? "unknown" : "impossible",
                   (int)e->date.text.length, e->date.text.data);
    buf_printf(out, " %s", e->date.where ? e->date.where : "-");
    reading_field(out, e->title);
    reading_field(out, e->url);
    reading_field(out, e->publisher);
    reading_field(out, e->author);
    reading_field(out, e->key);
    reading_field(out, e->text);
    buf_putc(out, '\n');
}

/* Free the text with free(). */
static inline char *reading_of(const struct reader_format *format, struct slice bytes,
                               const char *encoding)
{
    struct buf out = {0};
    struct arena arena = {0};
    struct error error = {0};
    struct input in;
    struct reader_options options = {.encoding = encoding, .fault = reading_fault, .context = &out};
    input_open_memory(&in, bytes, "file");
    buf_clear(&out);
    struct reader *r = format->open(&in, &options, &error);
    enum reader_status status = r ? READER_ENTRY : READER_FAILED;
    while (status == READER_ENTRY) {
        struct entry entry;
        status = format->next(r, &arena, &entry, &error);
        if (status == READER_ENTRY)
            reading_entry(&out, &entry);
        arena_clear(&arena);
    }
    if (status == READER_FAILED)
        buf_printf(&out, "failed: %s\n", error.message);
    if (r)
        format->close(r);
    input_close(&in);
    arena_free(&arena);
    return buf_take(&out);
}

static inline void assert_reading(const struct reader_format *format, const char *bytes,
                                  const char *expected)
{
    char *is = reading_of(format, (struct slice){bytes, strlen(bytes)}, NULL);
    if (strcmp(is, expected) != 0)
        fail_msg("of '%.300s'\nis\n%s\nnot\n%s", bytes, is, expected);
    free(is);
}

static inline bool reading_recognises(const struct reader_format *format, const char *bytes)
{
    size_t length = strlen(bytes);
    return format->recognises((struct slice){bytes, length < READER_HEAD ? length : READER_HEAD});
}

#endif
