/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text to range. A text is one point (2023, may, 7d, ...) or two around "..". What a point can
 * only mean, but is not written as the table of forms has it, is an error with the right form as
 * its cure.
 */
#include "lib/date/range.h"

#include <string.h>

#include "lib/date/date_scan.h"
#include "lib/date/range_point.h"
#include "lib/date/range_suggest.h"
#include "lib/date/range_units.h"

/* --- Errors --------------------------------------------------------------------------------- */

static bool unknown(const struct point *p, size_t column)
{
    range_suggest(p);
    return point_fail(p, column, "unknown date \"%s\"", point_quote(p).text);
}

static bool leaves_calendar(const struct point *p)
{
    point_cure(p, "write the first and the last day, as in 2023-05-26..2023-06-03");
    return point_fail(p, p->column, "%s leaves the calendar, which is 0001-01-01 to 9999-12-31",
                      point_quote(p).text);
}

/* It names `date`, but is not written in the form that names it here. */
static bool malformed(const struct point *p, size_t column, const char *form, struct date date)
{
    char text[DATE_TEXT];
    point_cure(p, "write %s", date_print(date, text));
    return point_fail(p, column, "%s is not written as %s", point_quote(p).text, form);
}

/* Where a date whose parts are in order is written badly: not a dash, or a single digit. */
static size_t fault(const struct point *p)
{
    for (int i = 1; i < p->count; i++) {
        const struct point_piece *piece = &p->piece[i];
        if (piece->before != '-')
            return point_column(p, i) - (piece->before != '\0');
        if (p->kinds[i] == 'N' && piece->length == 1)
            return point_column(p, i);
    }
    return p->column;
}

/* --- Dates ------------------------------------------------------------------------------------ */

/* The year, month and day as written; they may name no date. */
struct reading {
    int part[3];
    size_t column[3];
    int count;
};

/* Reads the pieces of these numbers as year, month and day; the last ones may be -1 for none. */
static struct reading read_pieces(const struct point *p, int year, int month, int day)
{
    const int piece[3] = {year, month, day};
    struct reading r = {0};
    for (; r.count < 3 && piece[r.count] >= 0; r.count++) {
        const struct point_piece *from = &p->piece[piece[r.count]];
        bool name = p->kinds[piece[r.count]] == 'W';
        r.part[r.count] = name ? date_scan_month(p->text + from->at, from->length) : from->value;
        r.column[r.count] = p->column + from->at;
    }
    return r;
}

/* The date that was read, or which part of it does not exist. */
static bool existing(const struct point *p, const struct reading *r, struct date *date)
{
    if (date_scan_parts(r->part, r->count, date))
        return true;
    int year = r->part[0], month = r->part[1];
    if (year < 1) {
        point_cure(p, "write a year from 0001 to 9999");
        return point_fail(p, r->column[0], "%s does not exist: years are 0001 to 9999",
                          point_quote(p).text);
    }
    if (month < 1 || month > 12) {
        point_cure(p, "write a month from 01 to 12");
        return point_fail(p, r->column[1], "%s does not exist: months are 01 to 12",
                          point_quote(p).text);
    }
    int days = date_month_days(year, month);
    point_cure(p, "write %04d-%02d for the whole month, %04d-%02d-%02d for its last day", year,
               month, year, month, days);
    return point_fail(p, r->column[2], "%s does not exist: %s %d has %d days", point_quote(p).text,
                      date_scan_month_name(month), year, days);
}

/* The number, other than the year, that is too long for a month or day; -1 if none is. */
static int too_long(const struct point *p, int year)
{
    for (int i = 0; i < p->count; i++) {
        if (i != year && p->kinds[i] == 'N' && p->piece[i].length > 2)
            return i;
    }
    return -1;
}

static bool no_year(const struct point *p)
{
    int at = 0;
    for (int i = 0; i < p->count; i++) {
        if (p->kinds[i] == 'N' && p->piece[i].length > 4)
            at = i;
    }
    if (p->count == 1 && p->piece[0].length == 8) /* YYYYMMDD, perhaps */
        return unknown(p, p->column);
    point_cure(p, "write the year with four digits: 2023, 2023-05 or 2023-05-26");
    return point_fail(p, point_column(p, at), "%s has no year of four digits", point_quote(p).text);
}

