/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as it reads, and in lines: what is taken out, what stays, where lines end. */
#include "searcher/present/plain.h"

#include <string.h>

#include "searcher/present/wrap.h"
#include "tests/unit/test.h"

static void check(const char *text, bool lists, const char *wanted)
{
    struct buf out = {0};
    plain_add(&out, (struct slice){text, strlen(text)}, lists);
    assert_string_equal(out.data, wanted);
    buf_free(&out);
}

static void test_marks_go(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"A **bold**, _slanted_ and `set` word", "A bold, slanted and set word"},
        {"***both*** and __strong__", "both and strong"},
        {"[Mali](http://x/a_(b)) and ![a picture](y.png)", "Mali and a picture"},
        {"[**Mali**][1] again", "Mali again"},
        {"## Heading", "\nHeading"},
        {"> quoted *so*", "\nquoted so"},
        {"* one\n- two\n", "\none\n\ntwo\n"},
        {"a\n---\nb", "a\n\nb"},
        {"[1]: http://example.org/\nb", "\nb"},
        {"AT&amp;T &ldquo;x&rdquo; &#8217; &#x2019;", "AT&T “x” ’ ’"},
        {"<p>a<br/>b</p>", " a b "},
        {"\\*as is\\*", "*as is*"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i][0], false, rows[i][1]);
}

static void test_what_looks_alike_stays(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "5 * 3 = 15",    "snake_case_name", "*alone",       "AT&T & co; &nosuch;",
        "a < b and c>d", "[sic] (so)",      "C:\\Users\\x", "-5 degrees",
        "#hashtag",      "&#27; &#x9b;",
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i], false, rows[i]);
}

static void test_lists_of_links(void **state)
{
    (void)state;
    static const char list[] = "before\n* [one](http://a)\n* [two](http://b)\n\nhttp://c\nafter";
    check(list, false, "before\nafter");
    check(list, true, "before\n\none\n\ntwo\n\nhttp://c\nafter");
    check("[one](http://a)\n[two](http://b)\nafter", false, "one\ntwo\nafter");
    check("Home | News | Contact | About us\nafter", false, "\nafter");
    check("a | b | c", false, "a | b | c");
}

/* Marks piled up take time in proportion to the text. */
static void test_hostile(void **state)
{
    (void)state;
    static const char *const units[] = {"*", "[", "*a ", "_a", "![", "<p", "&", "`", "[](", "# "};
    for (size_t i = 0; i < COUNT(units); i++) {
        struct buf text = {0};
        struct buf out = {0};
        while (text.length < 200000)
            buf_puts(&text, units[i]);
        plain_add(&out, (struct slice){text.data, text.length}, false);
        assert_true(out.length <= text.length + 1);
        buf_free(&text);
        buf_free(&out);
    }
}

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
        const char *lines;
    } rows[] = {
        {"one two three", 7, "one two|three"},
        {"one two three", 6, "one|two|three"},
        {"one  two ", 20, "one  two"},
        {"embryonic", 4, "embr|yoni|c"},
        {"a embryonic", 4, "a|embr|yoni|c"},
        {"中文中文", 4, "中文|中文"},
        {"中文中文", 5, "中文|中文"},
        {"ab中文", 4, "ab中|文"},
        {"e\xCC\x81t e\xCC\x81t", 3, "e\xCC\x81t|e\xCC\x81t"},
        {"stem-cell mark", 9, "stem-cell|mark"},
        {"10\xC2\xA0km on", 5, "10\xC2\xA0km|on"},
        {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD7\xA2", 5,
         "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D|\xD7\xA2"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf lines = {0};
        size_t length = strlen(rows[i].text);
        for (size_t at = 0, next; at < length; at += next) {
            size_t n = wrap_line(rows[i].text + at, length - at, rows[i].columns, &next);
            assert_true(wrap_columns(rows[i].text + at, n) <= rows[i].columns);
            if (at)
                buf_putc(&lines, '|');
            buf_add(&lines, rows[i].text + at, n);
        }
        assert_string_equal(lines.data, rows[i].lines);
        buf_free(&lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_go),       cmocka_unit_test(test_what_looks_alike_stays),
        cmocka_unit_test(test_lists_of_links), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_lines),
    };
    return run_tap(tests);
}
