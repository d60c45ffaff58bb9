/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text format, byte by byte, and that nothing unsafe gets to a terminal in any format. */
#include <utf8proc.h>

#include "tests/unit/present_test.h"

static void test_formats_are_found(void **state)
{
    (void)state;
    static const char *const names[] = {"text", "json", "paths", "tsv", "csv", "trec"};
    for (size_t i = 0; i < COUNT(names); i++)
        assert_string_equal(present_find(names[i])->name, names[i]);
    assert_null(present_find("xml"));
    assert_null(present_find(""));
}

static void test_text(void **state)
{
    (void)state;
    static const char plain[] = " 1  2023-05-26  US sanctions the head of Wagner in Mali\n"
                                "    dd81aae63a  ../press/a.txt\n"
                                "    " DOTS " posed sanctions on " DOTS "\n"
                                "\n"
                                " 2  undated     A \"memo\", undated\n"
                                "    0123456789  ../press/many.jsonl.gz #17\n";
    struct fixture f;
    start(&f, "text");
    present_both(&f);
    f.p.format->summary(
        &f.p, &(struct summary){
                  .matches = 3, .undated = 2, .range = &may, .first = 1, .last = 2, .ms = 1.24});
    check(&f, plain,
          "3 articles match, 1-2 shown; 2023-05-01..2024-02-29; 1.2 ms\n"
          "2 undated articles match too: add --undated\n");
    start(&f, "text"); /* a terminal without colour has the same, in lines of its width */
    f.p.terminal = true;
    f.p.columns = 41;
    present_both(&f);
    check(&f,
          " 1  2023-05-26  US sanctions the head of\n"
          "                Wagner in Mali\n"
          "    dd81aae63a  ../press/a.txt\n"
          "    " DOTS " posed sanctions on " DOTS "\n"
          "\n"
          " 2  undated     A \"memo\", undated\n"
          "    0123456789  ../press/many.jsonl.gz #17\n",
          "");
}

static void test_text_colour(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "text");
    f.p.terminal = f.p.colour = f.p.links = true;
    f.p.format->hit(&f.p, &first);
    check(&f,
          "\033[2m 1\033[0m  \033[32m2023-05-26\033[0m  \033]8;;https://example.org/a?b=c\033\\"
          "\033[1mUS sanctions the head of Wagner in Mali\033[0m\033]8;;\033\\\n"
          "    \033[33mdd81aae63a\033[0m  \033]8;;file:///home/x/press/a.txt\033\\"
          "\033[35m../press/a.txt\033[0m\033]8;;\033\\\n"
          "    " DOTS " posed \033[1;31msanctions\033[0m on " DOTS "\n",
          "");
}

static void test_text_summaries(void **state)
{
    (void)state;
    static const struct {
        struct summary s;
        const char *notes;
    } rows[] = {
        {{.matches = 0, .ms = 0.04}, "no article matches; 0.0 ms\n"},
        {{.matches = 1, .first = 1, .last = 1, .ms = 2}, "1 article matches; 2.0 ms\n"},
        {{.matches = 2, .ms = 2}, "2 articles match; 2.0 ms\n"},
        {{.matches = 2, .first = 1, .last = 1, .ms = 2}, "2 articles match, 1 shown; 2.0 ms\n"},
        {{.matches = 40, .first = 31, .last = 40}, "40 articles match, 31-40 shown; 0.0 ms\n"},
        {{.matches = 2, .range = &from_may}, "2 articles match; 2023-05-01..; 0.0 ms\n"},
        {{.matches = 2, .range = &everything}, "2 articles match; 0.0 ms\n"},
        {{.matches = 2, .range = &undated_only}, "2 articles match; undated; 0.0 ms\n"},
        {{.matches = 0, .undated = 1},
         "no article matches; 0.0 ms\n1 undated article matches too: add --undated\n"},
        {{.matches = 2, .undated = 2, .query_id = "q\033"},
         "q" BAD ": 2 articles match; 0.0 ms\n"
         "q" BAD ": 2 undated articles match too: add --undated\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        start(&f, "text");
        f.p.format->summary(&f.p, &rows[i].s);
        check(&f, "", rows[i].notes);
    }
}

static void test_text_of_queries(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "text");
    f.p.query_id = "q1";
    f.p.format->hit(&f.p, &second);
    f.p.format->summary(&f.p,
                        &(struct summary){.matches = 1, .first = 1, .last = 1, .query_id = "q1"});
    f.p.query_id = "q2";
    put_row(&f, "year", "2023", 7, 7);
    put_row(&f, "year", "2024", 1, 7);
    check(&f,
          "query q1\n\n 2  undated     A \"memo\", undated\n"
          "    0123456789  ../press/many.jsonl.gz #17\n\n"
          "query q2\n\n2023\t7\n2024\t1\n",
          "q1: 1 article matches; 0.0 ms\n");
}

