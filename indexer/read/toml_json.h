/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TOML as JSON values, as front matter has it: keys, dotted and quoted ones; strings of all four
 * kinds; arrays; inline tables; [tables] and [[arrays of tables]]; comments. Numbers, dates and
 * booleans are strings as they are written. Debian has no C library for TOML.
 */
#ifndef DATELINE_INDEXER_READ_TOML_JSON_H
#define DATELINE_INDEXER_READ_TOML_JSON_H

#include <jansson.h>

#include "lib/base/slice.h"

#define TOML_DEPTH 64

/* NULL: `why` says what is wrong, in line *line of these bytes (1 is the first). json_decref() it.
 */
json_t *toml_json(struct slice bytes, size_t *line, char why[100]);

#endif
