/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html_written.h"

#include "lib/date/date_name.h"
#include "lib/date/date_scan.h"
#include "lib/text/fold.h"

#define WORD_MAX 24

/* Words that may stand between the parts of a date. */
static const char *const fillers[] = {"de", "del", "of", "the", "den", "st", "nd",
                                      "rd", "th",  "er", "do",  "di",  "г"};

enum kind { NONE, NUMBER, MONTH, FILLER, MARK, OTHER };

struct token {
    enum kind kind;
    int value; /* of a number or month; the byte of a mark; 'Y', 'M' for 年 and 月 */
    size_t digits;
    bool blank; /* there is one before it */
};

#define KEPT 8 /* tokens that are looked back at */

struct scanner {
    struct token last[KEPT]; /* the latest is [0] */
    enum html_order order;
    struct date found;
};

enum html_order html_order_of(struct slice language)
{
    char low[3] = {0};
    for (size_t i = 0; i < 2 && i < language.length; i++)
        low[i] = date_scan_lower(language.data[i]);
    if (!low[1])
        return HTML_ORDER_UNKNOWN;
    if (strcmp(low, "en") != 0)
        return HTML_ORDER_DAY_FIRST;
    if (language.length < 5)
        return HTML_ORDER_UNKNOWN;
    char a = date_scan_lower(language.data[3]), b = date_scan_lower(language.data[4]);
    if (a == 'u' && b == 's')
        return HTML_ORDER_MONTH_FIRST;
    /* Canada writes both; elsewhere the day comes first. */
    return a == 'c' && b == 'a' ? HTML_ORDER_UNKNOWN : HTML_ORDER_DAY_FIRST;
}

static bool set(struct scanner *s, int year, int month, int day)
{
    int part[3] = {year, month, day};
    return date_scan_parts(part, 3, &s->found);
}

static bool is_mark(const struct token *t, char c)
{
    return t->kind == MARK && t->value == c;
}

static bool is_short_number(const struct token *t)
{
    return t->kind == NUMBER && t->digits <= 2;
}

static bool is_year(const struct token *t)
{
    return t->kind == NUMBER && t->digits == 4 && t->value >= 1600 && t->value < 2100;
}

/* The token before the n-th that is no filler, comma, dot or hyphen. */
static size_t before(const struct scanner *s, size_t n)
{
    for (n++; n < KEPT; n++) {
        const struct token *t = &s->last[n];
        if (t->kind != FILLER && !is_mark(t, ',') && !is_mark(t, '.') && !is_mark(t, '-'))
            break;
    }
    return n;
}

/* 26 May 2023, May 26, 2023; the year is the latest token. */
static bool with_month(struct scanner *s)
{
    size_t one = before(s, 0);
    size_t two = one < KEPT ? before(s, one) : KEPT;
    if (two >= KEPT)
        return false;
    const struct token *a = &s->last[two], *b = &s->last[one];
    if (b->kind == MONTH && is_short_number(a))
        return set(s, s->last[0].value, b->value, a->value);
    if (a->kind == MONTH && is_short_number(b))
        return set(s, s->last[0].value, a->value, b->value);
    return false;
}

/* 26.05.2023, 26/05/2023, 26-05-2023; the year is the latest token. */
static bool all_numbers(struct scanner *s)
{
    const struct token *t = s->last;
    char mark = (char)t[1].value;
    if (t[1].kind != MARK || !is_short_number(&t[2]) || !is_mark(&t[3], mark) ||
        !is_short_number(&t[4]) || t[1].blank || t[3].blank)
        return false;
    if (is_mark(&t[5], mark) && !t[4].blank)
        return false;
    if (mark != '.' && (mark != '/' && mark != '-'))
        return false;
    if (mark != '.' && (t[0].blank || t[2].blank))
        return false;
    int year = t[0].value, first = t[4].value, second = t[2].value;
    if (mark == '.' || s->order == HTML_ORDER_DAY_FIRST)
        return set(s, year, second, first);
    if (s->order == HTML_ORDER_MONTH_FIRST)
        return set(s, year, first, second);
    if (first == second || second > 12)
        return set(s, year, first, second);
    return first > 12 && set(s, year, second, first);
}

