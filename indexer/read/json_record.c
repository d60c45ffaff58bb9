/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/json_record.h"

#include <stdio.h>
#include <string.h>

#include "indexer/read/field_value.h"
#include "indexer/read/json_mend.h"
#include "indexer/read/json_stream.h"
#include "lib/base/buf.h"

#define DEPTH 40 /* of values in values that are looked into */

json_t *json_record_parse(struct slice bytes, size_t *used, const char **mended,
                          char why[JSON_ERROR_TEXT_LENGTH])
{
    json_error_t error;
    const size_t flags = JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK;
    json_t *v = json_loadb(bytes.data, bytes.length, flags, &error);
    *mended = NULL;
    *used = v ? (size_t)error.position : bytes.length;
    if (v)
        return v;
    snprintf(why, JSON_ERROR_TEXT_LENGTH, "%s", error.text);
    struct buf better = {0};
    struct json_scan scan = {0};
    if (bytes.length && bytes.data[0] == '{' && json_scan(&scan, bytes))
        *used = bytes.length = scan.at;
    *mended = json_mend(bytes, &better);
    if (*mended)
        v = json_loadb(better.data, better.length, JSON_ALLOW_NUL, &error);
    buf_free(&better);
    return v;
}

/* What is being made: the fields so far. */
struct taking {
    const struct field_table *table;
    struct arena *arena;
    struct record_fields fields;
};

/* Keys whose value stands for the object that has them, best first. */
static const char *const inner[FIELDS][14] = {
    [FIELD_TITLE] = {"rendered", "main", "text", "value", "name", "title", "default", "#text",
                     "$t"},
    [FIELD_DATE] = {"$date", "$numberLong", "iso", "date", "datetime", "value", "#text", "$t",
                    "published", "utc"},
    [FIELD_TEXT] = {"rendered", "text", "plain", "value", "content", "body", "html", "paragraphs",
                    "paragraph", "blocks", "#text", "_text", "$t"},
    [FIELD_URL] = {"url", "href", "link", "@id", "value", "canonical", "#text", "$t"},
    [FIELD_PUBLISHER] = {"name", "title", "text", "value", "#text", "$t", "domain", "url"},
    [FIELD_AUTHOR] = {"name", "full_name", "fullname", "fullName", "display_name", "displayName",
                      "username", "screen_name", "text", "value", "#text", "$t"},
    [FIELD_KEY] = {"$oid", "value", "#text", "$t", "id", "rendered"}};

static void add_value(json_t *v, enum field f, struct buf *out, int depth);

static void add_part(struct buf *out, enum field f, struct slice part)
{
    if (part.length == 0)
        return;
    if (out->length)
        buf_puts(out, f == FIELD_TEXT ? "\n\n" : ", ");
    buf_add(out, part.data, part.length);
}

static void add_list(json_t *list, enum field f, struct buf *out, int depth)
{
    size_t n = json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        add_value(json_array_get(list, i), f, out, depth);
        if (out->length && (f == FIELD_URL || f == FIELD_DATE || f == FIELD_KEY))
            return;
    }
}

/* {"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]} of fundus. */
static bool add_sections(json_t *object, struct buf *out, int depth)
{
    json_t *sections = json_object_get(object, "sections");
    if (!json_is_array(sections))
        return false;
    add_value(json_object_get(object, "summary"), FIELD_TEXT, out, depth);
    for (size_t i = 0; i < json_array_size(sections); i++) {
        json_t *section = json_array_get(sections, i);
        add_value(json_object_get(section, "headline"), FIELD_TEXT, out, depth);
        add_value(json_object_get(section, "paragraphs"), FIELD_TEXT, out, depth);
    }
    return true;
}

