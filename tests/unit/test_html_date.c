/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the date of a page is found, and where none is; dates as people write them. */
#include <string.h>

#include "indexer/read/html.h"
#include "indexer/read/html_written.h"
#include "tests/unit/test.h"

static const struct written {
    const char *text;
    const char *date; /* "" if there is none */
    enum html_order order;
} written[] = {
    {"26 May 2023", "2023-05-26", 0},
    {"May 26, 2023", "2023-05-26", 0},
    {"May 26th, 2023 at 10:00", "2023-05-26", 0},
    {"Fri, 26 May 2023 10:00:00 GMT", "2023-05-26", 0},
    {"26-May-2023", "2023-05-26", 0},
    {"the 3rd of August 2012", "2012-08-03", 0},
    {"26. Mai 2023", "2023-05-26", 0},
    {"3. März 2023, 10 Uhr", "2023-03-03", 0},
    {"1er août 2022", "2022-08-01", 0},
    {"26 de mayo de 2023", "2023-05-26", 0},
    {"26 maggio 2023", "2023-05-26", 0},
    {"26 de março de 2023", "2023-03-26", 0},
    {"26 mei 2023", "2023-05-26", 0},
    {"26 września 2023", "2023-09-26", 0},
    {"26 мая 2023 г.", "2023-05-26", 0},
    {"2023年5月26日", "2023-05-26", 0},
    {"2023-05-26T10:00", "2023-05-26", 0},
    {"2023/5/26", "2023-05-26", 0},
    {"26.05.2023", "2023-05-26", 0},
    {"26. 5. 2023", "2023-05-26", 0},
    {"26/05/2023", "2023-05-26", 0},
    {"05/26/2023", "2023-05-26", 0},
    {"05/05/2023", "2023-05-05", 0},
    {"05/06/2023", "", 0},
    {"05/06/2023", "2023-06-05", HTML_ORDER_DAY_FIRST},
    {"05/06/2023", "2023-05-06", HTML_ORDER_MONTH_FIRST},
    {"Written on 26 May 2023 by me", "2023-05-26", 0},
    {"30 February 2023", "", 0},
    {"May 2023", "", 0},
    {"26 May 23", "", 0},
    {"1.2.3.2023", "", 0},
    {"10:26 2023", "", 0},
    {"12345 May 2023", "", 0},
    {"in 2023 26 May", "", 0},
    {"", "", 0},
};

static void test_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(written); i++) {
        struct date date = {0};
        char printed[DATE_TEXT];
        html_find_written((struct slice){written[i].text, strlen(written[i].text)},
                          written[i].order, &date, NULL);
        if (strcmp(date_print(date, printed), written[i].date) != 0)
            fail_msg("'%s' is '%s', not '%s'", written[i].text, printed, written[i].date);
    }
}

static void test_order(void **state)
{
    (void)state;
    assert_int_equal(html_order_of((struct slice){"en-US", 5}), HTML_ORDER_MONTH_FIRST);
    assert_int_equal(html_order_of((struct slice){"en-GB", 5}), HTML_ORDER_DAY_FIRST);
    assert_int_equal(html_order_of((struct slice){"en", 2}), HTML_ORDER_UNKNOWN);
    assert_int_equal(html_order_of((struct slice){"de", 2}), HTML_ORDER_DAY_FIRST);
    assert_int_equal(html_order_of((struct slice){NULL, 0}), HTML_ORDER_UNKNOWN);
}

#define HEADLINE "<title>Mali: the road back</title><body><h1>Mali: the road back</h1>"
#define LD(json) "<script type='application/ld+json'>" json "</script>"

