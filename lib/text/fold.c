/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Characters, folded: utf8proc's NFKD and case folding, and the exceptions that fold.h lists. */
#include "lib/text/fold.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#define J FOLD_JOINT
#define W FOLD_WIDE
#define WIDE_16 W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W

const unsigned char fold_ascii[256] = {
    0,       0,       0,       0,       0,       0,       0,   0,   0,   0,   0,   0,       0,
    0,       0,       0,       0,       0,       0,       0,   0,   0,   0,   0,   0,       0,
    0,       0,       0,       0,       0,       0,       0,   0,   0,   0,   0,   0,       0,
    J,       0,       0,       0,       0,       J,       0,   J,   0,   '0', '1', '2',     '3',
    '4',     '5',     '6',     '7',     '8',     '9',     0,   0,   0,   0,   0,   0,       0,
    'a',     'b',     'c',     'd',     'e',     'f',     'g', 'h', 'i', 'j', 'k', 'l',     'm',
    'n',     'o',     'p',     'q',     'r',     's',     't', 'u', 'v', 'w', 'x', 'y',     'z',
    0,       0,       0,       0,       0,       0,       'a', 'b', 'c', 'd', 'e', 'f',     'g',
    'h',     'i',     'j',     'k',     'l',     'm',     'n', 'o', 'p', 'q', 'r', 's',     't',
    'u',     'v',     'w',     'x',     'y',     'z',     0,   0,   0,   0,   0,   WIDE_16, WIDE_16,
    WIDE_16, WIDE_16, WIDE_16, WIDE_16, WIDE_16, WIDE_16,
};

#undef J
#undef W

/* Letters without a decomposition that have an ASCII spelling which readers expect to work. */
static const char *ascii_spelling(int32_t letter)
{
    switch (letter) {
    case 0x00E6:
        return "ae"; /* æ */
    case 0x00F0:
        return "d"; /* ð */
    case 0x00F8:
        return "o"; /* ø */
    case 0x00FE:
        return "th"; /* þ */
    case 0x0111:
        return "d"; /* đ */
    case 0x0131:
        return "i"; /* ı */
    case 0x0142:
        return "l"; /* ł */
    case 0x0153:
        return "oe"; /* œ */
    default:
        return NULL;
    }
}

enum {
    CYRILLIC_CAPITAL_I = 0x0418,
    CYRILLIC_CAPITAL_SHORT_I, /* И Й */
    CYRILLIC_I = 0x0438,
    CYRILLIC_SHORT_I, /* и й */
    BREVE = 0x0306
};

/* Punctuation that news is full of, and the few characters with a role of their own; FOLD_END
 * for all others. */
static enum fold_kind special_kind(int32_t c)
{
    switch (c) {
    case 0x00A0:
    case 0x2013:
    case 0x2014:
    case 0x201C:
    case 0x201D:
    case 0x2026: /* – — “ ” … */
        return FOLD_OTHER;
    case 0x2018:
    case 0x2019:
    case 0xFF07: /* ‘ ’ ＇ */
    case 0x02BB:
    case 0x02BC:
    case 0x02BE:
    case 0x02BF: /* ʻ ʼ ʾ ʿ */
        return FOLD_APOSTROPHE;
    case 0x00AD:
    case 0x0640:
    case 0x061C:
    case 0x2060:
    case 0xFEFF:
    case 0x200C:
    case 0x200D:
    case 0x200E:
    case 0x200F:
        return FOLD_NOTHING;
    default:
        return FOLD_END;
    }
}

/* Blocks of scripts without blanks between words. */
static bool is_unspaced(int32_t c)
{
    static const struct {
        int32_t first, last;
    } blocks[] = {
        {0x0E00, 0x0EFF},   /* Thai, Lao */
        {0x1000, 0x109F},   /* Burmese */
        {0x1100, 0x11FF},   /* Hangul jamo */
        {0x1780, 0x17FF},   /* Khmer */
        {0x3005, 0x31FF},   /* 々 〇, kana, bopomofo, Hangul compatibility jamo */
        {0x3400, 0x9FFF},   /* Han */
        {0xA960, 0xA97F},   /* Hangul jamo */
        {0xAC00, 0xD7FF},   /* Hangul */
        {0xF900, 0xFAFF},   /* Han, compatibility */
        {0xFF66, 0xFFDC},   /* halfwidth kana and jamo */
        {0x1B000, 0x1B16F}, /* kana */
        {0x20000, 0x3FFFD}, /* Han */
    };
    if (c < blocks[0].first)
        return false;
    size_t i = 0;
    while (i < sizeof blocks / sizeof *blocks && c > blocks[i].last)
        i++;
    return i < sizeof blocks / sizeof *blocks && c >= blocks[i].first;
}

