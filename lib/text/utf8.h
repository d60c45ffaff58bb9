/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of a file to text: UTF-8 that is valid and has no byte order mark. */
#ifndef DATELINE_LIB_TEXT_UTF8_H
#define DATELINE_LIB_TEXT_UTF8_H

#include "lib/base/arena.h"
#include "lib/base/slice.h"

/*
 * Returns the bytes themselves if they are valid UTF-8 (without a byte order mark at the start),
 * else a copy in the arena in which each byte that is not part of a character is U+FFFD;
 * *replaced is their number.
 */
struct slice utf8_clean(struct slice bytes, struct arena *arena, size_t *replaced);

#endif
