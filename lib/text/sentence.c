/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/text/sentence.h"

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

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* True if the word is this one, its first letter as given, the others in either case: Sen, SEN. */
static bool is_word(const char *word, size_t n, const char *known)
{
    if (strlen(known) != n || word[0] != known[0])
        return false;
    for (size_t i = 1; i < n; i++)
        if (lower(word[i]) != lower(known[i]))
            return false;
    return true;
}

static bool begins_word(char before)
{
    return (unsigned char)before <= ' ' || before == '.' || before == '(';
}

bool sentence_abbreviation(struct slice text, size_t at)
{
    static const char *const known[] = {
        /* people */
        "Mr", "Mrs", "Ms", "Messrs", "Mme", "Mlle", "Dr", "Drs", "Prof", "Sen", "Sens", "Rep",
        "Reps", "Gov", "Govs", "Pres", "Hon", "Rev", "Fr", "Sr", "Jr", "St", "Ste", "Gen", "Gens",
        "Col", "Cols", "Lt", "Maj", "Sgt", "Capt", "Cmdr", "Cpl", "Pvt", "Adm", "Brig", "Insp",
        "Supt", "Det", "Atty", "Asst", "Amb", "Sec", "Treas",
        /* companies, places, numbers */
        "Inc", "Ltd", "Co", "Cos", "Corp", "Bros", "Assn", "Dept", "Dist", "Univ", "Natl", "Intl",
        "Ave", "Blvd", "Rd", "Mt", "Mts", "Ft", "No", "Nos", "Vol", "Fig", "Art", "Ch", "vs", "v",
        "cf", "approx", "ca", "est", "al",
        /* months, days */
        "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon",
        "Tue", "Tues", "Wed", "Thu", "Thurs", "Fri",
        /* states */
        "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan",
        "Ky", "La", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore",
        "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo"};
    const char *dot = text.data + at - 1;
    const char *word = dot;
    while (word > text.data && !begins_word(word[-1]))
        word--;
    size_t n = (size_t)(dot - word);
    if (n == 1)
        return true;
    for (size_t i = 0; n && i < sizeof known / sizeof *known; i++)
        if (is_word(word, n, known[i]))
            return true;
    return false;
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
    return ends_with(text, at, ".") && !sentence_abbreviation(text, at);
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
