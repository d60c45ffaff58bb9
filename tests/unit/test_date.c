/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of lib/date/date.h: the calendar. Those of the parsers are in test_date_parse.c. */
#include "tests/unit/test.h"

#include <time.h>

#include "lib/date/date.h"

#define LAST_DAY 3652058

static struct date date_of(int year, int month, int day)
{
    return (struct date){(int16_t)year, (int8_t)month, (int8_t)day};
}

static void assert_date(struct date found, struct date expected)
{
    char a[DATE_TEXT], b[DATE_TEXT];
    if (date_compare(found, expected) != 0)
        fail_msg("%s is not %s", date_print(found, a), date_print(expected, b));
}

static const struct {
    int year, month, day;
    int32_t days;
    int weekday;
    struct date_week week;
} known_days[] = {
    {1, 1, 1, 0, 1, {1, 1}},
    {1, 12, 31, 364, 1, {2, 1}},
    {4, 2, 29, 1154, 7, {4, 9}},
    {1582, 10, 15, 577735, 5, {1582, 41}},
    {1900, 2, 28, 693653, 3, {1900, 9}},
    {1900, 3, 1, 693654, 4, {1900, 9}},
    {1970, 1, 1, 719162, 4, {1970, 1}},
    {2000, 2, 29, 730178, 2, {2000, 9}},
    {2000, 12, 31, 730484, 7, {2000, 52}},
    {2001, 1, 1, 730485, 1, {2001, 1}},
    {2005, 1, 1, 731946, 6, {2004, 53}},
    {2008, 12, 29, 733404, 1, {2009, 1}},
    {2010, 1, 3, 733774, 7, {2009, 53}},
    {2020, 12, 31, 737789, 4, {2020, 53}},
    {2021, 1, 3, 737792, 7, {2020, 53}},
    {2021, 1, 4, 737793, 1, {2021, 1}},
    {2023, 1, 1, 738520, 7, {2022, 52}},
    {2023, 5, 26, 738665, 5, {2023, 21}},
    {2024, 2, 29, 738944, 4, {2024, 9}},
    {2024, 12, 30, 739249, 1, {2025, 1}},
    {9999, 12, 31, LAST_DAY, 5, {9999, 52}},
};

static void test_known_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(known_days); i++) {
        struct date d = date_of(known_days[i].year, known_days[i].month, known_days[i].day);
        assert_int_equal(date_to_days(d), known_days[i].days);
        assert_date(date_from_days(known_days[i].days), d);
        assert_int_equal(date_weekday(d), known_days[i].weekday);
        assert_int_equal(date_iso_week(d).year, known_days[i].week.year);
        assert_int_equal(date_iso_week(d).week, known_days[i].week.week);
    }
}

static void test_days_beyond_the_calendar_are_none(void **state)
{
    (void)state;
    assert_true(date_is_none(date_from_days(-1)));
    assert_true(date_is_none(date_from_days(LAST_DAY + 1)));
    assert_true(date_is_none(date_from_days(INT32_MIN)));
    assert_true(date_is_none(date_from_days(INT32_MAX)));
}

/* The simplest calendar there is: it can only go to the next day. */
struct walker {
    int year, month, day;
    int weekday;
    struct date_week week;
};

static int walker_month_days(const struct walker *w)
{
    switch (w->month) {
    case 4:
    case 6:
    case 9:
    case 11:
        return 30;
    case 2:
        if (w->year % 400 == 0)
            return 29;
        return w->year % 100 != 0 && w->year % 4 == 0 ? 29 : 28;
    default:
        return 31;
    }
}

static void walk(struct walker *w)
{
    if (++w->day > walker_month_days(w)) {
        w->day = 1;
        w->month++;
    }
    if (w->month > 12) {
        w->month = 1;
        w->year++;
    }
    w->weekday = w->weekday % 7 + 1;
    if (w->weekday != 1)
        return;
    /* Week 1 is the one with 4 January in it: its Monday is 29 December to 4 January. */
    if (w->month == 12 && w->day >= 29)
        w->week = (struct date_week){w->year + 1, 1};
    else if (w->month == 1 && w->day <= 4)
        w->week = (struct date_week){w->year, 1};
    else
        w->week.week++;
}

static void test_every_day(void **state)
{
    (void)state;
    struct walker w = {1, 1, 1, 1, {1, 1}};
    for (int32_t days = 0; days <= LAST_DAY; days++, walk(&w)) {
        struct date d = date_from_days(days);
        struct date_week week = date_iso_week(d);
        if (d.year != w.year || d.month != w.month || d.day != w.day || !date_is_valid(d) ||
            date_to_days(d) != days || date_weekday(d) != w.weekday || week.year != w.week.year ||
            week.week != w.week.week)
            fail_msg("day %d is %04d-%02d-%02d, weekday %d, week %d-%d", (int)days, w.year, w.month,
                     w.day, w.weekday, w.week.year, w.week.week);
    }
    assert_int_equal(w.year, 10000);
}