static void test_histogram(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        uint64_t count;
        const char *line;
    } rows[] = {
        {"2023-05", 200, "2023-05     200  ██████████████\n"},
        {"2023-06", 100, "2023-06     100  ███████\n"},
        {"2023-W21", 75, "2023-W21     75  █████▎\n"},
        {"2023-05-26", 1, "2023-05-26    1  ▏\n"},
        {"Mon", 0, "Mon           0  \n"},
        {"undated", 199, "undated     199  █████████████▉\n"},
    };
    struct buf drawn = {0};
    struct buf listed = {0};
    struct fixture f, pipe;
    start(&f, "text");
    start(&pipe, "text");
    f.p.terminal = true;
    f.p.columns = 31;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct bucket b = bucket("month", rows[i].key, rows[i].count, 200);
        buf_puts(&drawn, rows[i].line);
        buf_printf(&listed, "%s\t%u\n", rows[i].key, (unsigned)rows[i].count);
        f.p.format->bucket(&f.p, &b);
        pipe.p.format->bucket(&pipe.p, &b);
    }
    check(&f, drawn.data, "");
    check(&pipe, listed.data, "");
    buf_free(&drawn);
    buf_free(&listed);
}

/* Bars of every count, up to the largest numbers, stay within the terminal. */
static void test_bars_fit(void **state)
{
    (void)state;
    for (unsigned columns = 40; columns < 45; columns++)
        for (uint64_t n = 1; n != 0; n *= 2) {
            struct fixture f;
            size_t width = 0;
            start(&f, "text");
            f.p.terminal = true;
            f.p.columns = columns;
            put_row(&f, "day", "x", n, UINT64_MAX);
            finish(&f);
            for (size_t i = 0; i < f.out_length; i++)
                width += f.out[i] != '\n' && ((unsigned char)f.out[i] & 0xC0) != 0x80;
            assert_true(width <= columns);
            assert_non_null(strstr(f.out, "\xE2\x96"));
            end(&f);
        }
}

