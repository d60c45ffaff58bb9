/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON: how objects stand in a file, which keys are which field, and what damage costs. */
#include "indexer/read/read_jsonl.h"

#include "indexer/read/field_map.h"
#include "tests/unit/reader_test.h"

static const struct row {
    const char *bytes;
    const char *expected;
} rows[] = {
    /* How objects stand. */
    {"{\"text\":\"a\"}\n\n {\"text\":\"b\"}", "||a||||\n||b||||\n"},
    {"[{\"text\":\"a\"},\n{\"text\":\"b\"}]", "||a||||\n||b||||\n"},
    {"{\"text\":\"a\"}{\"text\":\"b\"}", "||a||||\n||b||||\n"},
    {"{\n\"text\":\n\"a\"\n}\n{\n\"text\":\"b\"}", "||a||||\n||b||||\n"},
    {"\x1E{\"text\":\"a\"}\n\x1E{\"text\":\"b\"}\n", "||a||||\n||b||||\n"},
    {"{\"n\":2,\"articles\":[{\"text\":\"a\"},{\"text\":\"b\"},3]}",
     "||a||||\n||b||||\n!3:1: is no object; skipped\n"},
    {"{\"response\":{\"docs\":[{\"text\":\"a\"}]}}", "||a||||\n"},
    {"", ""},
    {"[]", ""},
    {"{\"text\":\"}{\\\"}\\\\\"}{\"text\":\"\\\\\\\\\"}", "||}{\"}\\||||\n||\\\\||||\n"},
    /* Fields. */
    {"{\"title\":\"T\",\"date\":\"2023-05-26\",\"text\":\"x\",\"url\":\"http://a\",\"publisher\":"
     "\"P\",\"author\":\"A\",\"id\":7}",
     "T|2023-05-26|x|http://a|P|A|7\n"},
    {"{\"Headline\":\"T\",\"Date_Published\":\"2023\",\"articleBody\":\"x\",\"source\":\"P\"}",
     "T|2023|x||P||\n"},
    {"{\"text\":\"x\",\"source\":\"http://a\"}", "||x|http://a|||\n"},
    {"{\"text\":\"short\",\"maintext\":\"m\",\"content\":\"c\"}", "||m||||\n"},
    {"{\"content\":{\"rendered\":\"<p>One</p><p>Two &amp; three</p>\"},\"title\":{\"rendered\":"
     "\"A &#8211; B\"}}",
     "A \xE2\x80\x93 B||One\n\nTwo & three||||\n"},
    {"{\"text\":[\"a\",{\"text\":\"b\"},\"\",null,\"c\"],\"authors\":[\"X\",{\"name\":\"Y\"},"
     "{\"first_name\":\"A\",\"last_name\":\"B\"}]}",
     "||a\n\nb\n\nc|||X, Y, A B|\n"},
    {"{\"title\":\"F\",\"body\":{\"summary\":[\"s\"],\"sections\":[{\"headline\":[\"h\"],"
     "\"paragraphs\":[\"p\",\"q\"]}]},\"publishing_date\":\"2023-05-26 10:00:00+02:00\"}",
     "F|2023-05-26|s\n\nh\n\np\n\nq||||\n"},
    {"{\"_id\":{\"$oid\":\"5f\"},\"text\":\"x\",\"date\":{\"$date\":{\"$numberLong\":"
     "\"1685059200000\"}}}",
     "|2023-05-26|x||||5f\n"},
    {"{\"_id\":\"9\",\"_source\":{\"title\":\"T\",\"text\":\"x\"}}", "T||x||||9\n"},
    {"{\"date\":\"soon\",\"created_at\":\"2023-05-26\",\"text\":\"x\"}", "|2023-05-26|x||||\n"},
    {"{\"text\":\"a < b and c > d\"}", "||a < b and c > d||||\n"},
    /* Damage. */
    {"{\"text\":\"a\"}\n{\"text\":\"b\n{\"text\":\"c\"}\n",
     "||a||||\n!2:2: is damaged: unexpected newline near '\"b'; skipped\n||c||||\n"},
    {"{\"text\":\"a\"}\nnonsense\n{\"text\":\"c\"}\n",
     "||a||||\n!2:2: is damaged: '[' or '{' expected near 'nonsense'; skipped\n||c||||\n"},
    {"{\"title\":\"a\"}\n{\"text\":\" \"}\n",
     "!1:1: has no text; skipped\n!2:2: has no text; skipped\n"},
    {"[{\"text\":\"a\"},{\"text\":\"b", "||a||||\n!2:1: is damaged: the file ends in the middle "
                                        "of it; skipped\n"},
    {"[1,{\"text\":\"a\"}]", "!0:1: '1,' is no JSON object; passed over\n||a||||\n"},
    {"{\"text\":\"a\\udc00\"}",
     "!1:1: half a surrogate pair, replaced by U+FFFD\n||a\xEF\xBF\xBD||||\n"},
    {"{\"text\":\"a\",\"id\":123456789012345678901}",
     "!1:1: a number that is too large, kept as text\n||a||||123456789012345678901\n"},
    {"{\"text\":\"a\\udc00\"}{\"text\":\"b\"}",
     "!1:1: half a surrogate pair, replaced by U+FFFD\n||a\xEF\xBF\xBD||||\n||b||||\n"},
    {"{\"text\":\"a\",\"x\":NaN,\"y\":1e999}",
     "!1:1: a number that is too large, kept as text\n||a||||\n"},
    {"{\"text\":\"caf\xE9\"}\n{\"text\":\"th\xC3\xA9\"}\n",
     "||caf\xC3\xA9||||\n||th\xC3\xA9||||\n"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        reader_test_gives(&reader_jsonl, "a.json",
                          (struct slice){rows[i].bytes, strlen(rows[i].bytes)}, rows[i].expected);
}

/* A record above the limit is passed over in bounded memory, whatever stands in it. */
static void test_giant(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        const char *filler;
        const char *after;
        const char *expected;
    } giants[] = {{"{\"text\":\"a\"}\n{\"text\":\"", "xxxxxxxx", "\"}\n{\"text\":\"b\"}\n",
                   "||a||||\n!2:2: is above 128 MB; skipped\n||b||||\n"},
                  {"[{\"text\":\"", "\\\"{\\\\n", "\"},{\"text\":\"b\"}]",
                   "!1:1: is above 128 MB; skipped\n||b||||\n"},
                  {"[{\"text\":[", "\"}\\\\\",", "1]},{\"text\":\"b\"}]",
                   "!1:1: is above 128 MB; skipped\n||b||||\n"}};
    for (size_t i = 0; i < COUNT(giants); i++) {
        struct stream s = {.before = {giants[i].before, strlen(giants[i].before)},
                           .filler = giants[i].filler,
                           .fill = (size_t)300000000 / strlen(giants[i].filler) *
                                   strlen(giants[i].filler),
                           .after = {giants[i].after, strlen(giants[i].after)},
                           .piece = 1 << 20};
        struct input in;
        struct buf out = {0};
        buf_clear(&out);
        stream_open(&in, &s, "a.json");
        reader_test_read(&reader_jsonl, &in, NULL, &out);
        assert_string_equal(out.data, giants[i].expected);
        input_close(&in);
        buf_free(&out);
    }
}

