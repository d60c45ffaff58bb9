/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/json_mend.h"

#include <stdbool.h>

#define DIGITS 15 /* of a number that no double and no 64 bits cut */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The code unit of the \uXXXX at `c`; -1 if none is there. */
static int unit(const char *c, const char *end)
{
    int value = 0;
    if (end - c < 6 || c[0] != '\\' || c[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        char lower = (char)(c[i] | 32);
        int digit = is_digit(c[i])                 ? c[i] - '0'
                    : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                   : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* An escape in a string. Returns where it ends. */
static const char *mend_escape(const char *c, const char *end, struct buf *out, const char **what)
{
    int code = unit(c, end);
    int next = code >= 0 ? unit(c + 6, end) : -1;
    if (code < 0xD800 || code > 0xDFFF) {
        size_t n = code >= 0 ? 6 : end - c > 1 ? 2 : 1;
        buf_add(out, c, n);
        return c + n;
    }
    if (code < 0xDC00 && next >= 0xDC00 && next <= 0xDFFF) {
        buf_add(out, c, 12);
        return c + 12;
    }
    buf_puts(out, "\\ufffd");
    *what = "half a surrogate pair, replaced by U+FFFD";
    return c + 6;
}

static const char *mend_string(const char *c, const char *end, struct buf *out, const char **what)
{
    buf_putc(out, *c++);
    while (c < end && *c != '"') {
        if (*c == '\\') {
            c = mend_escape(c, end, out, what);
        } else if ((unsigned char)*c < ' ') {
            buf_printf(out, "\\u%04x", (unsigned)*c++);
            *what = "a control character in a string";
        } else {
            const char *from = c;
            while (c < end && *c != '"' && *c != '\\' && (unsigned char)*c >= ' ')
                c++;
            buf_add(out, from, (size_t)(c - from));
        }
    }
    if (c < end)
        buf_putc(out, *c++);
    return c;
}

/* A number, as a string if it is long. */
static const char *mend_number(const char *c, const char *end, struct buf *out, const char **what)
{
    const char *from = c;
    while (c < end && (is_digit(*c) || (*c && strchr("+-.eE", *c))))
        c++;
    bool large = c - from > DIGITS || memchr(from, 'e', (size_t)(c - from)) ||
                 memchr(from, 'E', (size_t)(c - from));
    if (large) {
        buf_putc(out, '"');
        *what = "a number that is too large, kept as text";
    }
    buf_add(out, from, (size_t)(c - from));
    if (large)
        buf_putc(out, '"');
    return c;
}

static size_t word_length(const char *c, const char *end)
{
    static const char *const words[] = {"NaN", "-NaN", "Infinity", "-Infinity"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(end - c) >= n && memcmp(c, words[i], n) == 0)
            return n;
    }
    return 0;
}

const char *json_mend(struct slice bytes, struct buf *out)
{
    const char *end = bytes.data + bytes.length;
    const char *what = NULL;
    for (const char *c = bytes.data; c < end;) {
        size_t n = word_length(c, end);
        if (n) {
            buf_puts(out, "null");
            c += n;
            what = "NaN or Infinity, taken for nothing";
        } else if (*c == '"') {
            c = mend_string(c, end, out, &what);
        } else if (*c == '-' || is_digit(*c)) {
            c = mend_number(c, end, out, &what);
        } else {
            buf_putc(out, *c++);
        }
    }
    return what;
}
