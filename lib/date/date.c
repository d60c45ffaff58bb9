/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calendar: days, weeks, numbers and text of a date. Parsing is in date_parse.c. */
#include "lib/date/date.h"

#include <time.h>

#define DAYS_PER_YEAR 365
#define DAYS_PER_4_YEARS 1461
#define DAYS_PER_100_YEARS 36524
#define DAYS_PER_400_YEARS 146097
#define LAST_DAY 3652058 /* 9999-12-31 */

static const struct date none = {0, 0, 0};

static struct date make(int year, int month, int day)
{
    return (struct date){(int16_t)year, (int8_t)month, (int8_t)day};
}

bool date_is_none(struct date d)
{
    return d.year == 0 && d.month == 0 && d.day == 0;
}

bool date_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_days(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && date_is_leap(year) ? 29 : days[month - 1];
}

bool date_is_valid(struct date d)
{
    if (date_is_none(d))
        return true;
    if (d.year < 1 || d.year > 9999 || d.month < 0 || d.month > 12)
        return false;
    if (d.month == 0)
        return d.day == 0;
    return d.day >= 0 && d.day <= date_month_days(d.year, d.month);
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

struct date date_first_day(struct date d)
{
    if (date_is_none(d))
        return none;
    return make(d.year, d.month ? d.month : 1, d.day ? d.day : 1);
}

struct date date_last_day(struct date d)
{
    if (date_is_none(d))
        return none;
    int month = d.month ? d.month : 12;
    return make(d.year, month, d.day ? d.day : date_month_days(d.year, month));
}

int32_t date_to_days(struct date d)
{
    int32_t y = d.year - 1;
    int32_t days = y * DAYS_PER_YEAR + y / 4 - y / 100 + y / 400;
    for (int month = 1; month < d.month; month++)
        days += date_month_days(d.year, month);
    return days + d.day - 1;
}

/* Takes `length` out of *days as often as it fits, but at most `most` times: the last of four
 * years or centuries is the longer one, and its leap day must not start a fifth. */
static int32_t take(int32_t *days, int32_t length, int32_t most)
{
    int32_t times = *days / length;
    if (times > most)
        times = most;
    *days -= times * length;
    return times;
}

struct date date_from_days(int32_t days)
{
    if (days < 0 || days > LAST_DAY)
        return none;
    int year = 1;
    year += 400 * take(&days, DAYS_PER_400_YEARS, 24);
    year += 100 * take(&days, DAYS_PER_100_YEARS, 3);
    year += 4 * take(&days, DAYS_PER_4_YEARS, 24);
    year += take(&days, DAYS_PER_YEAR, 3);
    int month = 1;
    while (days >= date_month_days(year, month))
        days -= date_month_days(year, month++);
    return make(year, month, days + 1);
}

int date_weekday(struct date d)
{
    return date_to_days(d) % 7 + 1; /* 0001-01-01 is a Monday */
}

struct date_week date_iso_week(struct date d)
{
    /* A week belongs to the year that its Thursday is in. */
    int32_t thursday = date_to_days(d) - date_weekday(d) + 4;
    int year = date_from_days(thursday).year;
    int32_t new_year = date_to_days(make(year, 1, 1));
    return (struct date_week){year, (thursday - new_year) / 7 + 1};
}

uint32_t date_to_number(struct date d)
{
    return (uint32_t)(d.year * 10000 + d.month * 100 + d.day);
}

struct date date_from_number(uint32_t number)
{
    if (number > 99991231)
        return none;
    int n = (int)number;
    struct date d = make(n / 10000, n / 100 % 100, n % 100);
    return date_is_valid(d) ? d : none;
}

static char *put_digits(char *to, int number, int count)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + count;
}

const char *date_print(struct date d, char text[DATE_TEXT])
{
    char *end = text;
    if (d.year)
        end = put_digits(end, d.year, 4);
    if (d.month) {
        *end++ = '-';
        end = put_digits(end, d.month, 2);
    }
    if (d.day) {
        *end++ = '-';
        end = put_digits(end, d.day, 2);
    }
    *end = '\0';
    return text;
}

struct date date_today(void)
{
    time_t now = time(NULL);
    struct tm local;
    tzset(); /* localtime_r need not */
    if (now == (time_t)-1 || !localtime_r(&now, &local))
        return none;
    int year = local.tm_year + 1900;
    return year < 1 || year > 9999 ? none : make(year, local.tm_mon + 1, local.tm_mday);
}
