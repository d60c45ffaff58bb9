/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of range_parse(): every form of the table of dates, every error, and any bytes. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/date/range.h"
#include "tests/unit/written_dates.h"

#define LAST_DAY 3652058

/* The range that a text means on the day `today`, given as a number: 20230526. */
static struct range parsed(uint32_t today, const char *text)
{
    struct range r;
    struct range_error e;
    if (!range_parse(text, strlen(text), date_from_number(today), &r, &e))
        fail_msg("'%s': %s; %s", text, e.message, e.cure);
    return r;
}

/* --- The forms -------------------------------------------------------------------------------- */

static const struct {
    uint32_t today;
    const char *text;
    const char *range;
} forms[] = {
    /* the table, on a Friday */
    {20230526, "2023", "2023-01-01..2023-12-31"},
    {20230526, "2023-05", "2023-05-01..2023-05-31"},
    {20230526, "2023-05-26", "2023-05-26..2023-05-26"},
    {20230526, "may-2023", "2023-05-01..2023-05-31"},
    {20230526, "26-may-2023", "2023-05-26..2023-05-26"},
    {20230526, "may", "2023-05-01..2023-05-31"},
    {20230526, "2023-05..2024-02", "2023-05-01..2024-02-29"},
    {20230526, "2023..", "2023-01-01.."},
    {20230526, "..2023-05", "..2023-05-31"},
    {20230526, "today", "2023-05-26..2023-05-26"},
    {20230526, "yesterday", "2023-05-25..2023-05-25"},
    {20230526, "this-week", "2023-05-22..2023-05-28"},
    {20230526, "last-week", "2023-05-15..2023-05-21"},
    {20230526, "this-month", "2023-05-01..2023-05-31"},
    {20230526, "last-month", "2023-04-01..2023-04-30"},
    {20230526, "this-year", "2023-01-01..2023-12-31"},
    {20230526, "last-year", "2022-01-01..2022-12-31"},
    {20230526, "7d", "2023-05-20..2023-05-26"},
    {20230526, "2w", "2023-05-13..2023-05-26"},
    {20230526, "6m", "2022-11-27..2023-05-26"},
    {20230526, "1y", "2022-05-27..2023-05-26"},
    {20230526, "none", "none"},
    /* spelling */
    {20230526, "MAY-2023", "2023-05-01..2023-05-31"},
    {20230526, "26-May-2023", "2023-05-26..2023-05-26"},
    {20230526, "5-may-2023", "2023-05-05..2023-05-05"},
    {20230526, "05-may-2023", "2023-05-05..2023-05-05"},
    {20230526, "29-feb-2024", "2024-02-29..2024-02-29"},
    {20230526, "February-2023", "2023-02-01..2023-02-28"},
    {20230526, "sept-2023", "2023-09-01..2023-09-30"},
    {20230526, "sep-2023", "2023-09-01..2023-09-30"},
    {20230526, "Last-Week", "2023-05-15..2023-05-21"},
    {20230526, "TODAY", "2023-05-26..2023-05-26"},
    {20230526, "None", "none"},
    {20230526, "7D", "2023-05-20..2023-05-26"},
    {20230526, "6M", "2022-11-27..2023-05-26"},
    {20230526, "007d", "2023-05-20..2023-05-26"},
    /* months without a year */
    {20230526, "january", "2023-01-01..2023-01-31"},
    {20230526, "june", "2022-06-01..2022-06-30"},
    {20230526, "sept", "2022-09-01..2022-09-30"},
    {20230526, "Dec", "2022-12-01..2022-12-31"},
    {20230501, "may", "2023-05-01..2023-05-31"},
    {20230430, "may", "2022-05-01..2022-05-31"},
    {20240229, "february", "2024-02-01..2024-02-29"},
    {20240131, "feb", "2023-02-01..2023-02-28"},
    {20230101, "jan", "2023-01-01..2023-01-31"},
    {20230101, "dec", "2022-12-01..2022-12-31"},
    {20231231, "dec", "2023-12-01..2023-12-31"},
    /* 29 February, a Thursday */
    {20240229, "today", "2024-02-29..2024-02-29"},
    {20240229, "yesterday", "2024-02-28..2024-02-28"},
    {20240229, "this-week", "2024-02-26..2024-03-03"},
    {20240229, "last-week", "2024-02-19..2024-02-25"},
    {20240229, "this-month", "2024-02-01..2024-02-29"},
    {20240229, "last-month", "2024-01-01..2024-01-31"},
    {20240229, "last-year", "2023-01-01..2023-12-31"},
    {20240229, "30d", "2024-01-31..2024-02-29"},
    {20240229, "2w", "2024-02-16..2024-02-29"},
    {20240229, "1m", "2024-01-30..2024-02-29"},
    {20240229, "6m", "2023-08-30..2024-02-29"},
    {20240229, "12m", "2023-03-01..2024-02-29"},
    {20240229, "1y", "2023-03-01..2024-02-29"},
    {20240229, "4y", "2020-03-01..2024-02-29"},
    {20240301, "yesterday", "2024-02-29..2024-02-29"},
    {20230301, "yesterday", "2023-02-28..2023-02-28"},
    /* 1 January, a Sunday */
    {20230101, "yesterday", "2022-12-31..2022-12-31"},
    {20230101, "this-week", "2022-12-26..2023-01-01"},
    {20230101, "last-week", "2022-12-19..2022-12-25"},
    {20230101, "this-month", "2023-01-01..2023-01-31"},
    {20230101, "last-month", "2022-12-01..2022-12-31"},
    {20230101, "this-year", "2023-01-01..2023-12-31"},
    {20230101, "last-year", "2022-01-01..2022-12-31"},
    {20230101, "1d", "2023-01-01..2023-01-01"},
    {20230101, "1w", "2022-12-26..2023-01-01"},
    {20230101, "1m", "2022-12-02..2023-01-01"},
    {20230101, "1y", "2022-01-02..2023-01-01"},
    /* month ends */
    {20230331, "last-month", "2023-02-01..2023-02-28"},
    {20230331, "this-week", "2023-03-27..2023-04-02"},
    {20230331, "1m", "2023-03-01..2023-03-31"},
    {20230331, "2m", "2023-02-01..2023-03-31"},
    {20230331, "4m", "2022-12-01..2023-03-31"},
    {20230331, "6m", "2022-10-01..2023-03-31"},
    {20230331, "13m", "2022-03-01..2023-03-31"},
    {20230331, "1y", "2022-04-01..2023-03-31"},
    {20240331, "1m", "2024-03-01..2024-03-31"},
    {20230831, "6m", "2023-03-01..2023-08-31"},
    {20231231, "1y", "2023-01-01..2023-12-31"},
    /* Sunday and Monday; weeks over a new year */
    {20230528, "this-week", "2023-05-22..2023-05-28"},
    {20230528, "last-week", "2023-05-15..2023-05-21"},
    {20230529, "this-week", "2023-05-29..2023-06-04"},
    {20230529, "last-week", "2023-05-22..2023-05-28"},
    {20210103, "this-week", "2020-12-28..2021-01-03"},
    {20210104, "last-week", "2020-12-28..2021-01-03"},
    /* the ends of the calendar */
    {10101, "today", "..0001-01-01"},
    {10101, "1d", "..0001-01-01"},
    {10101, "this-week", "..0001-01-07"},
    {10101, "this-year", "..0001-12-31"},
    {10107, "7d", "..0001-01-07"},
    {10201, "1m", "0001-01-02..0001-02-01"},
    {20101, "last-year", "..0001-12-31"},
    {99991231, "today", "9999-12-31.."},
    {99991231, "this-month", "9999-12-01.."},
    {99991231, "9998y", "0002-01-01.."},
    {99991231, "3652059d", ".."},
    {20230526, "0001", "..0001-12-31"},
    {20230526, "9999", "9999-01-01.."},
    /* other ways of writing */
    {20230526, "05/05/2023", "2023-05-05..2023-05-05"},
    {20230526, "26/05/2023", "2023-05-26..2023-05-26"},
    {20230526, "05/26/2023", "2023-05-26..2023-05-26"},
    {20230526, "05/2023", "2023-05-01..2023-05-31"},
    {20230526, "2023/05/06", "2023-05-06..2023-05-06"},
    {20230526, "2023.05.06", "2023-05-06..2023-05-06"},
    {20230526, "2023/05", "2023-05-01..2023-05-31"},
    {20230526, "2023-5-6", "2023-05-06..2023-05-06"},
    {20230526, "2023-05-6", "2023-05-06..2023-05-06"},
    {20230526, "2023-5", "2023-05-01..2023-05-31"},
    {20230526, "2023-may", "2023-05-01..2023-05-31"},
    {20230526, "2023-may-26", "2023-05-26..2023-05-26"},
    {20230526, "may-26-2023", "2023-05-26..2023-05-26"},
    {20230526, "may 2023", "2023-05-01..2023-05-31"},
    {20230526, "may2023", "2023-05-01..2023-05-31"},
    {20230526, "26 May 2023", "2023-05-26..2023-05-26"},
    {20230526, "26may2023", "2023-05-26..2023-05-26"},
    {20230526, "20230526", "2023-05-26..2023-05-26"},
    {20230526, "May 26, 2023", "2023-05-26..2023-05-26"},
    {20230526, "2023-05-26T10:00", "2023-05-26..2023-05-26"},
    {20230526, " 2023", "2023-01-01..2023-12-31"},
    {20230526, "2023 ", "2023-01-01..2023-12-31"},
    {20230526, "2023-W21", "2023-05-22..2023-05-28"},
    {20230526, "2020-W53", "2020-12-28..2021-01-03"},
    {20230526, "last week", "2023-05-15..2023-05-21"},
    {20230526, "THIS_MONTH", "2023-05-01..2023-05-31"},
    {20230526, "7 days", "2023-05-20..2023-05-26"},
    {20230526, "2weeks", "2023-05-13..2023-05-26"},
    {20230526, "6-Months", "2022-11-27..2023-05-26"},
    {20230526, "1 y", "2022-05-27..2023-05-26"},
    {20230526, "mai-2023", "2023-05-01..2023-05-31"},
    {20230526, "2023-146", "2023-05-26..2023-05-26"},
    {20230526, "2023..2024/05", "2023-01-01..2024-05-31"},
    {20230526, "2023 .. 2024", "2023-01-01..2024-12-31"},
    {20230526, "2023-5-26", "2023-05-26..2023-05-26"},
    {20230526, "2023/05/26", "2023-05-26..2023-05-26"},
    {20230526, "2023-05-26T10:00:00Z", "2023-05-26..2023-05-26"},
    {20230526, "May 2023", "2023-05-01..2023-05-31"},
    {20230526, "3rd of August 2012", "2012-08-03..2012-08-03"},
    {20230526, "3rd-of-august-2012", "2012-08-03..2012-08-03"},
    {20230526, "2023w21", "2023-05-22..2023-05-28"},
    {20230526, "2023-q2", "2023-04-01..2023-06-30"},
    {20230526, "q2-2023", "2023-04-01..2023-06-30"},
    {20230526, "Q2 2023", "2023-04-01..2023-06-30"},
    {20230526, "1990s", "1990-01-01..1999-12-31"},
    {20230526, "1990's", "1990-01-01..1999-12-31"},
    {20230526, "monday", "2023-05-22..2023-05-22"},
    {20230526, "friday", "2023-05-26..2023-05-26"},
    {20230526, "Sat", "2023-05-20..2023-05-20"},
    {20230526, "this-quarter", "2023-04-01..2023-06-30"},
    {20230526, "last-quarter", "2023-01-01..2023-03-31"},
    {20230526, "last quarter", "2023-01-01..2023-03-31"},
    {20230526, "last-7-days", "2023-05-20..2023-05-26"},
    {20230526, "last 7 days", "2023-05-20..2023-05-26"},
    {20230526, "2 weeks", "2023-05-13..2023-05-26"},
    {20230526, "2.weeks", "2023-05-13..2023-05-26"},
    {20230526, "2023-05 .. 2024-02", "2023-05-01..2024-02-29"},
    {20230526, "26. Mai 2023", "2023-05-26..2023-05-26"},
    {20230526, "٢٦/٠٥/٢٠٢٣", "2023-05-26..2023-05-26"},
    {20230526, "01-2023..05-2023", "2023-01-01..2023-05-31"},
    {20230526, "monday..friday", "2023-05-22..2023-05-26"},
    /* ranges of any two forms */
    {20230526, "2023..2023", "2023-01-01..2023-12-31"},
    {20230526, "2023-05-26..2023-05-26", "2023-05-26..2023-05-26"},
    {20230526, "2023-05-26..2023-05", "2023-05-26..2023-05-31"},
    {20230526, "2023-05..2023-05-01", "2023-05-01..2023-05-01"},
    {20230526, "26-may-2023..2024", "2023-05-26..2024-12-31"},
    {20230526, "dec..may", "2022-12-01..2023-05-31"},
    {20230526, "jan-2020..FEB-2024", "2020-01-01..2024-02-29"},
    {20230526, "7d..today", "2023-05-20..2023-05-26"},
    {20230526, "yesterday..", "2023-05-25.."},
    {20230526, "..yesterday", "..2023-05-25"},
    {20230526, "6m..", "2022-11-27.."},
    {20230526, "..6m", "..2023-05-26"},
    {20230526, "last-year..last-month", "2022-01-01..2023-04-30"},
    {20230526, "last-week..this-week", "2023-05-15..2023-05-28"},
    {20230526, "may..", "2023-05-01.."},
    {20230526, "0001..", ".."},
    {20230526, "..9999", ".."},
    {20230526, "0001..9999", ".."},
};

