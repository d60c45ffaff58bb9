/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of any format as streams of articles: ids, what is skipped, hashes; and charsets. */
#include "indexer/read/source.h"

#include <xxhash.h>

#include "indexer/read/decode.h"
#include "indexer/read/title.h"
#include "tests/unit/scratch.h"

static const struct source_settings settings = {.dates = {{FROM_HEADER, FROM_META, FROM_NAME}, 3}};

static void no_fault(void *context, uint64_t record, size_t line, const char *message)
{
    (void)record;
    (void)line;
    (void)message;
    if (context)
        ++*(size_t *)context;
}

/* The ids of a file's articles. */
static size_t read_ids(const char *path, char ids[][SCHEMA_HEX + 1], size_t room)
{
    const struct source_file file = {.open = path, .path = path};
    struct arena arena = {0};
    struct article a;
    struct error error;
    size_t n = 0;
    struct source *s =
        source_open(&file, &settings, &(struct source_events){NULL, no_fault, NULL}, &error);
    assert_non_null(s);
    for (; n < room && source_next(s, &arena, &a, &error) == READER_ENTRY; n++)
        memcpy(ids[n], a.id, sizeof ids[n]);
    source_close(s);
    arena_free(&arena);
    return n;
}

static void test_ids(void **state)
{
    (void)state;
    char a[600][SCHEMA_HEX + 1];
    char b[600][SCHEMA_HEX + 1];
    char one[SCHEMA_HEX + 1];
    scratch_text("a.txt", "text");
    assert_int_equal(read_ids("a.txt", a, 9), 1);
    article_id("a.txt", "", one);
    assert_string_equal(a[0], one);
    scratch_text("r.jsonl", "{\"id\":1,\"text\":\"x\"}\n{\"url\":\"http://u\",\"text\":\"y\"}\n"
                            "{\"text\":\"z\"}\n");
    assert_int_equal(read_ids("r.jsonl", a, 9), 3);
    article_id("r.jsonl", "1", one);
    assert_string_equal(a[0], one);
    article_id("r.jsonl", "http://u", one);
    assert_string_equal(a[1], one);
    /* Order and neighbours say nothing; a text that changed is another article. */
    scratch_text("r.jsonl", "{\"text\":\"z\"}\n{\"text\":\"Z\"}\n{\"id\":1,\"text\":\"new\"}\n");
    assert_int_equal(read_ids("r.jsonl", b, 9), 3);
    assert_string_equal(a[2], b[0]);
    assert_string_equal(a[0], b[2]);
    assert_string_not_equal(b[0], b[1]);
    /* The same key 500 times: each its own id, the same the next time. */
    FILE *f = fopen("r.jsonl", "w");
    for (int i = 0; i < 500; i++)
        fputs("{\"id\":1,\"text\":\"x\"}\n", f);
    fclose(f);
    assert_int_equal(read_ids("r.jsonl", a, 600), 500);
    assert_int_equal(read_ids("r.jsonl", b, 600), 500);
    for (size_t i = 0; i < 500; i++) {
        assert_string_equal(a[i], b[i]);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(a[i], a[k]);
    }
}

static void test_skipped(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *bytes;
        size_t length;
        const char *skipped;
    } rows[] = {{"a.txt", "", 0, "empty"},
                {"a.txt", " \n", 2, "empty"},
                {"a.txt", "a\0b", 3, "binary"},
                {"a.pdf", "%PDF-1.4", 8, "no reader"},
                {"Makefile", "all:\n", 5, "no reader"},
                {"a.csv", "a\0b", 3, "binary"},
                {"a.md", "", 0, "empty"},
                {"a.txt", "x", 1, NULL}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct source_file file = {.open = rows[i].name, .path = rows[i].name};
        struct arena arena = {0};
        struct article a;
        struct error error;
        uint64_t hash;
        uint64_t bytes;
        size_t faults = 0;
        scratch_write(rows[i].name, rows[i].bytes, rows[i].length);
        struct source *s =
            source_open(&file, &settings, &(struct source_events){&faults, no_fault, NULL}, &error);
        assert_non_null(s);
        while (source_next(s, &arena, &a, &error) == READER_ENTRY)
            continue;
        if (rows[i].skipped)
            assert_string_equal(source_skipped(s), rows[i].skipped);
        else
            assert_null(source_skipped(s));
        assert_int_equal(faults, 0);
        assert_true(source_hash(s, &hash, &bytes, &error));
        assert_int_equal(bytes, rows[i].length);
        assert_true(hash == XXH3_64bits(rows[i].bytes, rows[i].length));
        source_close(s);
        arena_free(&arena);
    }
}

