/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date/range_point.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/date/date_name.h"
#include "lib/date/date_scan.h"
#include "lib/date/range_brief.h"
#include "lib/date/range_suggest.h"

/* --- Reading ---------------------------------------------------------------------------------- */

static void fold_words(struct point *p)
{
    size_t n = 0;
    bool gap = false, marked = false;
    *p->words = '\0';
    for (size_t i = 0; i < p->length;) {
        char c = p->text[i];
        size_t blank = date_blank(p->text + i, p->length - i);
        i += blank ? blank : 1;
        marked = !blank && c && strchr("-_.,", c);
        gap |= blank || marked;
        if (blank || marked || c == '\'')
            continue;
        if (n + gap + 1 >= sizeof p->words || !c || (gap && n == 0))
            return;
        if (gap)
            p->words[n++] = '-';
        gap = false;
        p->words[n++] = date_scan_lower(c);
    }
    p->words[marked ? 0 : n] = '\0';
}

struct point point_part(const struct point *whole, size_t from, size_t to)
{
    struct point p = *whole;
    size_t n;
    while (from < to && (n = date_blank(whole->text + from, to - from)) > 0)
        from += n;
    while (to > from && (whole->text[to - 1] == ' ' || whole->text[to - 1] == '\t'))
        to--;
    p.text = whole->text + from;
    p.length = to - from;
    p.column = whole->column + from;
    fold_words(&p);
    return p;
}

bool point_is_month(const struct point *p)
{
    return date_scan_month(p->words, strlen(p->words)) > 0;
}

/* The month of that number that began last. */
static enum range_status latest_month(const struct point *p, int month, struct range *range)
{
    const int part[2] = {p->today.year - (month > p->today.month), month};
    struct date date;
    if (!date_scan_parts(part, 2, &date))
        return RANGE_LEAVES;
    *range = range_of_date(date);
    return RANGE_OK;
}

bool point_read(struct point *p, struct range *range)
{
    p->written = WRITTEN_UNKNOWN;
    p->date = (struct written){0};
    if (strcmp(p->words, "none") == 0) {
        *range = (struct range){.undated = true};
        return true;
    }
    int month = date_scan_month(p->words, strlen(p->words));
    p->status = month ? latest_month(p, month, range) : range_of_words(p->words, p->today, range);
    if (p->status != RANGE_UNKNOWN)
        return p->status == RANGE_OK;
    p->written = date_written(p->text, p->length, &p->date);
    if (p->written != WRITTEN_DATE)
        return false;
    *range = range_of_date(p->date.date);
    return true;
}

/* --- Refusing --------------------------------------------------------------------------------- */

struct point_quote point_quote(const struct point *p)
{
    struct point_quote q = {""};
    size_t n = 0;
    for (size_t i = 0; i < p->length; i++) {
        unsigned char c = (unsigned char)p->text[i];
        if (n == 40) {
            memcpy(q.text + n, "...", 4);
            break;
        }
        if (c >= 0x80 && c < 0xC0) /* continues a character */
            continue;
        q.text[n++] = c >= ' ' && c < 0x7F ? (char)c : '?';
    }
    return q;
}

struct point_words point_words(const struct point *p, struct range range)
{
    struct point_words w = {""};
    bool plain = *p->words != '\0';
    for (const char *c = p->words; *c; c++)
        plain = plain && *c > ' ' && *c < 0x7F;
    if (plain)
        memcpy(w.text, p->words, sizeof w.text);
    else
        range_brief(range, w.text);
    return w;
}

void point_cure(const struct point *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->error->cure, sizeof p->error->cure, format, args);
    va_end(args);
}

bool point_fail(const struct point *p, size_t column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->error->message, sizeof p->error->message, format, args);
    va_end(args);
    p->error->column = column;
    return false;
}

static bool refuse_words(const struct point *p)
{
    struct point_quote quote = point_quote(p);
    const char *text = quote.text;
    int year = 0;
    switch (p->status) {
    case RANGE_NO_DAY:
        point_cure(p, "write 1d for today alone, or none for articles without a date");
        return point_fail(p, p->column, "%s holds no day", text);
    case RANGE_NO_PERIOD:
        point_cure(p, "%s",
                   strchr(p->words, 'q') ? "write a quarter from q1 to q4, as in 2023-q2"
                                         : "write a week of that year, as in 2023-W21");
        return point_fail(p, p->column, "%s does not exist", text);
    case RANGE_TWO:
        year = date_scan_number(p->words, 4);
        point_cure(p, "write %04d..%04d or %04d..%04d", year ? year : 1, year + 9, year ? year : 1,
                   year + 99);
        return point_fail(p, p->column, "%s is ambiguous: ten years or a hundred", text);
    default:
        point_cure(p, "write the first and the last day, as in 2023-05-26..2023-06-03");
        return point_fail(p, p->column, "%s leaves the calendar, which is 0001-01-01 to 9999-12-31",
                          text);
    }
}

/* The date was read, and does not exist. */
static bool refuse_impossible(const struct point *p)
{
    static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
    const struct written *w = &p->date;
    struct point_quote quote = point_quote(p);
    char text[DATE_TEXT];
    int year = w->part[0], month = w->part[1];
    size_t column = p->column + w->fault;
    if (!date_is_none(w->date)) {
        point_cure(p, "write %s", date_print(w->date, text));
        return point_fail(p, p->column, "%s does not exist: that day is a %s", quote.text,
                          weekdays[date_weekday(w->date) - 1]);
    }
    if (year < 1) {
        point_cure(p, "write a year from 0001 to 9999");
        return point_fail(p, column, "%s does not exist: years are 0001 to 9999", quote.text);
    }
    if (w->at[1] == w->at[2] && w->count == 3) {
        point_cure(p, "write %04d for the whole year", year);
        return point_fail(p, column, "%s does not exist: %d has %d days", quote.text, year,
                          date_is_leap(year) ? 366 : 365);
    }
    if (month < 1 || month > 12) {
        point_cure(p, "write %04d for the whole year, or a month from 01 to 12", year);
        return point_fail(p, column, "%s does not exist: months are 01 to 12", quote.text);
    }
    int days = date_month_days(year, month);
    point_cure(p, "write %04d-%02d for the whole month, %04d-%02d-%02d for its last day", year,
               month, year, month, days);
    return point_fail(p, column, "%s does not exist: %s %d has %d days", quote.text,
                      date_scan_month_name(month), year, days);
}

bool point_refuse(struct point *p)
{
    char a[DATE_TEXT], b[DATE_TEXT];
    struct point_quote quote = point_quote(p);
    if (p->length == 0) {
        range_suggest_all(p);
        return point_fail(p, p->column, "the date is empty");
    }
    if (p->status != RANGE_UNKNOWN)
        return refuse_words(p);
    if (p->written == WRITTEN_IMPOSSIBLE)
        return refuse_impossible(p);
    if (p->written == WRITTEN_AMBIGUOUS) {
        point_cure(p, "write %s or %s", date_print(p->date.date, a), date_print(p->date.other, b));
        return point_fail(p, p->column, "%s is ambiguous: either number may be the month",
                          quote.text);
    }
    bool part_known = p->written != WRITTEN_UNKNOWN;
    size_t column = p->column + p->date.fault;
    if (range_suggest_year(p))
        return point_fail(p, part_known ? column : p->column, "%s has no year of four digits",
                          quote.text);
    if (range_suggest(p))
        column = p->column;
    return point_fail(p, column, "unknown date \"%s\"", quote.text);
}
