/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date/range_suggest.h"

#include <stdio.h>
#include <string.h>

#include "lib/date/date_name.h"
#include "lib/date/date_scan.h"
#include "lib/date/range_brief.h"
#include "lib/date/range_point.h"

#define EPOCH 719162 /* 1970-01-01 in the days of date_to_days() */

void range_suggest_all(const struct point *p)
{
    point_cure(p, "write a date such as 2023, 2023-05, 2023-05-26, may-2023, last-week or 7d, "
                  "or a range such as 2023-05..2024-02");
}

static bool suggest(const struct point *p, struct range r)
{
    char text[RANGE_TEXT];
    point_cure(p, "write %s", range_brief(r, text));
    return true;
}

static bool suggest_day(const struct point *p, int64_t day)
{
    struct range r;
    return range_of_days(day, day, &r) && suggest(p, r);
}

/* Reads a part of the text as a range of days. */
static bool read_part(const struct point *p, size_t from, size_t to, struct range *r)
{
    struct point part = point_part(p, from, to);
    return part.length && point_read(&part, r) && !r->undated;
}

/* --- One side: >2005, since 2005
 * ------------------------------------------------------------------ */

enum side { FROM, AFTER, UNTIL, BEFORE, ON };

static struct range all_from(int64_t first)
{
    struct range r = range_all();
    r.first = date_from_days((int32_t)first);
    return r;
}

static struct range all_until(int64_t last)
{
    struct range r = range_all();
    r.last = date_from_days((int32_t)last);
    return r;
}

static bool suggest_side(const struct point *p, enum side side, struct range r)
{
    int64_t first = date_to_days(r.first), last = date_to_days(r.last);
    int64_t end = date_to_days(RANGE_LAST);
    if (side == ON)
        return suggest(p, r);
    if (side == FROM)
        return suggest(p, all_from(first));
    if (side == UNTIL)
        return suggest(p, all_until(last));
    if (side == AFTER)
        return last < end && suggest(p, all_from(last + 1));
    return first > 0 && suggest(p, all_until(first - 1));
}

/* >2005, since:2005, before 2005 */
static bool suggest_sides(const struct point *p)
{
    static const struct {
        const char *text;
        enum side side;
    } sides[] = {
        {">=", FROM},    {"<=", UNTIL},  {">", AFTER},       {"<", BEFORE},    {"=", ON},
        {"since", FROM}, {"from", FROM}, {"after", AFTER},   {"until", UNTIL}, {"till", UNTIL},
        {"upto", UNTIL}, {"to", UNTIL},  {"before", BEFORE}, {"on", ON},       {"in", ON},
        {"date", ON},    {"year", ON},   {"during", ON},
    };
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        size_t n = strlen(sides[i].text);
        bool word = date_scan_is_letter(*sides[i].text);
        if (p->length <= n || !date_scan_is(p->text, n, sides[i].text) ||
            (word && date_scan_is_letter(p->text[n])))
            continue;
        while (n < p->length && p->text[n] && strchr(" \t:=-_", p->text[n]))
            n++;
        struct range r;
        return read_part(p, n, p->length, &r) && suggest_side(p, sides[i].side, r);
    }
    return false;
}

/* --- Two sides: [2005 TO 2006], 2005-2006, between 2005 and 2006 --------------------------------
 */

struct sides {
    bool after;  /* the first is not in it */
    bool before; /* the last is not in it */
};

static bool is_star(const struct point *p, size_t from, size_t to)
{
    struct point part = point_part(p, from, to);
    return part.length == 1 && part.text[0] == '*';
}

/* The text from..to as first and last with a separator at..behind between them. */
static bool suggest_pair(const struct point *p, size_t from, size_t at, size_t behind, size_t to,
                         struct sides open)
{
    struct range first = range_all(), last = range_all();
    bool no_first = is_star(p, from, at), no_last = is_star(p, behind, to);
    if ((!no_first && !read_part(p, from, at, &first)) ||
        (!no_last && !read_part(p, behind, to, &last)) || (no_first && no_last))
        return false;
    int64_t a = date_to_days(first.first), b = date_to_days(last.last);
    if (open.after && !no_first)
        a = date_to_days(first.last) + 1;
    if (open.before && !no_last)
        b = (int64_t)date_to_days(last.first) - 1;
    struct range r;
    return a <= b && range_of_days(a, b, &r) && suggest(p, r);
}

