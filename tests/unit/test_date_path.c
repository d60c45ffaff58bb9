/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of date_from_path(): names and folders, random dates in them, numbers that are none. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/date/date.h"

#define LAST_YEAR 2027

static const struct {
    const char *path;
    const char *date;
} dated[] = {
    {"2023-05-26.txt", "2023-05-26"},
    {"2023-05-26", "2023-05-26"},
    {"2023-05-26-a-title.txt", "2023-05-26"},
    {"2023-05-26T10-00.txt", "2023-05-26"},
    {"2023_05_26_a_title.txt", "2023-05-26"},
    {"2023-05.txt", "2023-05"},
    {"2023-05-news.jsonl", "2023-05"},
    {"2023-05_26.txt", "2023-05"},
    {"2023-05-261.txt", "2023-05"},
    {"2023-05-6.txt", "2023-05"},
    {"news/2023-05-26.txt", "2023-05-26"},
    {"/a/b/2023-05-26", "2023-05-26"},
    {"1000-01-01.txt", "1000-01-01"},
    {"2999-12-31.txt", "2999-12-31"},
    {"2023/05/26/a.txt", "2023-05-26"},
    {"2023/05/a.txt", "2023-05"},
    {"news/2023/05/26/a.txt", "2023-05-26"},
    {"/news/2023/05/26/more/a.txt", "2023-05-26"},
    {"/2023/05/a.txt", "2023-05"},
    {"2023/05/26.txt", "2023-05"},
    {"2023/05/26", "2023-05"},
    {"2023/05/261/a.txt", "2023-05"},
    {"2023/05/6/a.txt", "2023-05-06"},
    {"2023/05/", "2023-05"},
    {"2022/01/02/2023-05-26.txt", "2023-05-26"},
    {"2022/01/02/2023-05.txt", "2023-05"},
    {"2022/01/02/2023.txt", "2022-01-02"},
    {"2022/01/2023/05/26/a.txt", "2023-05-26"},
    {"2023-05-26/a.txt", "2023-05-26"},
    {"2023.05.26.txt", "2023-05-26"},
    {"a-2023-05-26.txt", "2023-05-26"},
    {" 2023-05-26.txt", "2023-05-26"},
    {"2023/a.txt", "2023"},
    {"2023/05", "2023"},
    {"2023/5/6/a.txt", "2023-05-06"},
    {"report-2023-05-26-final.txt", "2023-05-26"},
    {"Guardian 26-May-2023.html", "2023-05-26"},
    {"Guardian 26 May 2023.html", "2023-05-26"},
    {"May 26 2023.txt", "2023-05-26"},
    {"May-26-2023.txt", "2023-05-26"},
    {"May_26_2023 report.txt", "2023-05-26"},
    {"May 26, 2023 - title.txt", "2023-05-26"},
    {"26th of May 2023.txt", "2023-05-26"},
    {"26. Mai 2023.txt", "2023-05-26"},
    {"26May2023.txt", "2023-05-26"},
    {"2023 05 26 title.txt", "2023-05-26"},
    {"2023-may-26.txt", "2023-05-26"},
    {"log2023-05-26.txt", "2023-05-26"},
    {"26.05.2023.txt", "2023-05-26"},
    {"05-26-2023.txt", "2023-05-26"},
    {"2023-05-26 (2023-05).txt", "2023-05-26"},
    {"2023-05 2022-01-02.txt", "2022-01-02"},
    {"may-2023.txt", "2023-05"},
    {"Newsletter May 2023.pdf", "2023-05"},
    {"2011-12.txt", "2011-12"},
    {"budget-2011-11.txt", "2011-11"},
    {"news/2023/5/a.txt", "2023-05"},
    {"news/2023/5/6/a.txt", "2023-05-06"},
    {"news/2023/May/a.txt", "2023-05"},
    {"news/2023/mai/26/a.txt", "2023-05-26"},
    {"news/2023/a.txt", "2023"},
    {"news/2023/foo/a.txt", "2023"},
    {"2023-05/a.txt", "2023-05"},
    {"2023/May/31/a.txt", "2023-05-31"},
    {"section 3.14.2023.txt", "2023-03-14"},
    {"set 12 2023.txt", "2023-09-12"},
    {"Sept. 12 2023.txt", "2023-09-12"},
    {"what may 2023 bring.txt", "2023-05"},
};