static void test_leap_years_and_months(void **state)
{
    (void)state;
    assert_true(date_is_leap(2024));
    assert_true(date_is_leap(2000));
    assert_false(date_is_leap(1900));
    assert_false(date_is_leap(2023));
    struct walker w = {1, 1, 1, 1, {1, 1}};
    for (w.year = 1; w.year <= 9999; w.year++) {
        for (w.month = 1; w.month <= 12; w.month++)
            assert_int_equal(date_month_days(w.year, w.month), walker_month_days(&w));
    }
}

static void test_valid(void **state)
{
    (void)state;
    static const struct date good[] = {{0, 0, 0}, {1, 0, 0},     {2023, 12, 0},  {2023, 5, 26},
                                       {1, 1, 1}, {2024, 2, 29}, {9999, 12, 31}, {9999, 0, 0}};
    static const struct date bad[] = {{0, 0, 1},     {0, 1, 0},     {0, 1, 1},     {-1, 1, 1},
                                      {2023, 0, 1},  {2023, 13, 0}, {2023, -1, 0}, {2023, 2, 29},
                                      {2023, 4, 31}, {2023, 5, -1}, {2023, 5, 32}, {10000, 1, 1},
                                      {1900, 2, 29}, {2023, 13, 1}, {-2023, 0, 0}};
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(date_is_valid(good[i]));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(date_is_valid(bad[i]));
    assert_true(date_is_none(date_of(0, 0, 0)));
    assert_false(date_is_none(date_of(1, 0, 0)));
}

static void test_order(void **state)
{
    (void)state;
    static const struct date sorted[] = {{0, 0, 0},    {1, 0, 0},     {1, 1, 1},    {2022, 12, 31},
                                         {2023, 0, 0}, {2023, 5, 0},  {2023, 5, 1}, {2023, 5, 26},
                                         {2023, 6, 0}, {2023, 12, 1}, {2024, 1, 1}, {9999, 12, 31}};
    for (int i = 0; i < (int)COUNT(sorted); i++) {
        for (int j = 0; j < (int)COUNT(sorted); j++)
            assert_int_equal(date_compare(sorted[i], sorted[j]), (i > j) - (i < j));
    }
}

static void test_first_and_last_day(void **state)
{
    (void)state;
    static const struct date rows[][3] = {
        {{2023, 0, 0}, {2023, 1, 1}, {2023, 12, 31}},
        {{2023, 2, 0}, {2023, 2, 1}, {2023, 2, 28}},
        {{2024, 2, 0}, {2024, 2, 1}, {2024, 2, 29}},
        {{2023, 5, 26}, {2023, 5, 26}, {2023, 5, 26}},
        {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_date(date_first_day(rows[i][0]), rows[i][1]);
        assert_date(date_last_day(rows[i][0]), rows[i][2]);
    }
}

static const struct {
    struct date date;
    uint32_t number;
    const char *text;
} written[] = {
    {{2023, 5, 26}, 20230526, "2023-05-26"},
    {{2023, 5, 0}, 20230500, "2023-05"},
    {{2023, 0, 0}, 20230000, "2023"},
    {{1, 1, 1}, 10101, "0001-01-01"},
    {{987, 12, 0}, 9871200, "0987-12"},
    {{9999, 12, 31}, 99991231, "9999-12-31"},
    {{0, 0, 0}, 0, ""},
};

static void test_number_and_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(written); i++) {
        char text[DATE_TEXT];
        assert_int_equal(date_to_number(written[i].date), written[i].number);
        assert_date(date_from_number(written[i].number), written[i].date);
        assert_string_equal(date_print(written[i].date, text), written[i].text);
    }
}

static void test_numbers_that_are_no_dates(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {1,        31,       100,       101,       1231,
                                       9999,     20230001, 20231300,  20230230,  20230532,
                                       99991232, 99999999, 100000000, 120230526, UINT32_MAX};
    for (size_t i = 0; i < COUNT(numbers); i++)
        assert_true(date_is_none(date_from_number(numbers[i])));
    uint64_t seed = 1;
    for (int i = 0; i < 100000; i++) {
        uint32_t number = (uint32_t)(next_random(&seed) % 100100000);
        struct date d = date_from_number(number);
        assert_true(date_is_valid(d));
        assert_true(date_is_none(d) || date_to_number(d) == number);
    }
}

static struct date clock_day(void)
{
    time_t now = time(NULL);
    const struct tm *local = localtime(&now);
    return date_of(local->tm_year + 1900, local->tm_mon + 1, local->tm_mday);
}

static void test_today(void **state)
{
    (void)state;
    struct date before = clock_day();
    struct date today = date_today();
    assert_true(date_compare(before, today) <= 0);
    assert_true(date_compare(today, clock_day()) <= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_days_beyond_the_calendar_are_none),
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_leap_years_and_months),
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_first_and_last_day),
        cmocka_unit_test(test_number_and_text),
        cmocka_unit_test(test_numbers_that_are_no_dates),
        cmocka_unit_test(test_today),
    };
    return run_tap(tests);
}
