/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date/date_time.h"

#include <string.h>

#include "lib/date/date_name.h"

#define MANY 999999999

size_t cursor_left(const struct date_cursor *c)
{
    return (size_t)(c->end - c->at);
}

bool cursor_take(struct date_cursor *c, char byte)
{
    if (c->at == c->end || *c->at != byte)
        return false;
    c->at++;
    return true;
}

bool cursor_blanks(struct date_cursor *c)
{
    const char *start = c->at;
    for (size_t n; (n = date_blank(c->at, cursor_left(c))) > 0;)
        c->at += n;
    return c->at > start;
}

size_t cursor_number(struct date_cursor *c, int *value)
{
    size_t count = 0, bytes;
    int digit;
    *value = 0;
    for (; (digit = date_digit(c->at, cursor_left(c), &bytes)) >= 0; count++) {
        *value = *value > MANY / 10 - 1 ? MANY : *value * 10 + digit;
        c->foreign |= bytes > 1;
        c->at += bytes;
    }
    return count;
}

bool cursor_word(struct date_cursor *c, struct date_word *word)
{
    size_t n = date_word_read(c->at, cursor_left(c), word);
    c->at += n;
    return n > 0;
}

/* Two digits or one; 0 if it is another number, and nothing is read. */
static size_t short_number(struct date_cursor *c, int *value)
{
    struct date_cursor look = *c;
    size_t digits = cursor_number(&look, value);
    if (digits != 1 && digits != 2)
        return 0;
    *c = look;
    return digits;
}

/* AM, p.m., Uhr and such: whether the hour is one of twelve. Nothing is read if there is none. */
static bool take_half(struct date_cursor *c, bool *whole_hour)
{
    struct date_cursor look = *c;
    struct date_word word;
    cursor_blanks(&look);
    if (!cursor_word(&look, &word))
        return false;
    bool dotted = (word.text[0] == 'a' || word.text[0] == 'p') && word.length == 1;
    if (dotted && cursor_take(&look, '.') && cursor_word(&look, &word) &&
        strcmp(word.text, "m") == 0) {
        cursor_take(&look, '.');
        *c = look;
        return *whole_hour = true;
    }
    if (strcmp(word.text, "am") == 0 || strcmp(word.text, "pm") == 0)
        return *c = look, *whole_hour = true;
    static const char *const words[] = {"uhr", "uur", "h", "hrs", "hours", "hs"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word.text, words[i]) == 0)
            *c = look, *whole_hour = true;
    return false;
}

/* 1000 and 100000, as ISO 8601 has it behind a T. */
static bool take_compact(struct date_cursor *c, int *hour, int *minute, int *second)
{
    struct date_cursor look = *c;
    int together;
    size_t digits = cursor_number(&look, &together);
    if (digits != 4 && digits != 6)
        return false;
    if (digits == 4)
        together *= 100;
    *hour = together / 10000;
    *minute = together / 100 % 100;
    *second = together % 100;
    *c = look;
    return true;
}

/* Minutes and perhaps seconds behind the hour; 10h and 10 AM need none. */
static bool take_minutes(struct date_cursor *c, int *minute, int *second)
{
    static const char marks[] = ":.h";
    if (c->at == c->end || !*c->at || !strchr(marks, *c->at))
        return false;
    char mark = *c->at;
    struct date_cursor look = *c;
    look.at++;
    if (short_number(&look, minute) != 2)
        return false;
    *c = look;
    if (mark == 'h' || !cursor_take(&look, mark))
        return true;
    if (short_number(&look, second) != 2)
        return false;
    struct date_cursor fraction = look;
    int value;
    if (cursor_take(&fraction, '.') || cursor_take(&fraction, ',')) {
        if (!cursor_number(&fraction, &value))
            return false;
        look = fraction;
    }
    *c = look;
    return true;
}

