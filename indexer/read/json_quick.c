/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/json_quick.h"

#include <string.h>

#include "indexer/read/field_value.h"
#include "indexer/read/json_record.h"

#define DEPTH 256 /* of lists in lists that are passed over here */
#define DIGITS 15 /* of a number that is the same as a double */

struct quick {
    const char *at;
    const char *end;
    const struct field_table *table;
    struct arena *arena;
    struct record_fields fields;
};

static void skip_blanks(struct quick *q)
{
    while (q->at < q->end && (*q->at == ' ' || *q->at == '\n' || *q->at == '\r' || *q->at == '\t'))
        q->at++;
}

static bool take(struct quick *q, char c)
{
    if (q->at == q->end || *q->at != c)
        return false;
    q->at++;
    return true;
}

/* True if one of eight bytes is a quote, a backslash or a control character. */
static bool has_special(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t quote = eight ^ ones * '"';
    uint64_t slash = eight ^ ones * '\\';
    return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) |
            ((eight - ones * ' ') & ~eight)) &
           high;
}

/* The next quote, backslash or control character. */
static const char *next_special(const char *c, const char *end)
{
    for (uint64_t eight; end - c >= 8; c += 8) {
        memcpy(&eight, c, 8);
        if (has_special(eight))
            break;
    }
    while (c < end && *c != '"' && *c != '\\' && (unsigned char)*c >= ' ')
        c++;
    return c;
}

/* A string: what stands between its quotes, escapes and all. */
static bool read_string(struct quick *q, struct slice *raw, bool *escapes)
{
    *escapes = false;
    if (!take(q, '"'))
        return false;
    const char *start = q->at;
    for (;;) {
        q->at = next_special(q->at, q->end);
        if (q->at == q->end || (unsigned char)*q->at < ' ')
            return false;
        if (*q->at == '"')
            break;
        *escapes = true;
        if (q->end - q->at < 2)
            return false;
        q->at += 2;
    }
    *raw = (struct slice){start, (size_t)(q->at++ - start)};
    return true;
}

/* The value of four hex digits; -1 if they are none. */
static int hex(const char *c, const char *end)
{
    int value = 0;
    if (end - c < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char lower = (char)(c[i] | 32);
        bool digit = c[i] >= '0' && c[i] <= '9';
        if (!digit && (lower < 'a' || lower > 'f'))
            return -1;
        value = value << 4 | (digit ? c[i] - '0' : lower - 'a' + 10);
    }
    return value;
}

static char *put_code(char *to, unsigned code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xC0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = (char)(0xE0 | code >> 12);
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    } else {
        *to++ = (char)(0xF0 | code >> 18);
        *to++ = (char)(0x80 | (code >> 12 & 0x3F));
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    }
    return to;
}

/* The \uXXXX whose digits are at *c, with the other half of a pair. False: half a pair. */
static bool put_unit(const char **c, const char *end, char **to)
{
    int unit = hex(*c, end);
    *c += 4;
    if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        return false;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        int low = end - *c >= 6 && (*c)[0] == '\\' && (*c)[1] == 'u' ? hex(*c + 2, end) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return false;
        *c += 6;
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    *to = put_code(*to, (unsigned)unit);
    return true;
}

/* Undoes the escapes, in the arena. False: there is one that is none. */
static bool unescape(struct slice raw, struct arena *arena, struct slice *text)
{
    static const char from[] = "\"\\/bfnrt";
    static const char plain[] = "\"\\/\b\f\n\r\t";
    char *copy = arena_alloc(arena, raw.length + 1);
    char *to = copy;
    const char *c = raw.data;
    const char *end = raw.data + raw.length;
    for (;;) {
        const char *slash = memchr(c, '\\', (size_t)(end - c));
        size_t n = (size_t)((slash ? slash : end) - c);
        memcpy(to, c, n);
        to += n;
        if (!slash)
            break;
        c = slash + 2;
        const char *known = slash[1] ? strchr(from, slash[1]) : NULL;
        if (known)
            *to++ = plain[known - from];
        else if (slash[1] != 'u' || !put_unit(&c, end, &to))
            return false;
    }
    *text = (struct slice){copy, (size_t)(to - copy)};
    return true;
}

