/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/date/range_units.h"

#include <string.h>

#include "lib/date/date_scan.h"

#define MONTHS_MAX (9999 * 12)

/* --- Arithmetic ------------------------------------------------------------------------------- */

bool range_of_days(int64_t first, int64_t last, struct range *range)
{
    if (first < 0 || last > date_to_days(RANGE_LAST))
        return false;
    *range = (struct range){date_from_days((int32_t)first), date_from_days((int32_t)last), false};
    return true;
}

struct range range_of_date(struct date d)
{
    return (struct range){date_first_day(d), date_last_day(d), false};
}

bool range_months_before(struct date d, int64_t back, struct date *day)
{
    int64_t months = d.year * 12 + d.month - 1 - back;
    if (months < 12 || months >= (int64_t)MONTHS_MAX + 12)
        return false;
    const int part[] = {(int)(months / 12), (int)(months % 12) + 1};
    if (!date_scan_parts(part, 2, day))
        return false;
    int days = date_month_days(day->year, day->month);
    day->day = d.day < days ? d.day : (int8_t)days;
    return true;
}

static bool quarter_range(struct date first, struct range *range)
{
    first.day = 1;
    struct date last = first;
    last.month = (int8_t)(first.month + 2);
    *range = (struct range){first, date_last_day((struct date){last.year, last.month, 0}), false};
    return true;
}

bool range_unit_before(struct date today, enum range_unit unit, int back, struct range *range)
{
    static const int months[] = {[RANGE_MONTHS] = 1, [RANGE_YEARS] = 12, [RANGE_QUARTERS] = 3};
    int64_t day = date_to_days(today);
    if (unit == RANGE_DAYS)
        return range_of_days(day - back, day - back, range);
    if (unit == RANGE_WEEKS) {
        int64_t monday = day - (date_weekday(today) - 1) - 7 * (int64_t)back;
        return range_of_days(monday, monday + 6, range);
    }
    struct date d = today;
    if (unit == RANGE_QUARTERS)
        d.month = (int8_t)((d.month - 1) / 3 * 3 + 1);
    if (!range_months_before(d, (int64_t)months[unit] * back, &d))
        return false;
    if (unit == RANGE_QUARTERS)
        return quarter_range(d, range);
    *range = range_of_date((struct date){d.year, unit == RANGE_YEARS ? 0 : d.month, 0});
    return true;
}

bool range_last_units(struct date today, enum range_unit unit, int count, struct range *range)
{
    int64_t last = date_to_days(today);
    struct date same_day;
    if (unit == RANGE_DAYS)
        return range_of_days(last - count + 1, last, range);
    if (unit == RANGE_WEEKS)
        return range_of_days(last - 7 * (int64_t)count + 1, last, range);
    int64_t months = (unit == RANGE_YEARS ? 12 : 1) * (int64_t)count;
    return range_months_before(today, months, &same_day) &&
           range_of_days(date_to_days(same_day) + 1, last, range);
}

/* --- Words --------------------------------------------------------------------------------------
 */

int range_unit_word(const char *word)
{
    static const char *const names[][3] = {{"d", "day", "days"},
                                           {"w", "week", "weeks"},
                                           {"m", "month", "months"},
                                           {"y", "year", "years"}};
    for (int unit = RANGE_DAYS; unit <= RANGE_YEARS; unit++)
        for (int i = 0; i < 3; i++)
            if (strcmp(word, names[unit][i]) == 0)
                return unit;
    return -1;
}

int range_weekday_word(const char *word)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    return date_scan_name(word, strlen(word), names, 7);
}

static enum range_status status_of(bool within)
{
    return within ? RANGE_OK : RANGE_LEAVES;
}

