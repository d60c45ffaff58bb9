/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The day, month or year of a text. What may follow a day is in date_time.c. */
#include "lib/date/date_written.h"

#include <string.h>

#include "lib/date/date_name.h"
#include "lib/date/date_scan.h"
#include "lib/date/date_time.h"

/* Digits as written. */
struct number {
    int value;
    size_t digits;
    size_t at;
};

static size_t offset(const struct date_cursor *c)
{
    return (size_t)(c->at - c->start);
}

static struct number take_number(struct date_cursor *c)
{
    struct number n = {.at = offset(c)};
    n.digits = cursor_number(c, &n.value);
    return n;
}

/* Where reading ended farthest is where the trouble is. */
static enum written_status unknown(const struct date_cursor *c, struct written *w)
{
    if (offset(c) > w->fault)
        w->fault = offset(c);
    return WRITTEN_UNKNOWN;
}

static void set_part(struct written *w, int part, struct number n)
{
    w->part[part] = n.value;
    w->at[part] = n.at;
}

static bool is_short(struct number n)
{
    return n.digits == 1 || n.digits == 2;
}

static enum written_status full(struct written *w, struct number year, struct number month,
                                struct number day)
{
    set_part(w, 0, year);
    set_part(w, 1, month);
    set_part(w, 2, day);
    w->count = 3;
    return WRITTEN_DATE;
}

/* --- Numbers alone ------------------------------------------------------------------------- */

/* 20230526 */
static enum written_status compact(struct written *w, struct number n)
{
    struct number year = {n.value / 10000, 4, n.at}, month = {n.value / 100 % 100, 2, n.at + 4},
                  day = {n.value % 100, 2, n.at + 6};
    return full(w, year, month, day);
}

/* The mark between two numbers: one of - / . _ or, as a space, blanks; 0 if none of them. Blanks
 * may follow a dot. */
static char take_mark(struct date_cursor *c)
{
    if (cursor_blanks(c))
        return ' ';
    if (c->at == c->end || !*c->at || !strchr("-/._", *c->at))
        return 0;
    char mark = *c->at++;
    if (mark == '.')
        cursor_blanks(c);
    return mark;
}

/* The two orders of 05/06/2023. */
static enum written_status year_last(struct written *w, struct number a, struct number b,
                                     struct number year)
{
    const int day_first[] = {year.value, b.value, a.value};
    const int month_first[] = {year.value, a.value, b.value};
    bool is_day_first = date_scan_parts(day_first, 3, &w->date);
    bool is_month_first = date_scan_parts(month_first, 3, &w->other);
    if (is_day_first && is_month_first && date_compare(w->date, w->other) != 0)
        return w->fault = a.at, WRITTEN_AMBIGUOUS;
    return is_month_first ? full(w, year, a, b) : full(w, year, b, a);
}

/* A day of the year (2023-146) as month and day; a number that is none becomes a day 0. */
static enum written_status ordinal_day(struct written *w, struct number year, struct number day)
{
    struct number month = {1, 2, day.at}, first = {0, 2, day.at};
    int left = day.value;
    int days = date_is_leap(year.value) ? 366 : 365;
    if (left >= 1 && left <= days) {
        for (; left > date_month_days(year.value, month.value); month.value++)
            left -= date_month_days(year.value, month.value);
        first.value = left;
    }
    return full(w, year, month, first);
}

/* 2023-W21-5, the cursor behind the W: weeks are no dates, their days are. */
static enum written_status week_day(struct date_cursor *c, struct written *w, struct number year)
{
    struct number week = take_number(c), day;
    bool together = week.digits == 3; /* 2023W215 */
    if (!together)
        cursor_take(c, '-');
    day = together ? (struct number){week.value % 10, 1, week.at} : take_number(c);
    int number = together ? week.value / 10 : week.value;
    if (day.digits != 1 || (!together && week.digits != 2) || year.value < 1)
        return unknown(c, w);
    struct date january_4 = {(int16_t)year.value, 1, 4}; /* in week 1 */
    int32_t monday = date_to_days(january_4) - (date_weekday(january_4) - 1) + 7 * (number - 1);
    struct date d = date_from_days(monday + day.value - 1);
    struct date_week found = date_is_none(d) ? (struct date_week){0, 0} : date_iso_week(d);
    bool exists =
        day.value >= 1 && day.value <= 7 && found.year == year.value && found.week == number;
    struct number of_year = {d.year, 4, year.at}, of_month = {d.month, 2, week.at},
                  of_day = {exists ? d.day : 0, 2, day.at};
    return full(w, exists ? of_year : year, of_month, of_day);
}

static enum written_status year_first(struct date_cursor *c, struct written *w, struct number year,
                                      char mark)
{
    struct date_cursor before = *c;
    if (mark == '-' && (cursor_take(c, 'W') || cursor_take(c, 'w')))
        return week_day(c, w, year);
    struct number month = take_number(c);
    if (mark == '-' && month.digits == 3)
        return ordinal_day(w, year, month);
    if (!is_short(month) || (mark == '.' && month.digits != 2 && c->at == c->end))
        return unknown(&before, w);
    struct date_cursor short_of_day = *c;
    set_part(w, 0, year);
    set_part(w, 1, month);
    w->count = 2;
    if (take_mark(c) != mark)
        return *c = short_of_day, mark == ' ' ? unknown(&before, w) : WRITTEN_DATE;
    struct number day = take_number(c);
    if (!is_short(day))
        return unknown(&short_of_day, w);
    return full(w, year, month, day);
}

