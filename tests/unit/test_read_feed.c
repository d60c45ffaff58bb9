/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds: each version, each field from where it may stand, and each kind of damage. */
#include "indexer/read/read_feed.h"

#include <stdio.h>

#include "tests/unit/reading.h"

#define RSS                                                                               \
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" "                                      \
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "                                      \
    "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "                         \
    "xmlns:atom=\"http://www.w3.org/2005/Atom\" "                                         \
    "xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>Feed &amp; Co</title>" \
    "<link>http://f.org/</link>"
#define RSS_END "</channel></rss>"
#define ITEM(inside) RSS "<item>" inside "</item>" RSS_END
#define ATOM                                                                        \
    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"http://a.org/x/\">"     \
    "<title type=\"html\">A &amp;amp; B</title><author><name>Chief</name></author>" \
    "<link href=\"/\"/><link rel=\"self\" href=\"/feed\"/>"
#define ENTRY(inside) ATOM "<entry>" inside "</entry></feed>"

static const struct {
    const char *feed;
    const char *expected;
} versions[] = {
    /* RSS 0.90 */
    {"<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
     "xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>Old</title>"
     "<link>http://o.org</link><description>no</description></channel>"
     "<image><title>no</title></image>"
     "<item><title>One</title><link>http://o.org/1</link></item>"
     "<item><title>Two</title><link>http://o.org/2</link><description>Text</description></item>"
     "</rdf:RDF>",
     "#1 - - | One | http://o.org/1 | Old | - | - | One\n#2 - - | Two | http://o.org/2 | Old | - | "
     "- | Text\n"},
    /* RSS 0.91, with the DTD of Netscape that is not fetched but whose entities are HTML's. */
    {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape "
     "Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">\n"
     "<rss version=\"0.91\"><channel><title>F\xFC</title><item><title>Caf&eacute; &amp; "
     "T\xE9</title>"
     "<link>http://o.org/1</link>\n<description>Text &lt;b&gt;bold&lt;/b&gt;</description></item>"
     "</channel></rss>",
     "#1 - - | Caf\xC3\xA9 & T\xC3\xA9 | http://o.org/1 | F\xC3\xBC | - | - | Text bold\n"},
    /* RSS 0.92 */
    {"<rss version=\"0.92\"><channel><title>F</title><item><description>Only this</description>"
     "<source url=\"http://s.org/rss\">Source</source></item></channel></rss>",
     "#1 - - | - | - | Source | - | - | Only this\n"},
    /* RSS 1.0 */
    {"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
     "xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
     "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
     "<channel rdf:about=\"http://o.org/\"><title>One</title><items><rdf:Seq>"
     "<rdf:li resource=\"http://o.org/1\"/></rdf:Seq></items></channel>"
     "<image rdf:about=\"i\"><title>no</title></image>"
     "<item rdf:about=\"http://o.org/1\"><title>T</title><dc:date>2023-05-26T23:30:00+09:00"
     "</dc:date><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>"
     "<description>short</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded>"
     "</item></rdf:RDF>",
     "#1 2023-05-26 dc:date | T | http://o.org/1 | One | Ann, Bob | http://o.org/1 | Long\n"},
    /* RSS 2.0 */
    {ITEM("<title><![CDATA[A <i>title</i>]]></title><guid isPermaLink=\"false\">g1</guid>"
          "<link>http://f.org/1</link><pubDate>Fri, 26 May 2023 23:59:00 -0700</pubDate>"
          "<dc:date>2001-01-01</dc:date><author>a@b.c (Ann)</author>"
          "<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</description>"),
     "#1 2023-05-26 pubDate | A title | http://f.org/1 | Feed & Co | a@b.c (Ann) | g1 | "
     "One/Two\n"},
    /* Atom 0.3 */
    {"<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>Three</title>"
     "<entry><title mode=\"escaped\" type=\"text/html\">A &lt;b&gt;b&lt;/b&gt;</title>"
     "<link rel=\"alternate\" type=\"text/html\" href=\"http://a.org/3\"/><id>tag:3</id>"
     "<issued>2003-12-13T08:29:29-04:00</issued><modified>2004-01-01T00:00:00Z</modified>"
     "<content type=\"application/xhtml+xml\" mode=\"xml\"><div "
     "xmlns=\"http://www.w3.org/1999/xhtml\"><p>P &lt; Q</p></div></content></entry>"
     "<entry><id>tag:4</id><modified>2004-01-01T00:00:00Z</modified>"
     "<content mode=\"base64\" type=\"text/html\">PHA+QmFzZTwv cD4=</content></entry></feed>",
     "#1 2003-12-13 issued | A b | http://a.org/3 | Three | - | tag:3 | P < Q\n"
     "#2 2004-01-01 modified | - | - | Three | - | tag:4 | Base\n"},
    /* Atom 1.0 */
    {ENTRY("<title>Plain &lt;b&gt;</title><id>urn:1</id><link rel=\"edit\" href=\"no\"/>"
           "<link href=\"1.html\"/><link rel=\"alternate\" href=\"2.html\"/>"
           "<published>2023-05-26T10:00:00Z</published><updated>2023-06-01T10:00:00Z</updated>"
           "<author><name>Ann</name><email>no</email></author><author><name>Bob</name></author>"
           "<summary>short</summary><content type=\"html\">&lt;p&gt;Long &amp;amp; good&lt;/p&gt;"
           "</content>"),
     "#1 2023-05-26 published | Plain <b> | http://a.org/x/1.html | A & B | Ann, Bob | urn:1 | "
     "Long & good\n"},
    {ENTRY("<id>urn:2</id><updated>2023-06-01</updated><source><title>Origin</title><id>no</id>"
           "<author><name>no</name></author></source><content type=\"xhtml\"><div "
           "xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &lt;i&gt;</p><p>b</p></div></content>"),
     "#1 2023-06-01 updated | - | - | Origin | Chief | urn:2 | a <i>/b\n"},
    {ENTRY("<id>urn:3</id><link xml:base=\"http://z.org\" href=\"/q?a=1&amp;b=2\"/>"
           "<content type=\"image/png\" src=\"x\"/><summary>Sum</summary>"),
     "#1 - - | - | http://z.org/q?a=1&b=2 | A & B | Chief | urn:3 | Sum\n"},
    {"<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>e</id><content>Alone</content></entry>",
     "#1 - - | - | - | - | - | e | Alone\n"},
};