static void test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        char text[RANGE_TEXT];
        range_print(parsed(forms[i].today, forms[i].text), text);
        if (strcmp(text, forms[i].range) != 0)
            fail_msg("'%s' on %u is %s, not %s", forms[i].text, (unsigned)forms[i].today, text,
                     forms[i].range);
    }
}

static void test_only_none_is_undated(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        bool none = strcmp(forms[i].range, "none") == 0;
        assert_int_equal(parsed(forms[i].today, forms[i].text).undated, none);
    }
}

/* --- The errors ------------------------------------------------------------------------------- */

#define ALL_FORMS                                                                 \
    "write a date such as 2023, 2023-05, 2023-05-26, may-2023, last-week or 7d, " \
    "or a range such as 2023-05..2024-02"
#define FOUR_DIGITS "write the year with four digits: 2023, 2023-05 or 2023-05-26"
#define A_WEEK "write a week of that year, as in 2023-W21"
#define TWO_DOTS "write it with two dots, as in 2023-05..2024-02"
#define TWO_ENDS "a range has one pair of dots and two ends"
#define NO_END "none is not a day, so it cannot begin or end a range"
#define NONE_ALONE "write none on its own, without dots"
#define BOTH_DAYS "write the first and the last day, as in 2023-05-26..2023-06-03"