/* Bytes of a separator at the offset, 0 if there is none. Words have blanks or dashes around. */
static size_t separator(const struct point *p, size_t at, size_t to)
{
    static const char *const words[] = {"to",           "and", "until",        "till", "through",
                                        "thru",         "-",   "\xE2\x80\x93", "/",    "bis",
                                        "\xE2\x80\x94", ",",   "\xE2\x80\xA6", ":",    "~"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (at + n > to || !date_scan_is(p->text + at, n, words[i]))
            continue;
        if (!date_scan_is_letter(*words[i]))
            return n;
        bool apart = at > 0 && strchr(" -_\t", p->text[at - 1]) && at + n < to && p->text[at - 1] &&
                     p->text[at + n] && strchr(" -_\t", p->text[at + n]);
        if (apart)
            return n;
    }
    return 0;
}

/* Tries each separator; of the text's first 100 bytes, more are no two dates. */
static bool suggest_between(const struct point *p, size_t from, size_t to, struct sides open)
{
    if (to - from > 100)
        return false;
    for (size_t at = from; at < to; at++) {
        size_t n = separator(p, at, to);
        if (!n)
            continue;
        bool dash = n == 1 && at + n < to && p->text[at] == '-' && p->text[at + n] == '-';
        size_t end = at;
        while (date_scan_is_letter(p->text[at]) && end > from && strchr("-_", p->text[end - 1]))
            end--;
        size_t behind = at + n + dash;
        while (date_scan_is_letter(p->text[at]) && behind < to && strchr("-_", p->text[behind]))
            behind++;
        if (suggest_pair(p, from, end, behind, to, open))
            return true;
    }
    return false;
}

static bool suggest_pairs(const struct point *p)
{
    size_t from = 0, to = p->length;
    struct sides open = {false, false};
    struct range r;
    static const char *const starts[] = {"between", "from"};
    if (p->length && (p->text[0] == '[' || p->text[0] == '{')) {
        open.after = p->text[0] == '{';
        from++;
        if (to > from && (p->text[to - 1] == ']' || p->text[to - 1] == '}'))
            open.before = p->text[--to] == '}';
        if (!open.after && !open.before && read_part(p, from, to, &r))
            return suggest(p, r);
    }
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = strlen(starts[i]);
        if (to > n && date_scan_is(p->text, n, starts[i]) && !date_scan_is_letter(p->text[n]))
            from = n + (p->text[n] == '-' || p->text[n] == ':');
    }
    return suggest_between(p, from, to, open);
}

/* --- Counted from now
 * ------------------------------------------------------------------------------ */

/* tomorrow, next-week, now */
static bool suggest_future(const struct point *p)
{
    int64_t today = date_to_days(p->today);
    const char *words = p->words;
    struct range r;
    static const char *const now[] = {"now",          "tonight",  "midnight", "noon",
                                      "this-morning", "this-day", "current"};
    for (size_t i = 0; i < sizeof now / sizeof *now; i++)
        if (strcmp(words, now[i]) == 0) {
            point_cure(p, "write today");
            return true;
        }
    if (strcmp(words, "tomorrow") == 0)
        return suggest_day(p, today + 1);
    if (strncmp(words, "now-", 4) == 0) {
        struct point rest = *p;
        memmove(rest.words, words + 4, strlen(words + 4) + 1);
        if (range_of_words(rest.words, p->today, &r) != RANGE_OK)
            return false;
        point_cure(p, "write %s", rest.words);
        return true;
    }
    static const struct {
        const char *name;
        enum range_unit unit;
    } units[] = {{"week", RANGE_WEEKS},
                 {"month", RANGE_MONTHS},
                 {"quarter", RANGE_QUARTERS},
                 {"year", RANGE_YEARS}};
    for (size_t i = 0; strncmp(words, "next-", 5) == 0 && i < sizeof units / sizeof *units; i++)
        if (strcmp(words + 5, units[i].name) == 0)
            return range_unit_before(p->today, units[i].unit, -1, &r) && suggest(p, r);
    return false;
}

/* last-friday may be the latest one, or that of the week before. */
static bool suggest_weekday(const struct point *p)
{
    static const char *const starts[] = {"last-", "this-", "next-", "on-", "past-"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = strlen(starts[i]);
        int weekday = strncmp(p->words, starts[i], n) == 0 ? range_weekday_word(p->words + n) : 0;
        if (!weekday)
            continue;
        int64_t monday = date_to_days(p->today) - (date_weekday(p->today) - 1);
        int64_t latest = date_to_days(p->today) - (date_weekday(p->today) - weekday + 7) % 7;
        int64_t day = monday + weekday - 1 + 7 * ((i == 2) - (i == 0 || i == 4));
        if (latest < 0 || day < 0 || day > date_to_days(RANGE_LAST))
            return false;
        char a[DATE_TEXT], b[DATE_TEXT];
        if (latest == day || i == 3)
            point_cure(p, "write %s", date_print(date_from_days((int32_t)latest), a));
        else
            point_cure(p, "write %s or %s", date_print(date_from_days((int32_t)latest), a),
                       date_print(date_from_days((int32_t)day), b));
        return true;
    }
    return false;
}