static void test_versions(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(versions); i++) {
        assert_reading(&reader_feed, versions[i].feed, versions[i].expected);
        if (!reading_recognises(&reader_feed, versions[i].feed))
            fail_msg("'%s' is not recognised", versions[i].feed);
    }
}

static void test_fields(void **state)
{
    (void)state;
    /* Addresses. */
    assert_reading(&reader_feed, ITEM("<guid>http://f.org/g</guid><description>x</description>"),
                   "#1 - - | - | http://f.org/g | Feed & Co | - | http://f.org/g | x\n");
    assert_reading(&reader_feed, ITEM("<link>/rel</link><description>x</description>"),
                   "#1 - - | - | http://f.org/rel | Feed & Co | - | - | x\n");
    assert_reading(&reader_feed,
                   ITEM("<link></link><atom:link href=\"http://f.org/a\"/>"
                        "<feedburner:origLink>http://orig</feedburner:origLink>"
                        "<description>x</description>"),
                   "#1 - - | - | http://orig | Feed & Co | - | - | x\n");
    /* The first text that is one. */
    assert_reading(&reader_feed,
                   ITEM("<content:encoded> &lt;p&gt; &lt;/p&gt; </content:encoded><media:group>"
                        "<media:description>m</media:description></media:group>"),
                   "#1 - - | - | - | Feed & Co | - | - | m\n");
    assert_reading(&reader_feed,
                   ITEM("<description><p>open <b>markup</b></p></description><pubDate> </pubDate>"
                        "<dc:date>2023-05</dc:date>"),
                   "#1 2023-05 dc:date | - | - | Feed & Co | - | - | open markup\n");
    assert_reading(&reader_feed, ITEM("<description>two\nlines, 1 < 2 AT&T</description>"),
                   "!0:0 2 marks & or < that begin nothing were read as they stand\n"
                   "#1 - - | - | - | Feed & Co | - | - | two/lines, 1 < 2 AT&T\n");
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        const char *date;
    } rows[] = {
        {"Fri, 26 May 2023 10:00:00 GMT", "2023-05-26"},
        {"26 May 2023", "2023-05-26"},
        {"Fri, 6 Oct 2023 9:05:00 EST", "2023-10-06"},
        {"Friday, 26 May 2023 9:05 PM GMT+2", "2023-05-26"},
        {"vr, 26 May 2023 10:00:00 +0200", "2023-05-26"},
        {"Tues, 26 May 2020 10:00", "2020-05-26"},
        {"Fri May 26 10:00:00 2023", "2023-05-26"},
        {"Fri May 26 10:00:00 UTC 2023", "2023-05-26"},
        {"2023-05-26 9:05:00", "2023-05-26"},
        {"2023-05-26T10:00:00.000Z", "2023-05-26"},
        {"Fri, 26 May 23 10:00:00 GMT", "unknown 'Fri, 26 May 23 10:00:00 GMT'"},
        {"05/06/2023", "unknown '05/06/2023'"},
        {"Fri, 30 Feb 2023 10:00:00 GMT", "impossible 'Fri, 30 Feb 2023 10:00:00 GMT'"},
        {"Mon, 26 May 2023 10:00:00 GMT", "impossible 'Mon, 26 May 2023 10:00:00 GMT'"},
        {"Thu, 32 May 2023 9:00 GMT", "impossible 'Thu, 32 May 2023 9:00 GMT'"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char feed[2000];
        char expected[300];
        snprintf(feed, sizeof feed,
                 RSS "<item><pubDate>%s</pubDate><description>x</description></item>" RSS_END,
                 rows[i].written);
        snprintf(expected, sizeof expected, "#1 %s pubDate | - | - | Feed & Co | - | - | x\n",
                 rows[i].date);
        assert_reading(&reader_feed, feed, expected);
    }
}