/* Z, UTC, GMT+2, +0200, +02:00, Europe/Berlin, or nothing. */
static bool take_zone(struct date_cursor *c)
{
    struct date_word word;
    int value;
    if (cursor_word(c, &word)) {
        if (cursor_take(c, '/')) {
            if (!cursor_word(c, &word))
                return false;
            while (cursor_take(c, '_') || cursor_take(c, '/') || cursor_take(c, '-'))
                cursor_word(c, &word);
            return true;
        }
        if (word.length == 0 || word.length > 5)
            return false;
    }
    struct date_cursor look = *c;
    if (!cursor_take(&look, '+') && !cursor_take(&look, '-'))
        return true;
    size_t digits = cursor_number(&look, &value);
    if (digits != 4 && digits != 2 && digits != 1)
        return false;
    if (digits != 4 && cursor_take(&look, ':') && cursor_number(&look, &value) != 2)
        return false;
    *c = look;
    return true;
}

/* (CEST), [Europe/Berlin] */
static void take_comment(struct date_cursor *c)
{
    struct date_cursor look = *c;
    char close = cursor_take(&look, '(') ? ')' : cursor_take(&look, '[') ? ']' : 0;
    const char *end = close ? memchr(look.at, close, cursor_left(&look)) : NULL;
    if (end)
        c->at = end + 1;
    cursor_blanks(c);
}

static bool take_clock(struct date_cursor *c, bool after_t)
{
    int hour = 0, minute = 0, second = 0;
    bool whole_hour = false;
    if (after_t && take_compact(c, &hour, &minute, &second)) {
        if (cursor_take(c, '.') && !cursor_number(c, &minute))
            return false;
        minute %= 60;
        return hour <= 24 && second <= 60;
    }
    size_t digits = short_number(c, &hour);
    if (!digits || (after_t && digits != 2))
        return false;
    bool minutes = take_minutes(c, &minute, &second);
    bool half = take_half(c, &whole_hour);
    if (!minutes && !whole_hour)
        return false;
    if (half && (hour < 1 || hour > 23))
        return false;
    if (hour == 24)
        return minute == 0 && second == 0;
    return hour < 24 && minute < 60 && second <= 60; /* 60 is a leap second */
}

static bool take_time(struct date_cursor *c, bool after_t)
{
    struct date_cursor look = *c;
    if (!take_clock(&look, after_t))
        return false;
    cursor_blanks(&look);
    for (int i = 0; i < 2; i++) { /* "+0000 UTC" has two */
        struct date_cursor zone = look;
        if (!take_zone(&zone))
            break;
        cursor_blanks(&zone);
        look = zone;
    }
    *c = look;
    return true;
}

bool date_time_take(struct date_cursor *c)
{
    return take_time(c, false);
}

/* Friday, behind a comma, in parentheses or alone; it must be all that is left. */
static bool take_weekday(struct date_cursor *c, int *weekday)
{
    struct date_cursor look = *c;
    struct date_word word;
    bool open = cursor_take(&look, '(');
    if (!cursor_word(&look, &word) || !date_name_weekday(&word))
        return false;
    if (open && !cursor_take(&look, ')'))
        return false;
    if (look.at != look.end)
        return false;
    *weekday = date_name_weekday(&word);
    *c = look;
    return true;
}

bool date_rest_take(struct date_cursor *c, int *weekday)
{
    struct date_cursor look = *c;
    struct date_word word;
    bool dot = cursor_take(&look, '.');
    cursor_blanks(&look);
    if (look.at == look.end || dot) {
        *c = look.at == look.end ? look : *c;
        return false;
    }
    if (look.at < look.end && *look.at && strchr(",|:;-", *look.at))
        look.at++;
    cursor_blanks(&look);
    if (take_weekday(&look, weekday))
        return *c = look, false;
    struct date_cursor letter = look;
    bool after_t = look.at == c->at && (cursor_take(&letter, 'T') || cursor_take(&letter, 't')) &&
                   letter.at < letter.end && *letter.at >= '0' && *letter.at <= '9';
    if (after_t)
        look = letter;
    for (struct date_cursor at = look;
         !after_t && cursor_word(&at, &word) && date_name_is_at(&word) && cursor_blanks(&at);)
        look = at;
    bool time = take_time(&look, after_t);
    const char *behind_time = look.at;
    take_comment(&look);
    take_comment(&look);
    if (time || look.at > behind_time)
        *c = look;
    return time;
}
