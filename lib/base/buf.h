/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A growing run of bytes. `data` is owned by the buffer, moves when it grows, and is always
 * followed by a NUL that `length` does not count, so a buffer of text is a C string.
 * Start with {0}; end with buf_free().
 */
#ifndef DATELINE_LIB_BASE_BUF_H
#define DATELINE_LIB_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
    char *data;
    size_t length;
    size_t capacity;
};

void buf_free(struct buf *b);

/* Empties the buffer and keeps its memory; data is a valid empty string afterwards. */
void buf_clear(struct buf *b);

/* Makes room for `more` bytes after the end and returns where they go; length is unchanged. */
char *buf_reserve(struct buf *b, size_t more);

void buf_add(struct buf *b, const void *bytes, size_t length);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Hands the bytes to the caller, who frees them; the buffer is empty afterwards. */
char *buf_take(struct buf *b);

#endif
