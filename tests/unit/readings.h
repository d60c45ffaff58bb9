/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reader makes of some bytes, as text, a line for each article, fault and error. */
#ifndef DATELINE_TESTS_UNIT_READINGS_H
#define DATELINE_TESTS_UNIT_READINGS_H

#include <stdlib.h>
#include <string.h>

#include "indexer/read/reader.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "tests/unit/test.h"

static inline void readings_fault(void *context, uint64_t record, size_t line, const char *message)
{
    struct buf *told = context;
    buf_printf(told, "fault %llu", (unsigned long long)record);
    if (line)
        buf_printf(told, " line %zu", line);
    buf_printf(told, ": %s\n", message);
}

static inline void readings_field(struct buf *told, const char *name, struct slice value)
{
    if (!value.length)
        return;
    buf_printf(told, "  %s: ", name);
    for (size_t i = 0; i < value.length; i++)
        buf_putc(told, value.data[i] == '\n' ? '|' : value.data[i]);
    buf_putc(told, '\n');
}

static inline void readings_entry(struct buf *told, const struct entry *e)
{
    char date[DATE_TEXT];
    buf_printf(told, "article %llu\n", (unsigned long long)e->record);
    readings_field(told, "title", e->title);
    if (e->date.where)
        buf_printf(told, "  date: %s (%s)\n",
                   e->date.status == DATE_OK           ? date_print(e->date.date, date)
                   : e->date.status == DATE_IMPOSSIBLE ? "impossible"
                                                       : "unknown",
                   e->date.where);
    readings_field(told, "url", e->url);
    readings_field(told, "key", e->key);
    readings_field(told, "publisher", e->publisher);
    readings_field(told, "author", e->author);
    readings_field(told, "text", e->text);
}

/* Reads all of the bytes, from a copy that is exactly as long, so that a sanitizer sees what reads
 * past their end. *told is a string that buf_free() frees. */
static inline void readings_tell(const struct reader_format *format, struct slice bytes,
                                 const char *encoding, struct buf *told)
{
    struct reader_options options = {
        .encoding = encoding, .fault = readings_fault, .context = told};
    struct arena arena = {0};
    struct error error = {0};
    struct input in;
    struct entry entry;
    char *copy = xmalloc(bytes.length);
    if (bytes.length)
        memcpy(copy, bytes.data, bytes.length);
    buf_clear(told);
    input_open_memory(&in, (struct slice){copy, bytes.length}, "file");
    struct reader *r = format->open(&in, &options, &error);
    enum reader_status status = r ? READER_ENTRY : READER_FAILED;
    while (r && (status = format->next(r, &arena, &entry, &error)) == READER_ENTRY) {
        readings_entry(told, &entry);
        arena_clear(&arena);
    }
    if (status == READER_FAILED)
        buf_printf(told, "failed: %s\n", error.message);
    if (r)
        format->close(r);
    input_close(&in);
    arena_free(&arena);
    free(copy);
}

static inline void readings_are(const struct reader_format *format, const char *bytes,
                                const char *wanted)
{
    struct buf told = {0};
    readings_tell(format, (struct slice){bytes, strlen(bytes)}, NULL, &told);
    assert_string_equal(told.data, wanted);
    buf_free(&told);
}

#endif