static const struct {
    const char *text;
    size_t column;
    const char *message;
    const char *cure;
} errors[] = {
    {"", 1, "the date is empty", ALL_FORMS},
    {"2023-02-30", 9, "2023-02-30 does not exist: February 2023 has 28 days",
     "write 2023-02 for the whole month, 2023-02-28 for its last day"},
    {"2024-02-30", 9, "2024-02-30 does not exist: February 2024 has 29 days",
     "write 2024-02 for the whole month, 2024-02-29 for its last day"},
    {"2023-05-00", 9, "2023-05-00 does not exist: May 2023 has 31 days",
     "write 2023-05 for the whole month, 2023-05-31 for its last day"},
    {"2023/02/30", 9, "2023/02/30 does not exist: February 2023 has 28 days",
     "write 2023-02 for the whole month, 2023-02-28 for its last day"},
    {"31-feb-2023", 1, "31-feb-2023 does not exist: February 2023 has 28 days",
     "write 2023-02 for the whole month, 2023-02-28 for its last day"},
    {"0-may-2023", 1, "0-may-2023 does not exist: May 2023 has 31 days",
     "write 2023-05 for the whole month, 2023-05-31 for its last day"},
    {"2023-13", 6, "2023-13 does not exist: months are 01 to 12",
     "write 2023 for the whole year, or a month from 01 to 12"},
    {"2023-00-05", 6, "2023-00-05 does not exist: months are 01 to 12",
     "write 2023 for the whole year, or a month from 01 to 12"},
    {"0000", 1, "0000 does not exist: years are 0001 to 9999", "write a year from 0001 to 9999"},
    {"0000-05-26", 1, "0000-05-26 does not exist: years are 0001 to 9999",
     "write a year from 0001 to 9999"},
    {"may-0000", 5, "may-0000 does not exist: years are 0001 to 9999",
     "write a year from 0001 to 9999"},
    {"23", 1, "23 has no year of four digits", FOUR_DIGITS},
    {"202", 1, "202 has no year of four digits", FOUR_DIGITS},
    {"23-05-26", 1, "23-05-26 has no year of four digits", "write 2023-05-26 or 1926-05-23"},
    {"05/06/23", 1, "05/06/23 has no year of four digits",
     "write 2005-06-23, 2023-06-05 or 2023-05-06"},
    {"05-06", 1, "05-06 has no year of four digits", FOUR_DIGITS},
    {"12345", 1, "12345 has no year of four digits", FOUR_DIGITS},
    {"12345-05-26", 1, "12345-05-26 has no year of four digits", FOUR_DIGITS},
    {"26-05-12345", 1, "26-05-12345 has no year of four digits", FOUR_DIGITS},
    {"may-23", 1, "may-23 has no year of four digits", "write 2023-05-23 or 2023-05"},
    {"26-may-23", 8, "26-may-23 has no year of four digits", "write 2023-05-26"},
    {"26-may", 1, "26-may has no year of four digits", "write 2023-05-26"},
    {"may-12345", 10, "unknown date \"may-12345\"", ALL_FORMS},
    {"05/06/2023", 1, "05/06/2023 is ambiguous: either number may be the month",
     "write 2023-06-05 or 2023-05-06"},
    {"5.6.2023", 1, "5.6.2023 is ambiguous: either number may be the month",
     "write 2023-06-05 or 2023-05-06"},
    {"05-06-2023", 1, "05-06-2023 is ambiguous: either number may be the month",
     "write 2023-06-05 or 2023-05-06"},
    {"30/02/2023", 1, "30/02/2023 does not exist: February 2023 has 28 days",
     "write 2023-02 for the whole month, 2023-02-28 for its last day"},
    {"13-2023", 1, "13-2023 does not exist: months are 01 to 12",
     "write 2023 for the whole year, or a month from 01 to 12"},
    {"2023-05/06", 8, "unknown date \"2023-05/06\"", ALL_FORMS},
    {"20231301", 5, "20231301 does not exist: months are 01 to 12",
     "write 2023 for the whole year, or a month from 01 to 12"},
    {"2021-W53", 1, "2021-W53 does not exist", A_WEEK},
    {"2021-W00", 1, "2021-W00 does not exist", A_WEEK},
    {"2023-2024", 1, "unknown date \"2023-2024\"", "write 2023..2024"},
    {"2024-2023", 6, "unknown date \"2024-2023\"", ALL_FORMS},
    {"0 days", 1, "0 days holds no day",
     "write 1d for today alone, or none for articles without a date"},
    {"x", 1, "unknown date \"x\"", ALL_FORMS},
    {"tomorrow", 1, "unknown date \"tomorrow\"", "write 2023-05-27"},
    {"next-week", 1, "unknown date \"next-week\"", "write 2023-05-29..2023-06-04"},
    {"last-decade", 1, "unknown date \"last-decade\"", ALL_FORMS},
    {"last", 1, "unknown date \"last\"", ALL_FORMS},
    {"janu", 1, "unknown date \"janu\"", "write january"},
    {"7h", 1, "unknown date \"7h\"", "write today"},
    {"d", 1, "unknown date \"d\"", ALL_FORMS},
    {"-7d", 1, "unknown date \"-7d\"", ALL_FORMS},
    {"1.5y", 3, "unknown date \"1.5y\"", ALL_FORMS},
    {"may-may", 1, "unknown date \"may-may\"", "write 2023-05"},
    {"2022-may-2023", 1, "unknown date \"2022-may-2023\"", "write 2022..2023-05"},
    {"126-may-2023", 8, "unknown date \"126-may-2023\"", ALL_FORMS},
    {"2023-", 1, "unknown date \"2023-\"", "write 2023"},
    {"2023--05", 6, "unknown date \"2023--05\"", ALL_FORMS},
    {"2023.", 1, "unknown date \"2023.\"", "write 2023"},
    {"2023-05-261", 8, "unknown date \"2023-05-261\"", ALL_FORMS},
    {"126/05/2023", 5, "unknown date \"126/05/2023\"", ALL_FORMS},
    {"2023-05-26-1", 11, "unknown date \"2023-05-26-1\"", ALL_FORMS},
    {"2023-05-26x", 1, "unknown date \"2023-05-26x\"", "write 2023-05-26"},
    {"a-text-that-is-much-longer-than-any-date-can-be", 1,
     "unknown date \"a-text-that-is-much-longer-than-any-date...\"", ALL_FORMS},
    {"0d", 1, "0d holds no day", "write 1d for today alone, or none for articles without a date"},
    {"000m", 1, "000m holds no day",
     "write 1d for today alone, or none for articles without a date"},
    {"738667d", 1, "738667d leaves the calendar, which is 0001-01-01 to 9999-12-31", BOTH_DAYS},
    {"2023y", 1, "2023y leaves the calendar, which is 0001-01-01 to 9999-12-31", BOTH_DAYS},
    {"30000m", 1, "30000m leaves the calendar, which is 0001-01-01 to 9999-12-31", BOTH_DAYS},
    {"99999999999999999999w", 1,
     "99999999999999999999w leaves the calendar, which is 0001-01-01 to 9999-12-31", BOTH_DAYS},
    {"357913942y", 1, "357913942y leaves the calendar, which is 0001-01-01 to 9999-12-31",
     BOTH_DAYS},
    {"4294967297y", 1, "4294967297y leaves the calendar, which is 0001-01-01 to 9999-12-31",
     BOTH_DAYS},
    {"..", 1, "a range needs a first or a last day",
     "write 2023-05..2024-02, 2023-05.. or ..2024-02"},
    {"...", 3, TWO_ENDS, TWO_DOTS},
    {"....", 3, TWO_ENDS, TWO_DOTS},
    {"2023...2024", 7, TWO_ENDS, "write 2023..2024"},
    {"2021..2022..2023", 11, TWO_ENDS, TWO_DOTS},
    {"2024-02..2023-05", 10, "the range ends on 2023-05-31, before it begins on 2024-02-01",
     "write 2023-05..2024-02"},
    {"today..yesterday", 8, "the range ends on 2023-05-25, before it begins on 2023-05-26",
     "write yesterday..today"},
    {"2024..may", 7, "the range ends on 2023-05-31, before it begins on 2024-01-01",
     "write may..2024"},
    {"none..", 1, NO_END, NONE_ALONE},
    {"..none", 3, NO_END, NONE_ALONE},
    {"2023..none", 7, NO_END, NONE_ALONE},
    {"None..2023", 1, NO_END, NONE_ALONE},
    {"2023..2023-02-30", 15, "2023-02-30 does not exist: February 2023 has 28 days",
     "write 2023-02 for the whole month, 2023-02-28 for its last day"},
    {"2023-02-30..2023", 9, "2023-02-30 does not exist: February 2023 has 28 days",
     "write 2023-02 for the whole month, 2023-02-28 for its last day"},
    {"..05/06/2023", 3, "05/06/2023 is ambiguous: either number may be the month",
     "write 2023-06-05 or 2023-05-06"},
    {"2023..may-24", 7, "may-24 has no year of four digits", "write 2023-05-24"},
    {"today..x", 8, "unknown date \"x\"", ALL_FORMS},
    {"2023-05-01..15", 13, "15 has no year of four digits", "write 2023-05-01..2023-05-15"},
    {"may..june-2023", 1, "may is of no certain year here", "write 2023-05..2023-06"},
    {"03.08.2012", 1, "03.08.2012 is ambiguous: either number may be the month",
     "write 2012-08-03 or 2012-03-08"},
    {"26 May 23", 8, "26 May 23 has no year of four digits", "write 2023-05-26"},
    {"2023..2022", 7, "the range ends on 2022-12-31, before it begins on 2023-01-01",
     "write 2022..2023"},
    {">2005", 1, "unknown date \">2005\"", "write 2006.."},
    {">=2005", 1, "unknown date \">=2005\"", "write 2005.."},
    {"<2005", 1, "unknown date \"<2005\"", "write ..2004"},
    {"<=2005-05", 1, "unknown date \"<=2005-05\"", "write ..2005-05"},
    {"[2005 TO 2006]", 1, "unknown date \"[2005 TO 2006]\"", "write 2005..2006"},
    {"[2005 TO *]", 1, "unknown date \"[2005 TO *]\"", "write 2005.."},
    {"{2005 TO 2006}", 1, "unknown date \"{2005 TO 2006}\"", ALL_FORMS},
    {"[2005", 1, "unknown date \"[2005\"", "write 2005"},
    {"2005..*", 7, "an open end is written as nothing", "write 2005.."},
    {"now", 1, "unknown date \"now\"", "write today"},
    {"now-7d", 1, "unknown date \"now-7d\"", "write 7d"},
    {"2 hours ago", 1, "unknown date \"2 hours ago\"", "write today"},
    {"2-hours-ago", 1, "unknown date \"2-hours-ago\"", "write today"},
    {"24h", 1, "unknown date \"24h\"", "write 2d"},
    {"2 days ago", 1, "unknown date \"2 days ago\"", "write 2023-05-24"},
    {"2.days.ago", 1, "unknown date \"2.days.ago\"", "write 2023-05-24"},
    {"1 month ago", 1, "unknown date \"1 month ago\"", "write 2023-04-26"},
    {"last-friday", 1, "unknown date \"last-friday\"", "write 2023-05-26 or 2023-05-19"},
    {"last-wednesday", 1, "unknown date \"last-wednesday\"", "write 2023-05-24 or 2023-05-17"},
    {"next-monday", 1, "unknown date \"next-monday\"", "write 2023-05-22 or 2023-05-29"},
    {"since 2005", 1, "unknown date \"since 2005\"", "write 2005.."},
    {"since:2005", 1, "unknown date \"since:2005\"", "write 2005.."},
    {"after:2005", 1, "unknown date \"after:2005\"", "write 2006.."},
    {"before 2005", 1, "unknown date \"before 2005\"", "write ..2004"},
    {"until-2005", 1, "unknown date \"until-2005\"", "write ..2005"},
    {"2005-2006", 1, "unknown date \"2005-2006\"", "write 2005..2006"},
    {"2005 - 2006", 1, "unknown date \"2005 - 2006\"", "write 2005..2006"},
    {"2005–2006", 1, "unknown date \"2005?2006\"", "write 2005..2006"},
    {"2005 to 2006", 1, "unknown date \"2005 to 2006\"", "write 2005..2006"},
    {"2005-to-2006", 1, "unknown date \"2005-to-2006\"", "write 2005..2006"},
    {"may 2005 to june 2006", 1, "unknown date \"may 2005 to june 2006\"",
     "write 2005-05..2006-06"},
    {"between 2005 and 2006", 1, "unknown date \"between 2005 and 2006\"", "write 2005..2006"},
    {"between-2005-and-2006", 1, "unknown date \"between-2005-and-2006\"", "write 2005..2006"},
    {"2005-01-01/2006-01-01", 1, "unknown date \"2005-01-01/2006-01-01\"",
     "write 2005..2006-01-01"},
    {"2005-01-01:2006-01-01", 1, "unknown date \"2005-01-01:2006-01-01\"",
     "write 2005..2006-01-01"},
    {"2005...2006", 7, TWO_ENDS, "write 2005..2006"},
    {"1684972800", 1, "unknown date \"1684972800\"", "write 2023-05-25"},
    {"@1684972800", 1, "unknown date \"@1684972800\"", "write 2023-05-25"},
    {"1684972800000", 1, "unknown date \"1684972800000\"", "write 2023-05-25"},
    {"2005*", 1, "unknown date \"2005*\"", "write 2005"},
    {"2005-05-*", 1, "unknown date \"2005-05-*\"", "write 2005-05"},
    {"199*", 1, "unknown date \"199*\"", "write 1990s"},
    {"199x", 1, "unknown date \"199x\"", "write 1990s"},
    {"1900s", 1, "1900s is ambiguous: ten years or a hundred", "write 1900..1909 or 1900..1999"},
    {"2000s", 1, "2000s is ambiguous: ten years or a hundred", "write 2000..2009 or 2000..2099"},
    {"90s", 1, "unknown date \"90s\"", "write 1990s"},
    {"q2", 1, "unknown date \"q2\"", "write 2023-q2"},
    {"2023-h1", 1, "unknown date \"2023-h1\"", "write 2023-01..2023-06"},
    {"mai", 1, "unknown date \"mai\"", "write may"},
    {"septem", 1, "unknown date \"septem\"", "write september"},
    {"past-week", 1, "unknown date \"past-week\"", "write last-week or 1w"},
    {"feb 29", 1, "feb 29 has no year of four digits", "write 2020-02-29"},
    {"29 feb", 1, "29 feb has no year of four digits", "write 2020-02-29"},
    {"Mon, 26 May 2023", 1, "Mon, 26 May 2023 does not exist: that day is a Friday",
     "write 2023-05-26"},
    {"2023-366", 6, "2023-366 does not exist: 2023 has 365 days", "write 2023 for the whole year"},
    {"2023-q5", 1, "2023-q5 does not exist", "write a quarter from q1 to q4, as in 2023-q2"},
    {"26 มกราคม 2566", 4, "unknown date \"26 ?????? 2566\"", ALL_FORMS},
    {"2023-05-26-2024", 1, "unknown date \"2023-05-26-2024\"", "write 2023..2024-05-26"},
    {"2005,2006", 1, "unknown date \"2005,2006\"", "write 2005..2006"},
    {"last-two-weeks", 1, "unknown date \"last-two-weeks\"", ALL_FORMS},
    {"\x1B[31m\n", 1, "unknown date \"?[31m?\"", ALL_FORMS},
};

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(errors); i++) {
        const char *text = errors[i].text;
        struct range r;
        struct range_error e;
        if (range_parse(text, strlen(text), date_from_number(20230526), &r, &e))
            fail_msg("'%s' must not be a range", text);
        if (e.column != errors[i].column)
            fail_msg("'%s': the error is in column %zu", text, e.column);
        assert_string_equal(e.message, errors[i].message);
        assert_string_equal(e.cure, errors[i].cure);
    }
}

