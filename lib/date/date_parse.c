/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as articles write them. Each form reads the whole text or is not the form. */
#include "lib/date/date_scan.h"

#include <string.h>

/* The text that is still to be read. A function that returns false may have read some of it. */
struct scan {
    const char *at;
    const char *end;
};

/* The numbers as written; they may name no date. */
struct written {
    int part[3]; /* year, month, day */
    int count;   /* how many of them */
    int weekday; /* 1..7; 0 if not written */
};

static size_t left(const struct scan *s)
{
    return (size_t)(s->end - s->at);
}

static bool take(struct scan *s, char c)
{
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

static bool take_blanks(struct scan *s)
{
    const char *start = s->at;
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t'))
        s->at++;
    return s->at > start;
}

/* Exactly `count` digits. */
static bool take_number(struct scan *s, size_t count, int *value)
{
    if (date_scan_digits(s->at, left(s)) != count)
        return false;
    *value = date_scan_number(s->at, count);
    s->at += count;
    return true;
}

static size_t take_letters(struct scan *s)
{
    const char *start = s->at;
    while (s->at < s->end && date_scan_is_letter(*s->at))
        s->at++;
    return (size_t)(s->at - start);
}

static bool take_seconds(struct scan *s, int *second)
{
    if (!take_number(s, 2, second))
        return false;
    if (!take(s, '.') && !take(s, ','))
        return true;
    size_t digits = date_scan_digits(s->at, left(s));
    s->at += digits;
    return digits > 0;
}

/* 10:00, 10:00:00, 10:00:00.123, or 1000 and 100000 as ISO 8601 has it. */
static bool take_time(struct scan *s)
{
    int hour = 0, minute = 0, second = 0;
    int together = 0;
    if (take_number(s, 4, &together)) {
        hour = together / 100;
        minute = together % 100;
    } else if (take_number(s, 6, &together)) {
        hour = together / 10000;
        minute = together / 100 % 100;
        second = together % 100;
    } else {
        if (!take_number(s, 2, &hour) || !take(s, ':') || !take_number(s, 2, &minute))
            return false;
        if (take(s, ':') && !take_seconds(s, &second))
            return false;
    }
    if (hour == 24)
        return minute == 0 && second == 0;
    return hour < 24 && minute < 60 && second <= 60; /* 60 is a leap second */
}

/* Z, UTC, CEST, +02, +0200, +02:00, or nothing. */
static bool take_zone(struct scan *s)
{
    int hours, minutes;
    if (!take(s, '+') && !take(s, '-'))
        return take_letters(s) <= 5;
    if (take_number(s, 4, &hours))
        return true;
    return take_number(s, 2, &hours) && (!take(s, ':') || take_number(s, 2, &minutes));
}

static bool take_comment(struct scan *s)
{
    if (!take(s, '('))
        return true;
    const char *close = memchr(s->at, ')', left(s));
    if (close)
        s->at = close + 1;
    return close != NULL;
}

/* The time, zone and comment that may stand between the day and the end of the text. */
static bool take_rest(struct scan *s)
{
    if (!take_time(s))
        return false;
    take_blanks(s);
    if (!take_zone(s))
        return false;
    take_blanks(s);
    return take_comment(s) && s->at == s->end;
}

/* 2023, 2023-05, 2023-05-26, 20230526, and a time after either of the last two. */
static bool read_iso(struct scan s, struct written *w)
{
    int together;
    if (take_number(&s, 8, &together)) {
        *w = (struct written){{together / 10000, together / 100 % 100, together % 100}, 3, 0};
    } else {
        if (!take_number(&s, 4, &w->part[0]))
            return false;
        for (w->count = 1; w->count < 3 && take(&s, '-'); w->count++) {
            if (!take_number(&s, 2, &w->part[w->count]))
                return false;
        }
    }
    if (s.at == s.end)
        return true;
    bool time_follows = take(&s, 'T') || take(&s, 't') || take_blanks(&s);
    return w->count == 3 && time_follows && take_rest(&s);
}

/* "Fri" or "Friday", a comma or not, and blanks; nothing is read if there is no weekday. */
static bool take_weekday(struct scan *s, int *weekday)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    struct scan after = *s;
    *weekday = date_scan_name(s->at, take_letters(&after), names, 7);
    if (!*weekday)
        return true;
    *s = after;
    bool comma = take(s, ',');
    return take_blanks(s) || comma;
}

/* "May", "September", "Sept." and the blanks after it. */
static bool take_month(struct scan *s, int *month)
{
    const char *name = s->at;
    *month = date_scan_month(name, take_letters(s));
    take(s, '.');
    return *month && take_blanks(s);
}

static bool take_day(struct scan *s, int *day)
{
    return take_number(s, 2, day) || take_number(s, 1, day);
}

/* "[Fri,] 26 May 2023", "[Fri,] May 26, 2023", each with a time or not, and "May 2023". */
static bool read_words(struct scan s, struct written *w)
{
    int *year = &w->part[0], *month = &w->part[1], *day = &w->part[2];
    if (!take_weekday(&s, &w->weekday))
        return false;
    w->count = 3;
    if (take_day(&s, day)) {
        if (!take_blanks(&s) || !take_month(&s, month))
            return false;
    } else {
        if (!take_month(&s, month))
            return false;
        if (take_day(&s, day)) {
            bool comma = take(&s, ',');
            if (!take_blanks(&s) && !comma)
                return false;
        } else {
            w->count = 2;
        }
    }
    if (!take_number(&s, 4, year))
        return false;
    if (w->count == 2)
        return s.at == s.end && !w->weekday;
    return s.at == s.end || (take_blanks(&s) && take_rest(&s));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

enum date_status date_parse(const char *text, size_t length, struct date *date)
{
    *date = (struct date){0, 0, 0};
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    while (length > 0 && is_blank(*text)) {
        text++;
        length--;
    }
    if (length == 0)
        return DATE_UNKNOWN;
    struct scan s = {text, text + length};
    struct written iso = {0}, words = {0};
    const struct written *w;
    if (read_iso(s, &iso))
        w = &iso;
    else if (read_words(s, &words))
        w = &words;
    else
        return DATE_UNKNOWN;
    struct date read;
    if (!date_scan_parts(w->part, w->count, &read))
        return DATE_IMPOSSIBLE;
    if (w->weekday && w->weekday != date_weekday(read))
        return DATE_IMPOSSIBLE;
    *date = read;
    return DATE_OK;
}
