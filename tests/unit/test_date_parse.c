/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of date_parse(): its table, every way of writing a random date, and any bytes. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/date/date.h"
#include "tests/unit/written_dates.h"

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

/* --- Dates as articles write them ------------------------------------------------------------- */

struct parse_row {
    const char *text;
    const char *date; /* as printed; NULL if the text is no date */
};

static const struct parse_row dates[] = {
    {"2023", "2023"},
    {"0001", "0001"},
    {"2023-05", "2023-05"},
    {"2023-05-26", "2023-05-26"},
    {"2024-02-29", "2024-02-29"},
    {"20230526", "2023-05-26"},
    {" \t2023-05-26\r\n", "2023-05-26"},
    /* ISO 8601: the day as written, whatever the zone */
    {"2023-05-26T10:00", "2023-05-26"},
    {"2023-05-26T10:00:00", "2023-05-26"},
    {"2023-05-26t23:59:60z", "2023-05-26"},
    {"2023-05-26T24:00:00", "2023-05-26"},
    {"2023-05-26T00:30:00+14:00", "2023-05-26"},
    {"2023-05-26T23:30:00-12:00", "2023-05-26"},
    {"2023-05-26T10:00:00.123456Z", "2023-05-26"},
    {"2023-05-26T10:00:00,5+02", "2023-05-26"},
    {"2023-05-26 10:00:00", "2023-05-26"},
    {"2023-05-26 10:00:00 +0200", "2023-05-26"},
    {"2023-05-26 10:00:00 UTC", "2023-05-26"},
    {"20230526T100000Z", "2023-05-26"},
    {"20230526T1000", "2023-05-26"},
    /* RFC 5322 */
    {"Fri, 26 May 2023 10:00:00 +0200", "2023-05-26"},
    {"Fri, 26 May 2023 10:00 GMT", "2023-05-26"},
    {"fri, 26 may 2023 10:00:00 +0200 (CEST)", "2023-05-26"},
    {"26 May 2023 10:00:00 -0000", "2023-05-26"},
    {"Thu, 1 Jun 2023 10:00:00 EST", "2023-06-01"},
    {"Friday, 26 May 2023", "2023-05-26"},
    {"Fri 26 May 2023", "2023-05-26"},
    /* day, month and year in words */
    {"26 May 2023", "2023-05-26"},
    {"5 May 2023", "2023-05-05"},
    {"05 MAY 2023", "2023-05-05"},
    {"26  September\t2023", "2023-09-26"},
    {"May 26, 2023", "2023-05-26"},
    {"may 26 2023", "2023-05-26"},
    {"May 5,2023", "2023-05-05"},
    {"Sept. 1, 2023", "2023-09-01"},
    {"Dec. 31, 1999", "1999-12-31"},
    {"Friday, May 26, 2023", "2023-05-26"},
    {"May 26, 2023 10:00 CEST", "2023-05-26"},
    {"May 2023", "2023-05"},
    {"february 2024", "2024-02"},
    {"Sept 2023", "2023-09"},
    /* other ways of writing */
    {"2023-5", "2023-05"},
    {"2023-5-6", "2023-05-06"},
    {"2023-05-6", "2023-05-06"},
    {"2023/05/26", "2023-05-26"},
    {"2023.05.26", "2023-05-26"},
    {"2023_05_26", "2023-05-26"},
    {"26-05-2023", "2023-05-26"},
    {"2023 05 26", "2023-05-26"},
    {"2023-W21-5", "2023-05-26"},
    {"2023-146", "2023-05-26"},
    {"2023-05-26T10:00+2", "2023-05-26"},
    {"2023-05-26T10:00Z x", "2023-05-26"},
    {"May, 2023", "2023-05"},
    {"26May2023", "2023-05-26"},
    {"26-May-2023", "2023-05-26"},
    {"May2023", "2023-05"},
    {"Mayo 2023", "2023-05"},
    {"mai 2023", "2023-05"},
    {"26 Mai 2023", "2023-05-26"},
    {"Fri, 2023-05-26", "2023-05-26"},
    {"26th May 2023", "2023-05-26"},
    {"May 26th, 2023", "2023-05-26"},
    {"2023 May 26", "2023-05-26"},
    {"2023-W21-5", "2023-05-26"},
    {"2023W215", "2023-05-26"},
    {"2023-146", "2023-05-26"},
    {"2023/5/26", "2023-05-26"},
    {"2023.05.26", "2023-05-26"},
    {"2023_05_26", "2023-05-26"},
    {"26/05/2023", "2023-05-26"},
    {"05/26/2023", "2023-05-26"},
    {"05/05/2023", "2023-05-05"},
    {"26.05.2023 10:30", "2023-05-26"},
    {"26. 5. 2023", "2023-05-26"},
    {"26-May-2023", "2023-05-26"},
    {"26/May/2023:10:00:00 +0200", "2023-05-26"},
    {"26May2023", "2023-05-26"},
    {"May26,2023", "2023-05-26"},
    {"May 26th, 2023", "2023-05-26"},
    {"3rd of August 2012", "2012-08-03"},
    {"the 3rd of August, 2012", "2012-08-03"},
    {"Friday 26th of May 2023 at 10.30 am", "2023-05-26"},
    {"May 26, 2023 at 10:00 AM", "2023-05-26"},
    {"May 26, 2023, 10:00 a.m. EDT", "2023-05-26"},
    {"May 26, 2023 10 AM", "2023-05-26"},
    {"May 26, 2023 | 10:00", "2023-05-26"},
    {"May 26, 2023 at 10:00 p.m. ET (updated)", "2023-05-26"},
    {"26. Mai 2023", "2023-05-26"},
    {"26. Mai 2023, 10:30 Uhr", "2023-05-26"},
    {"Freitag, 26. Mai 2023 um 10:30 Uhr", "2023-05-26"},
    {"vendredi 26 mai 2023", "2023-05-26"},
    {"1er mai 2023", "2023-05-01"},
    {"le 26 mai 2023 à 10h30", "2023-05-26"},
    {"26 de mayo de 2023", "2023-05-26"},
    {"viernes, 26 de mayo de 2023", "2023-05-26"},
    {"venerdì 26 maggio 2023", "2023-05-26"},
    {"sexta-feira, 26 de maio de 2023", "2023-05-26"},
    {"vrijdag 26 mei 2023", "2023-05-26"},
    {"26 мая 2023 г.", "2023-05-26"},
    {"пятница, 26 мая 2023 года", "2023-05-26"},
    {"26 maja 2023 r.", "2023-05-26"},
    {"26 MÄRZ 2023", "2023-03-26"},
    {"26 März 2023", "2023-03-26"},
    {"déc. 2023", "2023-12"},
    {"2023年5月26日", "2023-05-26"},
    {"2023年5月26日 10:30", "2023-05-26"},
    {"2023년 5월 26일", "2023-05-26"},
    {"2023. 5. 26.", "2023-05-26"},
    {"２０２３年５月", "2023-05"},
    {"๒๖/๐๕/๒๐๒๓", "2023-05-26"},
    {"٢٦/٠٥/٢٠٢٣", "2023-05-26"},
    {"mar. 30 mai 2023", "2023-05-30"},
    {"Fri May 26 10:00:00 2023", "2023-05-26"},
    {"Fri May 26 10:00:00 CEST 2023", "2023-05-26"},
    {"Fri May 26 10:00:00 +0000 2023", "2023-05-26"},
    {"2023-05-26T10:00:00+02:00[Europe/Berlin]", "2023-05-26"},
    {"2023-05-26 10:00:00.123456789 +0000 UTC", "2023-05-26"},
    {"Fri, 26 May 2023 10:00:00 GMT+2", "2023-05-26"},
    {"2023-05-26, 10:00", "2023-05-26"},
    {"2005-06", "2005-06"},
    {"2023 May 26", "2023-05-26"},
    {"2023-may-26", "2023-05-26"},
    {"May, 2023", "2023-05"},
    {"August of 2012", "2012-08"},
    {"26 May 2023 (Friday)", "2023-05-26"},
    {"2023-05-26.", "2023-05-26"},
    {"26.05.2023.", "2023-05-26"},
    {"05/2023", "2023-05"},
    {"05.2023", "2023-05"},
};