static void test_damage(void **state)
{
    (void)state;
    /* Cut off: in an item, and behind it. */
    assert_reading(&reader_feed,
                   RSS "<item><description>a</description></item><item><description>b",
                   "!2:2 is skipped: the feed ends in the middle of it\n"
                   "#1 - - | - | - | Feed & Co | - | - | a\n");
    /* An item that is not closed ends where the next begins. */
    assert_reading(&reader_feed,
                   RSS "<item><title>1</title><description>a<b></description></item>"
                       "<item><title>2</title><description>b &amp; c</description></item>" RSS_END,
                   "!0:2 is no proper XML: Opening and ending tag mismatch: b line 2 and "
                   "description\n"
                   "!0:0 3 further places are no proper XML\n"
                   "!0:2 the feed ends before its end\n"
                   "#1 - - | 1 | - | Feed & Co | - | - | a\n"
                   "#2 - - | 2 | - | Feed & Co | - | - | b & c\n");
    /* Control characters, NULs are tested below; bytes that are no UTF-8 are windows-1252. */
    assert_reading(
        &reader_feed, ITEM("<description>\x93q\x94 \x01 caf\xE9</description>"),
        "!0:0 1 control characters were read as blanks\n"
        "#1 - - | - | - | Feed & Co | - | - | \xE2\x80\x9Cq\xE2\x80\x9D   caf\xC3\xA9\n");
    /* A charset that lies: the bytes are UTF-8. */
    assert_reading(
        &reader_feed,
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><item><description>"
        "caf\xC3\xA9</description></item></channel></rss>",
        "#1 - - | - | - | - | - | - | caf\xC3\xA9\n");
    assert_reading(&reader_feed,
                   "<?xml version='1.0' encoding='klingon'?><rss><channel><item><description>"
                   "caf\xE9</description></item></channel></rss>",
                   "!0:1 its charset 'klingon' is not known\n"
                   "#1 - - | - | - | - | - | - | caf\xC3\xA9\n");
    assert_reading(&reader_feed,
                   "<?xml version='1.0' encoding='koi8-r'?><rss><channel><item><description>"
                   "\xCD\xC9\xD2</description></item></channel></rss>",
                   "#1 - - | - | - | - | - | - | \xD0\xBC\xD0\xB8\xD1\x80\n");
    /* Bad base64. */
    assert_reading(&reader_feed,
                   "<feed xmlns=\"http://purl.org/atom/ns#\"><entry><content mode=\"base64\">"
                   "PHA*+QmFz%ZTwvcD4</content></entry></feed>",
                   "!1:1 its base64 has 2 bytes that are none\n"
                   "#1 - - | - | - | - | - | - | Base\n");
    /* What is before the first tag, and behind the last. */
    assert_reading(&reader_feed,
                   "\n\n PHP Warning: x\n" ITEM("<description>a</description>") "<x/>",
                   "!0:0 18 bytes before the first < are passed over\n"
                   "!0:2 is no proper XML: Extra content at the end of the document\n"
                   "#1 - - | - | - | Feed & Co | - | - | a\n");
    assert_reading(&reader_feed, "", "failed: file: no feed, there is no XML in it\n");
    assert_reading(&reader_feed, "<urlset><url/></urlset>", "failed: file: no reader\n");
    assert_reading(&reader_feed, RSS RSS_END, "");
    assert_reading(&reader_feed, ITEM("<link>http://f.org/1</link>"),
                   "!1:2 has no text and is skipped\n");
}