static void test_errors_at_the_ends_of_the_calendar(void **state)
{
    (void)state;
    static const struct {
        uint32_t today;
        const char *text;
    } rows[] = {
        {10101, "yesterday"},    {10101, "last-week"},  {10107, "last-week"},
        {10101, "last-month"},   {10131, "last-month"}, {10101, "last-year"},
        {11231, "last-year"},    {10101, "2d"},         {10101, "1w"},
        {10106, "7d"},           {10101, "1m"},         {10131, "1m"},
        {11231, "1y"},           {10401, "may"},        {10101, "dec"},
        {99991231, "this-week"}, {99991231, "9999y"},   {99991231, "3652060d"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *text = rows[i].text;
        struct range r;
        struct range_error e;
        if (range_parse(text, strlen(text), date_from_number(rows[i].today), &r, &e))
            fail_msg("'%s' on %u leaves the calendar", text, (unsigned)rows[i].today);
        assert_int_equal(e.column, 1);
        assert_non_null(strstr(e.message, "leaves the calendar"));
        assert_string_equal(e.cure, BOTH_DAYS);
    }
}

static void assert_printable(const char *text)
{
    assert_true(*text != '\0');
    for (; *text; text++)
        assert_true(*text >= ' ' && *text < 0x7F);
}

/* If the cure is to write one certain thing, that must be right. */
static void assert_cure_works(const char *cure, struct date today)
{
    static const char write[] = "write ";
    struct range r;
    struct range_error e;
    if (strncmp(cure, write, strlen(write)) != 0)
        return;
    const char *text = cure + strlen(write);
    if (!strchr(text, ' ') && !range_parse(text, strlen(text), today, &r, &e))
        fail_msg("the cure '%s' is wrong: %s; %s", cure, e.message, e.cure);
}

/* Parses bytes in memory of exactly their length, so that a sanitizer sees reading beyond. */
static void parse_bytes(const char *bytes, size_t length, struct date today)
{
    struct range r;
    struct range_error e;
    char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    if (!range_parse(copy, length, today, &r, &e)) {
        assert_true(e.column >= 1 && e.column <= length + 1);
        assert_printable(e.message);
        assert_printable(e.cure);
        assert_cure_works(e.cure, today);
    } else if (!r.undated) {
        assert_true(date_is_valid(r.first) && r.first.day > 0);
        assert_true(date_is_valid(r.last) && r.last.day > 0);
        assert_true(date_compare(r.first, r.last) <= 0);
    }
    free(copy);
}

static void test_cures(void **state)
{
    (void)state;
    struct date today = date_from_number(20230526);
    for (size_t i = 0; i < COUNT(errors); i++)
        parse_bytes(errors[i].text, strlen(errors[i].text), today);
}

static struct date random_day(uint64_t *seed)
{
    return date_from_days((int32_t)(next_random(seed) % (LAST_DAY + 1)));
}

static void assert_day(const char *text, uint32_t today, struct date d)
{
    char found[RANGE_TEXT], expected[RANGE_TEXT];
    range_print(parsed(today, text), found);
    range_print((struct range){d, d, false}, expected);
    if (strcmp(found, expected) != 0)
        fail_msg("'%s' is %s, not %s", text, found, expected);
}

/* In options as it is; in date: with dashes for the blanks. */
static void test_every_way_of_writing(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 3000; i++) {
        struct date d = random_day(&seed);
        char text[WRITTEN_DAY];
        if (d.year < 2 || d.year > 9998)
            continue;
        for (int way = 0; write_day(d, way, text); way++) {
            assert_day(text, 20230526, d);
            if (strchr(text, ':'))
                continue;
            for (char *c = text; *c; c++)
                *c = *c == ' ' ? '-' : *c;
            assert_day(text, 20230526, d);
        }
    }
}

