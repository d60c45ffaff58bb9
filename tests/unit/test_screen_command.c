/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "scratch.h"

#include "searcher/screen/command.h"
#include "searcher/screen/history.h"

static void assert_command(const struct command *c, const char *expected)
{
    struct buf out = {0};
    command_print(&out, c);
    assert_string_equal(out.data, expected);
    buf_free(&out);
}

static void a_query_is_quoted_for_the_shell(void **state)
{
    (void)state;
    assert_command(&(struct command){.query = "wagner"}, "searcher wagner");
    assert_command(&(struct command){.query = "wagner \"el mali\""},
                   "searcher 'wagner \"el mali\"'");
    assert_command(&(struct command){.query = "o'neill"}, "searcher 'o'\\''neill'");
    assert_command(&(struct command){.query = "-mali wagner"}, "searcher -- '-mali wagner'");
    assert_command(&(struct command){.query = "~vagner"}, "searcher '~vagner'");
    assert_command(&(struct command){.query = "$(rm x)`y`"}, "searcher '$(rm x)`y`'");
}

static void options_stand_as_they_would_be_written(void **state)
{
    (void)state;
    const char *const indexes[] = {"/a/.dateline", "my index"};
    struct range range = range_all();
    range.first = (struct date){2023, 5, 1};
    range.last = (struct date){2023, 8, 31};
    const struct command c = {.indexes = indexes,
                              .index_count = 2,
                              .query = "grain",
                              .range = range,
                              .dated = true,
                              .undated = true,
                              .any = true,
                              .sort = "oldest",
                              .today = {2024, 1, 2},
                              .matches = 34};
    assert_command(&c, "searcher -i /a/.dateline -i 'my index' --on 2023-05-01..2023-08-31 "
                       "--undated --any --today 2024-01-02 -s oldest -n 34 grain");
}

static void no_query_asks_for_articles_all_the_same(void **state)
{
    (void)state;
    assert_command(&(struct command){.query = ""}, "searcher -s newest");
    assert_command(&(struct command){.query = "", .dated = true, .range = {.undated = true}},
                   "searcher --on none");
    assert_command(&(struct command){.query = "x", .impossible = true, .dated = true},
                   "searcher --until 0001-01-01 --since 9999-12-31 x");
}

/* ---- history ---- */

static void earlier_queries_come_back_and_so_does_the_draft(void **state)
{
    (void)state;
    struct history h = {0};
    history_add(&h, "one");
    history_add(&h, "two");
    history_add(&h, "two");
    history_add(&h, "");
    assert_int_equal(h.count, 2);
    assert_string_equal(history_earlier(&h, "draft"), "two");
    assert_string_equal(history_earlier(&h, "two"), "one");
    assert_null(history_earlier(&h, "one"));
    assert_string_equal(history_later(&h), "two");
    assert_string_equal(history_later(&h), "draft");
    assert_null(history_later(&h));
    history_free(&h);
}

static void history_is_kept_for_its_owner_alone(void **state)
{
    struct history h;
    struct stat s;
    char query[100];
    history_open(&h, history_path(*state, "/nowhere"));
    history_add(&h, "a \"b c\"");
    assert_int_equal(stat("dateline/history", &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    for (int i = 0; i < 3000; i++) {
        snprintf(query, sizeof query, "query %d", i);
        history_add(&h, query);
    }
    history_free(&h);
    for (int i = 0; i < 2; i++) {
        history_open(&h, history_path(*state, NULL));
        assert_int_equal(h.count, HISTORY_MOST);
        assert_string_equal(history_earlier(&h, ""), "query 2999");
        history_free(&h);
    }
}

static void folders_of_the_state_are_looked_up(void **state)
{
    (void)state;
    char *a = history_path(NULL, "/home/x");
    char *b = history_path("relative", "/home/x");
    assert_string_equal(a, "/home/x/.local/state/dateline/history");
    assert_string_equal(b, a);
    assert_null(history_path(NULL, NULL));
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_is_quoted_for_the_shell),
        cmocka_unit_test(options_stand_as_they_would_be_written),
        cmocka_unit_test(no_query_asks_for_articles_all_the_same),
        cmocka_unit_test(earlier_queries_come_back_and_so_does_the_draft),
        SCRATCH_TEST(history_is_kept_for_its_owner_alone),
        cmocka_unit_test(folders_of_the_state_are_looked_up),
    };
    return run_tap(tests);
}