/* 2023, 2023-05 and 2023-05-26, the only numbers in order. */
static bool year_first(const struct point *p, struct range *range)
{
    struct date date;
    int wrong = too_long(p, 0);
    if (wrong >= 0)
        return unknown(p, point_column(p, wrong));
    struct reading r = read_pieces(p, 0, p->count > 1 ? 1 : -1, p->count > 2 ? 2 : -1);
    if (!existing(p, &r, &date))
        return false;
    size_t column = fault(p);
    if (column != p->column)
        return malformed(p, column, p->count == 2 ? "YYYY-MM" : "YYYY-MM-DD", date);
    *range = range_of_date(date);
    return true;
}

/* 05/2023, 26/05/2023, 05/26/2023: never right, and 05/06/2023 may be two days. */
static bool year_last(const struct point *p)
{
    int last = p->count - 1;
    struct reading day_first = read_pieces(p, last, last - 1, last - 2);
    struct reading month_first = last == 2 ? read_pieces(p, 2, 0, 1) : day_first;
    struct date a, b;
    int wrong = too_long(p, last);
    if (wrong >= 0)
        return unknown(p, point_column(p, wrong));
    bool is_a = date_scan_parts(day_first.part, day_first.count, &a);
    bool is_b = date_scan_parts(month_first.part, month_first.count, &b);
    if (is_a && is_b && date_compare(a, b) != 0) {
        char a_text[DATE_TEXT], b_text[DATE_TEXT];
        point_cure(p, "write %s or %s", date_print(a, a_text), date_print(b, b_text));
        return point_fail(p, p->column, "%s is ambiguous: either number may be the month",
                          point_quote(p).text);
    }
    const char *form = last == 1 ? "YYYY-MM" : "YYYY-MM-DD";
    if (is_a || is_b)
        return malformed(p, p->column, form, is_a ? a : b);
    point_cure(p, "write the date as %s", form);
    return point_fail(p, p->column, "%s does not exist in any order of day and month",
                      point_quote(p).text);
}

/* may-2023 and 26-may-2023, and other orders of a month's name, `month`, and numbers. */
static bool parse_named(const struct point *p, int month, struct range *range)
{
    int year = -1, day = -1;
    struct date date;
    for (int i = 0; i < p->count; i++) {
        if (point_is_year(p, i))
            year = i;
        else if (i != month)
            day = i;
    }
    if (year < 0) {
        point_cure(p, "write the year with four digits: may-2023 or 26-may-2023");
        int last = p->count - 1;
        return point_fail(p, point_column(p, last == month ? 0 : last),
                          "%s has no year of four digits", point_quote(p).text);
    }
    int wrong = too_long(p, year);
    if (wrong >= 0)
        return unknown(p, point_column(p, wrong));
    struct reading r = read_pieces(p, year, month, day);
    if (!existing(p, &r, &date))
        return false;
    if (!p->dashed || year != p->count - 1 || month != year - 1)
        return malformed(p, fault(p), p->count == 2 ? "MONTH-YYYY" : "DAY-MONTH-YYYY", date);
    *range = range_of_date(date);
    return true;
}

/* The month of that number that began last. */
static bool parse_month(const struct point *p, int month, struct range *range)
{
    const int part[2] = {p->today.year - (month > p->today.month), month};
    struct date date;
    if (!date_scan_parts(part, 2, &date))
        return leaves_calendar(p);
    *range = range_of_date(date);
    return true;
}

/* 7d, 2w, 6m, 1y. */
static bool parse_last(const struct point *p, enum range_unit unit, struct range *range)
{
    if (p->piece[0].value == 0) {
        point_cure(p, "write 1d for today alone, or none for articles without a date");
        return point_fail(p, p->column, "%s holds no day", point_quote(p).text);
    }
    return range_last_units(p->today, unit, p->piece[0].value, range) || leaves_calendar(p);
}

