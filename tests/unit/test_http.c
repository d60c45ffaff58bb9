/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTTP responses as crawlers store them: encodings undone, and what lies about itself. */
#include "indexer/read/http.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "tests/unit/pack.h"

/* Parses and decodes a response; checks body and fault (NULL: none). `wanted` NULL: no body. */
static void check(const char *head, struct slice body, const char *wanted, const char *fault)
{
    struct arena arena = {0};
    struct buf message = {0};
    struct http_response response;
    const char *why = NULL;
    buf_printf(&message, "HTTP/1.1 200 OK\r\n%s\r\n", head);
    buf_add(&message, body.data, body.length);
    char *copy = xmalloc(message.length);
    memcpy(copy, message.data, message.length);
    assert_true(http_parse((struct slice){copy, message.length}, &arena, &response));
    assert_int_equal(response.status, 200);
    assert_int_equal(http_decode(&response, 1 << 20, &arena, &why), wanted != NULL);
    if (wanted) {
        assert_int_equal(response.body.length, strlen(wanted));
        assert_memory_equal(response.body.data, wanted, response.body.length);
    }
    if (fault)
        assert_string_equal(why ? why : "", fault);
    else
        assert_null(why);
    free(copy);
    buf_free(&message);
    arena_free(&arena);
}

#define CHUNKED "Transfer-Encoding: chunked\r\n"
#define GZIP "Content-Encoding: gzip\r\n"

static void test_heads(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "HTTP/1.1",
        "HTTP/1.1 \r\n\r\n",
        "HTTP/1.1 20x OK\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno end: 1\r\n",
    };
    struct arena arena = {0};
    struct http_response r;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(http_parse((struct slice){bad[i], strlen(bad[i])}, &arena, &r));
    assert_true(http_parse(ALL("HTTP/2 404\nContent-Type: text/html;\n charset=\"koi8-r\" ; x\n\n"),
                           &arena, &r));
    assert_int_equal(r.status, 404);
    assert_true(http_type_is(r.type, "TEXT/html"));
    assert_false(http_type_is(r.type, "text/htm"));
    assert_string_equal(http_charset(r.type, &arena), "koi8-r");
    assert_null(http_charset(ALL("text/html; charset="), &arena));
    assert_null(http_charset(ALL("text/html; x-charset=a"), &arena));
    assert_string_equal(http_charset(ALL("text/html;CHARSET=utf-8;q"), &arena), "utf-8");
    arena_free(&arena);
}

static void test_lengths(void **state)
{
    (void)state;
    check("", ALL("body"), "body", NULL);
    check("Content-Length: 4\r\n", ALL("body"), "body", NULL);
    check("Content-Length: 3\r\n", ALL("body"), "body",
          "its body is longer than its Content-Length says");
    check("Content-Length: 99999999999999999999999\r\n", ALL("body"), "body", NULL);
    check("Content-Length: 5\r\n", ALL("body"), "body",
          "its body is shorter than its Content-Length says");
    check("Content-Length: 5\r\n" CHUNKED, ALL("4\r\nbody\r\n0\r\n\r\n"), "body", NULL);
}

static void test_chunks(void **state)
{
    (void)state;
    check(CHUNKED, ALL("3\r\nbod\r\n1;x=y\r\ny\r\n0\r\nTrailer: a\r\n\r\n"), "body", NULL);
    check(CHUNKED, ALL("4\nbody\n0\n\n"), "body", NULL);
    check(CHUNKED, ALL("no chunks"), "no chunks", NULL);
    check(CHUNKED, ALL("face to face"), "face to face", NULL);
    check(CHUNKED, ALL("0\r\n\r\n"), "", NULL);
    check(CHUNKED, ALL(""), "", NULL);
    check(CHUNKED, ALL("4\r\nbody\r\n9\r\nmore"), "bodymore", "its last chunk is cut short");
    check(CHUNKED, ALL("4\r\nbody\r\n"), "body", "its last chunk is missing");
    check(CHUNKED, ALL("4\r\nbody\r\nzz\r\nmore\r\n"), "body",
          "the size of a chunk is wrong; its body ends there");
    check(CHUNKED, ALL("2\r\nbody\r\n0\r\n\r\n"), "bo",
          "the size of a chunk is wrong; its body ends there");
    check(CHUNKED, ALL("fffffffffffffff\r\nbody"), "body", "its last chunk is cut short");
    check(CHUNKED, ALL("ffffffffffffffffffff\r\nbody"), "ffffffffffffffffffff\r\nbody", NULL);
}

static void test_compressed(void **state)
{
    (void)state;
    struct buf b = {0};
    pack_gzip(&b, ALL("body"));
    check(GZIP, pack_slice(&b), "body", NULL);
    check("Content-Encoding: x-gzip, identity\r\nContent-Length: 4\r\n", pack_slice(&b), "body",
          NULL);
    check(GZIP, ALL("body"), "body", NULL);
    check(GZIP, (struct slice){b.data, b.length - 3}, "body",
          "its compressed body is damaged or cut short");
    struct buf chunked = {0};
    buf_printf(&chunked, "%zx\r\n", b.length);
    buf_add(&chunked, b.data, b.length);
    buf_puts(&chunked, "\r\n0\r\n\r\n");
    check(CHUNKED GZIP, pack_slice(&chunked), "body", NULL);
    check("Transfer-Encoding: gzip, chunked\r\n", pack_slice(&chunked), "body", NULL);
    buf_clear(&b);
    pack_deflate(&b, ALL("body"), 15);
    check("Content-Encoding: deflate\r\n", pack_slice(&b), "body", NULL);
    buf_clear(&b);
    pack_deflate(&b, ALL("body"), -15);
    check("Content-Encoding: deflate\r\n", pack_slice(&b), "body", NULL);
    check("Content-Encoding: deflate\r\n", ALL("<html>plain"), "<html>plain", NULL);
    check("Content-Encoding: zstd\r\n", ALL("body"), NULL, "its content encoding is not known");
    check("Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip\r\n", ALL("body"), NULL,
          "it is encoded too often");
    buf_free(&b);
    buf_free(&chunked);
}

static void test_brotli(void **state)
{
    (void)state;
    static const char packed[] =
        "\x1B\x12\x00\x00\x04\x26\x72\xA4\x31\xB7\xFC\xFC\x50\x27\x0A\x5C\x07";
    check("Content-Encoding: br\r\n", ALL(packed), "body body body body", NULL);
    check("Content-Encoding: br\r\n", (struct slice){packed, 15}, "",
          "its compressed body is damaged or cut short");
    check("Content-Encoding: br\r\n", ALL(""), "", NULL);
}

static void test_bomb(void **state)
{
    (void)state;
    const size_t length = (size_t)2 << 20;
    char *zeros = xcalloc(length, 1);
    struct buf b = {0};
    pack_gzip(&b, (struct slice){zeros, length});
    check(GZIP, pack_slice(&b), NULL, "its body is too large");
    free(zeros);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads),  cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_chunks), cmocka_unit_test(test_compressed),
        cmocka_unit_test(test_brotli), cmocka_unit_test(test_bomb),
    };
    return run_tap(tests);
}
