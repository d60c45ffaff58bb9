/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of histograms: no period is left out, keys and order, counts by text. */
#include "searcher/match/facet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "searcher/match/tally.h"
#include "tests/unit/test.h"

/* The rows of dates as "KEY=COUNT KEY=COUNT". */
static void check(enum facet_by by, const uint32_t *dates, size_t n, const char *wanted)
{
    struct facet f = {0};
    struct buf text = {0};
    size_t count;
    for (size_t i = 0; i < n; i++)
        facet_add(&f, dates[i], 1);
    struct facet_row *rows = facet_rows(&f, by, &count);
    buf_clear(&text);
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%s%s=%d", i ? " " : "", rows[i].key, (int)rows[i].count);
    assert_string_equal(text.data, wanted);
    free(rows);
    buf_free(&text);
    facet_free(&f);
}

static void test_no_holes(void **state)
{
    (void)state;
    static const uint32_t dates[] = {20221130, 20230215, 20230200, 20230000, 0, 20230217};
    check(BY_YEAR, dates, 6, "2022=1 2023=4 undated=1");
    check(BY_QUARTER, dates, 6, "2022-q4=1 2023=1 2023-q1=3 undated=1");
    check(BY_MONTH, dates, 6, "2022-11=1 2022-12=0 2023=1 2023-01=0 2023-02=3 undated=1");
    check(BY_DAY, dates + 1, 5,
          "2023=1 2023-02=1 2023-02-15=1 2023-02-16=0 2023-02-17=1 undated=1");
    check(BY_WEEKDAY, dates + 1, 1, "Mon=0 Tue=0 Wed=1 Thu=0 Fri=0 Sat=0 Sun=0");
    static const uint32_t far[] = {19891231, 20110101};
    check(BY_DECADE, far, 2, "1980s=1 1990s=0 2000s=0 2010s=1");
    static const uint32_t weeks[] = {20201228, 20210118};
    check(BY_WEEK, weeks, 2, "2020-W53=1 2021-W01=0 2021-W02=0 2021-W03=1");
    check(BY_MONTH, far, 0, "");
    static const uint32_t vague[] = {20230000, 0};
    check(BY_MONTH, vague, 2, "2023=1 undated=1");
}

/* The ends of the calendar are reached, and not passed. */
static void test_ends(void **state)
{
    (void)state;
    static const uint32_t first[] = {10101, 10103};
    static const uint32_t last[] = {99991230, 99991231};
    static const enum facet_by units[] = {BY_YEAR,    BY_MONTH,  BY_WEEK,   BY_DAY,
                                          BY_QUARTER, BY_DECADE, BY_WEEKDAY};
    check(BY_DAY, first, 2, "0001-01-01=1 0001-01-02=0 0001-01-03=1");
    check(BY_DAY, last, 2, "9999-12-30=1 9999-12-31=1");
    check(BY_DECADE, last, 2, "9990s=2");
    for (size_t i = 0; i < COUNT(units); i++) {
        struct facet f = {0};
        size_t count;
        uint64_t sum = 0;
        facet_add(&f, first[0], 2);
        facet_add(&f, last[1], 3);
        struct facet_row *rows = facet_rows(&f, units[i], &count);
        for (size_t j = 0; j < count; j++)
            sum += rows[j].count;
        assert_int_equal(sum, 5);
        free(rows);
        facet_free(&f);
    }
}

static void test_names(void **state)
{
    (void)state;
    enum facet_by by;
    for (int i = BY_YEAR; i <= BY_PATH; i++) {
        assert_true(facet_parse(facet_name((enum facet_by)i), &by));
        assert_int_equal(by, i);
        assert_non_null(strstr(FACET_NAMES, facet_name(by)));
    }
    assert_false(facet_parse("fortnight", &by));
}

static void test_tally(void **state)
{
    (void)state;
    struct tally t = {0};
    char key[16];
    assert_int_equal(tally_of(&t, "a"), 0);
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "k%u", i % 100);
        tally_add(&t, key, i % 100 == 7 ? 5 : 1);
    }
    assert_int_equal(t.used, 100);
    assert_int_equal(tally_of(&t, "k7"), 50);
    assert_int_equal(tally_of(&t, "none"), 0);
    tally_sort(&t);
    assert_string_equal(t.rows[0].key, "k7");
    assert_string_equal(t.rows[1].key, "k0");
    assert_string_equal(t.rows[99].key, "k99");
    tally_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_holes),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_tally),
    };
    return run_tap(tests);
}