static const char *const impossible[] = {
    "0000",
    "2023-00",
    "2023-13",
    "2023-00-01",
    "2023-05-00",
    "2023-05-32",
    "2023-02-30",
    "1900-02-29",
    "0000-01-01",
    "20230230",
    "20231301",
    "20230500",
    "2023-02-30T10:00:00Z",
    "30 February 2023",
    "0 May 2023",
    "32 May 2023",
    "Feb 29, 2023",
    "May 00, 2023",
    "May 0000",
    "Mon, 26 May 2023 10:00:00 +0200",
    "Thursday, May 26, 2023",
    "Fri, 30 Feb 2023",
    "2023-366",
    "26 May 2023, Monday",
    "30/02/2023",
};

static const char *const unknown[] = {
    "",
    " ",
    "today",
    "none",
    "n/a",
    "null",
    "hello",
    /* numbers of other lengths, other separators, too few or too many digits */
    "2",
    "23",
    "202",
    "20235",
    "202305",
    "2023052",
    "202305260",
    "1684972800",
    "-2023",
    "+2023",
    "2023-",
    "2023-05-",
    "2023-05-261",
    "23-05-26",
    "12023-05-26",
    "05/06/2023",
    "2023--05",
    "2023-05-26-",
    "2023-05-26x",
    "2023-05-26 x",
    "2023-0526",
    "2023-W21",
    /* times that are none */
    "2023T10:00",
    "2023-05T10:00",
    "2023-05-26T",
    "2023-05-26T10",
    "2023-05-26T1:00",
    "2023-05-26T25:00",
    "2023-05-26T24:01",
    "2023-05-26T10:60",
    "2023-05-26T10:00:61",
    "2023-05-26T10:00:",
    "2023-05-26T10:00:0",
    "2023-05-26T10:00:00.",
    "2023-05-26T10:00+",
    "2023-05-26T10:00+02:",
    "2023-05-26T10:00+020",
    "2023-05-26T10:00ABCDEF",
    "2023-05-26T10:00 (x",
    "2023-05-26T10:00Z2",
    /* words */
    "May",
    "May 26",
    "26 May",
    "26 May 23",
    "May 26, 23",
    "May 26,",
    "Ma 2023",
    "026 May 2023",
    "26 May 02023",
    "26 May 2023x",
    "May 26, 2023 x",
    "Fri, May 2023",
    "Fri",
    "Frid, 26 May 2023",
    "Fri,",
    "10:00",
    /* two readings, or none */
    "๒๖/๐๕/๒๕๖๖",
    "۱۴۰۲-۰۳-۰۵",
    "May 26, '23",
    "May '23",
    "05/06/23",
    "2023-2024",
    "2023-05-26-2024",
    "2023-05-26 2024",
    "3.1415",
    "10.1000",
    "26 listopada 2023",
};

