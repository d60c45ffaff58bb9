/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to valid UTF-8: a table, and random bytes against a validator written otherwise. */
#include "lib/text/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "tests/unit/test.h"

#define BAD "\xEF\xBF\xBD"

/* Cleans a copy of exactly that length. The result is the arena's. */
static struct slice clean(const char *text, size_t length, struct arena *arena, size_t *replaced)
{
    char *copy = xmalloc(length);
    if (length)
        memcpy(copy, text, length);
    struct slice result = utf8_clean((struct slice){copy, length}, arena, replaced);
    result.data = arena_copy(arena, result.data, result.length);
    free(copy);
    return result;
}

static void test_table(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *cleaned;
        size_t replaced;
    } rows[] = {
        {"", "", 0},
        {"plain text", "plain text", 0},
        {"événement 中文 😀", "événement 中文 😀", 0},
        {"\xEF\xBB\xBFwith a mark", "with a mark", 0},
        {"\xEF\xBB\xBF", "", 0},
        {"\xEF\xBB\xBF\xEF\xBB\xBFtwo", "\xEF\xBB\xBFtwo", 0},
        {"in\xEF\xBB\xBFside", "in\xEF\xBB\xBFside", 0},
        {"\xEF\xBB\xBF"
         "caf\xE9",
         "caf" BAD, 1},
        {"caf\xE9 noir", "caf" BAD " noir", 1},
        {"\xEF\xBB", BAD BAD, 2},
        {"a\xE2\x80", "a" BAD BAD, 2},
        {"\xC0\xAF", BAD BAD, 2}, /* overlong */
        {"\xE0\x80\xAF", BAD BAD BAD, 3},
        {"\xED\xA0\x80", BAD BAD BAD, 3},         /* a surrogate */
        {"\xF4\x90\x80\x80", BAD BAD BAD BAD, 4}, /* past U+10FFFF */
        {"\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF", 0},
        {"\xEF\xBF\xBD", BAD, 0}, /* it was there before */
        {"\x80\x80long enough to be read by eights\x80",
         BAD BAD "long enough to be read by eights" BAD, 3},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena arena = {0};
        size_t replaced;
        struct slice s = clean(rows[i].text, strlen(rows[i].text), &arena, &replaced);
        assert_string_equal(s.data, rows[i].cleaned);
        assert_int_equal(replaced, rows[i].replaced);
        arena_free(&arena);
    }
}

/* Valid bytes are not copied. */
static void test_valid_is_itself(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t replaced = 1;
    struct slice given = {"événement", 11};
    struct slice s = utf8_clean(given, &arena, &replaced);
    assert_ptr_equal(s.data, given.data);
    assert_int_equal(s.length, given.length);
    assert_int_equal(replaced, 0);
    assert_null(arena.blocks);
}

/* Bytes of the character at the front, 0 if there is none: by the ranges of the Unicode standard,
 * table 3-7. */
static size_t character(const unsigned char *s, size_t n)
{
    static const struct {
        unsigned char first[2];
        unsigned char second[2];
        size_t length;
    } forms[] = {
        {{0x00, 0x7F}, {0, 0}, 1},       {{0xC2, 0xDF}, {0x80, 0xBF}, 2},
        {{0xE0, 0xE0}, {0xA0, 0xBF}, 3}, {{0xE1, 0xEC}, {0x80, 0xBF}, 3},
        {{0xED, 0xED}, {0x80, 0x9F}, 3}, {{0xEE, 0xEF}, {0x80, 0xBF}, 3},
        {{0xF0, 0xF0}, {0x90, 0xBF}, 4}, {{0xF1, 0xF3}, {0x80, 0xBF}, 4},
        {{0xF4, 0xF4}, {0x80, 0x8F}, 4},
    };
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (s[0] < forms[i].first[0] || s[0] > forms[i].first[1])
            continue;
        bool good = n >= forms[i].length;
        for (size_t k = 1; good && k < forms[i].length; k++)
            good = k == 1 ? s[1] >= forms[i].second[0] && s[1] <= forms[i].second[1]
                          : s[k] >= 0x80 && s[k] <= 0xBF;
        return good ? forms[i].length : 0;
    }
    return 0;
}

static size_t clean_slowly(const unsigned char *text, size_t length, struct buf *out)
{
    size_t replaced = 0;
    buf_clear(out);
    size_t at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length) {
        size_t n = character(text + at, length - at);
        if (n)
            buf_add(out, text + at, n);
        else
            buf_puts(out, BAD);
        replaced += n == 0;
        at += n ? n : 1;
    }
    return replaced;
}

static void check_random(uint64_t *seed, struct arena *arena, struct buf *expected)
{
    static const char *const pieces[] = {"a",
                                         "some words of ascii",
                                         "é",
                                         "中",
                                         "😀",
                                         "\xE2",
                                         "\xF0",
                                         "\x80",
                                         "\x9F",
                                         "\xBF",
                                         "\xED",
                                         "\xA0",
                                         "\xF4",
                                         "\x8F",
                                         "\xEF\xBB\xBF",
                                         "\xC0",
                                         "\xE0",
                                         "\xFF"};
    char text[400];
    size_t length = 0;
    for (uint64_t n = next_random(seed) % 30; n > 0; n--) {
        const char *piece = pieces[next_random(seed) % COUNT(pieces)];
        if (next_random(seed) % 3 == 0) {
            text[length++] = (char)next_random(seed);
        } else if (length + strlen(piece) < sizeof text - 1) {
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
        if (length > sizeof text - 2)
            break;
    }
    size_t replaced;
    size_t should = clean_slowly((const unsigned char *)text, length, expected);
    struct slice s = clean(text, length, arena, &replaced);
    assert_int_equal(replaced, should);
    assert_int_equal(s.length, expected->length);
    assert_memory_equal(s.data, expected->data, s.length);
    arena_clear(arena);
}

static void test_random_bytes(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct buf expected = {0};
    uint64_t seed = 1;
    for (int run = 0; run < 50000; run++)
        check_random(&seed, &arena, &expected);
    arena_free(&arena);
    buf_free(&expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_valid_is_itself),
        cmocka_unit_test(test_random_bytes),
    };
    return run_tap(tests);
}
