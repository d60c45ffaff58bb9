/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The date that a file's name or its folders carry. */
#include "lib/date/date_part.h"
#include "lib/date/date_scan.h"

#include <string.h>

#define MONTH_FIRST 1600 /* years of months in the middle of a name, where other numbers stand */
#define MONTH_LAST 2100

/* What was found in a name so far. */
struct found {
    struct date date;
    bool impossible;
    bool differ;
    size_t begin; /* the parts that the last date took */
    size_t end;
};

static bool is_year(const struct date_part *p)
{
    return p->digits == 4 && p->value >= 1000 && p->value <= 2999;
}

static bool is_day(const struct date_part *p)
{
    return p->digits == 1 || p->digits == 2;
}

static bool is_mark(char c)
{
    return c == '-' || c == '_' || c == '.' || c == ' ';
}

/* True if `a` names the day or month that `b` is in. */
static bool is_in(struct date a, struct date b)
{
    return a.year == b.year && (b.month == 0 || a.month == b.month) &&
           (b.day == 0 || a.day == b.day);
}

static void add(struct found *f, const int *part, int count)
{
    struct date d;
    if (!date_scan_parts(part, count, &d)) {
        f->impossible = true;
        return;
    }
    if (date_is_none(f->date) || is_in(d, f->date))
        f->date = d;
    else if (!is_in(f->date, d))
        f->differ = true;
}

/* 2023-05-26 and 26-05-2023, at the n-th part, which has two behind it. */
static bool take_numbers(struct found *f, const struct date_part *p)
{
    if (p[1].before != p[2].before || !is_mark(p[1].before) || !p[1].digits || !p[2].digits)
        return false;
    const int year_first[] = {p[0].value, p[1].value, p[2].value};
    if (is_year(&p[0]) && p[1].digits == 2 && p[2].digits == 2)
        return add(f, year_first, 3), true;
    if (!is_day(&p[0]) || !is_day(&p[1]) || !is_year(&p[2]) || p[1].before == ' ')
        return false;
    const int day_first[] = {p[2].value, p[1].value, p[0].value};
    const int month_first[] = {p[2].value, p[0].value, p[1].value};
    struct date a, b;
    bool is_a = date_scan_parts(day_first, 3, &a), is_b = date_scan_parts(month_first, 3, &b);
    if (is_a && is_b && date_compare(a, b) != 0)
        return true; /* two readings: neither, and no other date is in these parts */
    if (is_a || is_b)
        add(f, is_a ? day_first : month_first, 3);
    return true;
}

/* 26-may-2023, May 26 2023, 2023-may-26. */
static bool take_named(struct found *f, const struct date_part *p)
{
    if (p[0].value > 0 && is_day(&p[0]) && p[1].month && is_year(&p[2])) {
        const int part[] = {p[2].value, p[1].month, p[0].value};
        return add(f, part, 3), true;
    }
    if (p[0].month && is_day(&p[1]) && is_year(&p[2]) && p[2].before) {
        const int part[] = {p[2].value, p[0].month, p[1].value};
        return add(f, part, 3), true;
    }
    if (is_year(&p[0]) && p[1].month && is_day(&p[2])) {
        const int part[] = {p[0].value, p[1].month, p[2].value};
        return add(f, part, 3), true;
    }
    return false;
}

/* 2023-05 and may-2023, with what stands before and behind; `first` if the name begins with it. */
static bool take_month(struct found *f, const struct date_part *p, bool first, size_t left)
{
    if (left < 2)
        return false;
    const int named[] = {p[1].value, p[0].month};
    if (p[0].month && is_year(&p[1]) && p[0].whole && (left == 2 || p[2].before || p[2].month))
        return add(f, named, 2), true;
    const int part[] = {p[0].value, p[1].value};
    if (!is_year(&p[0]) || p[1].digits != 2 || p[1].before != '-' || part[1] < 1 || part[1] > 12)
        return false;
    if (left > 2 && (!p[2].before || (p[2].digits == 4 && is_mark(p[2].before))))
        return false; /* 2023-05a, 2003-04-2005 */
    bool span = part[1] == (part[0] + 1) % 100;
    bool chain = !first && is_mark(p[0].before) && p[-1].digits > 0;
    if (!first && (span || chain || part[0] < MONTH_FIRST || part[0] > MONTH_LAST || !p[0].before))
        return false;
    return add(f, part, 2), true;
}

