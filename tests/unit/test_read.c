/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files to articles, whatever their format: which are read, which are skipped and why, and which
 * source of a date goes first. The forms of text files are in test_read_text.c. */
#include "tests/unit/read_file.h"

#include "indexer/read/source.h"
#include "tests/unit/scratch.h"

static void test_settings(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t count; /* 0: wrong */
        enum date_source order[READ_SOURCES];
    } rows[] = {
        {"header,name", 2, {FROM_HEADER, FROM_NAME, FROM_NOTHING}},
        {"name", 1, {FROM_NAME, FROM_NOTHING, FROM_NOTHING}},
        {"mtime,header,name", 3, {FROM_MTIME, FROM_HEADER, FROM_NAME}},
        {"", 0, {0}},
        {",", 0, {0}},
        {"header,", 0, {0}},
        {",header", 0, {0}},
        {"header,,name", 0, {0}},
        {"header,header", 0, {0}},
        {"header,name,mtime,header", 0, {0}},
        {"list", 0, {0}},
        {"Header", 0, {0}},
        {"header name", 0, {0}},
        {"header, name", 0, {0}},
        {"headers", 0, {0}},
        {"head", 0, {0}},
        {"a-name-longer-than-any", 0, {0}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct read_settings s;
        if (read_settings_parse(rows[i].text, &s) != (rows[i].count > 0))
            fail_msg("'%s'", rows[i].text);
        if (!rows[i].count)
            continue;
        assert_int_equal(s.order_count, rows[i].count);
        for (size_t k = 0; k < s.order_count; k++)
            assert_int_equal(s.order[k], rows[i].order[k]);
    }
}

static void test_names_that_are_read(void **state)
{
    (void)state;
    static const char *const yes[] = {"a.txt",     "a.text",  "a",          "x.y/README",
                                      "a.pdf.txt", "/x/.txt", "2023-05-26", "a.html",
                                      "a.JSONL",   "a.csv",   "a.csv.gz"};
    static const char *const no[] = {"a.pdf", "a.txt.pdf", "a.", "x/a.docx", "a.txt~", "a.text2"};
    for (size_t i = 0; i < COUNT(yes); i++)
        assert_true(read_knows(yes[i]));
    for (size_t i = 0; i < COUNT(no); i++)
        assert_false(read_knows(no[i]));
}

/* Reads a file of these bytes with the usual settings. */
static void read_bytes(const void *bytes, size_t length, struct arena *arena, struct reading *r)
{
    const struct read_settings settings = {{FROM_HEADER, FROM_NAME, FROM_NOTHING}, 2};
    const struct source_file source = {.open = "file.txt", .path = "kept/file.txt"};
    scratch_write("file.txt", bytes, length);
    read_source(&source, &settings, arena, r);
    assert_int_equal(r->bytes, length);
    assert_int_equal(unlink("file.txt"), 0);
}

static void assert_skipped(const void *bytes, size_t length, const char *why)
{
    struct arena arena = {0};
    struct reading r;
    read_bytes(bytes, length, &arena, &r);
    assert_true(r.skipped);
    assert_false(r.unread);
    assert_int_equal(r.article_count, 0);
    assert_int_equal(r.fault_count, 1);
    assert_int_equal(r.faults[0].line, 0);
    assert_string_equal(r.faults[0].message, why);
    assert_true(r.hash != 0);
    arena_free(&arena);
}

static void test_skipped(void **state)
{
    (void)state;
    assert_skipped("", 0, "empty");
    assert_skipped(" \t\r\n\f\v\n", 7, "empty");
    assert_skipped("\xEF\xBB\xBF\n", 4, "empty");
    assert_skipped("text\0more", 9, "binary");
    char late[9000];
    memset(late, 'x', sizeof late);
    late[7999] = '\0';
    assert_skipped(late, sizeof late, "binary");
}