static enum date_status parse(const char *text, struct date *d)
{
    *d = date_of(1, 2, 3);
    return date_parse(text, strlen(text), d);
}

static void test_parse(void **state)
{
    (void)state;
    struct date d;
    char text[DATE_TEXT];
    for (size_t i = 0; i < COUNT(dates); i++) {
        if (parse(dates[i].text, &d) != DATE_OK)
            fail_msg("'%s' is a date", dates[i].text);
        assert_string_equal(date_print(d, text), dates[i].date);
    }
    for (size_t i = 0; i < COUNT(impossible); i++) {
        if (parse(impossible[i], &d) != DATE_IMPOSSIBLE || !date_is_none(d))
            fail_msg("'%s' is an impossible date", impossible[i]);
    }
    for (size_t i = 0; i < COUNT(unknown); i++) {
        if (parse(unknown[i], &d) != DATE_UNKNOWN || !date_is_none(d))
            fail_msg("'%s' is no date", unknown[i]);
    }
}

static void test_parse_months(void **state)
{
    (void)state;
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
    for (int month = 1; month <= 12; month++) {
        struct date d, expected = date_of(2023, month, 9);
        const char *weekday = weekdays[date_weekday(expected) - 1];
        char text[64];
        snprintf(text, sizeof text, "%.3s, 9 %.3s 2023", weekday, names[month - 1]);
        assert_int_equal(parse(text, &d), DATE_OK);
        assert_date(d, expected);
        snprintf(text, sizeof text, "%s, %s 9, 2023", weekday, names[month - 1]);
        assert_int_equal(parse(text, &d), DATE_OK);
        assert_date(d, expected);
    }
}

static void test_parse_what_is_printed(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int i = 0; i < 20000; i++) {
        struct date d = date_from_days((int32_t)(next_random(&seed) % (LAST_DAY + 1)));
        struct date found;
        char text[DATE_TEXT];
        if (i % 3 == 1)
            d.day = 0;
        if (i % 3 == 2)
            d.month = d.day = 0;
        assert_int_equal(parse(date_print(d, text), &found), DATE_OK);
        assert_date(found, d);
    }
}

