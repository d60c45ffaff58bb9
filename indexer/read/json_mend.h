/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What programs write for JSON and strict JSON refuses, although it is plain what is meant, made
 * into JSON: Python's lone surrogates, NaN and Infinity, numbers beyond 64 bits, line ends and
 * other control characters in strings.
 */
#ifndef DATELINE_INDEXER_READ_JSON_MEND_H
#define DATELINE_INDEXER_READ_JSON_MEND_H

#include "lib/base/buf.h"
#include "lib/base/slice.h"

/* Appends the bytes, mended, to `out`; returns what was mended, in words, or NULL: nothing. Lone
 * surrogates become U+FFFD, numbers of more than 15 digits strings, NaN and the like null. */
const char *json_mend(struct slice bytes, struct buf *out);

#endif