/* "2 days ago" is one day, "2 hours ago" is no date. */
static bool suggest_ago(const struct point *p)
{
    char unit[POINT_WORDS];
    const char *words = p->words;
    if (strncmp(words, "last-", 5) == 0 || strncmp(words, "past-", 5) == 0)
        words += 5;
    size_t digits = date_scan_digits(words, strlen(words));
    int count = date_scan_number(words, digits);
    if (!digits)
        return false;
    words += digits + (words[digits] == '-');
    strcpy(unit, words);
    char *ago = strstr(unit, "-ago");
    if (ago && !ago[4])
        *ago = '\0';
    static const char *const hours[] = {"h",       "hour",    "hours", "hrs",  "min", "minute",
                                        "minutes", "seconds", "s",     "mins", "sec"};
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++)
        if (strcmp(unit, hours[i]) == 0) {
            if (unit[0] == 'h' && count >= 24)
                point_cure(p, "write %dd", count / 24 + 1);
            else
                point_cure(p, "write today");
            return true;
        }
    int which = range_unit_word(unit);
    if (!ago || which < 0)
        return false;
    struct date day;
    if (which == RANGE_DAYS || which == RANGE_WEEKS)
        return suggest_day(p, date_to_days(p->today) -
                                  (which == RANGE_WEEKS ? 7 : 1) * (int64_t)count);
    if (!range_months_before(p->today, (which == RANGE_YEARS ? 12 : 1) * (int64_t)count, &day))
        return false;
    return suggest(p, range_of_date(day));
}

/* --- Other spellings
 * ------------------------------------------------------------------------------- */

/* 1684972800 and @1684972800 are seconds since 1970, 13 digits milliseconds. */
static bool suggest_epoch(const struct point *p)
{
    size_t at = p->length && p->text[0] == '@';
    size_t digits = date_scan_digits(p->text + at, p->length - at);
    if (at + digits != p->length || (digits != 10 && digits != 13 && !(at && digits == 9)))
        return false;
    int64_t seconds = 0;
    for (size_t i = at; i < at + (digits == 13 ? 10 : digits); i++)
        seconds = seconds * 10 + (p->text[i] - '0');
    return suggest_day(p, EPOCH + seconds / 86400);
}

/* 2005*, 2005-05-*, 2023-05-26! */
static bool suggest_wildcard(const struct point *p)
{
    size_t end = p->length;
    struct range r;
    while (end && p->text[end - 1] && strchr("*?!-/.xX%", p->text[end - 1]))
        end--;
    if (end == p->length || end == 0)
        return false;
    if (end == 3 && p->length == 4 && date_scan_digits(p->text, 3) == 3 && p->text[2] != '0') {
        point_cure(p, "write %.3s0s", p->text);
        return true;
    }
    return read_part(p, 0, end, &r) && suggest(p, r);
}

/* q2 alone, 2023-h1, 90s, the beginning of a month's name, mai */
static bool suggest_period(const struct point *p)
{
    const char *words = p->words;
    size_t length = strlen(words);
    int year = date_scan_number(words, date_scan_digits(words, length));
    if (length == 2 && words[0] == 'q' && words[1] >= '1' && words[1] <= '4') {
        int number = words[1] - '0';
        year = p->today.year - (number > (p->today.month + 2) / 3);
        point_cure(p, "write %04d-q%d", year, number);
        return year > 0;
    }
    if (length == 7 && date_scan_digits(words, 4) == 4 && words[5] == 'h' && year &&
        (words[6] == '1' || words[6] == '2')) {
        point_cure(p, words[6] == '1' ? "write %04d-01..%04d-06" : "write %04d-07..%04d-12", year,
                   year);
        return true;
    }
    if (length == 3 && date_scan_digits(words, 3) == 2 && words[2] == 's' && words[1] == '0' &&
        words[0] != '0') {
        point_cure(p, "write %d%.2ss", year > p->today.year % 100 ? 19 : 20, words);
        return true;
    }
    if (strcmp(words, "past-week") == 0 || strcmp(words, "past-month") == 0 ||
        strcmp(words, "past-year") == 0) {
        point_cure(p, "write last-%s or 1%c", words + 5, words[5]);
        return true;
    }
    return false;
}

/* The beginning of a month's name, and a month in another language, which is taken with a year. */
static bool suggest_month(const struct point *p)
{
    struct date_word word;
    char name[16];
    size_t length = date_word_read(p->text, p->length, &word);
    int month = length == p->length ? date_name_month(&word) : 0;
    for (int m = 1; m <= 12 && !month && length == p->length && word.length >= 3; m++) {
        snprintf(name, sizeof name, "%.*s", (int)word.length, date_scan_month_name(m));
        month = date_scan_is(word.text, word.length, name) ? m : 0;
    }
    if (!month)
        return false;
    const char *english = date_scan_month_name(month);
    point_cure(p, "write %c%s", date_scan_lower(*english), english + 1);
    return true;
}

