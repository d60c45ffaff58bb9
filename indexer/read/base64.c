/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/base64.h"

/* The six bits of a digit; 64: a blank or padding; 65: anything else. */
static unsigned digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 52;
    return c == '+' ? 62 : c == '/' ? 63 : strchr("= \t\r\n", c) && c ? 64 : 65;
}

struct slice base64_decode(struct slice text, struct arena *arena, size_t *wrong)
{
    char *bytes = arena_alloc(arena, text.length / 4 * 3 + 4);
    size_t length = 0;
    unsigned held = 0;
    unsigned bits = 0;
    *wrong = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned value = digit(text.data[i]);
        if (value >= 64) {
            *wrong += value > 64;
            bits = text.data[i] == '=' ? 0 : bits; /* what follows padding begins anew */
            continue;
        }
        held = (held << 6 | value) & 0xFFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[length++] = (char)(held >> bits);
        }
    }
    bytes[length] = '\0';
    return (struct slice){bytes, length};
}
