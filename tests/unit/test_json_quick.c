/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flat objects read quickly say what they say when jansson has read them. */
#include "indexer/read/json_quick.h"

#include <stdlib.h>

#include "indexer/read/json_record.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "tests/unit/test.h"

static const char *const keys[] = {"title", "text", "date",   "url",        "id", "author",
                                   "body",  "x",    "Source", "created_at", "é",  ""};
static const char *const values[] = {"\"plain\"",
                                     "\"a \\\"b\\\" \\\\ \\n \\u00e9 \\ud83d\\ude00 \\/\"",
                                     "\"\"",
                                     "\"<p>a</p><p>b &amp; c</p>\"",
                                     "17",
                                     "-0.5",
                                     "1685059200",
                                     "2023",
                                     "true",
                                     "null",
                                     "[]",
                                     "[\"a\", {\"text\": \"b\"}, [1, \"]}\"]]",
                                     "{}",
                                     "{\"rendered\": \"r\", \"name\": \"n\"}",
                                     "\"2023-05-26\"",
                                     "\"2023-02-30\"",
                                     "\"http://x/\"",
                                     "\"ünïcödé 中文\"",
                                     "1e5",
                                     "\"\\ud800\"",
                                     "01",
                                     "\"tab\there\"",
                                     "NaN",
                                     "\"\\u0000\""};

static void assert_same(const char *what, struct slice a, struct slice b, const char *json)
{
    if (a.length != b.length || (a.length && memcmp(a.data, b.data, a.length) != 0))
        fail_msg("%s of %s: '%.*s' and '%.*s'", what, json, (int)a.length, a.data ? a.data : "",
                 (int)b.length, b.data ? b.data : "");
}

static void compare(const char *json, size_t length, const struct field_table *table, size_t *quick)
{
    struct arena arena = {0};
    struct entry a;
    struct entry b;
    size_t used;
    size_t used_too;
    char *copy = xmalloc(length); /* exactly as long */
    memcpy(copy, json, length);
    struct slice bytes = {copy, length};
    if (json_quick_entry(bytes, table, &arena, &a, &used)) {
        const char *mended;
        char why[JSON_ERROR_TEXT_LENGTH];
        json_t *v = json_record_parse(bytes, &used_too, &mended, why);
        if (!v) /* what is mended is of keys that are passed over */
            fail_msg("%s: %s", json, why);
        json_record_entry(v, table, &arena, &b);
        json_decref(v);
        assert_int_equal(used, used_too);
        assert_same("title", a.title, b.title, json);
        assert_same("text", a.text, b.text, json);
        assert_same("url", a.url, b.url, json);
        assert_same("key", a.key, b.key, json);
        assert_same("author", a.author, b.author, json);
        assert_same("publisher", a.publisher, b.publisher, json);
        assert_same("date", a.date.text, b.date.text, json);
        assert_int_equal(date_compare(a.date.date, b.date.date), 0);
        assert_int_equal(a.date.status, b.date.status);
        ++*quick;
    }
    free(copy);
    arena_free(&arena);
}

static void test_random(void **state)
{
    (void)state;
    uint64_t seed = 5;
    size_t quick = 0;
    struct field_table *table = field_table_new(NULL, NAMES_RECORD);
    struct buf json = {0};
    for (int run = 0; run < 20000; run++) {
        size_t order = (size_t)next_random(&seed);
        buf_clear(&json);
        buf_puts(&json, "{");
        size_t count = (size_t)(next_random(&seed) % 7);
        for (size_t i = 0; i < count; i++) /* each key once */
            buf_printf(&json, "%s\"%s\" : %s", i ? ", " : " ",
                       keys[(order % COUNT(keys) + i) % COUNT(keys)],
                       values[next_random(&seed) % COUNT(values)]);
        buf_puts(&json, "} behind");
        compare(json.data, json.length, table, &quick);
        compare(json.data, (size_t)(next_random(&seed) % json.length), table, &quick);
    }
    assert_true(quick > 1000);
    buf_free(&json);
    field_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return run_tap(tests);
}
