/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WARC records: which are articles, and what comes of files whose lengths lie. */
#include "indexer/read/read_warc.h"

#include <stdio.h>

#include "tests/unit/pack.h"
#include "tests/unit/readings.h"

/* Appends a record whose head says `length` (-1: what it is). */
static void record(struct buf *out, const char *type, const char *media, const char *uri,
                   struct slice block, long length)
{
    buf_printf(out, "WARC/1.0\r\nWARC-Type: %s\r\n", type);
    if (uri)
        buf_printf(out, "WARC-Target-URI: %s\r\n", uri);
    buf_printf(out, "WARC-Date: 2023-05-26T10:00:00Z\r\nContent-Type: %s\r\n", media);
    buf_printf(out, "content-length: %ld\r\n\r\n", length < 0 ? (long)block.length : length);
    buf_add(out, block.data, block.length);
    buf_puts(out, "\r\n\r\n");
}

#define HTTP "application/http; msgtype=response"
#define PLAIN "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"

static void response(struct buf *out, const char *uri, const char *head, const char *body,
                     long length)
{
    struct buf block = {0};
    buf_printf(&block, "HTTP/1.1 200 OK\r\n%s\r\n%s", head, body);
    record(out, "response", HTTP, uri, pack_slice(&block), length);
    buf_free(&block);
}

static void check(const struct buf *warc, const char *wanted)
{
    struct buf told = {0};
    readings_tell(&reader_warc, pack_slice(warc), NULL, &told);
    assert_string_equal(told.data, wanted);
    buf_free(&told);
}

static void test_records(void **state)
{
    (void)state;
    struct buf w = {0};
    record(&w, "warcinfo", "application/warc-fields", NULL, ALL("software: x\r\n"), -1);
    record(&w, "request", "application/http; msgtype=request", "<http://a/1>",
           ALL("GET /1 HTTP/1.1\r\n\r\n"), -1);
    response(&w, "<http://a/1>", "Content-Type: text/html; charset=iso-8859-1\r\n",
             "<html><title>Mali junta</title><body><p>The junta spoke in S\xE9gou to all who "
             "would listen, and left.</p></body></html>",
             -1);
    response(&w, "http://a/2", "Content-Type: text/plain\r\n", "Plain words.\n", -1);
    response(&w, "http://a/robots.txt", "Content-Type: text/plain\r\n", "User-agent: *\n", -1);
    response(&w, "http://a/3", "Content-Type: image/png\r\n", "PNG", -1);
    record(&w, "response", HTTP, "http://a/4",
           ALL("HTTP/1.1 404 No\r\nContent-Type: text/plain\r\n\r\nNot there"), -1);
    record(&w, "revisit", HTTP, "http://a/1", ALL("HTTP/1.1 200 OK\r\n\r\n"), -1);
    record(&w, "metadata", "text/plain", "http://a/1", ALL("via: x"), -1);
    record(&w, "conversion", "text/plain", "http://a/1", ALL("converted"), -1);
    record(&w, "resource", "text/plain", "file:///n.txt", ALL("A resource."), -1);
    response(&w, "http://a/5", "Content-Type: text/plain\r\n", " \n", -1);
    record(&w, "response", "text/dns", "dns:a", ALL("20230526\na. 1 IN A 127.0.0.1"), -1);
    struct buf told = {0};
    readings_tell(&reader_warc, pack_slice(&w), NULL, &told);
    assert_non_null(strstr(told.data, "article 3\n"));
    assert_non_null(strstr(told.data, "S\xC3\xA9gou"));
    assert_non_null(strstr(told.data, "  url: http://a/1\n  key: http://a/1\n"));
    assert_null(strstr(told.data, "2023"));
    const char *second = strstr(told.data, "article 4\n");
    assert_string_equal(second ? second : "", "article 4\n"
                                              "  url: http://a/2\n"
                                              "  key: http://a/2\n"
                                              "  text: Plain words.|\n"
                                              "article 11\n"
                                              "  url: file:///n.txt\n"
                                              "  key: file:///n.txt\n"
                                              "  text: A resource.\n"
                                              "fault 12: http://a/5: no text in it: skipped\n");
    buf_free(&told);
    buf_free(&w);
}

#define ARTICLE(n, uri, text) "article " n "\n  url: " uri "\n  key: " uri "\n  text: " text "\n"

