/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An article as it was read: what the readers yield and the writers take. The strings belong to
 * the arena it was read into; they are UTF-8, NUL-terminated, and never NULL ("" if unknown).
 */
#ifndef DATELINE_INDEXER_READ_ARTICLE_H
#define DATELINE_INDEXER_READ_ARTICLE_H

#include "lib/index/schema.h"

struct article {
    const char *path;   /* as kept (lib/index/home.h) */
    const char *number; /* of the record in a file that holds many: "17"; else "" */
    const char *key;    /* the record's own id */
    const char *title;
    const char *from; /* publisher */
    const char *url;
    struct date date;
    enum date_source date_source;
    struct slice text;
    bool title_in_text; /* the title is how the text begins: its words are not counted twice */
    uint8_t format;     /* number of the format it came in (lib/index/manifest.h); 0: unknown */
    uint64_t signature; /* article_signature() */
    char id[SCHEMA_HEX + 1];
};

/* The id of the article with this source: hex digits of a hash that stays the same for ever
 * (XXH3, 128 bits, of the path, a NUL and the number). */
void article_id(const char *path, const char *number, char id[SCHEMA_HEX + 1]);

/* A hash of all that is stored of an article but its path and id: one that differs says that the
 * article changed. */
uint64_t article_signature(const struct article *a);

/* Appends what is stored of an article: its record (lib/index/schema.h). */
void article_pack(struct buf *out, const struct article *a);

#endif
