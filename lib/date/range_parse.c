/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text to range: one point (2023, may, 7d, ...), or two around "..". */
#include "lib/date/range.h"

#include <stdio.h>
#include <string.h>

#include "lib/date/range_brief.h"
#include "lib/date/range_point.h"

/* One end of a range that has two dots. */
static bool parse_end(struct point *p, struct range *range)
{
    if (!point_read(p, range))
        return point_refuse(p);
    if (!range->undated)
        return true;
    point_cure(p, "write none on its own, without dots");
    return point_fail(p, p->column, "none is not a day, so it cannot begin or end a range");
}

/* may..june-2023 and 2023-05-01..15: the end that is cut short may be of any year. */
static bool is_cut_short(struct point *first, struct point *last)
{
    char whole[2 * POINT_WORDS];
    struct range from, to;
    struct point read = *last, fixed = *first;
    if (point_is_month(first) && point_read(&read, &to) && read.written == WRITTEN_DATE &&
        read.date.count > 1) {
        snprintf(whole, sizeof whole, "%s-%04d", first->words, read.date.part[0]);
        fixed.text = whole;
        fixed.length = strlen(whole);
        fixed = point_part(&fixed, 0, fixed.length);
        if (!point_read(&fixed, &from) || date_compare(from.first, to.last) > 0)
            return false;
        char from_text[RANGE_TEXT], to_text[RANGE_TEXT];
        point_cure(first, "write %s..%s", range_brief(from, from_text), range_brief(to, to_text));
        return !point_fail(first, first->column, "%s is of no certain year here", first->words);
    }
    bool number = last->length <= 2 && strspn(last->words, "0123456789") == last->length;
    if (!number || !point_read(&fixed, &from) || fixed.written != WRITTEN_DATE ||
        fixed.date.count < 2)
        return false;
    struct date end = fixed.date.date;
    char text[DATE_TEXT], end_text[DATE_TEXT];
    int value = 0;
    sscanf(last->words, "%d", &value);
    if (end.day)
        end.day = (int8_t)value;
    else
        end.month = (int8_t)value;
    if (value == 0 || !date_is_valid(end) || date_compare(end, fixed.date.date) < 0)
        return false;
    point_cure(first, "write %s..%s", date_print(fixed.date.date, text), date_print(end, end_text));
    return !point_fail(first, last->column, "%s has no year of four digits", last->words);
}

/* 2005..*: an open end is written as none. */
static bool is_starred(const struct point *first, const struct point *last)
{
    bool star_first = first->length == 1 && *first->text == '*';
    bool star_last = last->length == 1 && *last->text == '*';
    struct point end = star_first ? *last : *first;
    struct range r;
    if (star_first == star_last || !point_read(&end, &r) || r.undated)
        return false;
    struct point_words words = point_words(&end, r);
    point_cure(first, star_first ? "write ..%s" : "write %s..", words.text);
    return !point_fail(first, star_first ? first->column : last->column,
                       "an open end is written as nothing");
}

/* first..last, where either may be empty. */
static bool parse_ends(struct point *first, struct point *last, struct range *range)
{
    struct range from = range_all(), to = range_all();
    if (first->length && last->length && (is_starred(first, last) || is_cut_short(first, last)))
        return false;
    if (first->length && !parse_end(first, &from))
        return false;
    if (last->length && !parse_end(last, &to))
        return false;
    *range = (struct range){from.first, to.last, false};
    if (date_compare(from.first, to.last) <= 0)
        return true;
    char first_text[DATE_TEXT], last_text[DATE_TEXT];
    struct point_words cure_first = point_words(last, to), cure_last = point_words(first, from);
    point_cure(first, "write %s..%s", cure_first.text, cure_last.text);
    return point_fail(first, last->column, "the range ends on %s, before it begins on %s",
                      date_print(to.last, last_text), date_print(from.first, first_text));
}

static size_t find_dots(const char *text, size_t from, size_t length)
{
    for (size_t i = from; i + 1 < length; i++) {
        if (text[i] == '.' && text[i + 1] == '.')
            return i;
    }
    return length;
}

/* A range with more than two dots, or another pair: its cure has the two ends, if it has two. */
static bool too_many_dots(const struct point *whole, size_t dots, size_t more)
{
    size_t end = dots;
    while (end < whole->length && whole->text[end] == '.')
        end++;
    struct point first = point_part(whole, 0, dots), last = point_part(whole, end, whole->length);
    struct range from, to;
    if (point_read(&first, &from) && point_read(&last, &to) && !from.undated && !to.undated &&
        date_compare(from.first, to.last) <= 0)
        point_cure(whole, "write %s..%s", point_words(&first, from).text,
                   point_words(&last, to).text);
    else
        point_cure(whole, "write it with two dots, as in 2023-05..2024-02");
    return point_fail(whole, more == dots + 1 ? dots + 3 : more + 1,
                      "a range has one pair of dots and two ends");
}

bool range_parse(const char *text, size_t length, struct date today, struct range *range,
                 struct range_error *error)
{
    struct point whole = {
        .text = text, .length = length, .column = 1, .today = today, .error = error};
    size_t dots = find_dots(text, 0, length);
    if (dots == length) {
        struct point only = point_part(&whole, 0, length);
        return point_read(&only, range) || point_refuse(&only);
    }
    struct point first = point_part(&whole, 0, dots);
    struct point last = point_part(&whole, dots + 2, length);
    size_t more = find_dots(text, dots + 1, length); /* the third of three dots, or another pair */
    if (more < length)
        return too_many_dots(&whole, dots, more);
    if (!first.length && !last.length) {
        point_cure(&whole, "write 2023-05..2024-02, 2023-05.. or ..2024-02");
        return point_fail(&whole, 1, "a range needs a first or a last day");
    }
    return parse_ends(&first, &last, range);
}
