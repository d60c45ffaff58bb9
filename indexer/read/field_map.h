/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which keys of a record (JSON, CSV, front matter) are which field of an article: the names that
 * are usual, in order of preference, and those of --map in their stead. Upper and lower case are
 * alike, and `_`, `-` and blanks within say nothing: datePublished is date_published.
 */
#ifndef DATELINE_INDEXER_READ_FIELD_MAP_H
#define DATELINE_INDEXER_READ_FIELD_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"

enum field {
    FIELD_TITLE,
    FIELD_DATE,
    FIELD_TEXT,
    FIELD_URL,
    FIELD_PUBLISHER,
    FIELD_AUTHOR,
    FIELD_KEY, /* the record's own id */
    FIELDS
};

const char *field_name(enum field f); /* "title", ..., "id" */

/* What --map says. Free with field_map_free(). */
struct field_map;

struct field_map *field_map_new(void);
void field_map_free(struct field_map *map);

/* Adds `FIELD=KEY,...` as --map has it: keys are names, or paths such as data.body and
 * hits[].text. A field that is given again has more keys. */
bool field_map_add(struct field_map *map, const char *text, struct error *error);

/* The order of preference differs: a `date` of front matter is that of the post. */
enum field_names { NAMES_RECORD, NAMES_FRONT };

/* One reading of a name: of the names of its field the rank-th, 0 being the best. */
struct field_use {
    enum field field;
    unsigned rank;
};

#define FIELD_USES 3 /* a name may serve several fields: `source` is a publisher or an address */

/* A table to look names up in. It points into `map` (NULL: none), which outlives it. */
struct field_table;

struct field_table *field_table_new(const struct field_map *map, enum field_names names);
void field_table_free(struct field_table *t);

/* Fills in what a name stands for; returns how many uses it has, 0 for none. */
size_t field_table_find(const struct field_table *t, const char *name, size_t length,
                        struct field_use uses[FIELD_USES]);

/* The n-th of the keys that are paths into nested values; NULL after the last. */
const char *field_table_path(const struct field_table *t, size_t n, struct field_use *use);

#endif