/* A NUL far behind is text, and so is all else that is no blank. */
static void test_not_skipped(void **state)
{
    (void)state;
    char late[9000];
    memset(late, 'x', sizeof late);
    late[8000] = '\0';
    struct arena arena = {0};
    struct reading r;
    read_bytes(late, sizeof late, &arena, &r);
    assert_false(r.skipped);
    assert_int_equal(r.articles[0].text.length, sizeof late);
    read_bytes(".", 1, &arena, &r);
    assert_false(r.skipped);
    assert_int_equal(r.article_count, 1);
    assert_int_equal(r.fault_count, 0);
    arena_free(&arena);
}

static void test_unreadable(void **state)
{
    (void)state;
    static const struct {
        const char *open;
        const char *why;
    } rows[] = {{"nothing.txt", "No such file or directory"},
                {"folder.txt", "not a regular file"},
                {"pipe.txt", "not a regular file"},
                {"file/x.txt", "Not a directory"}};
    const struct read_settings settings = {{FROM_NAME, FROM_NOTHING, FROM_NOTHING}, 1};
    scratch_folder("folder.txt");
    assert_int_equal(mkfifo("pipe.txt", 0666), 0); /* nobody ever writes to it */
    scratch_text("file", "text");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena arena = {0};
        struct reading r;
        const struct source_file source = {.open = rows[i].open, .path = "kept.txt"};
        read_source(&source, &settings, &arena, &r);
        assert_true(r.skipped && r.unread);
        assert_int_equal(r.article_count, 0);
        assert_int_equal(r.fault_count, 1);
        assert_string_equal(r.faults[0].message, rows[i].why);
        arena_free(&arena);
    }
}

static void test_forbidden(void **state)
{
    (void)state;
    const struct read_settings settings = {{FROM_NAME, FROM_NOTHING, FROM_NOTHING}, 1};
    const struct source_file source = {.open = "a.txt", .path = "a.txt"};
    struct arena arena = {0};
    struct reading r;
    scratch_text("a.txt", "text");
    assert_int_equal(chmod("a.txt", 0), 0);
    if (!scratch_be_nobody())
        return;
    read_source(&source, &settings, &arena, &r);
    scratch_be_root();
    assert_true(r.skipped && r.unread);
    assert_string_equal(r.faults[0].message, "Permission denied");
    arena_free(&arena);
}

static void test_not_utf8(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct reading r;
    read_bytes("caf\xE9", 4, &arena, &r);
    assert_false(r.skipped);
    assert_int_equal(r.fault_count, 0);
    assert_memory_equal(r.articles[0].text.data, "caf\xC3\xA9", 5);
    read_bytes("\xE9 \x81 a", 5, &arena, &r);
    assert_string_equal(r.faults[0].message, "1 byte is not windows-1252, replaced by U+FFFD");
    read_bytes("\xC3\xA9\xC3\xA9 \xE2\x82 a", 9, &arena, &r);
    assert_string_equal(r.faults[0].message, "2 bytes are not UTF-8, replaced by U+FFFD");
    /* Faults are in the order of what happens to the file. */
    read_bytes("date 2023-02-30 caf\x81", 20, &arena, &r);
    assert_int_equal(r.fault_count, 2);
    assert_int_equal(r.faults[1].line, 1);
    arena_free(&arena);
}

/* The hash is of the bytes as they are: the mark and what is not UTF-8 count. */
static void test_hash(void **state)
{
    (void)state;
    static const char *const contents[] = {"text", "text\n", "\xEF\xBB\xBFtext", "tex\xFF",
                                           "tex\xFE"};
    uint64_t hashes[COUNT(contents)];
    struct arena arena = {0};
    struct reading r;
    for (size_t i = 0; i < COUNT(contents); i++) {
        read_bytes(contents[i], strlen(contents[i]), &arena, &r);
        hashes[i] = r.hash;
        for (size_t k = 0; k < i; k++)
            assert_true(hashes[k] != hashes[i]);
        read_bytes(contents[i], strlen(contents[i]), &arena, &r);
        assert_true(r.hash == hashes[i]);
    }
    arena_free(&arena);
}

