/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For fuzz targets of readers: reads all of the bytes and checks what every reader promises. */
#ifndef DATELINE_TESTS_FUZZ_READER_H
#define DATELINE_TESTS_FUZZ_READER_H

#include <assert.h>
#include <string.h>

#include "indexer/read/reader.h"
#include "lib/text/utf8.h"

static inline void fuzz_fault(void *context, uint64_t record, size_t line, const char *message)
{
    (void)context;
    (void)record;
    (void)line;
    assert(message && *message);
}

static inline void fuzz_is_text(struct slice s, struct arena *arena)
{
    size_t replaced;
    if (s.length == 0)
        return;
    utf8_clean(s, arena, &replaced);
    assert(replaced == 0);
}

static inline void fuzz_entry(const struct entry *e, struct arena *arena)
{
    fuzz_is_text(e->title, arena);
    fuzz_is_text(e->text, arena);
    fuzz_is_text(e->url, arena);
    fuzz_is_text(e->publisher, arena);
    fuzz_is_text(e->author, arena);
    fuzz_is_text(e->key, arena);
    assert(e->text.length <= READER_TEXT_MAX);
    assert(date_is_valid(e->date.date));
    assert(e->date.status == DATE_OK || date_is_none(e->date.date));
}

/* Reads an input to its end; returns the number of articles. */
static inline size_t fuzz_input(const struct reader_format *format, struct input *in)
{
    const struct reader_options options = {.fault = fuzz_fault};
    struct error error = {0};
    struct arena arena = {0};
    struct entry entry;
    size_t count = 0;
    struct reader *r = format->open(in, &options, &error);
    enum reader_status status = r ? READER_ENTRY : READER_FAILED;
    while (r && (status = format->next(r, &arena, &entry, &error)) == READER_ENTRY) {
        fuzz_entry(&entry, &arena);
        arena_clear(&arena);
        count++;
    }
    assert(status == READER_END || (error.status != ERROR_NONE && *error.message));
    if (r)
        format->close(r);
    arena_free(&arena);
    return count;
}

static inline void fuzz_reader(const struct reader_format *format, const uint8_t *data, size_t size)
{
    struct input in;
    struct slice bytes = {(const char *)data, size};
    if (format->recognises)
        format->recognises(bytes);
    input_open_memory(&in, bytes, "fuzz");
    assert(fuzz_input(format, &in) <= size);
    input_close(&in);
}

#endif
