/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/json_stream.h"

#include <string.h>
#include <strings.h>

#define HEAD ((size_t)1 << 16) /* bytes that tell whether each line is an object */
#define STRAY ((size_t)40)     /* of bytes that do not belong there, as many are shown */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Where the string ends that begins at scan->string: behind its quote, or before the end of its
 * line; NULL if neither is there yet. */
static const char *string_end(const struct json_scan *scan, struct slice bytes)
{
    const char *from = bytes.data + scan->at;
    const char *end = bytes.data + bytes.length;
    const char *first = bytes.data + scan->string;
    for (const char *quote = from; quote < end; quote++) {
        quote = memchr(quote, '"', (size_t)(end - quote));
        if (!quote)
            break;
        const char *back = quote;
        while (back > first && back[-1] == '\\')
            back--;
        if ((quote - back) % 2)
            continue;
        const char *newline = memchr(from, '\n', (size_t)(quote - from));
        return newline ? newline : quote + 1;
    }
    return from < end ? memchr(from, '\n', (size_t)(end - from)) : NULL;
}

bool json_scan(struct json_scan *scan, struct slice bytes)
{
    while (scan->at < bytes.length) {
        if (scan->in_string) {
            const char *end = string_end(scan, bytes);
            if (!end) {
                scan->at = bytes.length;
                return false;
            }
            scan->at = (size_t)(end - bytes.data);
            scan->in_string = false;
            continue;
        }
        switch (bytes.data[scan->at++]) {
        case '"':
            scan->in_string = true;
            scan->string = scan->at;
            break;
        case '{':
            scan->depth++;
            break;
        case '}':
            if (--scan->depth == 0)
                return true;
            break;
        case '\n':
            scan->lines++;
            break;
        default:
            break;
        }
    }
    return false;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name);
    size_t m = strlen(ending);
    return n >= m && strcasecmp(name + n - m, ending) == 0;
}

/* The next line that is not blank, from *at on; what follows it is not blank either if *more. */
static struct slice next_line(struct slice head, size_t *at)
{
    while (*at < head.length && (is_space(head.data[*at]) || head.data[*at] == '\x1E'))
        ++*at;
    const char *from = head.data + *at;
    size_t left = head.length - *at;
    const char *stop = left ? memchr(from, '\n', left) : NULL;
    size_t length = stop ? (size_t)(stop - from) : left;
    *at += length;
    return (struct slice){from, length};
}

/* Each line is an object: the first one is, or it is damaged and the next begins as one does. */
static bool is_by_line(struct slice head, const char *name)
{
    size_t at = 0;
    struct slice first = next_line(head, &at);
    if (first.length == 0 || first.data[0] == '[')
        return false;
    bool whole = at < head.length; /* the line ends in the head */
    if (!whole)
        return ends_with(name, ".jsonl") || ends_with(name, ".ndjson");
    struct json_scan scan = {0};
    if (first.data[0] == '{' && json_scan(&scan, first))
        return true;
    struct slice second = next_line(head, &at);
    return first.length > 2 && second.length && second.data[0] == '{';
}

bool json_stream_open(struct json_stream *s, struct input *in, const char *name,
                      struct error *error)
{
    struct slice head;
    *s = (struct json_stream){.in = in, .line = 1};
    if (!input_peek(in, HEAD, &head, error))
        return false;
    s->by_line = is_by_line(head, name);
    return true;
}

static bool next_by_line(struct json_stream *s, size_t limit, struct json_piece *piece,
                         struct error *error)
{
    for (;;) {
        bool found;
        bool cut;
        if (!input_line(s->in, limit, &piece->bytes, &found, &cut, error))
            return false;
        if (!found)
            return true;
        piece->line = s->line++;
        struct slice *b = &piece->bytes;
        while (b->length && (is_space(b->data[0]) || b->data[0] == '\x1E'))
            *b = (struct slice){b->data + 1, b->length - 1};
        if (b->length == 0)
            continue;
        piece->kind = cut ? JSON_PIECE_LARGE : JSON_PIECE_OBJECT;
        return true;
    }
}

/* Passes over what may stand between objects; then the next byte begins one, or is stray. */
static bool pass_between(struct json_stream *s, struct slice *ahead, struct error *error)
{
    for (;;) {
        size_t n = 0;
        if (!input_ahead(s->in, 0, ahead, error))
            return false;
        for (; n < ahead->length; n++) {
            char c = ahead->data[n];
            if (!is_space(c) && c != ',' && c != '[' && c != ']' && c != '\x1E')
                break;
            s->line += c == '\n';
        }
        bool found = n < ahead->length || n == 0;
        input_pass(s->in, n);
        *ahead = (struct slice){ahead->data + n, ahead->length - n};
        if (found)
            return true;
    }
}

/* What is no object, up to the next one. Only the first few of its bytes are shown. */
static bool pass_stray(struct json_stream *s, struct json_piece *piece, struct error *error)
{
    struct slice ahead;
    *piece = (struct json_piece){.kind = JSON_PIECE_STRAY, .line = s->line};
    if (!input_ahead(s->in, STRAY, &ahead, error))
        return false;
    size_t n = 0;
    while (n < ahead.length && ahead.data[n] != '{' && ahead.data[n] != '\n')
        n++;
    piece->bytes = (struct slice){ahead.data, n < STRAY ? n : STRAY};
    s->taken = n; /* the rest comes as stray again, and is not told twice */
    return true;
}

/* The object grew beyond the limit: its bytes go, and so does what follows up to its end. */
static bool pass_large(struct json_stream *s, struct json_scan *scan, struct json_piece *piece,
                       struct error *error)
{
    bool done = false;
    piece->kind = JSON_PIECE_LARGE;
    piece->bytes = (struct slice){"", 0};
    while (!done) {
        struct slice ahead;
        size_t seen = scan->at;
        if (!input_ahead(s->in, seen, &ahead, error))
            return false;
        if (ahead.length <= seen)
            break;
        done = json_scan(scan, ahead);
        /* One backslash of an odd number stays in sight: it escapes what follows. */
        size_t back = 0;
        while (!done && scan->in_string && back + 1 < scan->at &&
               ahead.data[scan->at - 1 - back] == '\\')
            back++;
        size_t passed = scan->at - back % 2;
        input_pass(s->in, passed);
        scan->at -= passed;
        scan->string = scan->string > passed ? scan->string - passed : 0;
    }
    s->line += scan->lines;
    return true;
}

bool json_stream_next(struct json_stream *s, size_t limit, struct json_piece *piece,
                      struct error *error)
{
    struct slice ahead;
    struct json_scan scan = {0};
    *piece = (struct json_piece){.kind = JSON_PIECE_END, .bytes = {"", 0}};
    if (s->by_line)
        return next_by_line(s, limit, piece, error);
    input_pass(s->in, s->taken);
    s->taken = 0;
    if (!pass_between(s, &ahead, error) || ahead.length == 0)
        return ahead.length == 0;
    if (ahead.data[0] != '{')
        return pass_stray(s, piece, error);
    piece->line = s->line;
    while (!json_scan(&scan, ahead)) {
        size_t had = ahead.length;
        if (had > limit)
            return pass_large(s, &scan, piece, error);
        if (!input_ahead(s->in, had, &ahead, error))
            return false;
        if (ahead.length == had) {
            piece->kind = JSON_PIECE_CUT;
            s->taken = had;
            piece->bytes = ahead;
            return true;
        }
    }
    piece->kind = JSON_PIECE_OBJECT;
    piece->bytes = (struct slice){ahead.data, scan.at};
    s->line += scan.lines;
    s->taken = scan.at;
    return true;
}
