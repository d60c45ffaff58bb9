/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/article.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "indexer/read/reader.h"
#include "indexer/read/title.h"
#include "lib/base/buf.h"

void article_id(const char *path, const char *key, char id[SCHEMA_HEX + 1])
{
    article_id_bytes(path, (struct slice){key, strlen(key)}, id);
}

void article_id_bytes(const char *path, struct slice key, char id[SCHEMA_HEX + 1])
{
    struct buf source = {0};
    buf_add(&source, path, strlen(path) + 1);
    if (key.length)
        buf_add(&source, key.data, key.length);
    XXH128_hash_t hash = XXH3_128bits(source.data, source.length);
    buf_free(&source);
    char hex[33];
    snprintf(hex, sizeof hex, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    memcpy(id, hex, SCHEMA_HEX);
    id[SCHEMA_HEX] = '\0';
}

/* What a record without id and url is known by: what it says. */
static void add_content(struct buf *key, const struct entry *e)
{
    const struct slice said[] = {e->title, e->date.text, e->publisher, e->author, e->text};
    XXH64_hash_t hash = 0;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i].length)
            hash = XXH3_64bits_withSeed(said[i].data, said[i].length, hash + i);
    buf_printf(key, "content %016llx", (unsigned long long)hash);
}

void article_key(const struct entry *e, struct buf *key)
{
    if (e->member)
        buf_add(key, e->member, strlen(e->member) + (e->record > 0));
    if (e->record && e->key.length)
        buf_add(key, e->key.data, e->key.length);
    else if (e->record && e->url.length)
        buf_add(key, e->url.data, e->url.length);
    else if (e->record)
        add_content(key, e);
}

/* The name of the member of an archive, the number of the record, or "member:number". */
static const char *record_name(const struct entry *e, struct arena *arena)
{
    struct buf name = {0};
    buf_clear(&name);
    if (e->member)
        buf_puts(&name, e->member);
    if (e->record)
        buf_printf(&name, e->member ? ":%llu" : "%llu", (unsigned long long)e->record);
    const char *copy = arena_copy(arena, name.data, name.length);
    buf_free(&name);
    return copy;
}

static struct slice cut_text(const struct entry *e, const struct reader_options *o)
{
    struct slice text = e->text;
    if (!text.data)
        return (struct slice){"", 0};
    if (text.length <= READER_TEXT_MAX)
        return text;
    reader_fault(o, e->record, e->line, "the text is above %zu MB; the rest is not indexed",
                 READER_TEXT_MAX >> 20);
    text.length = READER_TEXT_MAX;
    while (text.length && ((unsigned char)text.data[text.length] & 0xC0) == 0x80)
        text.length--;
    return text;
}

void article_make(struct article *a, const struct entry *e, const struct article_origin *origin,
                  const struct read_settings *settings, const struct title_counts *counts,
                  const struct reader_options *o, struct arena *arena)
{
    *a = (struct article){.path = origin->path, .text = cut_text(e, o)};
    a->number = record_name(e, arena);
    a->key = title_clean(e->key, arena);
    a->from = title_clean(e->publisher, arena);
    a->url = title_clean(e->url, arena);
    a->author = title_clean(e->author, arena);
    a->title = title_clean(e->title, arena);
    a->title_in_text = e->title_in_text;
    if (!a->title[0]) {
        a->title = title_of_text(a->text, counts, arena);
        a->title_in_text = true;
    }
    struct date_choice dated;
    date_order_choose(&dated, e, origin, settings, o);
    a->date = dated.date;
    a->date_source = dated.source;
    a->date_where = dated.where;
}

uint64_t article_signature(const struct article *a)
{
    struct article rest = *a;
    struct buf fields = {0};
    rest.path = "";
    rest.number = ""; /* a record that others came before is the same */
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
                       .author = a->author,
                       .date = a->date,
                       .date_source = a->date_source,
                       .date_where = a->date_where,
                       .text = a->text};
    record_pack(out, &r);
}

bool article_date_is_odd(const struct article *a)
{
    if (date_is_none(a->date))
        return false;
    struct date tomorrow = date_from_days(date_to_days(date_today()) + 1);
    return a->date.year < ARTICLE_OLD || date_compare(date_first_day(a->date), tomorrow) > 0;
}