/* today, this-week, last-quarter */
static enum range_status keyword(const char *words, struct date today, struct range *range)
{
    static const struct {
        const char *words;
        enum range_unit unit;
        int back;
    } keywords[] = {
        {"today", RANGE_DAYS, 0},
        {"yesterday", RANGE_DAYS, 1},
        {"this-week", RANGE_WEEKS, 0},
        {"last-week", RANGE_WEEKS, 1},
        {"this-month", RANGE_MONTHS, 0},
        {"last-month", RANGE_MONTHS, 1},
        {"this-year", RANGE_YEARS, 0},
        {"last-year", RANGE_YEARS, 1},
        {"this-quarter", RANGE_QUARTERS, 0},
        {"last-quarter", RANGE_QUARTERS, 1},
    };
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(words, keywords[i].words) == 0)
            return status_of(range_unit_before(today, keywords[i].unit, keywords[i].back, range));
    int weekday = range_weekday_word(words);
    if (!weekday)
        return RANGE_UNKNOWN;
    int64_t day = date_to_days(today) - (date_weekday(today) - weekday + 7) % 7;
    return status_of(range_of_days(day, day, range));
}

/* 7d, 7-days, last-7-days */
static enum range_status count(const char *words, struct date today, struct range *range)
{
    static const char *const starts[] = {"last-", "past-", "the-last-", "the-past-"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(words, starts[i], strlen(starts[i])) == 0) {
            words += strlen(starts[i]);
            break;
        }
    size_t digits = date_scan_digits(words, strlen(words));
    int number = date_scan_number(words, digits);
    const char *word = words + digits + (words[digits] == '-');
    int unit = range_unit_word(word);
    if (!digits || unit < 0)
        return RANGE_UNKNOWN;
    if (number == 0)
        return RANGE_NO_DAY;
    return status_of(range_last_units(today, (enum range_unit)unit, number, range));
}

/* The number of `digits` digits, 0 and *words behind it; false if there is another one. */
static bool take_digits(const char **words, size_t digits, int *number)
{
    if (date_scan_digits(*words, strlen(*words)) != digits)
        return false;
    *number = date_scan_number(*words, digits);
    *words += digits;
    return true;
}

static enum range_status week(int year, int number, struct range *range)
{
    if (year < 1)
        return RANGE_NO_PERIOD;
    struct date january_4 = {(int16_t)year, 1, 4}; /* in week 1 */
    int64_t monday =
        date_to_days(january_4) - (date_weekday(january_4) - 1) + 7 * ((int64_t)number - 1);
    if (!range_of_days(monday, monday + 6, range))
        return RANGE_LEAVES;
    struct date_week found = date_iso_week(range->first);
    return found.year == year && found.week == number ? RANGE_OK : RANGE_NO_PERIOD;
}

static enum range_status quarter(int year, int number, struct range *range)
{
    if (year < 1 || number < 1 || number > 4)
        return RANGE_NO_PERIOD;
    quarter_range((struct date){(int16_t)year, (int8_t)(number * 3 - 2), 1}, range);
    return RANGE_OK;
}

static enum range_status decade(int year, struct range *range)
{
    if (year % 100 == 0)
        return RANGE_TWO;
    struct date first = {(int16_t)year, 1, 1}, last = {(int16_t)(year + 9), 12, 31};
    *range = (struct range){first, last, false};
    return RANGE_OK;
}

/* 2023-q2, q2-2023, 2023-w21, 1990s */
static enum range_status period(const char *words, struct range *range)
{
    int year, number;
    bool quarter_first = *words == 'q';
    if (quarter_first) {
        words++;
        if (!take_digits(&words, 1, &number))
            return RANGE_UNKNOWN;
        words += *words == '-';
    }
    if (!take_digits(&words, 4, &year))
        return RANGE_UNKNOWN;
    if (quarter_first)
        return *words ? RANGE_UNKNOWN : quarter(year, number, range);
    if (strcmp(words, "s") == 0 && year % 10 == 0)
        return decade(year, range);
    words += *words == '-';
    char kind = *words ? *words++ : '\0';
    if (kind == 'q' && take_digits(&words, 1, &number) && !*words)
        return quarter(year, number, range);
    if (kind == 'w' && (take_digits(&words, 2, &number) || take_digits(&words, 1, &number)) &&
        !*words)
        return week(year, number, range);
    return RANGE_UNKNOWN;
}

enum range_status range_of_words(const char *words, struct date today, struct range *range)
{
    enum range_status status = keyword(words, today, range);
    if (status == RANGE_UNKNOWN)
        status = count(words, today, range);
    return status == RANGE_UNKNOWN ? period(words, range) : status;
}
