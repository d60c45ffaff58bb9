/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of a page is the article, and what is said of it: title, url, publisher, author, charset. */
#include <string.h>

#include "indexer/read/html.h"
#include "indexer/read/html_encoding.h"
#include "indexer/read/html_word.h"
#include "indexer/read/read_html.h"
#include "tests/unit/test.h"

#define ONE                                                                                     \
    "The army left the north of the country on Friday, said people who live there, and nobody " \
    "knows who will come in its place."
#define TWO                                                                                     \
    "A convoy of sixty lorries was seen on the road to the south, where the rains have begun, " \
    "and the ferry is out of order since March."
#define THREE \
    "The ministry did not answer questions; a spokesman of the governor said that all was well."
#define NOISE                                                                                \
    "This is a long line of something else, which has commas, and sentences. It is not the " \
    "article, and should never be found in it, however long it is."
#define PARAGRAPHS "<p>" ONE "</p><p>" TWO "</p><p>" THREE "</p>"
#define TEXT ONE "\n\n" TWO "\n\n" THREE

static const struct row {
    const char *html;
    const char *text;
} rows[] = {
    {"<article>" PARAGRAPHS "</article>", TEXT},
    {"<div>" PARAGRAPHS "</div>", TEXT},
    {"<article><h1>The north</h1>" PARAGRAPHS "</article>", TEXT},
    {PARAGRAPHS, TEXT},
    /* What is beside it. */
    {"<nav><p>" NOISE "</p></nav><main>" PARAGRAPHS "</main><footer><p>" NOISE "</p></footer>",
     TEXT},
    {"<div>" PARAGRAPHS "</div><aside><p>" NOISE "</p></aside>", TEXT},
    {"<div>" PARAGRAPHS "</div><div id=comments><p>" NOISE "</p><p>" NOISE "</p></div>", TEXT},
    {"<div>" PARAGRAPHS "<div class='post-comments'><p>" NOISE "</p></div></div>", TEXT},
    {"<div class=cookie-banner><p>We use cookies, as all do. Say yes, or "
     "leave.</p></div><div>" PARAGRAPHS "</div>",
     TEXT},
    {"<div>" PARAGRAPHS
     "<div class='newsletterSignup'><p>Sign up, and get it daily.</p></div></div>",
     TEXT},
    {"<div>" PARAGRAPHS "<p style='display:none'>" NOISE "</p><p hidden>" NOISE "</p></div>", TEXT},
    {"<div>" PARAGRAPHS "<button>Share it, now, with all</button></div>", TEXT},
    {"<div>" PARAGRAPHS
     "<ul><li><a href=x>Another article</a><li><a href=y>One more</a></ul></div>",
     TEXT},
    {"<div>" PARAGRAPHS "<h3>Others</h3><ul><li><a href=x>Another article</a></ul></div>", TEXT},
    {"<div>" PARAGRAPHS "<p>Read more: <a href=x>Another</a></p></div>", TEXT},
    {"<div>" PARAGRAPHS
     "<figure><img><figcaption>Photo: A. Nother, 2023</figcaption></figure></div>",
     TEXT},
    /* Names that tell nothing. */
    {"<body class='has-sidebar comments-open'><div class='no-comments'>" PARAGRAPHS "</div>", TEXT},
    {"<div class='widget Blog'>" PARAGRAPHS "</div>", TEXT},
    {"<div class='post tag-mali category-news'>" PARAGRAPHS "</div>", TEXT},
    /* What is in it. */
    {"<article><p>" ONE "</p><h2>The south</h2><p>" TWO "</p><ul><li>One thing.<li>Another.</ul>"
     "<blockquote><p>" THREE "</p></blockquote></article>",
     ONE "\n\nThe south\n\n" TWO "\n\nOne thing.\nAnother.\n\n" THREE},
    {"<article><p>" ONE " <a href=x>A link</a> in it.</p><p>" TWO "</p></article>",
     ONE " A link in it.\n\n" TWO},
    {"<div class=a><div class=post-body><p>" ONE "</p></div><div class=post-body><p>" TWO
     "</p></div></div>",
     ONE "\n\n" TWO},
    /* The lead stands outside of the body. */
    {"<article><header><h1>Head</h1><p>" THREE
     "</p><p>By me</p></header><div class=article-body><p>" ONE "</p><p>" TWO
     "</p></div></article>",
     THREE "\n\n" ONE "\n\n" TWO},
    /* No paragraphs, and nothing at all. */
    {"<div><ul><li>two eggs<li>flour<li>milk</ul></div>", "two eggs\nflour\nmilk"},
    {"<nav><a href=x>Home</a></nav>", ""},
    {"", ""},
    {"<meta name=description content='What it is about.'><div id=app></div>", "What it is about."},
    /* An article that only a script has. */
    {"<div>Loading</div><script type='application/ld+json'>{\"@type\":\"Article\","
     "\"articleBody\":\"" ONE TWO THREE ONE "\"}</script>",
     ONE TWO THREE ONE},
};

