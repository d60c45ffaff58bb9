/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/wrap.h"

#include "lib/text/glyph.h"

static bool is_space(struct glyph g)
{
    return g.kind == GLYPH_SPACE || g.kind == GLYPH_BREAK;
}

/* U+00A0 and U+202F keep what stands beside them together. */
static bool is_breaking(struct glyph g)
{
    return is_space(g) && g.code != 0xA0 && g.code != 0x202F;
}

/* Thai to Lao, Burmese, Khmer, CJK with kana and their marks, and the planes of CJK. */
static bool needs_no_blanks(int32_t c)
{
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x20000 && c <= 0x3FFFF);
}

size_t wrap_columns(const char *text, size_t length)
{
    struct glyph g;
    size_t columns = 0;
    for (size_t i = 0; i < length; i += g.length) {
        g = glyph_at(text, length, i);
        columns += g.columns;
    }
    return columns;
}

bool wrap_between(const char *text, size_t length, size_t at)
{
    if (at == 0 || at >= length)
        return true;
    struct glyph here = glyph_at(text, length, at);
    struct glyph before = glyph_at(text, length, glyph_before(text, at));
    if (is_space(here) || is_space(before))
        return true;
    return here.columns > 0 && (needs_no_blanks(here.code) || needs_no_blanks(before.code));
}

/* Where the blanks that begin at `at` end. */
static size_t after_blanks(const char *text, size_t length, size_t at)
{
    struct glyph g;
    for (; at < length; at += g.length) {
        g = glyph_at(text, length, at);
        if (!is_breaking(g))
            break;
    }
    return at;
}

size_t wrap_line(const char *text, size_t length, size_t columns, size_t *next)
{
    size_t end = 0; /* of the line, if it is broken at its last chance so far */
    size_t used = 0;
    struct glyph g;
    bool blank = true; /* the character before is white space */
    for (size_t i = 0; i < length; i += g.length) {
        g = glyph_at(text, length, i);
        if (is_breaking(g)) {
            if (!blank)
                end = i;
            blank = true;
            used += g.columns;
            continue;
        }
        if (i && !blank && !is_space(g) && wrap_between(text, length, i))
            end = i;
        if (used + g.columns > columns && i > 0) {
            end = end ? end : i;
            *next = after_blanks(text, length, end);
            return end;
        }
        used += g.columns;
        blank = false;
    }
    *next = length;
    while (length && is_breaking(glyph_at(text, length, glyph_before(text, length))))
        length = glyph_before(text, length);
    return length;
}