/* Dates if digits are, and else not. */
static const struct {
    const char *path;
    const char *date;
} digits[] = {
    {"20230526.txt", "2023-05-26"},          {"20230526-title.txt", "2023-05-26"},
    {"20230526T100000Z.json", "2023-05-26"}, {"IMG_20230526_1234.jpg", "2023-05-26"},
    {"19990101.txt", "1999-01-01"},          {"20230526T1000.txt", "2023-05-26"},
};

static const char *const undated[] = {
    "",
    "/",
    "a.txt",
    "2023.txt",
    "2023",
    "2023-",
    "2023-5-6.txt",
    "2023_05.txt",
    "2023_05_261.txt",
    "202305.txt",
    "2023-051.txt",
    "2022-2023.txt",
    "1914-18.txt",
    "2023-00.txt",
    "202305260.txt",
    "20230526100000.txt",
    "12345678.txt",
    "20231301.txt",
    "20230532.txt",
    "20230500.txt",
    "0999-01-01.txt",
    "3000-01-01.txt",
    "2023/13/a.txt",
    "2023/00/a.txt",
    "2023/005/a.txt",
    "12023/05/a.txt",
    "a2023/05/a.txt",
    "0999/05/a.txt",
    "3000/05/a.txt",
    "20230230.txt",
    "05-06-2023.txt",
    "2023-05-26_2023-05-27.txt",
    "budget-2011-12.txt",
    "war 1914-18.txt",
    "2003-2005.txt",
    "2003-05-2005.txt",
    "1045.txt",
    "20239999.txt",
    "00001234.txt",
    "x20230526.txt",
    "20230526x.txt",
    "20230526101530.txt",
    "23-05-26.txt",
    "230526.txt",
    "news/2023/99/a.txt",
    "news/1500/a.txt",
    "news/2999/a.txt",
    "scrape-2023-05-26/a.txt",
    "20230526/a.txt",
    "550e8400-e29b-41d4-a716-446655440000.txt",
    "10.1000.05.txt",
    "set-2023.txt",
    "out 2023.txt",
    "CVE-2023-0512.txt",
    "1998-12ab.txt",
};

static const char *const impossible[] = {
    "2023-02-30.txt",
    "2023_02_30.txt",
    "2023-13-01.txt",
    "2023-00-01.txt",
    "2023-05-32.txt",
    "2023-05-00.txt",
    "news/2023-02-30-title.txt",
    "2023/02/30/a.txt",
    "2023/05/32/a.txt",
    "2022/01/02/2023-02-30.txt",
    "2023-02-30/a.txt",
    "2023/June/31/a.txt",
};

/* The date that a path has, printed; "" for none, "impossible". */
static const char *date_of(const char *path, bool digits_are_dates, char text[DATE_TEXT])
{
    struct date d = {1, 2, 3};
    enum date_status status = date_from_path(path, LAST_YEAR, digits_are_dates, &d);
    assert_int_equal(status == DATE_OK, !date_is_none(d));
    return status == DATE_IMPOSSIBLE ? "impossible" : date_print(d, text);
}

static void assert_date(const char *path, bool digits_are_dates, const char *expected)
{
    char text[DATE_TEXT];
    const char *found = date_of(path, digits_are_dates, text);
    if (strcmp(found, expected) != 0)
        fail_msg("'%s' has '%s', not '%s'", path, found, expected);
}

static void test_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(digits); i++) {
        assert_date(digits[i].path, true, digits[i].date);
        assert_date(digits[i].path, false, "");
    }
    for (int yes = 0; yes < 2; yes++) {
        for (size_t i = 0; i < COUNT(dated); i++)
            assert_date(dated[i].path, yes, dated[i].date);
        for (size_t i = 0; i < COUNT(undated); i++)
            assert_date(undated[i], yes, "");
        for (size_t i = 0; i < COUNT(impossible); i++)
            assert_date(impossible[i], yes, "impossible");
    }
}

/* --- Random dates -------------------------------------------------------------------------------
 */

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

/* A day in the n-th way of writing; false if there are no more ways. */
static bool write_name(struct date d, int way, char text[64])
{
    const char *month = months[d.month - 1];
    int y = d.year, m = d.month, day = d.day;
    switch (way) {
    case 0:
        return snprintf(text, 64, "%04d-%02d-%02d", y, m, day);
    case 1:
        return snprintf(text, 64, "%04d_%02d_%02d", y, m, day);
    case 2:
        return snprintf(text, 64, "%04d.%02d.%02d", y, m, day);
    case 3:
        return snprintf(text, 64, "%d-%.3s-%04d", day, month, y);
    case 4:
        return snprintf(text, 64, "%s %d %04d", month, day, y);
    case 5:
        return snprintf(text, 64, "%.3s_%02d_%04d", month, day, y);
    case 6:
        return snprintf(text, 64, "%s-%d-%04d", month, day, y);
    case 7:
        return snprintf(text, 64, "%04d%02d%02d", y, m, day);
    case 8:
        return snprintf(text, 64, "%d %s %04d", day, month, y);
    default:
        return false;
    }
}