/* 20230526, alone or with a time behind a T or a mark. */
static bool take_digits(struct found *f, const struct date_part *p, bool first, size_t left,
                        int last_year)
{
    struct date d = {0, 0, 0};
    bool apart = (first || p[0].before) && (left == 1 || p[1].before || p[1].is_t);
    if (p[0].digits == 8 && apart)
        d = date_from_number((uint32_t)p[0].value);
    if (d.day == 0 || d.year < DATE_DIGITS_FIRST || d.year > last_year)
        return false;
    const int part[] = {d.year, d.month, d.day};
    return add(f, part, 3), true;
}

/* How many parts the date that begins with the n-th takes; 0 if there is none. */
static size_t take(struct found *f, const struct date_parts *parts, size_t n, int last_year)
{
    const struct date_part *p = parts->part + n;
    size_t left = parts->count - n;
    if (left >= 3 && (take_numbers(f, p) || take_named(f, p)))
        return 3;
    if (take_month(f, p, n == 0, left))
        return 2;
    return last_year && take_digits(f, p, n == 0, left, last_year);
}

/* Finds the dates in a name; the last of them in begin..end. `last_year` 0: no digits alone. */
static enum date_status from_name(const char *name, size_t length, int last_year,
                                  struct found *found)
{
    struct date_parts parts;
    date_parts_cut(name, length, &parts);
    *found = (struct found){.date = {0, 0, 0}};
    for (size_t n = 0; n < parts.count;) {
        size_t taken = take(found, &parts, n, last_year);
        if (taken) {
            found->begin = parts.part[n].at;
            found->end = parts.part[n + taken - 1].at + parts.part[n + taken - 1].length;
        }
        n += taken ? taken : 1;
    }
    if (found->impossible)
        return DATE_IMPOSSIBLE;
    return date_is_none(found->date) ? DATE_UNKNOWN : DATE_OK;
}

/* --- Folders ------------------------------------------------------------------------------------
 */

static int number_of(const char *text, size_t length)
{
    return length && date_scan_digits(text, length) == length ? date_scan_number(text, length) : -1;
}

/* The number or name of a month, 0 if it is none; the folder ends with a slash. */
static int month_of(const char *folder, size_t length)
{
    struct date_parts parts;
    int number = length <= 2 ? number_of(folder, length) : -1;
    if (number >= 0)
        return number >= 1 && number <= 12 ? number : 0;
    date_parts_cut(folder, length, &parts);
    return parts.count == 1 ? parts.part[0].month : 0;
}

static size_t folder_length(const char *path)
{
    const char *slash = strchr(path, '/');
    return slash ? (size_t)(slash - path) : 0; /* what has no slash is the file */
}

/* The date of a folder, and of those in it: 2023/, 2023/05/, 2023/05/26/, 2023-05/. */
static enum date_status from_folder(const char *path, int last_year, struct date *date)
{
    struct found found;
    size_t length = folder_length(path);
    int part[3] = {length == 4 ? number_of(path, 4) : -1, 0, 0};
    if (part[0] < 1000 || part[0] > 2999) {
        enum date_status status = from_name(path, length, 0, &found);
        bool whole = found.begin == 0 && found.end == length && !found.differ;
        *date = whole ? found.date : (struct date){0, 0, 0};
        return whole || (status == DATE_IMPOSSIBLE) ? status : DATE_UNKNOWN;
    }
    const char *month = path + length + 1;
    size_t month_length = folder_length(month);
    part[1] = month_of(month, month_length);
    if (!part[1]) {
        bool number = month_length && number_of(month, month_length) >= 0;
        bool year = !number && part[0] >= DATE_DIGITS_FIRST && part[0] <= last_year;
        return year && date_scan_parts(part, 1, date) ? DATE_OK : DATE_UNKNOWN;
    }
    const char *day = month + month_length + 1;
    size_t day_length = folder_length(day);
    part[2] = day_length <= 2 ? number_of(day, day_length) : -1;
    return date_scan_parts(part, part[2] >= 0 ? 3 : 2, date) ? DATE_OK : DATE_IMPOSSIBLE;
}

enum date_status date_from_path(const char *path, int last_year, bool digits_are_dates,
                                struct date *date)
{
    struct found found;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    enum date_status status =
        from_name(name, strlen(name), digits_are_dates ? last_year : 0, &found);
    *date = status == DATE_OK && !found.differ ? found.date : (struct date){0, 0, 0};
    if (status != DATE_UNKNOWN)
        return found.differ && status == DATE_OK ? DATE_UNKNOWN : status;
    const char *folder = slash;
    while (status == DATE_UNKNOWN && folder && folder > path) { /* from the file upwards */
        folder--;
        if (*folder != '/' && (folder == path || folder[-1] == '/'))
            status = from_folder(folder, last_year, date);
    }
    return status;
}
