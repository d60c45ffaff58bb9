/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a hit is made of, by name, and the columns that a table has: those of --fields, or the
 * usual ones. The one place that knows how a field is written as text.
 */
#ifndef DATELINE_SEARCHER_PRESENT_FIELDS_H
#define DATELINE_SEARCHER_PRESENT_FIELDS_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/slice.h"
#include "lib/index/schema.h"
#include "searcher/present/snippet.h"

/* A hit; all belongs to the caller. */
struct hit {
    unsigned rank; /* 1, 2, ... */
    double score;
    const struct record *record;
    const char *path;              /* to be shown */
    const char *open;              /* absolute path, for links; NULL: none */
    const struct snippet *snippet; /* NULL: none wanted */
    const struct highlight *marks; /* what is marked where the text is shown; NULL: nothing */
};

enum field {
    FIELD_RANK,
    FIELD_SCORE,
    FIELD_ID,
    FIELD_DATE,
    FIELD_DATE_SOURCE,
    FIELD_TITLE,
    FIELD_PATH,
    FIELD_RECORD,
    FIELD_URL,
    FIELD_PUBLISHER,
    FIELD_AUTHOR,
    FIELD_KEY,
    FIELD_SNIPPET,
    FIELD_TEXT
};

#define FIELDS (FIELD_TEXT + 1)

/* Fields in the order they were named, each once. */
struct fields {
    enum field list[FIELDS];
    size_t count;
};

/* Those of tables and of JSON if none are chosen; of JSON, for a hit and a whole article. */
extern const struct fields fields_of_tables;
extern const struct fields fields_of_hits;
extern const struct fields fields_of_articles;

const char *fields_name(enum field f);

/* Reads "date,title,text". False, and *error, if a name is not known or stands there twice. */
bool fields_parse(const char *text, struct fields *f, struct error *error);
bool fields_have(const struct fields *f, enum field wanted);

/* A field of a hit as it is in the article, not made safe: of numbers in `scratch`, else the
 * hit's own bytes. Empty if it is not known. */
#define FIELD_SCRATCH 48
struct slice fields_value(enum field f, const struct hit *h, char scratch[FIELD_SCRATCH]);

#endif