static struct date random_day(uint64_t *seed)
{
    int32_t first = date_to_days((struct date){DATE_DIGITS_FIRST, 1, 1});
    int32_t last = date_to_days((struct date){LAST_YEAR, 12, 31});
    return date_from_days(first + (int32_t)(next_random(seed) % (uint64_t)(last - first + 1)));
}

static void test_random_days(void **state)
{
    (void)state;
    static const char *const around[][2] = {
        {"", ".txt"},     {"report-", "-final.txt"}, {"Guardian ", ".html"}, {"(", ") x.eml"},
        {"a_", "_b.txt"}, {"no 17 - ", "; p. 3"},    {"2022/01/02/", ".md"}, {"x/[", "].jsonl"},
    };
    uint64_t seed = 1;
    for (int i = 0; i < 5000; i++) {
        struct date d = random_day(&seed);
        char written[64], path[128], expected[DATE_TEXT];
        for (int way = 0; write_name(d, way, written); way++)
            for (size_t a = 0; a < COUNT(around); a++) {
                snprintf(path, sizeof path, "%s%s%s", around[a][0], written, around[a][1]);
                assert_date(path, true, date_print(d, expected));
                snprintf(path, sizeof path, "%s%s/a.txt", a % 2 ? "news/" : "", written);
                assert_date(path, true, way == 7 ? "" : expected);
            }
        snprintf(path, sizeof path, "n/%04d/%d/%02d/a.txt", d.year, d.month, d.day);
        assert_date(path, false, date_print(d, expected));
        d.day = 0;
        snprintf(path, sizeof path, "%04d/%s/a.txt", d.year, months[d.month - 1]);
        assert_date(path, false, date_print(d, expected));
        snprintf(path, sizeof path, "%04d-%02d/a.txt", d.year, d.month);
        assert_date(path, false, expected);
        d.month = 0;
        snprintf(path, sizeof path, "%04d/words/a.txt", d.year);
        assert_date(path, false, date_print(d, expected));
    }
}

/* Numbers are no dates, whatever they are; of eight digits only if told so. */
static void test_numbers(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int i = 0; i < 200000; i++) {
        char path[64];
        uint64_t number = next_random(&seed) >> (next_random(&seed) % 60);
        snprintf(path, sizeof path, i % 2 ? "%llu.txt" : "a/%llu", (unsigned long long)number);
        assert_date(path, false, "");
    }
    for (int number = 0; number < 10000; number++) {
        char path[64];
        snprintf(path, sizeof path, "%04d.txt", number);
        assert_date(path, true, "");
        snprintf(path, sizeof path, "x-%d-y", number);
        assert_date(path, true, "");
    }
}

static void path_bytes(const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    struct date d;
    enum date_status status = date_from_path(copy, LAST_YEAR, length % 2, &d);
    assert_true(date_is_valid(d));
    assert_int_equal(status == DATE_OK, !date_is_none(d));
    free(copy);
}

static void test_random_bytes(void **state)
{
    (void)state;
    static const char likely[] = "0123456789012345-/_. TMaynmai\xC3\xA9";
    uint64_t seed = 3;
    for (int i = 0; i < 100000; i++) {
        char bytes[48];
        size_t length = next_random(&seed) % sizeof bytes;
        for (size_t j = 0; j < length; j++) {
            uint64_t r = next_random(&seed);
            bytes[j] = i % 4 ? likely[r % (sizeof likely - 1)] : (char)(r & 0xFF);
        }
        path_bytes(bytes, length);
    }
}

static void test_long_names(void **state)
{
    (void)state;
    enum { LENGTH = 100000 };
    char *text = malloc(LENGTH + 1);
    assert_non_null(text);
    for (const char *c = "1a-./ 5"; *c; c++) {
        memset(text, *c, LENGTH);
        path_bytes(text, LENGTH);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),      cmocka_unit_test(test_random_days),
        cmocka_unit_test(test_numbers),    cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_long_names),
    };
    return run_tap(tests);
}
