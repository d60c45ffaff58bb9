/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An item of a feed while its elements come, and the article that is made of it at its end. */
#ifndef DATELINE_INDEXER_READ_FEED_ITEM_H
#define DATELINE_INDEXER_READ_FEED_ITEM_H

#include "indexer/read/feed_element.h"
#include "lib/base/buf.h"

/* How the characters of an element are to be taken. */
enum feed_kind {
    FEED_GUESS, /* as RSS does not say: HTML if there are tags or references in it */
    FEED_PLAIN,
    FEED_HTML,
    FEED_MARKUP, /* HTML, as elements of the feed itself */
    FEED_BASE64
};

/* What an element holds, as it is collected. */
struct feed_value {
    const struct feed_element *element;
    enum feed_kind kind;
    struct buf bytes;
    size_t line;
};

enum { FEED_RANKS = 4 }; /* of FEED_TEXT */

/* The best value so far; rank FEED_NONE: none. */
struct feed_field {
    struct buf bytes;
    int rank;
};
enum { FEED_NONE = 100 };

struct feed_item {
    uint64_t record;
    size_t line;
    size_t size; /* bytes collected for it */
    bool too_large;
    struct feed_value title;
    struct feed_value texts[FEED_RANKS];
    struct feed_value date;
    struct feed_field url;
    struct feed_field key;
    struct feed_field author;
    struct feed_field source;
};

/* What the items of a feed have in common. */
struct feed_channel {
    struct buf title;
    struct buf site; /* its address */
    struct buf author;
};

void feed_item_begin(struct feed_item *item, uint64_t record, size_t line);
void feed_item_free(struct feed_item *item);

/* Takes a value of the roles title, date and text, and empties it. */
void feed_item_value(struct feed_item *item, struct feed_value *value);

/* Takes bytes for a field if none of a lower or the same rank are there; authors of the same rank
 * are joined. */
void feed_field_set(struct feed_field *field, int rank, struct slice bytes);
void feed_field_join(struct feed_field *field, int rank, struct slice bytes);

/* The plain text of a value. */
struct slice feed_value_text(const struct feed_value *value, const struct reader_options *options,
                             uint64_t record, struct arena *arena);

/* An address made whole by a base; as it is where there is nothing to make it whole by. */
void feed_resolve(struct buf *out, struct slice url, const char *base);

/* The article; false if it has no text, which is told. */
bool feed_item_entry(const struct feed_item *item, const struct feed_channel *channel,
                     const struct reader_options *options, struct arena *arena,
                     struct entry *entry);

#endif