/* 2023, 2023-05, 2023-05-26, 2023-146, 26/05/2023, 05/2023 */
static enum written_status read_numbers(struct date_cursor *c, struct written *w)
{
    struct number first = take_number(c);
    if (first.digits == 8)
        return compact(w, first);
    set_part(w, 0, first);
    w->count = 1;
    if (first.digits == 4 && c->at == c->end)
        return WRITTEN_DATE;
    if (first.digits == 4 && (cursor_take(c, 'W') || cursor_take(c, 'w')))
        return week_day(c, w, first);
    struct date_cursor behind = *c;
    char mark = take_mark(c);
    if (first.digits == 4 && mark)
        return year_first(c, w, first, mark);
    if (!is_short(first) || !mark || (mark == ' '))
        return unknown(&behind, w);
    struct number second = take_number(c);
    bool decimal = mark == '.' && (first.digits != 2 || second.value < 1600 || second.value > 2100);
    if (second.digits == 4 && !decimal) {
        set_part(w, 0, second);
        set_part(w, 1, first);
        w->count = 2;
        return WRITTEN_DATE;
    }
    if (!is_short(second) || take_mark(c) != mark)
        return unknown(&behind, w);
    struct number third = take_number(c);
    if (is_short(third))
        return w->fault = first.at, WRITTEN_SHORT_YEAR;
    return third.digits == 4 ? year_last(w, first, second, third) : unknown(&behind, w);
}

/* 2023年5月26日 */
static enum written_status read_ideograms(struct date_cursor *c, struct written *w)
{
    for (w->count = 0; w->count < 3 && c->at < c->end; w->count++) {
        struct number n = take_number(c);
        cursor_blanks(c);
        if (w->count ? !is_short(n) : n.digits != 4)
            return unknown(c, w);
        if (date_ideogram(c->at, cursor_left(c)) != "YMD"[w->count])
            return unknown(c, w);
        c->at += 3;
        cursor_blanks(c);
        set_part(w, w->count, n);
    }
    return w->count ? WRITTEN_DATE : unknown(c, w);
}

/* --- Months with a name --------------------------------------------------------------------- */

/* What may stand between a number and a word: blanks, a dot, a comma, a dash or a slash. */
static void skip_gap(struct date_cursor *c)
{
    cursor_take(c, '.');
    cursor_take(c, ',');
    cursor_blanks(c);
    if (c->at < c->end && *c->at && strchr("-/_", *c->at))
        c->at++;
    cursor_blanks(c);
}

/* A gap, and little words such as "of". */
static void skip_fillers(struct date_cursor *c)
{
    struct date_word word;
    skip_gap(c);
    for (struct date_cursor look = *c; cursor_word(&look, &word) && date_name_is_filler(&word);) {
        skip_gap(&look);
        *c = look;
    }
}

/* The ending of an ordinal right behind its digits. */
static void skip_ordinal(struct date_cursor *c)
{
    struct date_cursor look = *c;
    struct date_word word;
    if (cursor_word(&look, &word) && date_name_is_ordinal(&word))
        *c = look;
}

static bool take_month(struct date_cursor *c, struct number *month)
{
    struct date_cursor look = *c;
    struct date_word word;
    *month = (struct number){0, 2, offset(c)};
    if (!cursor_word(&look, &word) || !(month->value = date_name_month(&word)))
        return false;
    *c = look;
    return true;
}

/* The year at the end of a date, or that there is none. */
static enum written_status take_year(struct date_cursor *c, struct written *w, struct number month,
                                     struct number day)
{
    set_part(w, 1, month);
    set_part(w, 2, day);
    w->count = 3;
    struct date_cursor behind = *c;
    skip_fillers(c);
    bool short_mark = cursor_take(c, '\'');
    struct number year = take_number(c);
    if (year.digits == 4 && !short_mark)
        return full(w, year, month, day);
    if (is_short(year) && c->at == c->end) {
        set_part(w, 0, year);
        w->fault = year.at;
        return WRITTEN_SHORT_YEAR;
    }
    *c = behind;
    if (c->at == c->end)
        return w->fault = 0, WRITTEN_NO_YEAR;
    cursor_blanks(c);
    if (date_time_take(c)) { /* Fri May 26 10:00:00 CEST 2023 */
        w->timed = true;
        year = take_number(c);
        if (year.digits == 4)
            return full(w, year, month, day);
    }
    return unknown(&behind, w);
}