static bool is_letter(int category)
{
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool is_mark(int category)
{
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

static bool is_number(int category)
{
    return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
}

/* Marks that write vowels and so make words as letters do. Combining class 7 is the nukta; the
 * spacing marks from U+1D000 on belong to music. */
static bool is_kept_mark(int32_t c, const utf8proc_property_t *property)
{
    if (property->category == UTF8PROC_CATEGORY_MC)
        return c < 0x1D000;
    return is_mark(property->category) && c >= 0x0900 && c <= 0x0FFF &&
           property->combining_class != 7;
}

/* Decodes the character at `at`; -1 at the end and where there is no UTF-8. */
static int32_t decode(const unsigned char *text, size_t length, size_t at, size_t *next)
{
    utf8proc_int32_t c = -1;
    utf8proc_ssize_t n = 0;
    if (at < length)
        n = utf8proc_iterate(text + at, (utf8proc_ssize_t)(length - at < 4 ? length - at : 4), &c);
    *next = at + (n > 0 ? (size_t)n : 1);
    return c;
}

static void append(struct folded *f, int32_t c)
{
    if (f->length + 4 <= FOLD_MAX)
        f->length += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)f->bytes + f->length);
}

static void append_letter(struct folded *f, int32_t c)
{
    const char *spelling = ascii_spelling(c);
    if (spelling == NULL) {
        append(f, c);
        return;
    }
    while (*spelling)
        append(f, *spelling++);
}

enum { PARTS_MAX = 32 }; /* code points that one decomposes to; Unicode promises 18 at most */

/* Appends one code point of an NFKD form, case folded. False if it is no part of a word. */
static bool append_folded(struct folded *f, int32_t c)
{
    utf8proc_int32_t parts[PARTS_MAX];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        c, parts, PARTS_MAX, UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < PARTS_MAX; i++) {
        const utf8proc_property_t *property = utf8proc_get_property(parts[i]);
        bool kept = is_letter(property->category) || is_number(property->category) ||
                    is_kept_mark(parts[i], property);
        if (!kept && !is_mark(property->category))
            return false;
        if (kept && special_kind(parts[i]) == FOLD_END)
            append_letter(f, parts[i]);
    }
    return true;
}

/* A letter or number by NFKD, then folding, in this order: then marks that were part of the
 * character go the same way as marks that follow it. */
static void fold_word_part(int32_t c, const utf8proc_property_t *property, struct folded *f)
{
    utf8proc_int32_t parts[PARTS_MAX];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, PARTS_MAX,
                                                 UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    f->kind = is_number(property->category) ? FOLD_DIGIT : FOLD_LETTER;
    for (utf8proc_ssize_t i = 0; i < n && i < PARTS_MAX; i++) {
        const utf8proc_property_t *part = utf8proc_get_property(parts[i]);
        if (is_mark(part->category) && !is_kept_mark(parts[i], part))
            continue;
        if (f->length == 0)
            f->kind = is_number(part->category) ? FOLD_DIGIT : FOLD_LETTER;
        bool makes_word = append_folded(f, parts[i]) && !is_unspaced(parts[i]);
        if (!makes_word && is_number(property->category)) {
            f->length = 0; /* ½ is not 12, and ㊀ is a symbol */
            f->kind = FOLD_OTHER;
            return;
        }
    }
    if (f->length == 0)
        f->kind = FOLD_MARK;
}

/* Kana voicing marks; the vowels and final consonants of Hangul. */
static bool is_second_part(int32_t c)
{
    return c == 0x3099 || c == 0x309A || c == 0xFF9E || c == 0xFF9F || (c >= 0x1160 && c <= 0x11FF);
}

/* Kana and jamo with what combines with them (NFKC): か with a mark is が, ᄒ with ᅡ and ᆫ is 한.
 */
