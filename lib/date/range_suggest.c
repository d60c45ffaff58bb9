/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guesses at what was meant, only ever shown and never taken. */
#include "lib/date/range_suggest.h"

#include "lib/date/range_point.h"
#include "lib/date/range_units.h"

/* 20230526 and "May 26, 2023" are dates in articles. */
static bool suggest_date(const struct point *p)
{
    struct date date;
    char text[DATE_TEXT];
    if (date_parse(p->text, p->length, &date) != DATE_OK)
        return false;
    point_cure(p, "write %s", date_print(date, text));
    return true;
}

/* "last week" and "this_month" are written with a dash. */
static bool suggest_keyword(const struct point *p)
{
    char dashed[16];
    if (p->length > sizeof dashed)
        return false;
    for (size_t i = 0; i < p->length; i++)
        dashed[i] = p->text[i] == ' ' || p->text[i] == '_' ? '-' : p->text[i];
    const struct range_keyword *keyword = range_keyword(dashed, p->length);
    if (keyword)
        point_cure(p, "write %s", keyword->word);
    return keyword != NULL;
}

static bool suggest_count(const struct point *p, enum range_unit unit, const char *letter)
{
    int count = p->piece[0].value;
    struct range range;
    if (count == 0 || !range_last_units(p->today, unit, count, &range))
        return false;
    point_cure(p, "write %d%s", count, letter);
    return true;
}

/* "7 days" is 7d. */
static bool suggest_units(const struct point *p)
{
    static const char *const words[][3] = {{"d", "day", "days"},
                                           {"w", "week", "weeks"},
                                           {"m", "month", "months"},
                                           {"y", "year", "years"}};
    if (!point_is_kind(p, "NW"))
        return false;
    for (int unit = RANGE_DAYS; unit <= RANGE_YEARS; unit++) {
        for (int i = 0; i < 3; i++) {
            if (point_is_word(p, 1, words[unit][i]))
                return suggest_count(p, (enum range_unit)unit, words[unit][0]);
        }
    }
    return false;
}

/* 2023-W21 is a week, as counts by week show it. */
static bool suggest_week(const struct point *p)
{
    if (!point_is_kind(p, "NWN") || !point_is_year(p, 0) || !point_is_word(p, 1, "w"))
        return false;
    struct date_week week = {p->piece[0].value, p->piece[2].value};
    int32_t january_4 = date_to_days((struct date){(int16_t)week.year, 1, 4}); /* in week 1 */
    int64_t monday = january_4 / 7 * 7 + 7 * ((int64_t)week.week - 1);
    struct range range;
    if (week.year < 1 || week.week < 1 || !range_of_days(monday, monday + 6, &range))
        return false;
    struct date_week found = date_iso_week(range.first);
    if (found.year != week.year || found.week != week.week)
        return false;
    char text[RANGE_TEXT];
    point_cure(p, "write %s", range_print(range, text));
    return true;
}

void range_suggest_all(const struct point *p)
{
    point_cure(p, "write a date such as 2023, 2023-05, 2023-05-26, may-2023, last-week or 7d, "
                  "or a range such as 2023-05..2024-02");
}

/* 2023-2024 looks like a range of years. */
static bool suggest_years(const struct point *p)
{
    if (!point_is_kind(p, "NN") || !point_is_year(p, 0) || !point_is_year(p, 1))
        return false;
    int first = p->piece[0].value, last = p->piece[1].value;
    if (first < 1 || first > last)
        return false;
    point_cure(p, "write %04d..%04d", first, last);
    return true;
}

void range_suggest(const struct point *p)
{
    if (!suggest_date(p) && !suggest_keyword(p) && !suggest_units(p) && !suggest_week(p) &&
        !suggest_years(p))
        range_suggest_all(p);
}
