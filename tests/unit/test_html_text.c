/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text out of pieces of HTML, and pages that are made to be hard to read. */
#include <stdlib.h>
#include <string.h>

#include "indexer/read/html.h"
#include "indexer/read/html_guard.h"
#include "indexer/read/html_tree.h"
#include "lib/base/buf.h"
#include "tests/unit/test.h"

static const struct row {
    const char *html;
    const char *text;
} rows[] = {
    {"", ""},
    {"plain", "plain"},
    {"<p>One</p><p>Two</p>", "One\n\nTwo"},
    {"<p>One<p>Two", "One\n\nTwo"},
    {"<p>a <b>b</b>c <i>d</i>, e</p>", "a bc d, e"},
    {"<b>join</b><i>ed</i>", "joined"},
    {"  many \n\t blanks&nbsp;&nbsp;here  ", "many blanks here"},
    {"one<br>two<br><br>three", "one\ntwo\n\nthree"},
    {"<ul><li>one</li><li>two <b>b</b></li></ul>after", "one\ntwo b\n\nafter"},
    {"<dl><dt>word<dd>meaning</dl>", "word\nmeaning"},
    {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"},
    {"<pre>\n  a\n    b</pre>", "  a\n    b"},
    {"x<pre>one\n  two</pre>y", "x\n\none\n  two\n\ny"},
    {"a<script>var x = '<p>no</p>';</script>b<style>p { }</style>c", "abc"},
    {"<p>a</p><noscript>no</noscript><template>no</template><svg><text>no</text></svg>", "a"},
    {"<select><option>no</option></select><textarea>no</textarea>yes", "yes"},
    {"<!-- no -->a<!-- <p>no</p> -->b", "ab"},
    {"&lt;b&gt; &amp;amp; &#8364; &#x20AC; &eacute; &nosuch; &", "<b> &amp; € € é &nosuch; &"},
    {"&#150; &#x93;q&#x94;", "– “q”"},
    {"<h1>Head</h1>text<h2>Sub</h2>text", "Head\n\ntext\n\nSub\n\ntext"},
    {"<blockquote>said</blockquote>he", "said\n\nhe"},
    {"<custom-tag>kept</custom-tag>", "kept"},
    {"<p>unclosed <b>bold <i>both</b> italic</i> end", "unclosed bold both italic end"},
    {"</p></div></x>text</body></html>more", "text\n\nmore"},
    {"a < b and b > c", "a < b and b > c"},
    {"日本語<br>テキスト", "日本語\nテキスト"},
};

static void test_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena arena = {0};
        struct slice text = html_text((struct slice){rows[i].html, strlen(rows[i].html)}, &arena);
        if (text.length != strlen(rows[i].text) ||
            memcmp(text.data, rows[i].text, text.length) != 0)
            fail_msg("'%s' is '%.*s', not '%s'", rows[i].html, (int)text.length, text.data,
                     rows[i].text);
        arena_free(&arena);
    }
}

static void repeat(struct buf *b, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_puts(b, text);
}

static void test_nesting(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct buf page = {0};
    struct html_tree tree;
    repeat(&page, "<div>deep ", 100000);
    repeat(&page, "</div>", 100000);
    buf_puts(&page, "<p>last</p>");
    html_tree_parse(&tree, (struct slice){page.data, page.length}, &arena);
    uint32_t deepest = 0;
    for (uint32_t i = 1; i < tree.count; i++) {
        uint32_t depth = 0;
        for (uint32_t k = i; k; k = tree.nodes[k].parent)
            depth++;
        deepest = depth > deepest ? depth : deepest;
        assert_true(tree.nodes[i].parent < i && tree.nodes[i].end > i);
        assert_true(tree.nodes[i].end <= tree.nodes[tree.nodes[i].parent].end);
    }
    assert_in_range(deepest, HTML_DEPTH_MAX - 10, HTML_DEPTH_MAX + 10);
    html_tree_free(&tree);
    struct slice text = html_text((struct slice){page.data, page.length}, &arena);
    size_t words = 0;
    for (size_t i = 0; i + 4 <= text.length; i++)
        words += memcmp(text.data + i, "deep", 4) == 0;
    assert_int_equal(words, 100000);
    assert_memory_equal(text.data + text.length - 4, "last", 4);
    buf_free(&page);
    arena_free(&arena);
}

static void test_guard(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct buf page = {0};
    struct slice fit = {"<p a=1 b='x > y'>text", 21};
    assert_ptr_equal(html_guard(fit, &arena).data, fit.data);
    buf_add(&page, "<p>a\0b", 6);
    struct slice guarded = html_guard((struct slice){page.data, page.length}, &arena);
    assert_memory_equal(guarded.data, "<p>a b", 6);
    buf_clear(&page);
    buf_puts(&page, "<p ");
    repeat(&page, "a=\">\" ", 5000);
    buf_puts(&page, ">text<b c=1>");
    guarded = html_guard((struct slice){page.data, page.length}, &arena);
    size_t attributes = 0;
    for (size_t i = 0; i < guarded.length; i++)
        attributes += guarded.data[i] == '=';
    assert_in_range(attributes, HTML_ATTRIBUTES_MAX / 2 - 1, HTML_ATTRIBUTES_MAX + 2);
    assert_memory_equal(guarded.data + guarded.length - 12, ">text<b c=1>", 12);
    buf_free(&page);
    arena_free(&arena);
}

/* Any bytes end in text that is as long as they at most by the references that they hold. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "<",    ">",    "</",     "p",     "div ",  "a=\"", "'",     "&amp", ";",    "<!--", "-->",
        "\xff", "\xc3", "script", "title", "table", "<td>", "</td>", " ",    "text", "\n"};
    uint64_t seed = 20230526;
    for (int run = 0; run < 3000; run++) {
        struct arena arena = {0};
        struct buf page = {0};
        for (size_t n = next_random(&seed) % 60; n > 0; n--)
            buf_puts(&page, pieces[next_random(&seed) % COUNT(pieces)]);
        struct entry entry;
        html_read((struct slice){page.data ? page.data : "", page.length}, &(struct html_hints){0},
                  &arena, &entry);
        assert_true(entry.text.length <= 3 * page.length);
        buf_free(&page);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_guard),
        cmocka_unit_test(test_any_bytes),
    };
    return run_tap(tests);
}
