/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An article as it was read: what the readers yield and the writers take. The strings belong to
 * the arena it was read into; they are UTF-8, NUL-terminated, and never NULL ("" if unknown).
 */
#ifndef DATELINE_INDEXER_READ_ARTICLE_H
#define DATELINE_INDEXER_READ_ARTICLE_H

#include "indexer/read/date_order.h"
#include "indexer/read/title_counts.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "lib/index/schema.h"

struct entry;
struct reader_options;

struct article {
    const char *path;   /* as kept (lib/index/home.h) */
    const char *number; /* of the record in a file that holds many: "17"; else "" */
    const char *key;    /* the record's own id */
    const char *title;
    const char *from; /* publisher */
    const char *url;
    const char *author;
    struct date date;
    enum date_source date_source;
    const char *date_where; /* what of the file says it: "pubDate"; "" if it is from elsewhere */
    struct slice text;
    bool title_in_text; /* the title is how the text begins: its words are not counted twice */
    uint8_t format;     /* number of the format it came in (lib/index/manifest.h); 0: unknown */
    uint64_t signature; /* article_signature() */
    char id[SCHEMA_HEX + 1];
};

/*
 * Makes an article of what a reader gave: a title on one line, or one cut out of the text; the date
 * by the order of the settings (date_order.h). The id is left empty. `counts` (title_counts.h) may
 * be NULL. What is wrong is told by o->fault: a date that does not exist, a text above
 * READER_TEXT_MAX, which is cut. Strings are the arena's; the text is the entry's, and path the
 * origin's.
 */
void article_make(struct article *a, const struct entry *e, const struct article_origin *origin,
                  const struct read_settings *settings, const struct title_counts *counts,
                  const struct reader_options *o, struct arena *arena);

/*
 * The id of the article with this source: hex digits of a hash that stays the same for ever (XXH3,
 * 128 bits, of the path, a NUL and the key). The key is "" in files of one article; in those of
 * many it is what the record is known by, its own id, else its url, else a hash of what it says;
 * in an archive the name of the member and a NUL stand before it; and where a file has the same
 * key for the n-th time, a NUL and n behind it (source.h).
 */
void article_id(const char *path, const char *key, char id[SCHEMA_HEX + 1]);
void article_id_bytes(const char *path, struct slice key, char id[SCHEMA_HEX + 1]);

/* Appends the key of an entry. */
void article_key(const struct entry *e, struct buf *key);

/* A hash of all that is stored of an article but its path, its place in the file and its id: one
 * that differs says that the article changed. */
uint64_t article_signature(const struct article *a);

/* True if its date is one to check: before ARTICLE_OLD, or after tomorrow. */
#define ARTICLE_OLD 1450 /* years; nothing that is an article was printed before */
bool article_date_is_odd(const struct article *a);

/* Appends what is stored of an article: its record (lib/index/schema.h). */
void article_pack(struct buf *out, const struct article *a);

#endif