static void test_charsets(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *encoding;
        const char *text;
        const char *charset;
        size_t replaced;
    } rows[] = {
        {"caf\xC3\xA9", 5, NULL, "caf\xC3\xA9", NULL, 0},
        {"\xEF\xBB\xBFx", 4, NULL, "x", NULL, 0},
        {"caf\xE9 \x80", 6, NULL, "caf\xC3\xA9 \xE2\x82\xAC", "windows-1252", 0},
        {"caf\xE9 \x81", 6, NULL, "caf\xC3\xA9 \xEF\xBF\xBD", "windows-1252", 1},
        {"\xC3\xA9\xC3\xA9\xC3", 5, NULL, "\xC3\xA9\xC3\xA9\xEF\xBF\xBD", NULL, 1},
        {"\xFF\xFEh\0i\0", 6, NULL, "hi", "UTF-16LE", 0},
        {"\xFE\xFF\0h\0i", 6, NULL, "hi", "UTF-16BE", 0},
        {"\xFF\xFE\0\0h\0\0\0", 8, NULL, "h", "UTF-32LE", 0},
        {"\xFF\xFEh\0\0\xD8i\0", 8, NULL, "h\xEF\xBF\xBDi", "UTF-16LE", 2},
        {"\xFF\xFEh\0i", 5, NULL, "h\xEF\xBF\xBD", "UTF-16LE", 1},
        {"a\0b\0c\0d\0", 8, NULL, "abcd", "UTF-16LE", 0},
        {"\0a\0b\0c\0d", 8, NULL, "abcd", "UTF-16BE", 0},
        {"-N", 2, "UTF-16LE", "-N", NULL, 0},
        {"-N\xE5\x65", 4, "UTF-16LE", "\xE4\xB8\xAD\xE6\x97\xA5", "UTF-16LE", 0},
        {"\xA3\xA4", 2, "ISO-8859-5", "\xD0\x83\xD0\x84", "ISO-8859-5", 0},
        {"\x93\xFA\x96{", 4, "SHIFT_JIS", "\xE6\x97\xA5\xE6\x9C\xAC", "SHIFT_JIS", 0},
        {"\x1B$BF|\x1B(B", 8, "ISO-2022-JP", "\xE6\x97\xA5", "ISO-2022-JP", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena arena = {0};
        struct decoded d;
        decode_text((struct slice){rows[i].bytes, rows[i].length}, rows[i].encoding, &arena, &d);
        if (d.text.length != strlen(rows[i].text) ||
            memcmp(d.text.data, rows[i].text, d.text.length) != 0 ||
            d.replaced != rows[i].replaced ||
            strcmp(d.charset ? d.charset : "", rows[i].charset ? rows[i].charset : "") != 0)
            fail_msg("row %zu: '%.*s', %s, %zu", i, (int)d.text.length, d.text.data,
                     d.charset ? d.charset : "UTF-8", d.replaced);
        arena_free(&arena);
    }
    assert_true(decode_knows("windows-1251") && !decode_knows("no-such-charset"));
    assert_true(decode_is_binary((struct slice){"a\0b", 3}, NULL));
    assert_false(decode_is_binary((struct slice){"\xFF\xFE\0\x30", 4}, NULL));
}

/* A file that is nothing but faults does not fill the report. */
static void test_many_faults(void **state)
{
    (void)state;
    const struct source_file file = {.open = "f.jsonl", .path = "f.jsonl"};
    struct arena arena = {0};
    struct article a;
    struct error error;
    size_t faults = 0;
    FILE *f = fopen("f.jsonl", "w");
    for (int i = 0; i < 5000; i++)
        fputs("{}\n", f);
    fclose(f);
    struct source *s =
        source_open(&file, &settings, &(struct source_events){&faults, no_fault, NULL}, &error);
    assert_non_null(s);
    assert_int_equal(source_next(s, &arena, &a, &error), READER_END);
    assert_int_equal(faults, SOURCE_FAULTS + 1);
    source_close(s);
    arena_free(&arena);
}

static struct slice text_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

/* A sentence that many texts begin with is passed over, in whatever order they were counted. */
static void test_shared_titles(void **state)
{
    (void)state;
    static const char shared[] = "The Daily News of Bamako brings you this. Junta speaks at last.";
    struct arena arena = {0};
    struct title_counts *a = title_counts_new();
    struct slice sentence = title_first_sentence(text_of(shared));
    for (int i = 0; i < 20; i++) /* the same text is no other text */
        title_counts_add(a, sentence, text_of(shared));
    title_counts_settle(a);
    assert_string_equal(title_of_text(text_of(shared), a, &arena),
                        "The Daily News of Bamako brings you this.");
    static const char texts[] = "12345678";
    for (size_t i = 0; i < TITLE_COUNTS_SHARED; i++)
        title_counts_add(a, sentence, (struct slice){texts, i});
    title_counts_settle(a);
    assert_string_equal(title_of_text(text_of(shared), a, &arena), "Junta speaks at last.");
    assert_string_equal(title_of_text(text_of("Junta speaks at last. It did."), a, &arena),
                        "Junta speaks at last.");
    /* Where nothing else is left, the first it is. */
    assert_string_equal(
        title_of_text(text_of("The Daily News of Bamako brings you this."), a, &arena),
        "The Daily News of Bamako brings you this.");
    assert_string_equal(
        title_of_text(text_of("Sign up now: Get ST's newsletters delivered to your inbox\n\n"
                              "SINGAPORE - It rained. More."),
                      NULL, &arena),
        "SINGAPORE - It rained.");
    assert_string_equal(
        title_of_text(text_of("WASHINGTON - SENS. LEAHY AND SEN. SMITH met "
                              "Reps. Lee and Doe of Calif. on Monday. Then"),
                      NULL, &arena),
        "WASHINGTON - SENS. LEAHY AND SEN. SMITH met Reps. Lee and Doe of Calif. on "
        "Monday.");
    title_counts_free(a);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_ids), SCRATCH_TEST(test_skipped), SCRATCH_TEST(test_many_faults),
        cmocka_unit_test(test_charsets), cmocka_unit_test(test_shared_titles)};
    return run_tap(tests);
}