/* The cure of a text that must be refused, without "write "; it is one range. */
static const char *cure_of(const char *text, struct date today, struct range_error *e)
{
    struct range r;
    struct range_error none;
    if (range_parse(text, strlen(text), today, &r, e))
        fail_msg("'%s' must not be a range", text);
    const char *cure = e->cure + strlen("write ");
    if (!range_parse(cure, strlen(cure), today, &r, &none))
        fail_msg("'%s': the cure '%s' is no range", text, e->cure);
    return cure;
}

/* What other programs write is refused, and its cure is the range that was meant. */
static void test_what_others_write(void **state)
{
    (void)state;
    static const char *const pairs[] = {
        "[%s TO %s]",        "%s to %s", "%s - %s",     "from %s to %s",
        "between %s and %s", "%s/%s",    "%s until %s", "%s...%s"};
    uint64_t seed = 4;
    struct date today = date_from_number(20230526);
    for (int i = 0; i < 3000; i++) {
        struct date a = random_day(&seed), b = random_day(&seed);
        struct range_error e;
        char one[DATE_TEXT], two[DATE_TEXT], text[80], found[RANGE_TEXT], expected[RANGE_TEXT];
        if (date_compare(a, b) >= 0 || date_compare(a, (struct date){1, 1, 1}) == 0)
            continue;
        date_print(a, one);
        date_print(b, two);
        range_print((struct range){a, b, false}, expected);
        for (size_t p = 0; p < COUNT(pairs); p++) {
            snprintf(text, sizeof text, pairs[p], one, two);
            assert_string_equal(range_print(parsed(20230526, cure_of(text, today, &e)), found),
                                expected);
        }
        snprintf(text, sizeof text, "%s..%s", two, one);
        assert_string_equal(range_print(parsed(20230526, cure_of(text, today, &e)), found),
                            expected);
        range_print((struct range){a, RANGE_LAST, false}, expected);
        static const char *const since[] = {">=%s", "since %s", "since:%s", "from-%s"};
        for (size_t s = 0; s < COUNT(since); s++) {
            snprintf(text, sizeof text, since[s], one);
            assert_string_equal(range_print(parsed(20230526, cure_of(text, today, &e)), found),
                                expected);
        }
    }
}