static void test_deep(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct buf out = {0};
    struct input in;
    buf_clear(&out);
    buf_puts(&bytes, "{\"text\":\"a\",\"x\":");
    for (int i = 0; i < 200000; i++)
        buf_putc(&bytes, '[');
    buf_puts(&bytes, "\n{\"text\":\"b\"}\n");
    input_open_memory(&in, (struct slice){bytes.data, bytes.length}, "a.jsonl");
    reader_test_read(&reader_jsonl, &in, NULL, &out);
    assert_non_null(strstr(out.data, "!1:1: is damaged: maximum parsing depth"));
    assert_non_null(strstr(out.data, "\n||b||||\n"));
    buf_free(&bytes);
    buf_free(&out);
}

static void test_map(void **state)
{
    (void)state;
    static const char bytes[] =
        "{\"text\":\"no\",\"data\":{\"body\":[{\"t\":\"a\"},{\"t\":\"b\"}],\"when\":[\"2023\"]}}";
    struct field_map *map = field_map_new();
    struct error error;
    struct buf out = {0};
    struct input in;
    assert_true(field_map_add(map, "text=nothing,data.body[].t", &error));
    assert_true(field_map_add(map, "date=data.when[0]", &error));
    static const char *const bad[] = {"", "text", "txt=a", "text=", "text=a,,b", "=a"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(field_map_add(map, bad[i], &error));
    input_open_memory(&in, (struct slice){bytes, sizeof bytes - 1}, "a.json");
    reader_test_read(&reader_jsonl, &in, map, &out);
    assert_string_equal(out.data, "|2023|a\n\nb||||\n");
    buf_free(&out);
    field_map_free(map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_giant),
                                       cmocka_unit_test(test_deep), cmocka_unit_test(test_map)};
    return run_tap(tests);
}
