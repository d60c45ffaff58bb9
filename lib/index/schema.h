/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an index holds: the names of terms, value slots and metadata keys, and the record stored
 * for each article. The only place that knows them; dateline-index(5) documents them.
 *
 *     word           a folded word of title or text, with positions
 *     Z stem         its stem, without positions (words that begin with a digit have none)
 *     S word         the same of the title
 *     ZS stem        and its stem, if the title was given and not cut out of the text
 *     XF hex20       the file, for articles out of a file that holds many
 *     Y2023 M202305 D20230526   the known parts of the date; XNODATE if there are none
 *     A word         a word of the name of the author
 *     H name         a word of the publisher, the host of the URL, and its parent domains
 *
 *     slot 0         the date as YYYYMMDD, unknown parts 00; none for undated articles
 *     slot 1         the id, SCHEMA_ID_HEX digits: the last word on the order of hits
 *
 *     dateline.*     settings, as text: see the SCHEMA_META_ names
 *     root:PATH      an indexed file or folder, as kept; the value is "1"
 *     file:PATH      what is known of a source file (indexer/files/known.h)
 *
 * Synonyms: "~" + the key of a name (lib/text/name_key.h) -> the words of the index with that key.
 */
#ifndef DATELINE_LIB_INDEX_SCHEMA_H
#define DATELINE_LIB_INDEX_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "lib/date/date.h"
#include "lib/text/name_key.h"
#include "lib/text/token.h"

#define SCHEMA_VERSION "1"
#define SCHEMA_TERM_MAX 245 /* Xapian's limit, in bytes */
#define SCHEMA_DATE_SLOT 0
#define SCHEMA_ID_SLOT 1
#define SCHEMA_NO_DATE "XNODATE"
#define SCHEMA_HEX 20    /* digits of a hash in Q and XF terms */
#define SCHEMA_ID_HEX 10 /* digits of an id as shown */

/* How words and names are made: an index of other rules has other terms. */
#define SCHEMA_WORDS \
    "tokens " SCHEMA_STRING(TOKEN_VERSION) ", names " SCHEMA_STRING(NAME_KEY_VERSION)
#define SCHEMA_STRING(number) SCHEMA_QUOTE(number)
#define SCHEMA_QUOTE(text) #text

#define SCHEMA_META_FORMAT "dateline.format"       /* SCHEMA_VERSION */
#define SCHEMA_META_LANGUAGE "dateline.language"   /* of the stemmer: "english" */
#define SCHEMA_META_STEMMER "dateline.stemmer"     /* Snowball release: "2.2.0" */
#define SCHEMA_META_WORDS "dateline.words"         /* SCHEMA_WORDS */
#define SCHEMA_META_DATE_FROM "dateline.date-from" /* --date-from as given: "header,name" */
#define SCHEMA_META_BUILT "dateline.built"         /* UTC time of the last change: ISO 8601 */
#define SCHEMA_META_ROOT "root:"
#define SCHEMA_META_FILE "file:"

/* A term, with room for every term there is. */
struct term {
    char text[SCHEMA_TERM_MAX + 1];
    size_t length;
};

/* prefix + bytes. Bytes past SCHEMA_TERM_MAX are cut: words are shorter than that. */
struct term schema_term(const char *prefix, const char *text, size_t length);

/* The term of a date's most precise part: Y, M or D; XNODATE for none. */
struct term schema_date_term(struct date d);

/* An id as a number, as the columns have it: of its first 16 digits. */
uint64_t schema_id_number(const char id[SCHEMA_HEX]);

/* Slot 0 as text; empty for none. And back, none for what is no date. */
const char *schema_date_value(struct date d, char value[9]);
struct date schema_value_date(const char *value, size_t length);

/* The host of a URL, lower case, without "www.", in `host` (room for `room` bytes). NULL if the
 * text is no URL with a host, or the host is too long. */
const char *schema_host(const char *url, char *host, size_t room);

/* Where the date of an article comes from. The names are in records and JSON. */
enum date_source { FROM_NOTHING, FROM_HEADER, FROM_META, FROM_NAME, FROM_MTIME, FROM_LIST };
const char *schema_date_source_name(enum date_source source); /* "", "header", "name", ... */
bool schema_date_source_parse(const char *name, enum date_source *source);

/*
 * The record: what is stored of an article, as lines `field=value`, an empty line, and the text.
 * Newlines and backslashes in values are written \n and \\. Fields that are empty, or NULL, are
 * left out. All strings are NUL-terminated; those of a record that was unpacked are never NULL.
 */
struct record {
    const char *path;   /* as kept: relative to the folder that holds the index, or absolute */
    const char *number; /* of the record in a file that holds many: "17" */
    const char *id;     /* SCHEMA_HEX digits */
    const char *key;    /* the record's own id */
    const char *title;
    const char *from; /* publisher */
    const char *url;
    const char *author;
    struct date date;
    enum date_source date_source;
    const char *date_where; /* what says it, in the file: "pubDate" */
    struct slice text;
    char *storage; /* of a record that was unpacked: what the strings above point into */
};

void record_pack(struct buf *out, const struct record *r);

/* False if the bytes are no record. The record has a copy of them: record_free(). */
bool record_unpack(struct record *r, const char *data, size_t length);
void record_free(struct record *r);

#endif
