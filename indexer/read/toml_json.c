/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/toml_json.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/base/buf.h"

struct parser {
    const char *at;
    const char *end;
    size_t line;
    char *why; /* 100 bytes */
    int depth;
};

static bool fail(struct parser *p, const char *why)
{
    snprintf(p->why, 100, "%s", why);
    return false;
}

static bool take(struct parser *p, const char *text)
{
    size_t n = strlen(text);
    if ((size_t)(p->end - p->at) < n || memcmp(p->at, text, n) != 0)
        return false;
    p->at += n;
    return true;
}

static void skip_blanks(struct parser *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\t'))
        p->at++;
}

/* Passes over blanks, comments and line ends. */
static void skip_lines(struct parser *p)
{
    for (;;) {
        skip_blanks(p);
        if (p->at < p->end && *p->at == '#')
            while (p->at < p->end && *p->at != '\n')
                p->at++;
        if (p->at == p->end || (*p->at != '\n' && *p->at != '\r'))
            return;
        p->line += *p->at++ == '\n';
    }
}

static void add_code(struct buf *out, unsigned code)
{
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = 0xFFFD;
    if (code < 0x80) {
        buf_putc(out, (char)code);
        return;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    buf_putc(out, (char)(first[more] | code >> (6 * more)));
    for (int i = more - 1; i >= 0; i--)
        buf_putc(out, (char)(0x80 | (code >> (6 * i) & 0x3F)));
}

/* What stands behind a backslash. */
static bool read_escape(struct parser *p, struct buf *out)
{
    static const char from[] = "btnfr\"\\";
    static const char to[] = "\b\t\n\f\r\"\\";
    char c = p->at < p->end ? *p->at++ : '\0';
    const char *known = c ? strchr(from, c) : NULL;
    if (known) {
        buf_putc(out, to[known - from]);
        return true;
    }
    if (c == '\n' || c == ' ' || c == '\t' || c == '\r') { /* a line goes on */
        p->line += c == '\n';
        skip_lines(p);
        return true;
    }
    int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    uint32_t code = 0;
    for (int i = 0; i < digits; i++) {
        static const char hex[] = "0123456789abcdef";
        char lower = p->at < p->end ? (char)(*p->at++ | 32) : '\0';
        const char *digit = lower ? strchr(hex, lower) : NULL;
        if (!digit)
            return fail(p, "an escape that is none");
        code = code << 4 | (uint32_t)(digit - hex);
    }
    if (!digits)
        return fail(p, "an escape that is none");
    add_code(out, code);
    return true;
}

/* A string of any kind, whose first quote is at hand. */
static bool read_string(struct parser *p, struct buf *out)
{
    char quote = *p->at;
    const char three[] = {quote, quote, quote, '\0'};
    bool lines = take(p, three);
    if (!lines)
        p->at++;
    else if (p->at < p->end && (take(p, "\r\n") || take(p, "\n")))
        p->line++;
    while (p->at < p->end) {
        if (lines ? take(p, three) : *p->at == quote) {
            if (!lines)
                p->at++;
            while (lines && p->at < p->end && *p->at == quote) /* """" ends with a quote in it */
                buf_putc(out, *p->at++);
            return true;
        }
        char c = *p->at++;
        if (c == '\n' && !lines)
            return fail(p, "a string that does not end in its line");
        p->line += c == '\n';
        if (c != '\\' || quote == '\'')
            buf_putc(out, c);
        else if (!read_escape(p, out))
            return false;
    }
    return fail(p, "a string that does not end");
}

/* A bare or quoted part of a key. */
static bool read_key(struct parser *p, struct buf *key)
{
    buf_clear(key);
    skip_blanks(p);
    if (p->at < p->end && (*p->at == '"' || *p->at == '\''))
        return read_string(p, key);
    while (p->at < p->end && (*p->at == '_' || *p->at == '-' || (*p->at >= '0' && *p->at <= '9') ||
                              ((*p->at | 32) >= 'a' && (*p->at | 32) <= 'z')))
        buf_putc(key, *p->at++);
    return key->length > 0 || fail(p, "no key where one should be");
}

/* The table of a key in another one, made if it is not there; of an array of tables the last. */
static json_t *table_of(json_t *in, const char *key)
{
    json_t *v = json_object_get(in, key);
    if (json_is_array(v) && json_array_size(v))
        v = json_array_get(v, json_array_size(v) - 1);
    if (!json_is_object(v)) {
        v = json_object();
        json_object_set_new_nocheck(in, key, v);
    }
    return v;
}

/* A key with its dots: *in becomes the table that it is in, `key` its last part. */
static bool read_path(struct parser *p, json_t **in, struct buf *key)
{
    for (int parts = 0; parts < TOML_DEPTH; parts++) {
        if (!read_key(p, key))
            return false;
        skip_blanks(p);
        if (!take(p, "."))
            return true;
        *in = table_of(*in, key->data);
    }
    return fail(p, "a key of too many parts");
}

static json_t *read_value(struct parser *p);

static bool read_pair(struct parser *p, json_t *table)
{
    struct buf key = {0};
    bool good = read_path(p, &table, &key);
    skip_blanks(p);
    if (good && !take(p, "="))
        good = fail(p, "no = behind a key");
    if (good) {
        skip_blanks(p);
        json_t *v = read_value(p);
        good = v && json_object_set_new_nocheck(table, key.data, v) == 0;
    }
    buf_free(&key);
    return good;
}

/* [1, 2] and {a = 1, b = 2}. */
static json_t *read_list(struct parser *p, char close)
{
    json_t *list = close == ']' ? json_array() : json_object();
    bool good = true;
    for (p->at++; good;) {
        skip_lines(p);
        if (p->at < p->end && *p->at == close) {
            p->at++;
            return list;
        }
        json_t *v = NULL;
        if (close == '}')
            good = read_pair(p, list);
        else
            good = (v = read_value(p)) != NULL && json_array_append_new(list, v) == 0;
        skip_lines(p);
        if (good && !take(p, ",") && (p->at == p->end || *p->at != close))
            good = fail(p, "a list that does not end");
    }
    json_decref(list);
    return NULL;
}

static json_t *read_value(struct parser *p)
{
    json_t *v = NULL;
    struct buf text = {0};
    buf_clear(&text);
    char c = p->at < p->end ? *p->at : '\0';
    if (++p->depth > TOML_DEPTH) {
        fail(p, "lists in lists, too deep");
    } else if (c == '"' || c == '\'') {
        if (read_string(p, &text))
            v = json_stringn(text.data, text.length);
    } else if (c == '[' || c == '{') {
        v = read_list(p, c == '[' ? ']' : '}');
    } else {
        while (p->at < p->end && !strchr(",]}#\r\n", *p->at) && *p->at)
            buf_putc(&text, *p->at++);
        while (text.length && strchr(" \t", text.data[text.length - 1]))
            text.length--;
        if (text.length)
            v = json_stringn(text.data, text.length);
        else
            fail(p, "no value behind =");
    }
    p->depth--;
    buf_free(&text);
    return v;
}

/* [a.b] and [[a.b]]: the table that follows. */
static json_t *read_header(struct parser *p, json_t *root)
{
    struct buf key = {0};
    json_t *in = root;
    bool array = take(p, "[[");
    if (!array)
        p->at++;
    bool good = read_path(p, &in, &key);
    if (good && !take(p, array ? "]]" : "]"))
        good = fail(p, "a [table] that does not end");
    if (good && array) {
        json_t *list = json_object_get(in, key.data);
        if (!json_is_array(list)) {
            list = json_array();
            json_object_set_new_nocheck(in, key.data, list);
        }
        json_array_append_new(list, json_object());
    }
    in = good ? table_of(in, key.data) : NULL;
    buf_free(&key);
    return in;
}

json_t *toml_json(struct slice bytes, size_t *line, char why[100])
{
    struct parser p = {bytes.data, bytes.data + bytes.length, 1, why, 0};
    json_t *root = json_object();
    json_t *table = root;
    snprintf(why, 100, "not UTF-8");
    for (;;) {
        skip_lines(&p);
        *line = p.line;
        if (p.at == p.end)
            return root;
        bool good = *p.at == '[' ? (table = read_header(&p, root)) != NULL : read_pair(&p, table);
        skip_blanks(&p);
        if (good && p.at < p.end && !strchr("#\r\n", *p.at))
            good = fail(&p, "more behind a value");
        if (!good)
            break;
    }
    *line = p.line;
    json_decref(root);
    return NULL;
}