/* 2023-05-26, 2023/5/26, 2023.05.26, 2023年5月26; the day is the latest token. */
static bool year_first(struct scanner *s)
{
    const struct token *t = s->last;
    if (!is_short_number(&t[0]) || t[1].kind != MARK || !is_short_number(&t[2]) ||
        t[3].kind != MARK || !is_year(&t[4]))
        return false;
    if (t[3].value == 'Y' && t[1].value == 'M')
        return set(s, t[4].value, t[2].value, t[0].value);
    bool known = t[1].value == '-' || t[1].value == '/' || t[1].value == '.';
    return known && t[1].value == t[3].value && !t[0].blank && !t[1].blank && !t[2].blank &&
           !t[3].blank && set(s, t[4].value, t[2].value, t[0].value);
}

static bool take(struct scanner *s, struct token t)
{
    memmove(s->last + 1, s->last, (KEPT - 1) * sizeof *s->last);
    s->last[0] = t;
    if (is_year(&t))
        return with_month(s) || all_numbers(s);
    return t.kind == NUMBER && year_first(s);
}

static struct token word_token(const char *word, size_t length)
{
    struct date_word name;
    int month = date_word_read(word, length, &name) == length ? date_name_month(&name) : 0;
    if (month)
        return (struct token){.kind = MONTH, .value = month};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        if (strlen(fillers[i]) == length && memcmp(fillers[i], word, length) == 0)
            return (struct token){.kind = FILLER};
    }
    return (struct token){.kind = OTHER};
}

/* Reads a word, or one ideogram, and moves *at behind it. */
static struct token read_word(struct slice text, size_t *at)
{
    char word[WORD_MAX + FOLD_MAX];
    size_t length = 0;
    struct folded f = {.next = *at};
    bool long_word = false;
    while (*at < text.length) {
        fold_char((const unsigned char *)text.data, text.length, *at, &f);
        bool ideogram = f.kind == FOLD_IDEOGRAM;
        if (f.kind != FOLD_LETTER && f.kind != FOLD_MARK && f.kind != FOLD_NOTHING &&
            (!ideogram || length))
            break;
        if (length < WORD_MAX) {
            memcpy(word + length, f.bytes, f.length);
            length += f.length;
        } else
            long_word = true;
        *at = f.next;
        if (!ideogram)
            continue;
        bool year = length == 3 && (!memcmp(word, "年", 3) || !memcmp(word, "년", 3));
        bool month = length == 3 && (!memcmp(word, "月", 3) || !memcmp(word, "월", 3));
        int sign = year ? 'Y' : 'M';
        return (struct token){.kind = year || month ? MARK : OTHER, .value = sign};
    }
    if (!length) {
        *at = f.next > *at ? f.next : *at + 1;
        return (struct token){.kind = OTHER};
    }
    if (long_word)
        return (struct token){.kind = OTHER};
    return word_token(word, length);
}

bool html_find_written(struct slice text, enum html_order order, struct date *date, size_t *at)
{
    struct scanner s = {.order = order};
    bool blank = false;
    for (size_t i = 0; i < text.length;) {
        unsigned char c = (unsigned char)text.data[i];
        struct token t;
        if (c <= ' ' ||
            (c == 0xC2 && i + 1 < text.length && (unsigned char)text.data[i + 1] == 0xA0)) {
            blank = true;
            i += c <= ' ' ? 1 : 2;
            continue;
        }
        if (date_scan_is_digit((char)c)) {
            size_t digits = date_scan_digits(text.data + i, text.length - i);
            t = (struct token){NUMBER, date_scan_number(text.data + i, digits), digits, blank};
            i += digits;
        } else if (c < 0x80 && !date_scan_is_letter((char)c)) {
            t = (struct token){MARK, c, 0, blank};
            i++;
        } else {
            t = read_word(text, &i);
            t.blank = blank;
        }
        blank = false;
        if (take(&s, t)) {
            *date = s.found;
            if (at)
                *at = i;
            return true;
        }
    }
    return false;
}