static struct entry read(const char *html, struct arena *arena)
{
    struct entry e;
    html_read((struct slice){html, strlen(html)}, &(struct html_hints){0}, arena, &e);
    return e;
}

static void check(const char *html, struct slice is, const char *wanted)
{
    if (is.length != strlen(wanted) || (is.length && memcmp(is.data, wanted, is.length) != 0))
        fail_msg("of '%s'\nis '%.*s'\nnot '%s'", html, (int)is.length, is.data ? is.data : "",
                 wanted);
}

static void test_article(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena arena = {0};
        check(rows[i].html, read(rows[i].html, &arena).text, rows[i].text);
        arena_free(&arena);
    }
}

static const struct about {
    const char *html;
    const char *title;
    const char *url;
    const char *publisher;
    const char *author;
} abouts[] = {
    {"<meta property=og:title content=' The &amp; head '><title>Other</title>", "The & head", "",
     "", ""},
    {"<meta property=og:title content='The head | Paper'><meta property=og:site_name "
     "content=Paper>",
     "The head", "", "Paper", ""},
    {"<title>The head of the page - Paper</title><h1>The head of the page</h1>",
     "The head of the page", "", "", ""},
    {"<title>The head of the page | Paper</title>", "The head of the page", "", "", ""},
    {"<title>Self-made - and more</title>", "Self-made - and more", "", "", ""},
    {"<h1>Only <b>this</b></h1>", "Only this", "", "", ""},
    {"<link rel=canonical href=https://e.org/1><meta property=og:url content=https://e.org/2>", "",
     "https://e.org/1", "", ""},
    {"<link rel=canonical href=/1><meta property=og:url content=https://e.org/2>", "",
     "https://e.org/2", "", ""},
    {"<!--\n Page saved with SingleFile \n url: https://e.org/3 \n saved date: Fri May 26 -->", "",
     "https://e.org/3", "", ""},
    {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"H\","
     "\"author\":[{\"name\":\"A. Writer\"}],\"publisher\":{\"name\":\"Paper\"}}</script>",
     "H", "", "Paper", "A. Writer"},
    {"<meta name=author content='A. Writer'>", "", "", "", "A. Writer"},
};

static void test_about(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(abouts); i++) {
        struct arena arena = {0};
        struct entry e = read(abouts[i].html, &arena);
        check(abouts[i].html, e.title, abouts[i].title);
        check(abouts[i].html, e.url, abouts[i].url);
        check(abouts[i].html, e.publisher, abouts[i].publisher);
        check(abouts[i].html, e.author, abouts[i].author);
        arena_free(&arena);
    }
}

