/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One character of a text out of an article, as a terminal would take it: how wide it is, whether
 * it is white space, and whether it must not get there at all. Unsafe are C0, DEL and C1 controls,
 * the overrides, embeddings and isolates of text direction (U+202A..E, U+2066..9), which can make
 * text look like other text, and bytes that are no UTF-8.
 */
#ifndef DATELINE_LIB_TEXT_GLYPH_H
#define DATELINE_LIB_TEXT_GLYPH_H

#include <stddef.h>
#include <stdint.h>

enum glyph_kind {
    GLYPH_VISIBLE,
    GLYPH_SPACE, /* takes columns: U+0020, U+00A0, U+3000 ... */
    GLYPH_BREAK, /* controls that are white space: \t \n \v \f \r, U+0085, U+2028, U+2029 */
    GLYPH_UNSAFE
};

struct glyph {
    int32_t code; /* U+FFFD for a byte that is no UTF-8 */
    enum glyph_kind kind;
    unsigned columns; /* 0 (what combines, and all that is not visible or a space), 1 or 2 */
    size_t length;    /* bytes, at least 1 */
};

/* The character at `at`, which must be before the end. */
struct glyph glyph_at(const char *text, size_t length, size_t at);

/* Where the character before `at` begins; `at` must not be 0. */
size_t glyph_before(const char *text, size_t at);

#endif