/* The id is a hash of path and number that must stay as it is: indexes hold it. */
static void test_id(void **state)
{
    (void)state;
    char id[SCHEMA_HEX + 1];
    char other[SCHEMA_HEX + 1];
    article_id("kept/file.txt", "", id);
    assert_int_equal(strlen(id), SCHEMA_HEX);
    assert_int_equal(strspn(id, "0123456789abcdef"), SCHEMA_HEX);
    assert_string_equal(id, "95fc3bcb368d0d515bdf");
    article_id("kept/file.txt", "1", other);
    assert_string_not_equal(id, other);
    article_id("kept/file.txt1", "", other);
    assert_string_not_equal(id, other);
    struct arena arena = {0};
    struct reading r;
    read_bytes("text", 4, &arena, &r);
    assert_string_equal(r.articles[0].id, id);
    assert_string_equal(r.articles[0].path, "kept/file.txt");
    assert_string_equal(r.articles[0].number, "");
    assert_string_equal(r.articles[0].key, "");
    assert_false(r.many);
    arena_free(&arena);
}

/* ---- where dates come from ---- */

#define NONE    \
    {           \
        0, 0, 0 \
    }
#define GOOD_NAME "news/2022-04-05-x.txt"
#define BAD_NAME "news/2022-02-31-x.txt"
#define GOOD_HEADER "date 2023-05-26 text"
#define BAD_HEADER "date 2023-02-30 text"
#define MTIME      \
    {              \
        2021, 3, 4 \
    }
#define LISTED     \
    {              \
        2020, 1, 0 \
    }