static size_t digits(struct quick *q)
{
    const char *start = q->at;
    while (q->at < q->end && *q->at >= '0' && *q->at <= '9')
        q->at++;
    return (size_t)(q->at - start);
}

/* A number without an exponent that is not too long, or true, false, null. */
static bool read_plain(struct quick *q, struct slice *text)
{
    static const char *const words[] = {"null", "true", "false"};
    const char *start = q->at;
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(q->end - start) >= n && memcmp(start, words[i], n) == 0) {
            q->at += n;
            *text = (struct slice){start, 0};
            return true;
        }
    }
    take(q, '-');
    bool zero = q->at < q->end && *q->at == '0';
    size_t n = digits(q);
    if (n == 0 || n > DIGITS || (zero && n > 1))
        return false;
    if (take(q, '.') && ((zero = digits(q) == 0) || q->at - start > DIGITS))
        return false;
    *text = (struct slice){start, (size_t)(q->at - start)};
    return q->at == q->end || strchr(",}] \t\r\n", *q->at) != NULL;
}

/* Passes over a list or an object. */
static bool skip_nested(struct quick *q)
{
    int depth = 0;
    while (q->at < q->end) {
        struct slice raw;
        bool escapes;
        char c = *q->at;
        if (c == '"') {
            if (!read_string(q, &raw, &escapes))
                return false;
            continue;
        }
        q->at++;
        if ((c == '[' || c == '{') && ++depth > DEPTH)
            return false;
        if ((c == ']' || c == '}') && --depth == 0)
            return true;
    }
    return false;
}

/* What a key that is a field has for a value, when that is a list or an object. */
static bool read_nested(struct quick *q, enum field f, struct slice bytes, struct slice *text)
{
    json_error_t error;
    json_t *v = json_loadb(bytes.data, bytes.length, JSON_ALLOW_NUL, &error);
    if (!v)
        return false;
    *text = json_record_text(v, f, q->arena);
    json_decref(v);
    return true;
}

static bool read_value(struct quick *q, struct slice key)
{
    struct field_use uses[FIELD_USES];
    struct slice text;
    bool escapes;
    size_t n = field_table_find(q->table, key.data, key.length, uses);
    const char *start = q->at;
    char first = q->at < q->end ? *q->at : '\0';
    bool nested = first == '[' || first == '{';
    if (first == '"') {
        if (!read_string(q, &text, &escapes) || (n && escapes && !unescape(text, q->arena, &text)))
            return false;
    } else if (nested ? !skip_nested(q) : !read_plain(q, &text)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (nested &&
            !read_nested(q, uses[i].field, (struct slice){start, (size_t)(q->at - start)}, &text))
            return false;
        if (text.length)
            record_fields_take(&q->fields, uses[i], key, text);
    }
    return true;
}

static bool read_object(struct quick *q)
{
    skip_blanks(q);
    if (!take(q, '{'))
        return false;
    do {
        struct slice key;
        bool escapes;
        skip_blanks(q);
        if (!read_string(q, &key, &escapes) || escapes)
            return false;
        skip_blanks(q);
        if (!take(q, ':'))
            return false;
        skip_blanks(q);
        if (!read_value(q, key))
            return false;
        skip_blanks(q);
    } while (take(q, ','));
    return take(q, '}');
}

bool json_quick_entry(struct slice bytes, const struct field_table *t, struct arena *arena,
                      struct entry *e, size_t *used)
{
    struct quick q = {.at = bytes.data, .end = bytes.data + bytes.length, .table = t};
    struct field_use use;
    q.arena = arena;
    if (field_table_path(t, 0, &use) || !read_object(&q) || !q.fields.value[FIELD_TEXT].data)
        return false;
    *used = (size_t)(q.at - bytes.data);
    record_fields_keep(&q.fields, bytes, arena);
    record_fields_entry(&q.fields, arena, e);
    return true;
}
