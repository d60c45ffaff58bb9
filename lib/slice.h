/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes that belong to somebody else: not NUL-terminated, good while their owner keeps them. */
#ifndef DATELINE_LIB_SLICE_H
#define DATELINE_LIB_SLICE_H

#include <stddef.h>

struct slice {
    const char *data;
    size_t length;
};

#endif
