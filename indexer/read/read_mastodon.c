/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/read_mastodon.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/read/given.h"
#include "indexer/read/html.h"
#include "indexer/read/json_walk.h"
#include "lib/base/mem.h"

static const char *const paths[] = {"orderedItems[]", NULL};

struct reader {
    struct json_walk walk;
    const struct reader_options *options;
    uint64_t record;
};

static bool recognises(struct slice head)
{
    struct slice text = given_trim(head);
    return text.length && memchr(text.data, '{', text.length < 4 ? text.length : 4) &&
           given_has(text, "\"OrderedCollection\"") && given_has(text, "\"orderedItems\"");
}

static struct reader *open_outbox(struct input *in, const struct reader_options *options,
                                  struct error *error)
{
    (void)error;
    struct reader *r = xcalloc(1, sizeof *r);
    json_walk_init(&r->walk, in, paths, READER_RECORD_MAX);
    r->options = options;
    return r;
}

static void close_outbox(struct reader *r)
{
    json_walk_free(&r->walk);
    free(r);
}

/* An address as ActivityStreams has it: a string, {"href" or "id": ..}, or a list of those. */
static struct slice address(const json_t *value, struct arena *arena)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_object(value))
        value = json_object_get(value, json_object_get(value, "href") ? "href" : "id");
    return given_copy(json_walk_string(value, arena), arena);
}

/* https://HOST/users/NAME and https://HOST/@NAME as NAME@HOST; another address as it is. */
static struct slice account(struct slice url, struct arena *arena)
{
    const char *host = url.length ? strstr(url.data, "://") : NULL;
    const char *slash = host ? strchr(host + 3, '/') : NULL;
    const char *name = url.length ? strrchr(url.data, '/') : NULL;
    if (!slash || name < slash)
        return url;
    host += 3;
    name += name[1] == '@' ? 2 : 1;
    size_t room = url.length + 2;
    char *text = arena_alloc(arena, room);
    int n = snprintf(text, room, "%s@%.*s", name, (int)(slash - host), host);
    return *name ? (struct slice){text, (size_t)n} : url;
}

/* The content warning, an empty line, the content. */
static struct slice post_text(const json_t *object, struct arena *arena)
{
    struct slice html = json_walk_string(json_object_get(object, "content"), arena);
    struct slice warning = json_walk_string(json_object_get(object, "summary"), arena);
    struct slice text = given_trim(html_text(html, arena));
    warning = given_trim(warning);
    if (!warning.length || !text.length)
        return text.length ? text : warning;
    size_t room = warning.length + text.length + 3;
    char *both = arena_alloc(arena, room);
    int n = snprintf(both, room, "%.*s\n\n", (int)warning.length, warning.data);
    memcpy(both + n, text.data, text.length);
    both[(size_t)n + text.length] = '\0';
    return (struct slice){both, (size_t)n + text.length};
}

/* True if the activity is an article. */
static bool fill(const struct reader *r, const json_t *activity, struct arena *arena,
                 struct entry *entry)
{
    const json_t *type = json_object_get(activity, "type");
    const json_t *object = json_object_get(activity, "object");
    if (!json_is_string(type) || strcmp(json_string_value(type), "Create") != 0 ||
        !json_is_object(object))
        return false;
    struct slice text = post_text(object, arena);
    if (!text.length)
        return false;
    json_t *published = json_object_get(object, "published");
    json_t *by = json_object_get(object, "attributedTo");
    struct slice url = address(json_object_get(object, "url"), arena);
    struct slice id = address(json_object_get(object, "id"), arena);
    struct slice who = account(address(by ? by : json_object_get(activity, "actor"), arena), arena);
    *entry = (struct entry){
        .title = given_copy(json_walk_string(json_object_get(object, "name"), arena), arena),
        .text = given_text(text, r->options, r->record),
        .url = url.length ? url : id,
        .key = id,
        .publisher = who,
        .author = who,
        .date = given_date(
            json_walk_string(published ? published : json_object_get(activity, "published"), arena),
            "published", r->walk.line, arena),
        .record = r->record,
        .line = r->walk.line};
    return true;
}

static enum reader_status next_post(struct reader *r, struct arena *arena, struct entry *entry,
                                    struct error *error)
{
    for (;;) {
        json_t *value = NULL;
        enum reader_status status =
            json_walk_record(&r->walk, r->options, 1, &r->record, &value, error);
        if (status != READER_ENTRY)
            return status;
        bool article = fill(r, value, arena, entry);
        json_decref(value);
        if (article)
            return READER_ENTRY;
    }
}

const struct reader_format reader_mastodon = {
    .name = "mastodon",
    .endings = (const char *const[]){".json", NULL},
    .what = "Mastodon archive (outbox.json)",
    .many = true,
    .recognises = recognises,
    .open = open_outbox,
    .next = next_post,
    .close = close_outbox,
};