/* 26 May 2023, 3rd of August 2012, 2023 May 26: the first number is read. */
static enum written_status number_first(struct date_cursor *c, struct written *w,
                                        struct number first)
{
    struct number month;
    skip_ordinal(c);
    skip_fillers(c);
    if (!take_month(c, &month))
        return unknown(c, w);
    if (is_short(first))
        return take_year(c, w, month, first);
    if (first.digits != 4)
        return unknown(c, w);
    set_part(w, 0, first);
    set_part(w, 1, month);
    w->count = 2;
    if (c->at == c->end)
        return WRITTEN_DATE;
    skip_gap(c);
    struct number day = take_number(c);
    return is_short(day) ? full(w, first, month, day) : unknown(c, w);
}

/* May 26, 2023 and May 2023: the month is read. */
static enum written_status month_first(struct date_cursor *c, struct written *w,
                                       struct number month)
{
    skip_fillers(c);
    bool short_mark = cursor_take(c, '\'');
    struct number n = take_number(c);
    if (n.digits == 4 && !short_mark) {
        set_part(w, 0, n);
        set_part(w, 1, month);
        w->count = 2;
        return WRITTEN_DATE;
    }
    if (!is_short(n))
        return unknown(c, w);
    if (short_mark && c->at == c->end) {
        set_part(w, 0, n);
        set_part(w, 1, month);
        w->count = 2;
        w->fault = n.at;
        return WRITTEN_SHORT_YEAR;
    }
    skip_ordinal(c);
    return take_year(c, w, month, n);
}

static void skip_weekday(struct date_cursor *c, struct written *w)
{
    struct date_cursor look = *c;
    struct date_word word;
    if (!cursor_word(&look, &word) || !(w->weekday = date_name_weekday(&word)))
        return;
    if (cursor_take(&look, '-')) { /* segunda-feira */
        struct date_cursor tail = look;
        if (cursor_word(&tail, &word) && strcmp(word.text, "feira") == 0)
            look = tail;
    }
    *c = look;
    skip_fillers(c);
}

static enum written_status read_words(struct date_cursor *c, struct written *w)
{
    struct number month;
    w->named = true;
    if (w->weekday || date_scan_is_letter(c->at < c->end ? *c->at : 0)) {
        if (take_month(c, &month))
            return month_first(c, w, month);
        skip_fillers(c);
        if (take_month(c, &month))
            return month_first(c, w, month);
    }
    struct number first = take_number(c);
    if (!first.digits)
        return take_month(c, &month) ? month_first(c, w, month) : unknown(c, w);
    return number_first(c, w, first);
}

/* --- The whole text -------------------------------------------------------------------------- */

/* г. and roku behind the year. */
static void skip_year_word(struct date_cursor *c)
{
    struct date_cursor look = *c;
    struct date_word word;
    cursor_blanks(&look);
    if (cursor_word(&look, &word) && date_name_is_year(&word)) {
        cursor_take(&look, '.');
        *c = look;
    }
}

/* Reads a date in one way; all of the text must belong to it. */
static enum written_status
read_as(struct date_cursor c, struct written *w,
        enum written_status (*read)(struct date_cursor *, struct written *), bool weekday)
{
    *w = (struct written){.fault = w->fault};
    if (weekday)
        skip_weekday(&c, w);
    if (weekday && !w->weekday)
        return WRITTEN_UNKNOWN;
    enum written_status status = read(&c, w);
    if (status != WRITTEN_DATE && status != WRITTEN_AMBIGUOUS)
        return status;
    skip_year_word(&c);
    struct date_cursor behind = c;
    if (c.at < c.end && (w->count == 3 || status == WRITTEN_AMBIGUOUS)) {
        w->timed |= date_rest_take(&c, &w->weekday);
    } else if (c.at < c.end) {
        cursor_blanks(&c);
    }
    if (c.at < c.end)
        return unknown(c.at > behind.at ? &behind : &c, w);
    if (w->weekday && w->count < 3)
        return unknown(&c, w);
    /* Years in digits of other scripts may be counted otherwise: 2566 in Thailand is 2023. */
    bool plausible = w->part[0] >= 1600 && w->part[0] < 2100;
    return c.foreign && !plausible ? unknown(&c, w) : status;
}

static enum written_status check(struct written *w)
{
    if (!date_scan_parts(w->part, w->count, &w->date)) {
        bool year = w->part[0] >= 1, month = w->part[1] >= 1 && w->part[1] <= 12;
        w->fault = w->at[!year ? 0 : !month ? 1 : 2];
        return WRITTEN_IMPOSSIBLE;
    }
    w->fault = 0;
    if (!w->weekday || w->weekday == date_weekday(w->date))
        return WRITTEN_DATE;
    return WRITTEN_IMPOSSIBLE;
}

enum written_status date_written(const char *text, size_t length, struct written *w)
{
    static enum written_status (*const ways[])(struct date_cursor *, struct written *) = {
        read_numbers, read_ideograms, read_words};
    *w = (struct written){0};
    for (int way = 0; way < 6; way++) {
        struct date_cursor c = {text, text, text + length, false};
        enum written_status status = read_as(c, w, ways[way % 3], way >= 3);
        if (status == WRITTEN_DATE)
            return check(w);
        if (status != WRITTEN_UNKNOWN)
            return status;
    }
    return WRITTEN_UNKNOWN;
}
