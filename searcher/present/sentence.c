/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/present/sentence.h"

#include <string.h>

#include "lib/text/glyph.h"

#define ELLIPSIS "\xE2\x80\xA6"

bool sentence_space(struct slice text, size_t at)
{
    enum glyph_kind kind = glyph_at(text.data, text.length, at).kind;
    return kind == GLYPH_SPACE || kind == GLYPH_BREAK;
}

static bool ends_with(struct slice text, size_t at, const char *what)
{
    size_t n = strlen(what);
    return at >= n && memcmp(text.data + at - n, what, n) == 0;
}

/* True if the dot before `at` ends an initial (J., U.S.) or what may be a title (Mr., Gen.): up to
 * three letters, the first a capital. "It was in Mali." is none. */
static bool is_abbreviation(struct slice text, size_t at)
{
    size_t letters = 0;
    size_t i = at - 1;
    while (i > 0 && ((text.data[i - 1] | 32) >= 'a' && (text.data[i - 1] | 32) <= 'z')) {
        i--;
        letters++;
    }
    return letters >= 1 && letters <= 3 && text.data[i] <= 'Z';
}

/* The bytes of the quote or parenthesis that closes right before `at`; 0 if none does. */
static size_t closing_length(struct slice text, size_t at)
{
    static const char *const closing[] = {"\"",           "'",       ")", "]", "\xE2\x80\x9D",
                                          "\xE2\x80\x99", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (ends_with(text, at, closing[i]))
            return strlen(closing[i]);
    return 0;
}

/* True if a sentence ends right before `at`, with the quotes and parentheses that it closes. */
static bool ends_sentence(struct slice text, size_t at)
{
    for (size_t n; (n = closing_length(text, at)) > 0;)
        at -= n;
    if (ends_with(text, at, "!") || ends_with(text, at, "?") || ends_with(text, at, ELLIPSIS))
        return true;
    return ends_with(text, at, ".") && !is_abbreviation(text, at);
}

/* True if a full stop of Chinese or Japanese ends right before `at`; no blank follows those. */
static bool ends_wide_sentence(struct slice text, size_t at)
{
    return ends_with(text, at, "\xE3\x80\x82") || ends_with(text, at, "\xEF\xBC\x81") ||
           ends_with(text, at, "\xEF\xBC\x9F");
}

bool sentence_begins(struct slice text, size_t at)
{
    unsigned lines = 0;
    size_t before = at;
    if (at == text.length || sentence_space(text, at))
        return false;
    while (before > 0 && sentence_space(text, glyph_before(text.data, before))) {
        before = glyph_before(text.data, before);
        lines += text.data[before] == '\n';
    }
    if (before == 0 || lines >= 2 || ends_wide_sentence(text, before))
        return true;
    bool small = text.data[at] >= 'a' && text.data[at] <= 'z';
    return before < at && !small && ends_sentence(text, before);
}