static void test_every_way_of_writing(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 5000; i++) {
        struct date d = date_from_days((int32_t)(next_random(&seed) % (LAST_DAY + 1)));
        char text[WRITTEN_DAY];
        for (int way = 0; write_day(d, way, text); way++) {
            struct date found;
            struct date_week week = date_iso_week(d);
            if (week.year < 1 || week.year > 9999)
                continue;
            if (parse(text, &found) != DATE_OK)
                fail_msg("'%s' is a date", text);
            assert_date(found, d);
        }
    }
}

/* A weekday that is not that day's, and a day behind the month's last, do not exist. */
static void test_days_that_do_not_exist(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (int i = 0; i < 5000; i++) {
        struct date d = date_from_days((int32_t)(next_random(&seed) % (LAST_DAY + 1))), found;
        const char *month = month_names[d.month - 1];
        const char *weekday = weekday_names[(date_weekday(d) + (int)(next_random(&seed) % 6)) % 7];
        int none = date_month_days(d.year, d.month) + 1 + (int)(next_random(&seed) % 60);
        char text[WRITTEN_DAY];
        snprintf(text, sizeof text, "%s, %d %s %04d", weekday, d.day, month, d.year);
        assert_int_equal(parse(text, &found), DATE_IMPOSSIBLE);
        snprintf(text, sizeof text, "%d %s %04d", none, month, d.year);
        assert_int_equal(parse(text, &found), DATE_IMPOSSIBLE);
        snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, none);
        assert_int_equal(parse(text, &found), DATE_IMPOSSIBLE);
    }
}

/* 05/06/2023 has two readings, 26/05/2023 and 05/05/2023 have one. */
static void test_numbers_in_either_order(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 5000; i++) {
        struct date d = date_from_days((int32_t)(next_random(&seed) % (LAST_DAY + 1))), found;
        char mark = "/.-"[i % 3], text[WRITTEN_DAY];
        bool certain = d.day > 12 || d.day == d.month;
        snprintf(text, sizeof text, "%02d%c%02d%c%04d", d.day, mark, d.month, mark, d.year);
        assert_int_equal(parse(text, &found), certain ? DATE_OK : DATE_UNKNOWN);
        assert_date(found, certain ? d : date_of(0, 0, 0));
        snprintf(text, sizeof text, "%d%c%d%c%04d", d.month, mark, d.day, mark, d.year);
        assert_int_equal(parse(text, &found), certain ? DATE_OK : DATE_UNKNOWN);
        assert_date(found, certain ? d : date_of(0, 0, 0));
    }
}

/* In memory of exactly its length, so that a sanitizer sees reading beyond the end. */
static void parse_bytes(const char *bytes, size_t length)
{
    char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    struct date d;
    enum date_status status = date_parse(copy, length, &d);
    assert_true(date_is_valid(d));
    assert_int_equal(status == DATE_OK, !date_is_none(d));
    free(copy);
}

static void test_random_bytes(void **state)
{
    (void)state;
    static const char likely[] = "0123456789012345-/_.,:+ TZMaynFri()\t";
    uint64_t seed = 3;
    for (int i = 0; i < 100000; i++) {
        char bytes[48];
        size_t length = next_random(&seed) % sizeof bytes;
        for (size_t j = 0; j < length; j++) {
            uint64_t r = next_random(&seed);
            bytes[j] = i % 4 ? likely[r % (sizeof likely - 1)] : (char)(r & 0xFF);
        }
        parse_bytes(bytes, length);
    }
}

static void test_damaged_dates(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int i = 0; i < 50000; i++) {
        char bytes[64];
        const char *text = dates[next_random(&seed) % COUNT(dates)].text;
        size_t length = strlen(text);
        memcpy(bytes, text, length);
        for (uint64_t n = next_random(&seed) % 3; n > 0; n--)
            bytes[next_random(&seed) % length] = (char)(next_random(&seed) & 0xFF);
        parse_bytes(bytes, length - next_random(&seed) % (length + 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_parse_months),
        cmocka_unit_test(test_parse_what_is_printed),
        cmocka_unit_test(test_every_way_of_writing),
        cmocka_unit_test(test_days_that_do_not_exist),
        cmocka_unit_test(test_numbers_in_either_order),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_damaged_dates),
    };
    return run_tap(tests);
}
