/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of records as fields of an article: dates in words, numbers and seconds since 1970; texts
 * that may be HTML; addresses.
 */
#ifndef DATELINE_INDEXER_READ_FIELD_VALUE_H
#define DATELINE_INDEXER_READ_FIELD_VALUE_H

#include "indexer/read/entry.h"
#include "indexer/read/field_map.h"
#include "lib/base/arena.h"

/* True if it says nothing: blank, or null, none, nan, nat, n/a, undefined. */
bool field_value_is_none(struct slice value);

/* A date as written (lib/date/date.h), or seconds, milliseconds, micro- or nanoseconds since 1970
 * (9 digits and more, a sign, a fraction): the day in UTC. DATE_UNKNOWN is for anything else. */
enum date_status field_value_date(struct slice value, struct date *date);

bool field_value_is_url(struct slice value);

/* The text of a value, out of its HTML if it is some; else the value itself. */
struct slice field_value_text(struct slice value, struct arena *arena);

/* The same for a line, such as a title, where character references alone tell that it is HTML. */
struct slice field_value_line(struct slice value, struct arena *arena);

/*
 * The fields of one record on their way to be an entry: of two values for a field the one whose
 * name is preferred is kept.
 */
struct record_fields {
    struct slice value[FIELDS];
    unsigned rank[FIELDS];   /* of the value; meaningful only if there is one */
    struct given_date date;  /* instead of value[FIELD_DATE] */
    struct slice date_where; /* the key */
};

/* Takes the value of a key; of two whose names are alike the later one. Nothing is copied. */
void record_fields_take(struct record_fields *r, struct field_use use, struct slice key,
                        struct slice value);

/* Copies the values that are part of `bytes` into the arena. */
void record_fields_keep(struct record_fields *r, struct slice bytes, struct arena *arena);

/* Fills in an entry, HTML undone. What it points to is the values, or in the arena. */
void record_fields_entry(const struct record_fields *r, struct arena *arena, struct entry *e);

#endif
