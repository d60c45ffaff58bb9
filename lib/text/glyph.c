/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/text/glyph.h"

#include <stdbool.h>

#include <utf8proc.h>

static struct glyph ascii_glyph(unsigned char c)
{
    if (c > 0x20 && c < 0x7F)
        return (struct glyph){c, GLYPH_VISIBLE, 1, 1};
    if (c == ' ')
        return (struct glyph){c, GLYPH_SPACE, 1, 1};
    return (struct glyph){c, c >= '\t' && c <= '\r' ? GLYPH_BREAK : GLYPH_UNSAFE, 0, 1};
}

static enum glyph_kind wide_kind(int32_t c)
{
    if (c == 0x85 || c == 0x2028 || c == 0x2029)
        return GLYPH_BREAK;
    if (c < 0xA0 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return GLYPH_UNSAFE;
    return utf8proc_category(c) == UTF8PROC_CATEGORY_ZS ? GLYPH_SPACE : GLYPH_VISIBLE;
}

struct glyph glyph_at(const char *text, size_t length, size_t at)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text + at;
    if (*p < 0x80)
        return ascii_glyph(*p);
    utf8proc_int32_t c;
    utf8proc_ssize_t room = length - at < 4 ? (utf8proc_ssize_t)(length - at) : 4;
    utf8proc_ssize_t n = utf8proc_iterate(p, room, &c);
    if (n <= 0)
        return (struct glyph){0xFFFD, GLYPH_UNSAFE, 0, 1};
    enum glyph_kind kind = wide_kind(c);
    bool shown = kind == GLYPH_VISIBLE || kind == GLYPH_SPACE;
    return (struct glyph){c, kind, shown ? (unsigned)utf8proc_charwidth(c) : 0, (size_t)n};
}

size_t glyph_before(const char *text, size_t at)
{
    size_t i = at - 1;
    while (i > 0 && at - i < 4 && ((unsigned char)text[i] & 0xC0) == 0x80)
        i--;
    return glyph_at(text, at, i).length == at - i ? i : at - 1;
}