static const struct page {
    const char *bytes;
    const char *transport;
    const char *fallback;
    const char *text;
} pages[] = {
    {"caf\xC3\xA9", NULL, NULL, "café"},
    {"\xEF\xBB\xBF"
     "caf\xC3\xA9",
     "iso-8859-1", NULL, "café"},
    {"<meta charset=iso-8859-1>caf\xC3\xA9", NULL, NULL, "<meta charset=iso-8859-1>café"},
    {"caf\xE9 \x93q\x94", NULL, NULL, "café “q”"},
    {"<meta charset=windows-1251>\xCC\xE8\xF0", NULL, NULL, "<meta charset=windows-1251>Мир"},
    {"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>\xED\xC9\xD2", NULL, NULL,
     "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>Мир"},
    {"\xCC\xE8\xF0", "text/html; charset=\"Windows-1251\"", NULL, "Мир"},
    {"\xCC\xE8\xF0", NULL, "windows-1251", "Мир"},
    {"<!-- <meta charset=koi8-r> -->\xCC\xE8\xF0", NULL, "cp1251",
     "<!-- <meta charset=koi8-r> -->Мир"},
    {"\x93\xFA\x96{\x8C\xEA\x82\xC5", "shift_jis", NULL, "日本語で"},
    {"\xC4\xE3\xBA\xC3\xCA\xC0\xBD\xE7", "gb2312", NULL, "你好世界"},
};

static void test_charset(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct arena arena = {0};
        struct slice page = {pages[i].bytes, strlen(pages[i].bytes)};
        check(pages[i].bytes, html_decode(page, pages[i].transport, pages[i].fallback, &arena),
              pages[i].text);
        arena_free(&arena);
    }
    struct arena arena = {0};
    struct slice wide = {"\xFF\xFEh\0i\0", 6};
    check("UTF-16", html_decode(wide, NULL, NULL, &arena), "hi");
    arena_free(&arena);
}

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned kinds;
    } names[] = {
        {"comments", HTML_WORD_COMMENT},
        {"postComments wide", HTML_WORD_ARTICLE | HTML_WORD_COMMENT},
        {"article-body", HTML_WORD_ARTICLE | HTML_WORD_BODY | HTML_WORD_WHOLE},
        {"td-post-content", HTML_WORD_ARTICLE | HTML_WORD_BODY | HTML_WORD_WHOLE},
        {"no-comments has_sidebar", 0},
        {"hidden", HTML_WORD_HIDDEN},
        {"label-hidden", 0},
        {"sr-only", HTML_WORD_HIDDEN},
        {"READ-MORE", HTML_WORD_RELATED},
        {"averyveryverylongnameofsomething", 0},
        {"abonnement", HTML_WORD_SIGNUP},
        {"menu", HTML_WORD_NAVIGATION},
        {"zergnet", HTML_WORD_RELATED},
        {"", 0},
    };
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(html_words((struct slice){names[i].name, strlen(names[i].name)}),
                         names[i].kinds);
}

static void test_reader(void **state)
{
    (void)state;
    static const char *const are[] = {"<!DOCTYPE html><p>",
                                      "<html>",
                                      " \n<!-- a > b --><HTML lang=x>",
                                      "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'>",
                                      "\xEF\xBB\xBF<head>",
                                      "<br />\n<b>Warning</b>",
                                      "<p class=x>"};
    static const char *const are_not[] = {"{\"html\": \"<html>\"}",
                                          "text <html>",
                                          "<rss>",
                                          "<!--",
                                          "<?xml version='1.0'?><rss>",
                                          "",
                                          "<price>",
                                          "<feed>"};
    for (size_t i = 0; i < COUNT(are); i++)
        assert_true(reader_html.recognises((struct slice){are[i], strlen(are[i])}));
    for (size_t i = 0; i < COUNT(are_not); i++)
        assert_false(reader_html.recognises((struct slice){are_not[i], strlen(are_not[i])}));
    static const char html[] = "<title>Head</title>" PARAGRAPHS;
    struct arena arena = {0};
    struct input in;
    struct error error;
    struct entry e;
    struct reader_options options = {0};
    input_open_memory(&in, (struct slice){html, strlen(html)}, "page.html");
    struct reader *r = reader_html.open(&in, &options, &error);
    assert_int_equal(reader_html.next(r, &arena, &e, &error), READER_ENTRY);
    check(html, e.text, TEXT);
    check(html, e.title, "Head");
    assert_int_equal(reader_html.next(r, &arena, &e, &error), READER_END);
    reader_html.close(r);
    input_close(&in);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article), cmocka_unit_test(test_about),
        cmocka_unit_test(test_charset), cmocka_unit_test(test_words),
        cmocka_unit_test(test_reader),
    };
    return run_tap(tests);
}
