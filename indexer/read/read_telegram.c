/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_telegram.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/read/given.h"
#include "indexer/read/json_walk.h"
#include "lib/base/mem.h"

/* The values that are looked for. Names and ids of chats come before their messages. */
enum { NAME, ID, MESSAGE, LIST_NAME, LIST_ID, LIST_MESSAGE, LEFT_NAME, LEFT_ID, LEFT_MESSAGE };
enum { PER_CHAT = 3 };
static const char *const paths[] = {[NAME] = "name",
                                    [ID] = "id",
                                    [MESSAGE] = "messages[]",
                                    [LIST_NAME] = "chats.list[].name",
                                    [LIST_ID] = "chats.list[].id",
                                    [LIST_MESSAGE] = "chats.list[].messages[]",
                                    [LEFT_NAME] = "left_chats.list[].name",
                                    [LEFT_ID] = "left_chats.list[].id",
                                    [LEFT_MESSAGE] = "left_chats.list[].messages[]",
                                    NULL};

struct reader {
    struct json_walk walk;
    const struct reader_options *options;
    struct buf name;
    struct buf id;
    uint64_t record;
};

static bool recognises(struct slice head)
{
    static const char *const types[] = {"\"personal_chat\"",      "\"bot_chat\"",
                                        "\"saved_messages\"",     "\"replies\"",
                                        "\"verification_codes\"", "\"private_group\"",
                                        "\"private_supergroup\"", "\"public_supergroup\"",
                                        "\"private_channel\"",    "\"public_channel\""};
    size_t at = head.length >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct slice text = given_trim((struct slice){head.data + at, head.length - at});
    if (!text.length || text.data[0] != '{')
        return false;
    if (given_has(text, "\"about\"") && given_has(text, "Telegram") &&
        (given_has(text, "\"personal_information\"") || given_has(text, "\"chats\"")))
        return true;
    if (!given_has(text, "\"messages\"") || !given_has(text, "\"type\""))
        return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (given_has(text, types[i]))
            return true;
    return false;
}

static struct reader *open_export(struct input *in, const struct reader_options *options,
                                  struct error *error)
{
    (void)error;
    struct reader *r = xcalloc(1, sizeof *r);
    json_walk_init(&r->walk, in, paths, READER_RECORD_MAX);
    r->options = options;
    return r;
}

static void close_export(struct reader *r)
{
    json_walk_free(&r->walk);
    buf_free(&r->name);
    buf_free(&r->id);
    free(r);
}

/* A string as it is, an integer in digits; nothing of anything else. */
static void scalar_text(const json_t *value, struct buf *out)
{
    if (json_is_string(value))
        buf_add(out, json_string_value(value), json_string_length(value));
    else if (json_is_integer(value))
        buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
}

static struct slice scalar_copy(const json_t *value, struct arena *arena)
{
    struct buf text = {0};
    scalar_text(value, &text);
    struct slice copy = given_copy((struct slice){text.data, text.length}, arena);
    buf_free(&text);
    return copy;
}

/* The name or the id of the chat whose messages come next. */
static void take_chat(struct buf *to, const json_t *value)
{
    buf_clear(to);
    scalar_text(value, to);
}

/* A text is a string, or a list of strings and of {"type": .., "text": ..}. */
static struct slice message_text(const json_t *text, struct arena *arena)
{
    if (!json_is_array(text))
        return json_walk_string(text, arena);
    struct buf joined = {0};
    size_t i;
    json_t *part;
    json_array_foreach(text, i, part)
    {
        struct slice s =
            json_walk_string(json_is_object(part) ? json_object_get(part, "text") : part, arena);
        buf_add(&joined, s.data, s.length);
    }
    struct slice copy = given_copy((struct slice){joined.data, joined.length}, arena);
    buf_free(&joined);
    return copy;
}

static struct given_date message_date(const json_t *message, size_t line, struct arena *arena)
{
    struct slice written = scalar_copy(json_object_get(message, "date_unixtime"), arena);
    if (written.length) {
        char *end;
        long long seconds = strtoll(written.data, &end, 10);
        if (*end)
            return given_date(written, "date_unixtime", line, arena);
        struct given_date given = given_epoch(seconds, "date_unixtime", arena);
        given.line = line;
        return given;
    }
    return given_date(json_walk_string(json_object_get(message, "date"), arena), "date", line,
                      arena);
}

static struct slice message_key(const struct reader *r, const json_t *message, struct arena *arena)
{
    struct slice id = scalar_copy(json_object_get(message, "id"), arena);
    if (!id.length || !r->id.length)
        return id;
    char *key = arena_alloc(arena, r->id.length + id.length + 2);
    int n = snprintf(key, r->id.length + id.length + 2, "%s/%s", r->id.data, id.data);
    return (struct slice){key, (size_t)n};
}

/* True if the message is an article. */
static bool fill(const struct reader *r, const json_t *message, struct arena *arena,
                 struct entry *entry)
{
    const json_t *type = json_object_get(message, "type");
    if (json_is_string(type) && strcmp(json_string_value(type), "message") != 0)
        return false;
    struct slice text = given_trim(message_text(json_object_get(message, "text"), arena));
    if (!text.length)
        return false;
    *entry = (struct entry){
        .text = given_text(text, r->options, r->record),
        .publisher = given_copy((struct slice){r->name.data, r->name.length}, arena),
        .author = given_copy(json_walk_string(json_object_get(message, "from"), arena), arena),
        .key = message_key(r, message, arena),
        .date = message_date(message, r->walk.line, arena),
        .record = r->record,
        .line = r->walk.line};
    return true;
}

static enum reader_status next_message(struct reader *r, struct arena *arena, struct entry *entry,
                                       struct error *error)
{
    for (;;) {
        json_t *value = NULL;
        enum reader_status status =
            json_walk_record(&r->walk, r->options, PER_CHAT, &r->record, &value, error);
        if (status != READER_ENTRY)
            return status;
        size_t kind = r->walk.which % PER_CHAT;
        bool article = kind == MESSAGE && fill(r, value, arena, entry);
        if (kind != MESSAGE)
            take_chat(kind == NAME ? &r->name : &r->id, value);
        json_decref(value);
        if (article)
            return READER_ENTRY;
    }
}

const struct reader_format reader_telegram = {
    .name = "telegram",
    .endings = (const char *const[]){".json", NULL},
    .what = "Telegram export (result.json)",
    .many = true,
    .recognises = recognises,
    .open = open_export,
    .next = next_message,
    .close = close_export,
};