static void test_entities(void **state)
{
    (void)state;
    assert_reading(
        &reader_feed,
        "<!DOCTYPE rss [<!ENTITY co \"Company &#169;\"><!ENTITY a \"aaaa\">"
        "<!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">"
        "<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]>"
        "<rss><channel><item a=\"&co;&hellip;&lt;\"><title>&co; &amp; &hellip;</title>"
        "<description>&c; &x; &nbsp;&unknown; end</description></item></channel></rss>",
        "!0:1 is no proper XML: PEReference: %p; not found\n"
        "!0:0 3 entities are not known and were left as they stand\n"
        "#1 - - | Company \xC2\xA9 & \xE2\x80\xA6 | - | - | - | - | &c; &x; &unknown; "
        "end\n");
}

static void test_large(void **state)
{
    (void)state;
    struct buf b = {0};
    /* Deeper than libxml2 goes: it ends there, and what came before stands. */
    buf_puts(&b, RSS "<item><description>a</description></item><item>");
    for (int i = 0; i < 100000; i++)
        buf_puts(&b, "<b>");
    char *is = reading_of(&reader_feed, (struct slice){b.data, b.length}, NULL);
    assert_non_null(strstr(is, "#1 - - | - | - | Feed & Co | - | - | a\n"));
    assert_non_null(strstr(is, "!0:2 its elements are nested deeper than 256; what follows is not "
                               "read\n"));
    assert_non_null(strstr(is, "!2:2 is skipped: the feed ends in the middle of it\n"));
    free(is);
    /* More names than any feed has. */
    buf_clear(&b);
    buf_puts(&b, RSS "<item><description>a</description></item>");
    for (int i = 0; i < 200000; i++)
        buf_printf(&b, "<t%d/>", i);
    is = reading_of(&reader_feed, (struct slice){b.data, b.length}, NULL);
    assert_non_null(strstr(is, "#1 - - | - | - | Feed & Co | - | - | a\n"));
    assert_non_null(strstr(is, "are more than 20000; what follows is not read\n"));
    free(is);
    /* A text of megabytes in one line, and one of megabytes of references. */
    buf_clear(&b);
    buf_puts(&b, RSS "<item><description>");
    for (int i = 0; i < 1000000; i++)
        buf_puts(&b, "word&#32;");
    buf_puts(&b, "</description></item>" RSS_END);
    is = reading_of(&reader_feed, (struct slice){b.data, b.length}, NULL);
    assert_int_equal(strlen(is), strlen("#1 - - | - | - | Feed & Co | - | - | \n") + 4999999);
    free(is);
    /* Many items: all come, in their order. */
    buf_clear(&b);
    buf_puts(&b, RSS);
    for (int i = 0; i < 20000; i++)
        buf_printf(&b, "<item><title>%d</title><description>a</description></item>", i);
    buf_puts(&b, RSS_END);
    is = reading_of(&reader_feed, (struct slice){b.data, b.length}, NULL);
    assert_non_null(strstr(is, "#20000 - - | 19999 | - | Feed & Co | - | - | a\n"));
    assert_null(strchr(is, '!'));
    free(is);
    buf_free(&b);
}

