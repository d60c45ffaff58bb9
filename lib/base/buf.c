/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    buf_reserve(b, 0);
    b->length = 0;
    b->data[0] = '\0';
}

char *buf_reserve(struct buf *b, size_t more)
{
    b->data = xgrow(b->data, &b->capacity, b->length + more + 1, 1);
    return b->data + b->length;
}

void buf_add(struct buf *b, const void *bytes, size_t length)
{
    char *end = buf_reserve(b, length);
    if (length)
        memcpy(end, bytes, length);
    b->length += length;
    b->data[b->length] = '\0';
}

void buf_puts(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_vprintf(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length >= 0) {
        char *end = buf_reserve(b, (size_t)length);
        vsnprintf(end, (size_t)length + 1, format, again);
        b->length += (size_t)length;
    }
    va_end(again);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(b, format, args);
    va_end(args);
}

char *buf_take(struct buf *b)
{
    buf_reserve(b, 0);
    char *data = b->data;
    data[b->length] = '\0';
    *b = (struct buf){0};
    return data;
}