/* 23-05-26, 26 May 23 and 30 February are refused, whatever the day. */
static void test_near_misses(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 5000; i++) {
        struct date d = random_day(&seed);
        const char *month = month_names[d.month - 1];
        int short_year = d.year % 100, none = date_month_days(d.year, d.month) + 1;
        char texts[6][WRITTEN_DAY];
        snprintf(texts[0], WRITTEN_DAY, "%02d-%02d-%02d", short_year, d.month, d.day);
        snprintf(texts[1], WRITTEN_DAY, "%d %s %02d", d.day, month, short_year);
        snprintf(texts[2], WRITTEN_DAY, "%04d-%02d-%02d", d.year, d.month, none);
        snprintf(texts[3], WRITTEN_DAY, "%02d-%.3s-%04d", none, month, d.year);
        snprintf(texts[4], WRITTEN_DAY, "%d %s", d.day, month);
        snprintf(texts[5], WRITTEN_DAY, "%04d-%04d-%02d", d.year, d.year, d.day);
        for (size_t t = 0; t < COUNT(texts); t++) {
            struct range r;
            struct range_error e;
            if (range_parse(texts[t], strlen(texts[t]), date_from_number(20230526), &r, &e))
                fail_msg("'%s' must not be a range", texts[t]);
            parse_bytes(texts[t], strlen(texts[t]), date_from_number(20230526));
        }
    }
}