/* UTF-16, and NULs where none should be. */
static void test_wide(void **state)
{
    (void)state;
    static const char feed[] = ITEM("<title>T</title><description>a</description>");
    struct buf b = {0};
    buf_add(&b, "\xFF\xFE", 2);
    for (size_t i = 0; i < sizeof feed - 1; i++) {
        buf_putc(&b, feed[i]);
        buf_putc(&b, '\0');
    }
    struct slice bytes = {b.data, b.length};
    assert_true(reader_feed.recognises((struct slice){b.data, 900}));
    char *is = reading_of(&reader_feed, bytes, NULL);
    assert_string_equal(is, "#1 - - | T | - | Feed & Co | - | - | a\n");
    free(is);
    buf_clear(&b);
    buf_add(&b, feed, sizeof feed - 1);
    *strstr(b.data, "T</title>") = '\0';
    is = reading_of(&reader_feed, (struct slice){b.data, b.length}, NULL);
    assert_string_equal(is, "!0:0 1 control characters were read as blanks\n"
                            "#1 - - | - | - | Feed & Co | - | - | a\n");
    free(is);
    buf_free(&b);
}

static void test_recognises(void **state)
{
    (void)state;
    assert_true(
        reading_recognises(&reader_feed, "\xEF\xBB\xBF\n<!-- a > b --><RSS version='2.0'>"));
    assert_true(reading_recognises(&reader_feed, "<atom:feed xmlns:atom='http://www.w3.org/2005/"
                                                 "Atom'>"));
    assert_false(reading_recognises(&reader_feed, "<html><rss></rss></html>"));
    assert_false(reading_recognises(&reader_feed, "<urlset xmlns='x'><url/></urlset>"));
    assert_false(reading_recognises(&reader_feed, "<feed><entry/></feed>"));
    assert_false(reading_recognises(&reader_feed, "<rdf:RDF xmlns='http://xmlns.com/foaf/0.1/'>"));
    assert_false(reading_recognises(&reader_feed, "<rssx>"));
    assert_false(reading_recognises(&reader_feed, "<!--"));
    assert_false(reading_recognises(&reader_feed, ""));
}

/* Any place to cut it, any byte to change: no more articles than there are, and an end. */
static void test_random(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int run = 0; run < 4000; run++) {
        const char *feed = versions[next_random(&seed) % COUNT(versions)].feed;
        size_t length = strlen(feed);
        char *copy = malloc(length);
        assert_non_null(copy);
        memcpy(copy, feed, length);
        for (uint64_t n = next_random(&seed) % 4; n > 0; n--)
            copy[next_random(&seed) % length] = (char)next_random(&seed);
        length -= next_random(&seed) % (length / 2);
        char *is = reading_of(&reader_feed, (struct slice){copy, length}, NULL);
        assert_null(strstr(is, "\n#3"));
        free(is);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions), cmocka_unit_test(test_fields),
        cmocka_unit_test(test_dates),    cmocka_unit_test(test_damage),
        cmocka_unit_test(test_entities), cmocka_unit_test(test_large),
        cmocka_unit_test(test_wide),     cmocka_unit_test(test_recognises),
        cmocka_unit_test(test_random),
    };
    return run_tap(tests);
}
