/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns that choose files, as gitignore(5) has them. */
#include "indexer/files/ignore.h"
#include "tests/unit/test.h"

#include <string.h>

static void globs(void **state)
{
    (void)state;
    static const struct {
        const char *glob;
        const char *text;
        bool matches;
    } rows[] = {{"*.txt", "a.txt", true},
                {"*.txt", "b/a.txt", false},
                {"a?c", "abc", true},
                {"a?c", "a/c", false},
                {"**/foo", "foo", true},
                {"**/foo", "a/b/foo", true},
                {"**/foo", "xfoo", false},
                {"a/**", "a/b/c", true},
                {"a/**/b", "a/b", true},
                {"a/**/b", "a/x/y/b", true},
                {"a/**/b", "ab", false},
                {"[a-c]x", "bx", true},
                {"[!a-c]x", "bx", false},
                {"[", "[", true},
                {"\\*", "*", true},
                {"\\*", "a", false},
                {"*a*b*c", "xaybzc", true},
                {"*a*b*c", "xaybz", false},
                {"a/*/c", "a/b/c", true},
                {"a/*/c", "a/b/b/c", false},
                {"", "", true},
                {"*", "", true},
                {"**/x*/y", "a/xb/y", true},
                {"**/x*/y", "x/b/y", false},
                {"[]a]", "]", true},
                {"[\\]]", "]", true},
                {"a[", "a[", true}};
    for (size_t i = 0; i < COUNT(rows); i++)
        if (ignore_glob(rows[i].glob, rows[i].text) != rows[i].matches)
            fail_msg("%s and %s", rows[i].glob, rows[i].text);
}

static void stars_without_end(void **state)
{
    (void)state;
    char glob[400] = "";
    char text[2001];
    for (int i = 0; i < 99; i++)
        strcat(glob, "*a");
    memset(text, 'a', 2000);
    text[2000] = '\0';
    strcat(glob, "b");
    assert_false(ignore_glob(glob, text));
}

static void patterns(void **state)
{
    (void)state;
    static const char *const lines[] = {"# a comment", "",      "*.pdf\n",   "/top.txt",
                                        "drafts/",     "a/b.c", "!keep.pdf", "back\\ "};
    struct ignore i = {0};
    for (size_t n = 0; n < COUNT(lines); n++)
        ignore_add(&i, lines[n]);
    assert_int_equal(i.count, 6);
    assert_int_equal(ignore_match(&i, "x/y.pdf", false), IGNORE_OUT);
    assert_int_equal(ignore_match(&i, "x/keep.pdf", false), IGNORE_IN);
    assert_int_equal(ignore_match(&i, "top.txt", false), IGNORE_OUT);
    assert_int_equal(ignore_match(&i, "x/top.txt", false), IGNORE_SILENT);
    assert_int_equal(ignore_match(&i, "x/drafts", true), IGNORE_OUT);
    assert_int_equal(ignore_match(&i, "x/drafts", false), IGNORE_SILENT);
    assert_int_equal(ignore_match(&i, "a/b.c", false), IGNORE_OUT);
    assert_int_equal(ignore_match(&i, "x/a/b.c", false), IGNORE_SILENT);
    ignore_free(&i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(globs), cmocka_unit_test(stars_without_end),
                                       cmocka_unit_test(patterns)};
    return run_tap(tests);
}
