/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/front.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "indexer/read/toml_json.h"
#include "indexer/read/yaml_json.h"

static struct slice line_at(struct slice text, size_t at)
{
    const char *from = text.data + at;
    const char *stop = memchr(from, '\n', text.length - at);
    return (struct slice){from, stop ? (size_t)(stop + 1 - from) : text.length - at};
}

static struct slice trimmed(struct slice s)
{
    while (s.length && strchr(" \t\r\n", s.data[s.length - 1]))
        s.length--;
    while (s.length && strchr(" \t\r\n", s.data[0]))
        s = (struct slice){s.data + 1, s.length - 1};
    return s;
}

static bool is(struct slice line, const char *text)
{
    line = trimmed(line);
    return line.length == strlen(text) && memcmp(line.data, text, line.length) == 0;
}

/* What stands between a line that is the mark and the next one that is, or is `other`. */
static bool between(struct slice text, const char *mark, const char *other, struct slice *inside,
                    struct slice *body)
{
    struct slice first = line_at(text, 0);
    if (!is(first, mark))
        return false;
    size_t at = first.length;
    while (at < text.length) {
        struct slice line = line_at(text, at);
        bool indented = line.data[0] == ' ' || line.data[0] == '\t';
        if (!indented && (is(line, mark) || is(line, other))) {
            *inside = (struct slice){text.data + first.length, at - first.length};
            at += line.length;
            *body = (struct slice){text.data + at, text.length - at};
            return true;
        }
        at += line.length;
    }
    return false;
}

static void set(json_t *values, struct slice key, struct slice value)
{
    char name[64];
    if (key.length == 0 || key.length >= sizeof name)
        return;
    memcpy(name, key.data, key.length);
    name[key.length] = '\0';
    if (!json_object_get(values, name))
        json_object_set_new_nocheck(values, name, json_stringn(value.data, value.length));
}

/* Lines `key: value` or `key = value`, of front matter that cannot be read otherwise. */
static json_t *plain_lines(struct slice inside, char mark)
{
    json_t *values = json_object();
    for (size_t at = 0; at < inside.length;) {
        struct slice line = line_at(inside, at);
        at += line.length;
        const char *colon = memchr(line.data, mark, line.length);
        if (!colon || line.data[0] == ' ' || line.data[0] == '#')
            continue;
        struct slice key = trimmed((struct slice){line.data, (size_t)(colon - line.data)});
        struct slice value =
            trimmed((struct slice){colon + 1, (size_t)(line.data + line.length - colon - 1)});
        if (value.length > 1 && strchr("\"'", value.data[0]) &&
            value.data[value.length - 1] == value.data[0])
            value = (struct slice){value.data + 1, value.length - 2};
        set(values, key, value);
    }
    return values;
}

/* JSON at the beginning, if the object ends there and front matter follows no other. */
static bool read_json(struct front *f, struct slice text)
{
    json_error_t error;
    if (text.length == 0 || text.data[0] != '{')
        return false;
    f->values = json_loadb(text.data, text.length, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &error);
    if (f->values) {
        size_t used = (size_t)error.position;
        f->body = (struct slice){text.data + used, text.length - used};
        return true;
    }
    struct slice first = line_at(text, 0);
    if (!is(first, "{"))
        return false; /* a brace of the text */
    snprintf(f->why, sizeof f->why, "%s", error.text);
    f->line = error.line > 0 ? (size_t)error.line : 1;
    return true;
}

/* #+KEY: value of Org, or :key: value of reStructuredText, among the first lines. A heading may
 * stand before the latter. */
static void read_settings(struct front *f, struct slice text, enum markup kind)
{
    json_t *values = json_object();
    size_t lines = 0;
    for (size_t at = 0; at < text.length && lines < 60; lines++) {
        struct slice line = line_at(text, at);
        at += line.length;
        line = trimmed(line);
        size_t skip = kind == MARKUP_ORG ? 2 : 1;
        bool setting =
            line.length > skip && memcmp(line.data, kind == MARKUP_ORG ? "#+" : ":", skip) == 0;
        const char *colon = setting ? memchr(line.data + skip, ':', line.length - skip) : NULL;
        if (!colon)
            continue;
        struct slice key = {line.data + skip, (size_t)(colon - line.data) - skip};
        struct slice value =
            trimmed((struct slice){colon + 1, (size_t)(line.data + line.length - colon - 1)});
        if (value.length > 2 && strchr("<[", value.data[0])) /* <2023-05-26 Fri> */
            value = (struct slice){value.data + 1, strcspn(value.data + 1, " >]\n")};
        set(values, key, value);
    }
    if (json_object_size(values))
        f->values = values;
    else
        json_decref(values);
}

void front_read(struct front *f, struct slice text, enum markup kind)
{
    struct slice inside;
    *f = (struct front){.body = text};
    if (between(text, "---", "...", &inside, &f->body)) {
        f->values = yaml_json(inside, &f->line, f->why);
        if (!f->values)
            f->values = plain_lines(inside, ':');
        else
            f->line = 0;
        f->line += f->line > 0; /* of the file: the mark comes first */
    } else if (between(text, "+++", "+++", &inside, &f->body)) {
        f->values = toml_json(inside, &f->line, f->why);
        if (!f->values)
            f->values = plain_lines(inside, '=');
        else
            f->line = 0;
        f->line += f->line > 0;
    } else if (!read_json(f, text) && kind != MARKUP_MARKDOWN) {
        read_settings(f, text, kind);
    }
    if (f->values && !json_is_object(f->values)) {
        json_decref(f->values);
        f->values = NULL;
        f->body = text;
    }
}

size_t front_line(struct slice text, const char *key)
{
    size_t n = strlen(key);
    size_t number = 1;
    for (size_t at = 0; at < text.length && number < 2000; number++) {
        struct slice line = line_at(text, at);
        at += line.length;
        line = trimmed(line);
        while (line.length && strchr("\"':#+", line.data[0]))
            line = (struct slice){line.data + 1, line.length - 1};
        if (line.length > n && strncasecmp(line.data, key, n) == 0 &&
            strchr(":=\"' ", line.data[n]))
            return number;
    }
    return 0;
}
