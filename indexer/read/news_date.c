/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/news_date.h"

#include "lib/date/date_name.h"
#include "lib/date/date_scan.h"

#define WORDS_MAX 12

struct word {
    const char *data;
    size_t length;
    int month;  /* 1..12, or 0 */
    int number; /* of digits alone, else -1 */
};

static int month_of(const char *text, size_t length)
{
    struct date_word word;
    bool name = date_word_read(text, length, &word) == length && date_name_is_whole(&word);
    return name ? date_name_month(&word) : 0;
}

static bool is_word_byte(char c)
{
    return date_scan_is_letter(c) || date_scan_is_digit(c) || (unsigned char)c >= 0x80;
}

/* "de" and "d'" stand between the parts of a date; so do ordinals' ends ("1st", "1er"). */
static bool is_filler(const char *text, size_t length)
{
    return date_scan_is(text, length, "de") || date_scan_is(text, length, "of") ||
           date_scan_is(text, length, "del") || date_scan_is(text, length, "the");
}

/* The digits of a day with an ordinal's end ("1er", "3rd") as a number. */
static int number_of(const char *text, size_t length)
{
    size_t n = date_scan_digits(text, length);
    if (n == 0)
        return -1;
    if (n == length)
        return date_scan_number(text, n);
    bool ordinal =
        n <= 2 &&
        (date_scan_is(text + n, length - n, "st") || date_scan_is(text + n, length - n, "nd") ||
         date_scan_is(text + n, length - n, "rd") || date_scan_is(text + n, length - n, "th") ||
         date_scan_is(text + n, length - n, "er"));
    return ordinal ? date_scan_number(text, n) : -1;
}

/* Cuts a line into words; more than fit are one more than WORDS_MAX. */
static size_t cut(struct slice line, struct word words[WORDS_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < line.length;) {
        if (!is_word_byte(line.data[at])) {
            at++;
            continue;
        }
        size_t end = at;
        while (end < line.length && is_word_byte(line.data[end]))
            end++;
        const char *text = line.data + at;
        size_t length = end - at;
        at = end;
        if (is_filler(text, length))
            continue;
        if (count == WORDS_MAX)
            return WORDS_MAX + 1;
        words[count++] =
            (struct word){text, length, month_of(text, length), number_of(text, length)};
    }
    return count;
}

static bool is_year(const struct word *w)
{
    return w->number >= 0 && w->length == 4;
}

static bool is_day(const struct word *w)
{
    return w->number >= 0 && w->length - (w->length > 2 ? 2 : 0) <= 2;
}

/* Whether the English weekday in the line, if there is one, is that of the date. */
static bool weekday_agrees(const struct word *words, size_t count, struct date date)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    for (size_t i = 0; i < count; i++)
        for (int d = 0; d < 7; d++)
            if (date_scan_is(words[i].data, words[i].length, days[d]))
                return date_weekday(date) == d + 1;
    return true;
}

static enum date_status full_day(const struct word *words, size_t count, int year, int month,
                                 int day, struct date *date)
{
    const int parts[3] = {year, month, day};
    if (date_scan_parts(parts, 3, date) && weekday_agrees(words, count, *date))
        return DATE_OK;
    *date = (struct date){0};
    return DATE_IMPOSSIBLE;
}

/* "2023-05-26", which is three words. */
static bool is_iso(const struct word *w, size_t left)
{
    return left >= 3 && is_year(w) && w[1].length == 2 && w[1].number >= 0 && w[2].length == 2 &&
           w[2].number >= 0 && w[0].data[4] == '-' && w[1].data[2] == '-';
}

enum date_status news_date(struct slice line, struct date *date)
{
    struct word words[WORDS_MAX];
    size_t count = cut(line, words);
    *date = (struct date){0};
    if (count > WORDS_MAX)
        return DATE_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        const struct word *w = &words[i];
        size_t left = count - i;
        if (is_iso(w, left))
            return full_day(words, count, w->number, w[1].number, w[2].number, date);
        if (!w->month || left < 2)
            continue;
        if (i > 0 && is_day(&w[-1]) && is_year(&w[1]))
            return full_day(words, count, w[1].number, w->month, w[-1].number, date);
        if (left > 2 && is_day(&w[1]) && is_year(&w[2]))
            return full_day(words, count, w[2].number, w->month, w[1].number, date);
        const int parts[2] = {w[1].number, w->month};
        if (is_year(&w[1]) && date_scan_parts(parts, 2, date))
            return DATE_OK;
    }
    return DATE_UNKNOWN;
}