static void test_random_bytes(void **state)
{
    (void)state;
    static const char likely[] = "0123456789012345---...//  maydwMYwW_\xC3\xA9";
    uint64_t seed = 1;
    for (int i = 0; i < 100000; i++) {
        char bytes[24];
        size_t length = next_random(&seed) % sizeof bytes;
        for (size_t j = 0; j < length; j++) {
            uint64_t r = next_random(&seed);
            bytes[j] = i % 4 ? likely[r % (sizeof likely - 1)] : (char)(r & 0xFF);
        }
        parse_bytes(bytes, length, random_day(&seed));
    }
}

static void test_damaged_forms(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int i = 0; i < 100000; i++) {
        char bytes[64];
        const char *text = i % 2 ? forms[next_random(&seed) % COUNT(forms)].text
                                 : errors[next_random(&seed) % COUNT(errors)].text;
        size_t length = strlen(text);
        memcpy(bytes, text, length);
        if (length > 0 && i % 3)
            bytes[next_random(&seed) % length] = (char)(next_random(&seed) & 0xFF);
        parse_bytes(bytes, length - next_random(&seed) % (length + 1), random_day(&seed));
    }
}

static void test_long_text(void **state)
{
    (void)state;
    enum { LENGTH = 100000 };
    static const char fill[] = "1a-. \xFF";
    char *text = malloc(LENGTH);
    assert_non_null(text);
    for (const char *c = fill; *c; c++) {
        memset(text, *c, LENGTH);
        parse_bytes(text, LENGTH, date_from_number(20230526));
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_only_none_is_undated),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_errors_at_the_ends_of_the_calendar),
        cmocka_unit_test(test_cures),
        cmocka_unit_test(test_every_way_of_writing),
        cmocka_unit_test(test_what_others_write),
        cmocka_unit_test(test_near_misses),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_damaged_forms),
        cmocka_unit_test(test_long_text),
    };
    return run_tap(tests);
}
