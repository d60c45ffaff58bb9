/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes that belong to somebody else: not NUL-terminated, good while their owner keeps them. */
#ifndef DATELINE_LIB_BASE_SLICE_H
#define DATELINE_LIB_BASE_SLICE_H

#include <stddef.h>
#include <string.h>

struct slice {
    const char *data;
    size_t length;
};

/* Below, at or above 0 as the bytes of `a` come before, are or come after those of `b`. */
static inline int bytes_compare(const void *a, size_t a_length, const void *b, size_t b_length)
{
    size_t shorter = a_length < b_length ? a_length : b_length;
    int order = shorter ? memcmp(a, b, shorter) : 0;
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

#endif
