/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is made of text before a person sees it. */
#include "lib/text/shown.h"

#include <string.h>

#include "tests/unit/test.h"

#define BAD "\xEF\xBF\xBD"

static void test_safe_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lines, *line;
    } rows[] = {
        {"", "", ""},
        {"Mali: l’été 中文 😀", "Mali: l’été 中文 😀", "Mali: l’été 中文 😀"},
        {"a\tb\nc", "a\tb\nc", "a b c"},
        {"a\r\nb\rc", "a\nb" BAD "c", "a  b c"},
        {"\033[1m", BAD "[1m", BAD "[1m"},
        {"\x01\x7F\x08", BAD BAD BAD, BAD BAD BAD},
        {"\v\f", BAD BAD, "  "},
        {"\xC2\x80\xC2\x9B\xC2\x9F", BAD BAD BAD, BAD BAD BAD},
        {"\xC2\x85\xE2\x80\xA8", BAD BAD, "  "},
        {"\xC2\xA0\xC2\xAD", "\xC2\xA0\xC2\xAD", "\xC2\xA0\xC2\xAD"},
        {"\xE2\x80\xA9\xE2\x80\xAA\xE2\x80\xAE\xE2\x80\xAF", BAD BAD BAD "\xE2\x80\xAF",
         " " BAD BAD "\xE2\x80\xAF"},
        {"\xE2\x81\xA5\xE2\x81\xA6\xE2\x81\xA9\xE2\x81\xAA", "\xE2\x81\xA5" BAD BAD "\xE2\x81\xAA",
         "\xE2\x81\xA5" BAD BAD "\xE2\x81\xAA"},
        {"\x9B\xFF\xE4\xB8", BAD BAD BAD BAD, BAD BAD BAD BAD},
        {"\xC0\x9B\xED\xA0\x80", BAD BAD BAD BAD BAD, BAD BAD BAD BAD BAD},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf lines = {0};
        struct buf line = {0};
        shown_add(&lines, rows[i].text, strlen(rows[i].text), false);
        shown_add(&line, rows[i].text, strlen(rows[i].text), true);
        assert_string_equal(lines.data, rows[i].lines);
        assert_string_equal(line.data, rows[i].line);
        buf_free(&lines);
        buf_free(&line);
    }
    struct buf nul = {0};
    shown_add(&nul, "a\0b", 3, false);
    assert_string_equal(nul.data, "a" BAD "b");
    buf_free(&nul);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_safe_text)};
    return run_tap(tests);
}