/* Three responses, the second of which says `length`. */
static void three(struct buf *w, long length)
{
    buf_clear(w);
    response(w, "u:1", "Content-Type: text/plain\r\n", "one", -1);
    response(w, "u:2", "Content-Type: text/plain\r\n", "two and more", length);
    response(w, "u:3", "Content-Type: text/plain\r\n", "three", -1);
}

static void test_lengths(void **state)
{
    (void)state;
    const long right = (long)strlen(PLAIN "two and more");
    static const struct {
        long off;
        const char *told;
    } rows[] = {
        {0, ARTICLE("2", "u:2", "two and more")},
        {5, "fault 2: its Content-Length is wrong\n" ARTICLE("2", "u:2", "two and more")},
        {6, "fault 2: its Content-Length is wrong\n" ARTICLE("2", "u:2", "two and more")},
        {60, "fault 2: its Content-Length is wrong\n" ARTICLE("2", "u:2", "two and more")},
        {100000, "fault 2: cut short"},
        {-4, "fault 2: its Content-Length is wrong\n" ARTICLE("2", "u:2", "two and ")},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf w = {0};
        struct buf told = {0};
        three(&w, right + rows[i].off);
        readings_tell(&reader_warc, pack_slice(&w), NULL, &told);
        const char *head = ARTICLE("1", "u:1", "one");
        assert_memory_equal(told.data, head, strlen(head));
        if (rows[i].off != 100000)
            assert_memory_equal(told.data + strlen(head), rows[i].told, strlen(rows[i].told));
        assert_non_null(strstr(told.data, ARTICLE("3", "u:3", "three")));
        buf_free(&told);
        buf_free(&w);
    }
}

static void test_damage(void **state)
{
    (void)state;
    struct buf w = {0};
    buf_puts(&w, "This is a text.\nWARC files are another matter.\n");
    check(&w, "fault 1: no WARC record where one should begin: passed over up to the next\n"
              "failed: file: there is no WARC record in it\n");
    buf_clear(&w);
    check(&w, "");
    buf_puts(&w, "WARC/1.0\r\nWARC-Type: response\r\n\r\nbody\r\n\r\n");
    response(&w, "u:2", "Content-Type: text/plain\r\n", "two", -1);
    check(&w,
          "fault 1: its head is damaged or cut short: skipped\n"
          "fault 2: no WARC record where one should begin: passed over up to the next\n" ARTICLE(
              "2", "u:2", "two"));
    buf_clear(&w);
    buf_puts(&w, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999\r\n\r\n");
    check(&w, "fault 1: : too large: skipped\n"
              "fault 1: cut short: 99999999999999999 bytes are missing\n");
    buf_clear(&w);
    record(&w, "response", HTTP, "u:1", ALL("not HTTP"), -1);
    check(&w, "fault 1: u:1: there is no HTTP response in it: skipped\n");
    buf_free(&w);
}

/* Whatever is cut off, what stands before is read, and what is cut is told. */
static void test_cut_off(void **state)
{
    (void)state;
    struct buf w = {0};
    struct buf told = {0};
    three(&w, -1);
    const char *third = strstr(w.data + 20, "u:3");
    size_t begins = (size_t)(third - w.data);
    for (size_t cut = 0; cut < w.length; cut++) {
        readings_tell(&reader_warc, (struct slice){w.data, cut}, NULL, &told);
        if (cut > begins)
            assert_non_null(strstr(told.data, ARTICLE("2", "u:2", "two and more")));
        if (cut > begins && cut < w.length - 5)
            assert_non_null(strstr(told.data, "fault 3: "));
    }
    buf_free(&told);
    buf_free(&w);
}

static void test_random_damage(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct buf w = {0};
    struct buf told = {0};
    three(&w, -1);
    response(&w, "u:4", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n",
             "d\r\n<p>Some words.\r\n0\r\n\r\n", -1);
    for (int run = 0; run < 2000; run++) {
        size_t at = (size_t)next_random(&seed) % w.length;
        char was = w.data[at];
        w.data[at] = (char)next_random(&seed);
        readings_tell(&reader_warc, pack_slice(&w), NULL, &told);
        w.data[at] = was;
    }
    buf_free(&told);
    buf_free(&w);
}

static void test_recognised(void **state)
{
    (void)state;
    assert_true(reader_warc.recognises(ALL("WARC/1.1\r\n")));
    assert_false(reader_warc.recognises(ALL("WARC/")));
    assert_false(reader_warc.recognises(ALL("WARCs are archives.")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),       cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_damage),        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_random_damage), cmocka_unit_test(test_recognised),
    };
    return run_tap(tests);
}