static void add_names(json_t *object, struct buf *out, int depth)
{
    static const char *const parts[][2] = {{"first_name", "last_name"},
                                           {"firstname", "lastname"},
                                           {"firstName", "lastName"},
                                           {"given", "family"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct buf name = {0};
        for (int k = 0; k < 2; k++) {
            struct buf one = {0};
            add_value(json_object_get(object, parts[i][k]), FIELD_AUTHOR, &one, depth);
            if (one.length && name.length)
                buf_putc(&name, ' ');
            buf_add(&name, one.data ? one.data : "", one.length);
            buf_free(&one);
        }
        add_part(out, FIELD_AUTHOR, (struct slice){name.data, name.length});
        bool found = name.length > 0;
        buf_free(&name);
        if (found)
            return;
    }
}

static void add_object(json_t *object, enum field f, struct buf *out, int depth)
{
    size_t before = out->length;
    if (f == FIELD_TEXT && add_sections(object, out, depth))
        return;
    for (size_t i = 0; i < sizeof inner[f] / sizeof *inner[f] && inner[f][i]; i++) {
        add_value(json_object_get(object, inner[f][i]), f, out, depth);
        if (out->length > before)
            return;
    }
    if (f == FIELD_AUTHOR)
        add_names(object, out, depth);
}

static size_t print_number(json_t *v, char text[40])
{
    int n = json_is_integer(v) ? snprintf(text, 40, "%lld", (long long)json_integer_value(v))
                               : snprintf(text, 40, "%.15g", json_real_value(v));
    return n > 0 && n < 40 ? (size_t)n : 0;
}

static void add_value(json_t *v, enum field f, struct buf *out, int depth)
{
    char number[40];
    if (!v || depth > DEPTH)
        return;
    if (json_is_string(v))
        add_part(out, f, (struct slice){json_string_value(v), json_string_length(v)});
    else if (json_is_number(v))
        add_part(out, f, (struct slice){number, print_number(v, number)});
    else if (json_is_array(v))
        add_list(v, f, out, depth + 1);
    else if (json_is_object(v))
        add_object(v, f, out, depth + 1);
}

struct slice json_record_text(json_t *v, enum field f, struct arena *arena)
{
    if (json_is_string(v))
        return (struct slice){json_string_value(v), json_string_length(v)};
    struct buf out = {0};
    add_value(v, f, &out, 0);
    struct slice text = {NULL, out.length};
    if (out.length)
        text.data = arena_copy(arena, out.data, out.length);
    buf_free(&out);
    return text;
}

static void take_value(struct taking *t, struct field_use use, const char *key, json_t *v)
{
    struct slice text = json_record_text(v, use.field, t->arena);
    if (text.length)
        record_fields_take(&t->fields, use, (struct slice){key, strlen(key)}, text);
}

static void take_object(struct taking *t, json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        struct field_use uses[FIELD_USES];
        size_t n = field_table_find(t->table, key, strlen(key), uses);
        for (size_t i = 0; i < n; i++)
            take_value(t, uses[i], key, value);
    }
}

/* Adds the text of what a path leads to: data.body, hits[].text, pages.0.text. */
static void follow(json_t *v, const char *path, enum field f, struct buf *out, int depth)
{
    size_t n = strcspn(path, ".[");
    char name[128];
    while (*path == '.')
        n = strcspn(++path, ".[");
    if (!v || depth > DEPTH || n >= sizeof name)
        return;
    if (!*path) {
        add_value(v, f, out, depth);
        return;
    }
    bool index = *path == '[';
    if (index)
        n = strcspn(++path, "]");
    if (n >= sizeof name)
        return;
    memcpy(name, path, n);
    name[n] = '\0';
    const char *rest = path + n + (index && path[n] == ']');
    bool digits = n > 0 && name[strspn(name, "0123456789")] == '\0';
    if (json_is_object(v)) {
        follow(json_object_get(v, name), rest, f, out, depth + 1);
    } else if (json_is_array(v) && digits && n < 9) {
        size_t at = 0;
        for (size_t i = 0; i < n; i++)
            at = at * 10 + (size_t)(name[i] - '0');
        follow(json_array_get(v, at), rest, f, out, depth + 1);
    } else if (json_is_array(v)) {
        for (size_t i = 0; i < json_array_size(v); i++)
            follow(json_array_get(v, i), index ? rest : path, f, out, depth + 1);
    }
}

static void take_paths(struct taking *t, json_t *object)
{
    struct field_use use;
    const char *path;
    for (size_t i = 0; (path = field_table_path(t->table, i, &use)) != NULL; i++) {
        struct buf out = {0};
        follow(object, path, use.field, &out, 0);
        if (out.length)
            record_fields_take(
                &t->fields, use, (struct slice){path, strlen(path)},
                (struct slice){arena_copy(t->arena, out.data, out.length), out.length});
        buf_free(&out);
    }
}

/* Objects that a record may stand in: {"_id": ..., "_source": {...}}. */
static void take_wrapped(struct taking *t, json_t *object)
{
    static const char *const wraps[] = {"_source", "data", "article", "item",     "post",
                                        "node",    "doc",  "fields",  "document", "attributes"};
    for (size_t i = 0; i < sizeof wraps / sizeof *wraps && !t->fields.value[FIELD_TEXT].data; i++) {
        json_t *v = json_object_get(object, wraps[i]);
        if (json_is_object(v))
            take_object(t, v);
    }
}

void json_record_entry(json_t *object, const struct field_table *table, struct arena *arena,
                       struct entry *e)
{
    struct taking t = {.table = table, .arena = arena};
    take_object(&t, object);
    take_paths(&t, object);
    if (!t.fields.value[FIELD_TEXT].data)
        take_wrapped(&t, object);
    for (int f = 0; f < FIELDS; f++) {
        struct slice *v = &t.fields.value[f];
        if (v->data)
            v->data = arena_copy(arena, v->data, v->length);
    }
    struct slice *date = &t.fields.date.text;
    if (date->data)
        date->data = arena_copy(arena, date->data, date->length);
    record_fields_entry(&t.fields, arena, e);
}

static bool is_list(json_t *v)
{
    return json_is_array(v) && json_is_object(json_array_get(v, 0));
}

json_t *json_record_list(json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        if (is_list(value))
            return value;
    }
    json_object_foreach(object, key, value)
    {
        const char *below;
        json_t *v;
        json_object_foreach(value, below, v)
        {
            if (is_list(v))
                return v;
        }
    }
    return NULL;
}