static const struct row {
    const char *html;
    const char *date;
    const char *where;
} rows[] = {
    /* JSON-LD */
    {LD("{\"@type\":\"NewsArticle\",\"datePublished\":\"2023-05-26T10:00:00+02:00\"}"),
     "2023-05-26", "JSON-LD datePublished"},
    {LD("{\"@graph\":[{\"@type\":\"WebSite\"},{\"@type\":[\"Article\",\"X\"],"
        "\"datePublished\":\"2023-05-26\"}]}"),
     "2023-05-26", "JSON-LD datePublished"},
    {LD("[{\"@type\":\"BlogPosting\",\"datePublished\":\"2023-05-26\",\n"
        "\"description\":\"a\nb\"}]"),
     "2023-05-26", "JSON-LD datePublished"},
    {LD("{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Article\","
        "\"datePublished\":\"2020-01-01\"}]}"),
     "", NULL},
    {LD("{\"@type\":\"NewsArticle\",\"dateModified\":\"2023-05-26\"}"), "", NULL},
    {LD("{\"@type\":\"Article\",\"datePublished\":\"2023-05-26\"}")
         LD("{\"@type\":\"Article\",\"datePublished\":\"2023-05-20\"}"),
     "", NULL},
    {LD("{\"@type\":\"Article\",\"datePublished\":\"2023-05-26\",}"), "2023-05-26",
     "JSON-LD datePublished"},
    {LD("{\"@type\":\"Article\",\"datePublished\":\"2023-02-30\"}"), "", "JSON-LD datePublished"},
    {LD("{\"@type\":\"Article\",\"datePublished\":\"2999-01-01\"}"), "", NULL},
    {LD("{\"@type\":\"Article\",\"datePublished\":\"1970-01-01T00:00:00Z\"}"), "", NULL},
    /* meta */
    {"<meta property='article:published_time' content='2023-05-26T10:00:00Z'>", "2023-05-26",
     "article:published_time"},
    {"<meta name='DC.date.issued' content='2023-05-26'>", "2023-05-26", "DC.date.issued"},
    {"<meta name='citation_publication_date' content='2023/05/26'>", "2023-05-26",
     "citation_publication_date"},
    {"<meta name='parsely-pub-date' content='2023-05-26T10:00:00Z'>", "2023-05-26",
     "parsely-pub-date"},
    {"<meta name='sailthru.date' content='Fri, 26 May 2023 10:00:00 +0000'>", "2023-05-26",
     "sailthru.date"},
    {"<meta itemprop='datePublished' content='2023-05-26'>", "2023-05-26", "datePublished"},
    {"<meta property='article:modified_time' content='2023-05-26T10:00:00Z'>", "", NULL},
    {"<meta name='last-modified' content='2023-05-26'>", "", NULL},
    /* elements */
    {HEADLINE "<time datetime='2023-05-26T10:00'>yesterday</time>", "2023-05-26", "time"},
    {HEADLINE "<time pubdate>26 May 2023</time>", "2023-05-26", "time pubdate"},
    {HEADLINE "<span itemprop='datePublished' content='2023-05-26'>x</span>", "2023-05-26",
     "itemprop datePublished"},
    {HEADLINE "<abbr class='published' title='2023-05-26T21:05:00-07:00'>9 PM</abbr>", "2023-05-26",
     "abbr published"},
    {HEADLINE "<div class='comments'><time datetime='2023-05-27'>x</time></div>", "", NULL},
    {HEADLINE "<aside><time datetime='2023-05-27'>x</time></aside>", "", NULL},
    {HEADLINE "<time class='updated' datetime='2023-05-27'>x</time>"
              "<time datetime='2023-05-26'>x</time>",
     "2023-05-26", "time"},
    {HEADLINE "<time itemprop='dateModified' datetime='2023-05-27'>x</time>", "", NULL},
    /* the url */
    {"<link rel=canonical href='https://e.org/2023/05/26/mali'>", "2023-05-26", "url"},
    {"<link rel=canonical href='https://e.org/news/2023-05-26-mali.html'>", "2023-05-26", "url"},
    {"<link rel=canonical href='https://e.org/20230526/mali'>", "2023-05-26", "url"},
    {"<link rel=canonical href='https://e.org/2023/05/mali'>", "", NULL},
    {"<link rel=canonical href='https://e.org/2023/99/99/mali'>", "", NULL},
    {"<link rel=canonical href='https://e.org/id/12345678/mali'>", "", NULL},
    {"<link rel=canonical href='https://e.org/?d=/2023/05/26/'>", "", NULL},
    /* lines */
    {HEADLINE "<p>Published on 26 May 2023 by A. Writer</p>", "2023-05-26", "text"},
    {HEADLINE "<div>Bamako, 26.05.2023</div>", "2023-05-26", "text"},
    {"<title>Mali: the road back</title><body><p>26 May 2023</p><h1>Mali: the road back</h1>",
     "2023-05-26", "text"},
    {HEADLINE "<p>Updated 27 May 2023</p>", "", NULL},
    {HEADLINE "<p>Stand: 27.05.2023</p>", "", NULL},
    {HEADLINE "<p>The fair runs from 6 June 2023 to 8 July 2023</p>", "", NULL},
    {HEADLINE "<p>On 26 May 2023 the army of the country said that it would leave the north "
              "to others by the end of the year.</p>",
     "", NULL},
    {"<body><p>26 May 2023</p><p>It begins</p>", "2023-05-26", "text"},
    {"<body><p>On 26 May 2023 it began in the north of the country</p>", "", NULL},
    {"<body><div>Publicado: Jueves, 21 Abril 2022 04:45</div><p>It begins</p>", "2022-04-21",
     "text"},
    /* what is in UTC, and the day where it was published */
    {"<meta property='article:published_time' content='2023-05-27T01:09:00Z'>"
     "<link rel=canonical href='https://e.org/2023/05/26/mali'>",
     "2023-05-26", "url"},
    {"<meta property='article:published_time' content='2023-05-27T01:09:00+02:00'>"
     "<link rel=canonical href='https://e.org/2023/05/26/mali'>",
     "2023-05-27", "article:published_time"},
    {"<meta property='article:published_time' content='2023-05-27T01:09:00Z'>"
     "<link rel=canonical href='https://e.org/2023/04/26/mali'>",
     "2023-05-27", "article:published_time"},
};

static void test_where(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena arena = {0};
        struct entry e;
        char printed[DATE_TEXT];
        html_read((struct slice){rows[i].html, strlen(rows[i].html)}, &(struct html_hints){0},
                  &arena, &e);
        date_print(e.date.date, printed);
        if (strcmp(printed, rows[i].date) != 0)
            fail_msg("'%s' is of '%s', not '%s'", rows[i].html, printed, rows[i].date);
        if (rows[i].where)
            assert_string_equal(e.date.where, rows[i].where);
        else
            assert_null(e.date.where);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_where),
    };
    return run_tap(tests);
}
