/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One character of a text, folded for search: NFKD, case folding, marks dropped. So é is e,
 * ß is ss, ﬁ is fi, Ａ is a, ² is 2, and a letter with its marks written apart is the same as
 * one written whole. What differs from plain NFKD, and why:
 *
 *   - Letters that Unicode does not decompose but that people type without: the table in fold.c
 *     (æ ae, œ oe, ø o, ł l, đ d, ð d, þ th, ı i).
 *   - й stays й: a letter of its own, and Russian endings are not recognised without it.
 *   - Dropped marks are the nonspacing and enclosing ones (Mn, Me): accents, Arabic and Hebrew
 *     points, variation selectors. The scripts of India and Tibet (U+0900..U+0FFF) write vowels
 *     with such marks: there all stay but the nukta. Spacing marks (Mc) stay.
 *   - Invisible characters vanish, so that they do not break words: soft hyphen, zero width
 *     joiner and non-joiner, word joiner, byte order mark, left-to-right, right-to-left and
 *     Arabic letter marks; and the Arabic tatweel.
 *   - ’ ‘ ʼ ʻ ʾ ʿ ＇ are apostrophes.
 *   - Scripts without blanks between words (Han, kana, Hangul, Thai, Lao, Burmese, Khmer) come as
 *     ideograms: kana with its voicing marks, Hangul as syllables.
 *   - Symbols are no letters, though NFKD makes letters of some: ™, №, ㎏.
 */
#ifndef DATELINE_LIB_TEXT_FOLD_H
#define DATELINE_LIB_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>

enum fold_kind {
    FOLD_END,   /* the end of the text */
    FOLD_OTHER, /* blanks, punctuation, symbols, controls, NUL, a byte that is no UTF-8 */
    FOLD_LETTER,
    FOLD_DIGIT,
    FOLD_IDEOGRAM, /* one character of a script without blanks between words */
    FOLD_MARK,     /* belongs to the character before; dropped */
    FOLD_NOTHING,  /* invisible; dropped */
    FOLD_APOSTROPHE,
    FOLD_DOT,
    FOLD_COMMA
};

#define FOLD_MAX 72 /* bytes that one character may fold to: 18 code points */

struct folded {
    enum fold_kind kind;
    bool capital;  /* it was an upper or title case letter */
    size_t next;   /* the offset in the text of what follows */
    size_t length; /* of bytes[]: of letters, digits and ideograms; others have none */
    char bytes[FOLD_MAX];
};

/* The character at offset `at` of `text`. Looks ahead for marks that change it (й, kana). */
void fold_char(const unsigned char *text, size_t length, size_t at, struct folded *f);

/*
 * ASCII as a table, for loops that cannot afford a call: 0 for what is FOLD_OTHER, FOLD_JOINT for
 * the apostrophe, dot and comma, FOLD_WIDE for the bytes of all other characters, else the letter
 * in lower case or the digit; those are greater than FOLD_WIDE.
 */
#define FOLD_JOINT 1
#define FOLD_WIDE 2
extern const unsigned char fold_ascii[256];

#endif