/* --- Points and ranges ------------------------------------------------------------------------ */

/* Says which of the pieces is the name of a month, if all others are numbers; else -1. */
static int named_month(const struct point *p)
{
    int found = -1;
    for (int i = 0; i < p->count; i++) {
        if (p->kinds[i] == 'N')
            continue;
        if (found >= 0 || !date_scan_month(p->text + p->piece[i].at, p->piece[i].length))
            return -1;
        found = i;
    }
    return found;
}

static bool parse_point(struct point *p, struct range *range)
{
    static const char *const units[] = {"d", "w", "m", "y"};
    const struct range_keyword *keyword = range_keyword(p->text, p->length);
    if (keyword)
        return range_unit_before(p->today, keyword->unit, keyword->back, range) ||
               leaves_calendar(p);
    if (date_scan_is(p->text, p->length, "none")) {
        *range = (struct range){.undated = true};
        return true;
    }
    point_cut(p);
    if (p->odd < p->length)
        return unknown(p, p->column + p->odd);
    if (!strchr(p->kinds, 'W')) {
        if (point_is_year(p, 0))
            return year_first(p, range);
        return point_is_year(p, p->count - 1) ? year_last(p) : no_year(p);
    }
    int month = named_month(p);
    if (month >= 0 && p->count == 1)
        return parse_month(p, date_scan_month(p->text, p->length), range);
    if (month >= 0)
        return parse_named(p, month, range);
    for (int unit = RANGE_DAYS; unit <= RANGE_YEARS; unit++) {
        if (point_is_kind(p, "NW") && !p->piece[1].before && point_is_word(p, 1, units[unit]))
            return parse_last(p, (enum range_unit)unit, range);
    }
    return unknown(p, p->column);
}

/* One end of a range that has two dots. */
static bool parse_end(struct point *p, struct range *range)
{
    if (!parse_point(p, range))
        return false;
    if (!range->undated)
        return true;
    point_cure(p, "write none on its own, without dots");
    return point_fail(p, p->column, "none is not a day, so it cannot begin or end a range");
}

static size_t find_dots(const char *text, size_t from, size_t length)
{
    for (size_t i = from; i + 1 < length; i++) {
        if (text[i] == '.' && text[i + 1] == '.')
            return i;
    }
    return length;
}

/* first..last, where either may be empty. */
static bool parse_ends(struct point *first, struct point *last, struct range *range)
{
    struct range from = range_all(), to = range_all();
    if (first->length && !parse_end(first, &from))
        return false;
    if (last->length && !parse_end(last, &to))
        return false;
    *range = (struct range){from.first, to.last, false};
    if (date_compare(from.first, to.last) <= 0)
        return true;
    char first_text[DATE_TEXT], last_text[DATE_TEXT];
    point_cure(first, "write %s..%s", point_quote(last).text, point_quote(first).text);
    return point_fail(first, last->column, "the range ends on %s, before it begins on %s",
                      date_print(to.last, last_text), date_print(from.first, first_text));
}

bool range_parse(const char *text, size_t length, struct date today, struct range *range,
                 struct range_error *error)
{
    size_t dots = find_dots(text, 0, length);
    struct point first = {
        .text = text, .length = dots, .column = 1, .today = today, .error = error};
    if (length == 0) {
        range_suggest_all(&first);
        return point_fail(&first, 1, "the date is empty");
    }
    if (dots == length)
        return parse_point(&first, range);
    struct point last = first;
    last.text = text + dots + 2;
    last.length = length - dots - 2;
    last.column = dots + 3;
    if (length == 2) {
        point_cure(&first, "write 2023-05..2024-02, 2023-05.. or ..2024-02");
        return point_fail(&first, 1, "a range needs a first or a last day");
    }
    size_t more = find_dots(text, dots + 1, length); /* the third of three dots, or another pair */
    if (more < length) {
        point_cure(&first, "write it with two dots, as in 2023-05..2024-02");
        return point_fail(&first, more == dots + 1 ? dots + 3 : more + 1,
                          "a range has one pair of dots and two ends");
    }
    return parse_ends(&first, &last, range);
}