/* --- Years
 * ------------------------------------------------------------------------------------------ */

/* The four digits of 23 that are not after this year. */
static int whole_year(const struct point *p, int year)
{
    return year + (year > p->today.year % 100 ? 1900 : 2000);
}

/* Adds a date to a list of up to three. */
static void add(struct date list[3], int *count, int year, int month, int day)
{
    const int part[] = {year, month, day};
    struct date d;
    if (!date_scan_parts(part, 3, &d))
        return;
    for (int i = 0; i < *count; i++)
        if (date_compare(list[i], d) == 0)
            return;
    list[(*count)++] = d;
}

static bool suggest_dates(const struct point *p, const struct date *list, int count)
{
    char a[DATE_TEXT], b[DATE_TEXT], c[DATE_TEXT];
    if (count == 3)
        point_cure(p, "write %s, %s or %s", date_print(list[0], a), date_print(list[1], b),
                   date_print(list[2], c));
    else if (count == 2)
        point_cure(p, "write %s or %s", date_print(list[0], a), date_print(list[1], b));
    else if (count == 1)
        point_cure(p, "write %s", date_print(list[0], a));
    return count > 0;
}

/* 23-05-26: each of the numbers may be the year. */
static bool suggest_numbers(const struct point *p)
{
    int n[3] = {0, 0, 0}, count = 0;
    struct date list[3];
    for (size_t at = 0, i = 0; i < 3; i++) {
        size_t digits = date_scan_digits(p->text + at, p->length - at);
        n[i] = date_scan_number(p->text + at, digits);
        at += digits + (i < 2);
        if (!digits || at > p->length)
            return false;
    }
    add(list, &count, whole_year(p, n[0]), n[1], n[2]);
    add(list, &count, whole_year(p, n[2]), n[1], n[0]);
    add(list, &count, whole_year(p, n[2]), n[0], n[1]);
    return suggest_dates(p, list, count);
}

/* 26 May: the latest one; May 23 may be May 2023 too. */
static bool suggest_latest(const struct point *p)
{
    const struct written *w = &p->date;
    struct date list[2];
    int count = 0;
    for (int year = p->today.year; year > 0 && year > p->today.year - 9 && !count; year--) {
        const int part[] = {year, w->part[1], w->part[2]};
        struct date d;
        if (date_scan_parts(part, 3, &d) && date_compare(d, p->today) <= 0)
            list[count++] = d;
    }
    const int part[] = {whole_year(p, w->part[2]), w->part[1]};
    bool may_be_year = w->at[2] > w->at[1] && w->part[2] > 9 && part[0] >= 2000;
    if (may_be_year && date_scan_parts(part, 2, &list[count]))
        count++;
    return suggest_dates(p, list, count);
}

/* 26 May 23, May '23 */
static bool suggest_named(const struct point *p)
{
    const struct written *w = &p->date;
    const int part[] = {whole_year(p, w->part[0]), w->part[1], w->part[2]};
    struct date d;
    return date_scan_parts(part, w->count, &d) && suggest_dates(p, &d, 1);
}

bool range_suggest_year(struct point *p)
{
    const struct written *w = &p->date;
    static const char numbers[] = "write the year with four digits: 2023, 2023-05 or 2023-05-26";
    static const char named[] = "write the year with four digits: may-2023 or 26-may-2023";
    if (p->written == WRITTEN_NO_YEAR && suggest_latest(p))
        return true;
    if (p->written == WRITTEN_SHORT_YEAR && (w->named ? suggest_named(p) : suggest_numbers(p)))
        return true;
    if (p->written == WRITTEN_SHORT_YEAR || p->written == WRITTEN_NO_YEAR) {
        point_cure(p, "%s", w->named ? named : numbers);
        return true;
    }
    bool year = false;
    size_t runs = 0, at = 0;
    for (size_t digits; at < p->length; at += digits, runs++) {
        at += runs > 0 && p->text[at] && strchr("-/._", p->text[at]);
        digits = date_scan_digits(p->text + at, p->length - at);
        if (!digits || runs == 3 || (runs == 0 && digits == p->length && digits > 6))
            return false;
        year |= digits == 4;
    }
    point_cure(p, "%s", numbers);
    return !year && runs > 0;
}

bool range_suggest(struct point *p)
{
    static bool (*const ways[])(const struct point *) = {
        suggest_wildcard, suggest_sides, suggest_pairs, suggest_future, suggest_weekday,
        suggest_period,   suggest_ago,   suggest_epoch, suggest_month,
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (ways[i](p))
            return true;
    range_suggest_all(p);
    return false;
}
