/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --dates: what a list says of which path, and its mistakes by line. */
#include "indexer/files/dates_list.h"

#include "lib/base/buf.h"
#include "tests/unit/scratch.h"

/* An archive with a.txt, b.txt and sub/c.txt; the current folder is sub. */
static void make_archive(struct home *h)
{
    struct error error;
    scratch_folder(".dateline");
    scratch_text("a.txt", "text");
    scratch_text("b.txt", "text");
    scratch_text("sub/c.txt", "text");
    assert_int_equal(chdir("sub"), 0);
    assert_true(home_find(NULL, NULL, false, h, &error));
}

static bool read_list(struct dates_list *l, const char *text, size_t length, const struct home *h,
                      struct error *error)
{
    scratch_write("list", text, length);
    return dates_list_read(l, "list", h, error);
}

static void test_lists(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *dates; /* "PATH=DATE ", in the order of paths */
    } rows[] = {
        {"", ""},
        {"# a comment\n\n\r\n", ""},
        {"c.txt\t2023-05-26\n", "sub/c.txt=2023-05-26 "},
        {"c.txt\t2023-05-26", "sub/c.txt=2023-05-26 "},
        {"c.txt\t2023-05\r\n../b.txt\t2022\r\n../a.txt\t2021-01-02\r\n",
         "a.txt=2021-01-02 b.txt=2022 sub/c.txt=2023-05 "},
        {"c.txt\tnone\n", "sub/c.txt= "},
        {"c.txt\t 26 May 2023 \n", "sub/c.txt=2023-05-26 "},
        {"#c.txt\t2023\n../a.txt\t2022\n", "a.txt=2022 "},
        {"not yet there.txt\t2023\n", "sub/not yet there.txt=2023 "},
        {"with\ttab.txt\t2023\n", "sub/with\ttab.txt=2023 "},
        {"..\t2023\n", ".=2023 "},
    };
    struct home h;
    make_archive(&h);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dates_list l;
        struct buf is = {0};
        struct error error;
        char date[DATE_TEXT];
        buf_clear(&is);
        assert_true(read_list(&l, rows[i].text, strlen(rows[i].text), &h, &error));
        for (size_t k = 0; k < l.count; k++) {
            buf_printf(&is, "%s=%s ", l.dates[k].path, date_print(l.dates[k].date, date));
            assert_false(l.dates[k].used);
            assert_ptr_equal(dates_list_find(&l, l.dates[k].path), &l.dates[k]);
        }
        assert_string_equal(is.data, rows[i].dates);
        assert_null(dates_list_find(&l, "c.txt"));
        assert_null(dates_list_find(&l, ""));
        buf_free(&is);
        dates_list_free(&l);
    }
    home_free(&h);
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        {"c.txt 2023\n", "list:1: no tab between path and date"},
        {"c.txt\t2023\n\n# x\nc\t2023-02-30\n", "list:4: there is no such day"},
        {"c.txt\t23\n", "list:1: not a date: write 2023, 2023-05, 2023-05-26 or none"},
        {"c.txt\t\n", "list:1: not a date: write 2023, 2023-05, 2023-05-26 or none"},
        {"c.txt\tNone\n", "list:1: not a date: write 2023, 2023-05, 2023-05-26 or none"},
        {"no/c.txt\t2023\n", "list:1: there is no such file, nor its folder"},
        {"\t2023\n", "list:1: there is no such file, nor its folder"},
        {"c.txt\t2023\n../a.txt\t2022\n./c.txt\t2023\n",
         "list:3: sub/c.txt has a date in line 1 already"},
        {"../b.txt\t1\n", "list:1: not a date: write 2023, 2023-05, 2023-05-26 or none"},
    };
    struct home h;
    make_archive(&h);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dates_list l;
        struct error error;
        if (read_list(&l, rows[i].text, strlen(rows[i].text), &h, &error))
            fail_msg("no mistake in '%s'", rows[i].text);
        assert_string_equal(error.message, rows[i].message);
        assert_int_equal(l.count, 0);
        assert_null(l.dates);
    }
    home_free(&h);
}

static void test_unreadable_lists(void **state)
{
    (void)state;
    struct home h;
    struct dates_list l;
    struct error error;
    make_archive(&h);
    assert_false(dates_list_read(&l, "nothing", &h, &error));
    assert_string_equal(error.message, "nothing: No such file or directory");
    assert_false(dates_list_read(&l, "..", &h, &error));
    assert_string_equal(error.message, "..: Is a directory");
    home_free(&h);
}

static void test_many(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    struct home h;
    struct dates_list l;
    struct buf text = {0};
    struct error error;
    make_archive(&h);
    for (int i = 0; i < MANY; i++) /* not in the order of names */
        buf_printf(&text, "x%d\t%04d\n", i * 7 % MANY, i * 7 % MANY + 1);
    assert_true(read_list(&l, text.data, text.length, &h, &error));
    assert_int_equal(l.count, MANY);
    for (int i = 0; i < MANY; i++) {
        char path[20];
        snprintf(path, sizeof path, "sub/x%d", i);
        const struct listed_date *d = dates_list_find(&l, path);
        assert_non_null(d);
        assert_int_equal(d->date.year, i + 1);
    }
    assert_null(dates_list_find(&l, "sub/x3000"));
    dates_list_free(&l);
    buf_free(&text);
    home_free(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_lists),
        SCRATCH_TEST(test_mistakes),
        SCRATCH_TEST(test_unreadable_lists),
        SCRATCH_TEST(test_many),
    };
    return run_tap(tests);
}