/* Every byte is what a terminal may have, once our own escapes are taken out. */
static void assert_safe(const char *text, size_t length)
{
    static const char *const ours[] = {"\033[0m",  "\033[1m",  "\033[2m",    "\033[32m",
                                       "\033[33m", "\033[35m", "\033[1;31m", "\033\\"};
    utf8proc_int32_t c;
    for (size_t i = 0; i < length;) {
        bool own = false;
        for (size_t j = 0; j < COUNT(ours) && !own; j++)
            if ((own = strncmp(text + i, ours[j], strlen(ours[j])) == 0))
                i += strlen(ours[j]);
        if (!own && strncmp(text + i, "\033]8;;", 5) == 0) { /* a link: printable ASCII */
            own = true;
            for (i += 5; text[i] != '\033'; i++)
                assert_true(text[i] > ' ' && text[i] < 0x7F);
        }
        if (own)
            continue;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
                                              (utf8proc_ssize_t)(length - i), &c);
        assert_true(n > 0);
        assert_true(c == '\n' || c == '\t' || (c == '\r' && text[i + 1] == '\n') ||
                    (c >= 0x20 && c < 0x7F) || c >= 0xA0);
        assert_false((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
        i += (size_t)n;
    }
}

static void test_show(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "text");
    f.p.format->show(&f.p, &first);
    f.p.format->show(&f.p, &second);
    check(&f,
          "Title:      US sanctions the head of Wagner in Mali\n"
          "Date:       2023-05-26 (from its header)\n"
          "Id:         dd81aae63a\n"
          "Path:       ../press/a.txt\n"
          "URL:        https://example.org/a?b=c\n"
          "Source:     Reuters\n"
          "\n"
          "One.\n\nTwo.\n"
          "\n"
          "Title:      A \"memo\", undated\n"
          "Date:       undated\n"
          "Id:         0123456789\n"
          "Path:       ../press/many.jsonl.gz #17\n"
          "\n",
          "");
    start(&f, "text"); /* in a pipe the text has its lines, but none of its controls */
    f.p.format->show(&f.p, &third);
    finish(&f);
    assert_non_null(strstr(f.out, "\n\na" BAD "[31m"));
    assert_non_null(strstr(f.out, "<z>,\\\nnext\n"));
    assert_safe(f.out, f.out_length);
    end(&f);
}

static void test_nothing_unsafe_anywhere(void **state)
{
    (void)state;
    static const char *const names[] = {"text", "json", "paths", "tsv", "csv", "trec"};
    for (size_t i = 0; i < COUNT(names) * 3; i++) {
        struct fixture f;
        start(&f, names[i / 3]);
        f.p.terminal = i % 3 > 0;
        f.p.colour = f.p.links = i % 3 > 1;
        f.p.query_id = NASTY;
        f.p.format->show(&f.p, &third);
        f.p.format->hit(&f.p, &third);
        f.p.format->summary(
            &f.p, &(struct summary){.query = NASTY, .matches = 1, .undated = 1, .query_id = NASTY});
        finish(&f);
        assert_safe(f.out, f.out_length);
        assert_safe(f.notes, f.notes_length);
        assert_true(f.out_length > 0);
        end(&f);
    }
}

static void test_links(void **state)
{
    (void)state;
    static const struct {
        const char *url, *link;
    } rows[] = {
        {"https://x.org/a%20b?c=d#e", "\033]8;;https://x.org/a%20b?c=d#e\033\\"},
        {"http://x.org/é \"", "\033]8;;http://x.org/%C3%A9%20%22\033\\"},
        {"https://x.org/\033\\\x07", "\033]8;;https://x.org/%1B%5C%07\033\\"},
        {"javascript:alert(1)", NULL},
        {"/etc/passwd", NULL},
        {"file:///etc/passwd", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct record r = maslov;
        struct hit h = {1, 0, &r, "x", "/a b/100%#1?.txt", NULL, NULL};
        struct fixture f;
        r.url = rows[i].url;
        start(&f, "text");
        f.p.links = f.p.colour = f.p.terminal = true;
        f.p.format->hit(&f.p, &h);
        finish(&f);
        assert_non_null(strstr(f.out, "\033]8;;file:///a%20b/100%25%231%3F.txt\033\\"));
        if (rows[i].link)
            assert_non_null(strstr(f.out, rows[i].link));
        else
            assert_null(strstr(f.out, rows[i].url));
        end(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats_are_found),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_text_colour),
        cmocka_unit_test(test_text_summaries),
        cmocka_unit_test(test_text_of_queries),
        cmocka_unit_test(test_histogram),
        cmocka_unit_test(test_bars_fit),
        cmocka_unit_test(test_show),
        cmocka_unit_test(test_nothing_unsafe_anywhere),
        cmocka_unit_test(test_links),
    };
    return run_tap(tests);
}
