/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/http.h"

#include <strings.h>

#include "indexer/read/http_body.h"

bool http_line(struct slice *rest, struct slice *line)
{
    if (rest->length == 0)
        return false;
    const char *end = memchr(rest->data, '\n', rest->length);
    size_t n = end ? (size_t)(end - rest->data) : rest->length;
    *line = (struct slice){rest->data, n};
    if (n && line->data[n - 1] == '\r')
        line->length--;
    n += end != NULL;
    *rest = (struct slice){rest->data + n, rest->length - n};
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct slice trim(struct slice s)
{
    while (s.length && is_blank(s.data[0]))
        s = (struct slice){s.data + 1, s.length - 1};
    while (s.length && is_blank(s.data[s.length - 1]))
        s.length--;
    return s;
}

bool http_field(struct slice line, struct slice *name, struct slice *value)
{
    const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;
    if (!colon || colon == line.data)
        return false;
    size_t n = (size_t)(colon - line.data);
    *name = trim((struct slice){line.data, n});
    *value = trim((struct slice){colon + 1, line.length - n - 1});
    return true;
}

bool http_is(struct slice bytes, const char *text)
{
    return bytes.length == strlen(text) && strncasecmp(bytes.data, text, bytes.length) == 0;
}

bool http_number(struct slice digits, uint64_t *number)
{
    uint64_t n = 0;
    for (size_t i = 0; i < digits.length; i++) {
        char c = digits.data[i];
        if (c < '0' || c > '9' || n > (UINT64_C(1) << 58))
            return false;
        n = n * 10 + (uint64_t)(c - '0');
    }
    *number = n;
    return digits.length > 0;
}

bool http_type_is(struct slice content_type, const char *type)
{
    size_t n = 0;
    while (n < content_type.length && content_type.data[n] != ';' && content_type.data[n] != ',')
        n++;
    return http_is(trim((struct slice){content_type.data, n}), type);
}

const char *http_charset(struct slice t, struct arena *arena)
{
    static const char name[] = "charset=";
    const size_t n = sizeof name - 1;
    for (size_t at = 0; at + n < t.length; at++) {
        if (strncasecmp(t.data + at, name, n) != 0 || (at && !strchr("; \t", t.data[at - 1])))
            continue;
        const char *from = t.data + at + n;
        const char *end = t.data + t.length;
        while (from < end && strchr("\"' \t", *from))
            from++;
        const char *to = from;
        while (to < end && !strchr("\"' \t;,", *to))
            to++;
        return to > from ? arena_copy(arena, from, (size_t)(to - from)) : NULL;
    }
    return NULL;
}

#define VALUE_MAX 4096 /* bytes of a value, from which on nothing is added to it */

/* A value with more behind it: of a folded line, or of a header that comes again. */
static struct slice joined(struct slice value, const char *between, struct slice more,
                           struct arena *arena)
{
    if (value.length == 0)
        return more;
    if (value.length + more.length > VALUE_MAX)
        return value;
    size_t gap = strlen(between);
    char *data = arena_alloc(arena, value.length + gap + more.length);
    memcpy(data, value.data, value.length);
    memcpy(data + value.length, between, gap);
    if (more.length)
        memcpy(data + value.length + gap, more.data, more.length);
    return (struct slice){data, value.length + gap + more.length};
}

static struct slice *known_field(struct http_response *r, struct slice name)
{
    return http_is(name, "Content-Type")        ? &r->type
           : http_is(name, "Content-Encoding")  ? &r->coding
           : http_is(name, "Transfer-Encoding") ? &r->transfer
           : http_is(name, "Content-Length")    ? &r->length
                                                : NULL;
}

/* "HTTP/1.1 200 OK" */
static bool parse_status(struct slice line, int *status)
{
    const char *blank = line.length > 5 ? memchr(line.data, ' ', line.length) : NULL;
    if (!blank || strncasecmp(line.data, "HTTP/", 5) != 0)
        return false;
    struct slice rest = trim((struct slice){blank, line.length - (size_t)(blank - line.data)});
    uint64_t number;
    if (rest.length < 3 || !http_number((struct slice){rest.data, 3}, &number))
        return false;
    *status = (int)number;
    return rest.length == 3 || rest.data[3] == ' ';
}

#define LINES_MAX 1000

bool http_parse(struct slice message, struct arena *arena, struct http_response *response)
{
    struct slice rest = message;
    struct slice line;
    struct slice *last = NULL;
    *response = (struct http_response){0};
    if (!http_line(&rest, &line) || !parse_status(line, &response->status))
        return false;
    for (int lines = 0; http_line(&rest, &line) && lines < LINES_MAX; lines++) {
        struct slice name;
        struct slice value;
        if (line.length == 0) {
            response->body = rest;
            return true;
        }
        if (is_blank(line.data[0])) {
            if (last)
                *last = joined(*last, " ", trim(line), arena);
        } else if (http_field(line, &name, &value)) {
            last = known_field(response, name);
            if (last)
                *last = joined(*last, ", ", value, arena);
        }
    }
    return false;
}

/* ---- the body ---- */

/* Takes the last of a list of encodings off it. */
static struct slice last_coding(struct slice *list)
{
    size_t at = list->length;
    while (at && list->data[at - 1] != ',')
        at--;
    struct slice last = trim((struct slice){list->data + at, list->length - at});
    list->length = at ? at - 1 : 0;
    return last;
}

static bool decode_one(struct slice coding, struct slice *body, size_t limit, struct arena *arena,
                       const char **fault)
{
    if (coding.length == 0 || http_is(coding, "identity") || http_is(coding, "none"))
        return true;
    if (http_is(coding, "gzip") || http_is(coding, "x-gzip"))
        return http_gunzip(body, limit, arena, fault);
    if (http_is(coding, "deflate"))
        return http_inflate(body, limit, arena, fault);
    if (http_is(coding, "br"))
        return http_unbrotli(body, limit, arena, fault);
    *fault = "its content encoding is not known";
    return false;
}

/* What Content-Length says, where the body is as it was sent. */
static void check_length(const struct http_response *r, const char **fault)
{
    uint64_t said;
    if (r->length.length == 0 || r->transfer.length || r->coding.length)
        return;
    if (!http_number(r->length, &said))
        return;
    if (said > r->body.length)
        *fault = "its body is shorter than its Content-Length says";
    else if (said < r->body.length)
        *fault = "its body is longer than its Content-Length says";
}

bool http_decode(struct http_response *r, size_t limit, struct arena *arena, const char **fault)
{
    *fault = NULL;
    check_length(r, fault);
    for (int n = 0; r->transfer.length; n++) {
        struct slice coding = last_coding(&r->transfer);
        if (http_is(coding, "chunked"))
            http_unchunk(&r->body, arena, fault);
        else if (n > 4 || !decode_one(coding, &r->body, limit, arena, fault))
            return false;
    }
    for (int n = 0; r->coding.length; n++)
        if (n > 4 || !decode_one(last_coding(&r->coding), &r->body, limit, arena, fault)) {
            *fault = *fault ? *fault : "it is encoded too often";
            return false;
        }
    return true;
}
