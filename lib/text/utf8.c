/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/text/utf8.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/* How many bytes from `at` on are ASCII: eight at a time, since most text is. */
static size_t ascii_run(const char *at, const char *end)
{
    const char *start = at;
    for (uint64_t eight; end - at >= 8; at += 8) {
        memcpy(&eight, at, 8);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < end && (unsigned char)*at < 0x80)
        at++;
    return (size_t)(at - start);
}

/* The first byte from `at` on that is no part of a character; `end` if there is none. */
static const char *first_bad(const char *at, const char *end)
{
    while ((at += ascii_run(at, end)) < end) {
        utf8proc_int32_t code;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)at, end - at, &code);
        if (n <= 0)
            return at;
        at += n;
    }
    return end;
}

struct slice utf8_clean(struct slice bytes, struct arena *arena, size_t *replaced)
{
    *replaced = 0;
    if (bytes.length >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0)
        bytes = (struct slice){bytes.data + 3, bytes.length - 3};
    const char *at = bytes.data;
    const char *end = bytes.data + bytes.length;
    const char *bad = first_bad(at, end);
    if (bad == end)
        return bytes;

    size_t room = bytes.length;
    for (const char *b = bad; b < end; b = first_bad(b + 1, end))
        room += 2;
    char *copy = arena_alloc(arena, room);
    char *to = copy;
    for (; at < end; bad = first_bad(at, end)) {
        memcpy(to, at, (size_t)(bad - at));
        to += bad - at;
        at = bad;
        if (at < end) {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
            at++;
            ++*replaced;
        }
    }
    return (struct slice){copy, (size_t)(to - copy)};
}