static const struct date_row {
    const char *order;
    const char *text;
    const char *path;
    struct date mtime;
    struct date listed;
    struct date date;
    enum date_source source;
    const char *fault; /* NULL if there is none */
} date_rows[] = {
    {"header,name", GOOD_HEADER, GOOD_NAME, MTIME, NONE, {2023, 5, 26}, FROM_HEADER, NULL},
    {"name,header", GOOD_HEADER, GOOD_NAME, MTIME, NONE, {2022, 4, 5}, FROM_NAME, NULL},
    {"name,header", GOOD_HEADER, "x.txt", MTIME, NONE, {2023, 5, 26}, FROM_HEADER, NULL},
    {"header,name", "text", GOOD_NAME, MTIME, NONE, {2022, 4, 5}, FROM_NAME, NULL},
    {"header,name", "text", "2022/04/x.txt", MTIME, NONE, {2022, 4, 0}, FROM_NAME, NULL},
    {"header,name", "text", "x.txt", MTIME, NONE, NONE, FROM_NOTHING, NULL},
    {"header,name,mtime", "text", "x.txt", MTIME, NONE, MTIME, FROM_MTIME, NULL},
    {"header,name,mtime", "text", "x.txt", NONE, NONE, NONE, FROM_NOTHING, NULL},
    {"mtime,header,name", GOOD_HEADER, GOOD_NAME, MTIME, NONE, MTIME, FROM_MTIME, NULL},
    {"mtime,header,name", GOOD_HEADER, GOOD_NAME, NONE, NONE, {2023, 5, 26}, FROM_HEADER, NULL},
    {"mtime", GOOD_HEADER, GOOD_NAME, MTIME, NONE, MTIME, FROM_MTIME, NULL},
    {"header", "text", GOOD_NAME, MTIME, NONE, NONE, FROM_NOTHING, NULL},
    {"name", GOOD_HEADER, "x.txt", MTIME, NONE, NONE, FROM_NOTHING, NULL},
    /* What a person says goes before all, and is right. */
    {"header,name", GOOD_HEADER, GOOD_NAME, MTIME, LISTED, LISTED, FROM_LIST, NULL},
    {"mtime", "text", "x.txt", MTIME, LISTED, LISTED, FROM_LIST, NULL},
    {"header,name", BAD_HEADER, BAD_NAME, MTIME, LISTED, LISTED, FROM_LIST, NULL},
    /* A date that does not exist ends the search, if it is reached. */
    {"header,name", BAD_HEADER, GOOD_NAME, MTIME, NONE, NONE, FROM_NOTHING, "2023-02-30"},
    {"header,name,mtime", "text", BAD_NAME, MTIME, NONE, NONE, FROM_NOTHING, "in its name"},
    {"name,header", GOOD_HEADER, BAD_NAME, MTIME, NONE, NONE, FROM_NOTHING, "in its name"},
    {"name,header", BAD_HEADER, GOOD_NAME, MTIME, NONE, {2022, 4, 5}, FROM_NAME, NULL},
    {"name,header", BAD_HEADER, "x.txt", MTIME, NONE, NONE, FROM_NOTHING, "2023-02-30"},
    {"header,name", GOOD_HEADER, BAD_NAME, MTIME, NONE, {2023, 5, 26}, FROM_HEADER, NULL},
    {"header,name", "date 2023-5-6-7 text", "x.txt", MTIME, NONE, NONE, FROM_NOTHING, "not a date"},
    {"name", BAD_HEADER, GOOD_NAME, MTIME, NONE, {2022, 4, 5}, FROM_NAME, NULL},
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(date_rows); i++) {
        const struct date_row *row = &date_rows[i];
        const struct source_file source = {"file.txt", row->path, row->mtime, row->listed, true};
        struct read_settings settings;
        struct arena arena = {0};
        struct reading r;
        char date[DATE_TEXT];
        char expected[DATE_TEXT];
        scratch_text("file.txt", row->text);
        assert_true(read_settings_parse(row->order, &settings));
        read_source(&source, &settings, &arena, &r);
        assert_int_equal(r.article_count, 1);
        const struct article *a = &r.articles[0];
        const char *fault = r.fault_count ? r.faults[0].message : "";
        if (date_compare(a->date, row->date) != 0 || a->date_source != row->source ||
            r.fault_count != (row->fault != NULL) || (row->fault && !strstr(fault, row->fault)))
            fail_msg("%s of '%s' in %s: %s '%s', not %s; %s", row->order, row->text, row->path,
                     date_print(a->date, date), schema_date_source_name(a->date_source),
                     date_print(row->date, expected), fault);
        if (row->fault)
            assert_non_null(strstr(fault, "indexed as undated"));
        arena_free(&arena);
    }
}

/* A file of records: articles and faults of all are kept, in order. */
static void test_many(void **state)
{
    (void)state;
    const struct read_settings settings = {{FROM_META}, 1};
    const struct source_file source = {.open = "many.jsonl", .path = "many.jsonl"};
    struct arena arena = {0};
    struct reading r;
    FILE *f = fopen("many.jsonl", "w");
    assert_non_null(f);
    for (int i = 0; i < 1000; i++)
        fprintf(f, "{\"text\": \"Text %d\", \"date\": \"%d\"}\n{\"text\": \"\"}\n", i, 1000 + i);
    fclose(f);
    read_source(&source, &settings, &arena, &r);
    assert_true(r.many && !r.skipped);
    assert_int_equal(r.article_count, 1000);
    assert_int_equal(r.fault_count, 1000);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(r.articles[i].date.year, 1000 + i);
        assert_int_equal(r.faults[i].line, 2 * i + 2);
        assert_int_equal(atoi(r.faults[i].message + strlen("record ")), 2 * i + 2);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings), cmocka_unit_test(test_names_that_are_read),
        SCRATCH_TEST(test_skipped),      SCRATCH_TEST(test_not_skipped),
        SCRATCH_TEST(test_unreadable),   SCRATCH_TEST(test_forbidden),
        SCRATCH_TEST(test_not_utf8),     SCRATCH_TEST(test_hash),
        SCRATCH_TEST(test_id),           SCRATCH_TEST(test_dates),
        SCRATCH_TEST(test_many),
    };
    return run_tap(tests);
}
