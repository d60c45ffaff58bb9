/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/article.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "lib/base/buf.h"

void article_id(const char *path, const char *number, char id[SCHEMA_HEX + 1])
{
    struct buf source = {0};
    buf_add(&source, path, strlen(path) + 1);
    buf_puts(&source, number);
    XXH128_hash_t hash = XXH3_128bits(source.data, source.length);
    buf_free(&source);
    char hex[33];
    snprintf(hex, sizeof hex, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    memcpy(id, hex, SCHEMA_HEX);
    id[SCHEMA_HEX] = '\0';
}

uint64_t article_signature(const struct article *a)
{
    struct article rest = *a;
    struct buf fields = {0};
    rest.path = "";
    rest.id[0] = '\0';
    rest.text = (struct slice){"", 0};
    article_pack(&fields, &rest);
    buf_putc(&fields, (char)a->title_in_text);
    uint64_t hash = XXH3_64bits(fields.data, fields.length);
    buf_free(&fields);
    return XXH3_64bits_withSeed(a->text.data, a->text.length, hash);
}

void article_pack(struct buf *out, const struct article *a)
{
    struct record r = {.path = a->path,
                       .number = a->number,
                       .id = a->id,
                       .key = a->key,
                       .title = a->title,
                       .from = a->from,
                       .url = a->url,
                       .date = a->date,
                       .date_source = a->date_source,
                       .text = a->text};
    record_pack(out, &r);
}
