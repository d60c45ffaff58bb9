/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/feed_item.h"

#include <libxml/uri.h>
#include <string.h>
#include <strings.h>

#include "indexer/read/base64.h"
#include "indexer/read/decode.h"
#include "indexer/read/given.h"
#include "indexer/read/html.h"

void feed_item_begin(struct feed_item *item, uint64_t record, size_t line)
{
    *item = (struct feed_item){.record = record, .line = line};
    item->url.rank = item->key.rank = item->author.rank = item->source.rank = FEED_NONE;
}

void feed_item_free(struct feed_item *item)
{
    buf_free(&item->title.bytes);
    for (size_t i = 0; i < FEED_RANKS; i++)
        buf_free(&item->texts[i].bytes);
    buf_free(&item->date.bytes);
    buf_free(&item->url.bytes);
    buf_free(&item->key.bytes);
    buf_free(&item->author.bytes);
    buf_free(&item->source.bytes);
}

static struct slice bytes_of(const struct buf *b)
{
    return given_trim((struct slice){b->data, b->length});
}

/* Takes the value if the place is empty or holds one of a higher rank; a blank one is none. */
static void take(struct feed_value *place, struct feed_value *value)
{
    bool better = !place->element || value->element->rank < place->element->rank;
    if (!better || !bytes_of(&value->bytes).length)
        return;
    struct feed_value old = *place;
    *place = *value;
    *value = old;
}

void feed_item_value(struct feed_item *item, struct feed_value *value)
{
    enum feed_role role = value->element->role;
    if (role == FEED_TITLE)
        take(&item->title, value);
    else if (role == FEED_DATE)
        take(&item->date, value);
    else if (role == FEED_TEXT && value->element->rank < FEED_RANKS)
        take(&item->texts[value->element->rank], value);
    buf_clear(&value->bytes);
}

void feed_field_set(struct feed_field *field, int rank, struct slice bytes)
{
    bytes = given_trim(bytes);
    if (rank >= field->rank || !bytes.length)
        return;
    buf_clear(&field->bytes);
    buf_add(&field->bytes, bytes.data, bytes.length);
    field->rank = rank;
}

void feed_field_join(struct feed_field *field, int rank, struct slice bytes)
{
    bytes = given_trim(bytes);
    if (rank != field->rank) {
        feed_field_set(field, rank, bytes);
    } else if (bytes.length) {
        buf_puts(&field->bytes, ", ");
        buf_add(&field->bytes, bytes.data, bytes.length);
    }
}

/* ---- text ---- */

/* True if there is a tag, or a reference to a character, in it. */
static bool looks_like_html(struct slice s)
{
    for (size_t i = 0; i + 2 < s.length; i++) {
        char next = s.data[i + 1];
        bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        if (s.data[i] == '<' && (letter || next == '/' || next == '!') &&
            memchr(s.data + i, '>', s.length - i))
            return true;
        if (s.data[i] == '&' && (letter || next == '#') &&
            memchr(s.data + i, ';', s.length - i < 12 ? s.length - i : 12))
            return true;
    }
    return false;
}

struct slice feed_value_text(const struct feed_value *value, const struct reader_options *options,
                             uint64_t record, struct arena *arena)
{
    struct slice bytes = bytes_of(&value->bytes);
    enum feed_kind kind = value->kind;
    if (kind == FEED_BASE64) {
        struct decoded decoded;
        size_t wrong;
        bytes = base64_decode(bytes, arena, &wrong);
        if (wrong)
            reader_fault(options, record, value->line, "its base64 has %zu bytes that are none",
                         wrong);
        decode_text(bytes, options->encoding, arena, &decoded);
        bytes = decoded.text;
        kind = FEED_GUESS;
    }
    if (kind == FEED_PLAIN || (kind == FEED_GUESS && !looks_like_html(bytes)))
        return given_copy(bytes, arena);
    return given_trim(html_text(bytes, arena));
}

static struct slice item_text(const struct feed_item *item, const struct reader_options *options,
                              struct arena *arena)
{
    struct slice text = {NULL, 0};
    for (size_t i = 0; i < FEED_RANKS && !text.length; i++)
        if (item->texts[i].element)
            text = feed_value_text(&item->texts[i], options, item->record, arena);
    return given_text(text, options, item->record);
}

/* ---- addresses ---- */

static bool is_whole(struct slice url)
{
    size_t n = strcspn(url.data, ":/?#");
    return n && n < url.length && url.data[n] == ':';
}

void feed_resolve(struct buf *out, struct slice url, const char *base)
{
    buf_clear(out);
    buf_add(out, url.data, url.length); /* with a NUL behind it */
    if (!url.length || !base || !*base || is_whole((struct slice){out->data, out->length}))
        return;
    xmlChar *whole = xmlBuildURI((const xmlChar *)out->data, (const xmlChar *)base);
    if (!whole)
        return;
    buf_clear(out);
    buf_puts(out, (const char *)whole);
    xmlFree(whole);
}

static bool is_web_address(struct slice s)
{
    return s.length > 8 &&
           (strncasecmp(s.data, "http://", 7) == 0 || strncasecmp(s.data, "https://", 8) == 0);
}

static struct slice item_url(const struct feed_item *item, const struct feed_channel *channel,
                             struct arena *arena)
{
    struct slice url = bytes_of(&item->url.bytes);
    struct buf whole = {0};
    if (!url.length && is_web_address(bytes_of(&item->key.bytes)))
        url = bytes_of(&item->key.bytes);
    feed_resolve(&whole, url, channel->site.data);
    struct slice copy = given_copy((struct slice){whole.data, whole.length}, arena);
    buf_free(&whole);
    return copy;
}

/* ---- the article ---- */

static struct slice first_of(const struct buf *one, const struct buf *other, struct arena *arena)
{
    struct slice s = bytes_of(one);
    return given_copy(s.length ? s : bytes_of(other), arena);
}

bool feed_item_entry(const struct feed_item *item, const struct feed_channel *channel,
                     const struct reader_options *options, struct arena *arena, struct entry *entry)
{
    if (item->too_large) {
        reader_fault(options, item->record, item->line, "is above %zu MiB and skipped",
                     READER_RECORD_MAX >> 20);
        return false;
    }
    struct slice title = {NULL, 0};
    if (item->title.element)
        title = feed_value_text(&item->title, options, item->record, arena);
    struct slice text = item_text(item, options, arena);
    bool alone = !text.length;
    if (alone)
        text = title;
    if (!text.length) {
        reader_fault(options, item->record, item->line, "has no text and is skipped");
        return false;
    }
    *entry = (struct entry){.title = title,
                            .text = text,
                            .url = item_url(item, channel, arena),
                            .publisher = first_of(&item->source.bytes, &channel->title, arena),
                            .author = first_of(&item->author.bytes, &channel->author, arena),
                            .key = given_copy(bytes_of(&item->key.bytes), arena),
                            .record = item->record,
                            .line = item->line,
                            .title_in_text = alone};
    if (item->date.element)
        entry->date = given_date(bytes_of(&item->date.bytes), item->date.element->where,
                                 item->date.line, arena);
    return true;
}