static void compose(int32_t c, const unsigned char *text, size_t length, struct folded *f)
{
    utf8proc_int32_t parts[PARTS_MAX];
    utf8proc_ssize_t n = 0;
    size_t next = f->next;
    int boundary = 0;
    for (int taken = 0; taken < 4 && (taken == 0 || is_second_part(c)); taken++) {
        f->next = next;
        n += utf8proc_decompose_char(c, parts + n, PARTS_MAX - n,
                                     UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
        c = decode(text, length, f->next, &next);
    }
    n = utf8proc_normalize_utf32(parts, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (!is_second_part(parts[i]) && is_letter(utf8proc_get_property(parts[i])->category))
            append(f, parts[i]);
    f->kind = f->length ? FOLD_IDEOGRAM : FOLD_MARK;
}

static bool is_composed(int32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3005 && c <= 0x30FF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9F) ||
           (c >= 0x2F800 && c <= 0x2FA1F);
}

/* True if it was one: a letter, a mark that is kept, or 〇, in one of the blocks. */
static bool fold_ideogram(int32_t c, int category, const unsigned char *text, size_t length,
                          struct folded *f)
{
    if (!is_unspaced(c) ||
        !(is_letter(category) || is_mark(category) || category == UTF8PROC_CATEGORY_NL))
        return false;
    if (is_second_part(c) || (c >= 0x3000 && is_mark(category))) {
        f->kind = FOLD_MARK;
    } else if (is_composed(c)) {
        compose(c, text, length, f);
    } else {
        f->kind = FOLD_IDEOGRAM;
        append(f, c);
    }
    return true;
}

/* й, whole or as и and a breve. */
static bool fold_short_i(int32_t c, const unsigned char *text, size_t length, struct folded *f)
{
    size_t after;
    if ((c == CYRILLIC_I || c == CYRILLIC_CAPITAL_I) &&
        decode(text, length, f->next, &after) == BREVE)
        f->next = after;
    else if (c != CYRILLIC_SHORT_I && c != CYRILLIC_CAPITAL_SHORT_I)
        return false;
    f->kind = FOLD_LETTER;
    append(f, CYRILLIC_SHORT_I);
    return true;
}

static void fold_by_category(int32_t c, const unsigned char *text, size_t length, struct folded *f)
{
    const utf8proc_property_t *property = utf8proc_get_property(c);
    int category = property->category;
    f->capital = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
    if (fold_ideogram(c, category, text, length, f) || fold_short_i(c, text, length, f))
        return;
    bool kept_mark = is_kept_mark(c, property);
    if (!is_letter(category) && !is_number(category) && !kept_mark) {
        f->kind = is_mark(category) ? FOLD_MARK : FOLD_OTHER;
    } else if (property->decomp_seqindex == UINT16_MAX &&
               property->casefold_seqindex == UINT16_MAX) {
        f->kind = is_number(category) ? FOLD_DIGIT : FOLD_LETTER;
        append_letter(f, c);
    } else {
        fold_word_part(c, property, f);
    }
}

static enum fold_kind ascii_kind(unsigned char c)
{
    switch (fold_ascii[c]) {
    case 0:
        return FOLD_OTHER;
    case FOLD_JOINT:
        return c == '.' ? FOLD_DOT : c == ',' ? FOLD_COMMA : FOLD_APOSTROPHE;
    default:
        return c <= '9' ? FOLD_DIGIT : FOLD_LETTER;
    }
}

void fold_char(const unsigned char *text, size_t length, size_t at, struct folded *f)
{
    f->capital = false;
    f->length = 0;
    f->next = at;
    f->kind = FOLD_END;
    if (at >= length)
        return;
    unsigned char byte = text[at];
    if (byte < 0x80) {
        f->next = at + 1;
        f->kind = ascii_kind(byte);
        if (f->kind == FOLD_LETTER || f->kind == FOLD_DIGIT) {
            f->bytes[0] = (char)fold_ascii[byte];
            f->length = 1;
            f->capital = byte != fold_ascii[byte];
        }
        return;
    }
    int32_t c = decode(text, length, at, &f->next);
    f->kind = c < 0 ? FOLD_OTHER : special_kind(c);
    if (f->kind == FOLD_END)
        fold_by_category(c, text, length, f);
}
