/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A JSON object as an article: the values of its keys (field_map.h), nested ones too. Where a value
 * is an object or a list, its text is what objects of the kind have: {"rendered": ...} of
 * WordPress, {"name": ...} of people, {"$date": ...} of MongoDB, lists of strings or of objects,
 * fundus: body.summary[], body.sections[].headline[], .paragraphs[].
 */
#ifndef DATELINE_INDEXER_READ_JSON_RECORD_H
#define DATELINE_INDEXER_READ_JSON_RECORD_H

#include <jansson.h>

#include "indexer/read/entry.h"
#include "indexer/read/field_map.h"
#include "lib/base/arena.h"

/*
 * Parses the object that the bytes begin with, and sets *used to how many it took. What strict JSON
 * refuses although it is plain what is meant is read too, and *mended is then what that was: lone
 * surrogates (U+FFFD), NaN and Infinity (null), numbers too large, control characters in strings.
 * NULL: it is no JSON; `why` says what is wrong.
 */
json_t *json_record_parse(struct slice bytes, size_t *used, const char **mended,
                          char why[JSON_ERROR_TEXT_LENGTH]);

/* Fills in an entry, whose strings are the arena's. What is not there is empty. */
void json_record_entry(json_t *object, const struct field_table *t, struct arena *arena,
                       struct entry *e);

/* The text of a value for a field: a string's own bytes, else the arena's. {NULL, 0} if it says
 * nothing. */
struct slice json_record_text(json_t *value, enum field f, struct arena *arena);

/* The list of objects in an object that is no article but holds them ({"articles": [...]}), by any
 * name, one level down too; NULL if there is none. It belongs to the object. */
json_t *json_record_list(json_t *object);

#endif
