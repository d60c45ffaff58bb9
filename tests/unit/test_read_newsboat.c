/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newsboat's cache: items and feeds, old tables, files that are cut, changed, or not of it. */
#include "indexer/read/read_newsboat.h"

#include <sqlite3.h>

#include "tests/unit/reading.h"
#include "tests/unit/scratch.h"

#define FEEDS                                                                                 \
    "CREATE TABLE rss_feed(rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT " \
    "NULL, title VARCHAR(1024) NOT NULL);"                                                    \
    "INSERT INTO rss_feed VALUES('http://f.org/rss', 'http://f.org', 'Feed');"
#define ITEMS                                                                                     \
    "CREATE TABLE rss_item(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT "  \
    "NULL, title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT "   \
    "NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT " \
    "NULL, unread INTEGER(1) NOT NULL"
#define DELETED ", deleted INTEGER(1) NOT NULL DEFAULT 0"
#define MIME ", content_mime_type VARCHAR(255) NOT NULL DEFAULT ''"
#define INSERT "INSERT INTO rss_item(guid, title, author, url, feedurl, pubDate, content, unread"

#define WAS \
    "#1 2023-05-26 pubDate | One | http://f.org/1 | Feed | Ann | http://f.org/rss g1 | A & B\n"

static void make(const char *sql)
{
    sqlite3 *db;
    remove("cache.db");
    assert_int_equal(sqlite3_open("cache.db", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static struct slice bytes_of(struct arena *arena)
{
    struct input in;
    struct error error;
    struct slice bytes;
    assert_true(input_open_file(&in, "cache.db", "file", &error));
    assert_true(input_all(&in, 1 << 20, arena, &bytes, &error));
    input_close(&in);
    return bytes;
}

/* Reads it by its path, and as bytes, which comes to the same. */
static void assert_cache(const char *expected)
{
    struct arena arena = {0};
    struct input in;
    struct error error;
    struct entry entry;
    struct buf out = {0};
    struct reader_options options = {.fault = reading_fault, .context = &out};
    char *is = reading_of(&reader_newsboat, bytes_of(&arena), NULL);
    assert_string_equal(is, expected);
    free(is);
    buf_clear(&out);
    assert_true(input_open_file(&in, "cache.db", "file", &error));
    struct reader *r = reader_newsboat.open(&in, &options, &error);
    assert_non_null(r);
    while (reader_newsboat.next(r, &arena, &entry, &error) == READER_ENTRY)
        reading_entry(&out, &entry);
    assert_string_equal(out.data, expected);
    reader_newsboat.close(r);
    input_close(&in);
    buf_free(&out);
    arena_free(&arena);
}

static void test_items(void **state)
{
    (void)state;
    make(FEEDS ITEMS DELETED MIME
         ");" INSERT ", deleted, content_mime_type) VALUES"
         "('g1', 'One', 'Ann', 'http://f.org/1', 'http://f.org/rss', 1685145540, "
         "'<p>A &amp; B</p>', 1, 0, 'text/html'),"
         "('g2', 'Gone', '', '', 'http://f.org/rss', 0, 'x', 1, 1, ''),"
         "('g3', 'Plain', '', '', 'http://other', 0, '<p> stays', 1, 0, 'text/plain'),"
         "('g4', 'Only a title', '', '', '', -86400, '', 1, 0, ''),"
         "('g5', '', '', '', '', 0, ' ', 1, 0, '')");
    assert_cache(WAS "#2 - - | Plain | - | - | - | http://other g3 | <p> stays\n"
                     "#3 1969-12-31 pubDate | Only a title | - | - | - | g4 | Only a title\n"
                     "!4:0 has no text and is skipped\n");
    struct arena arena = {0};
    struct slice head = bytes_of(&arena);
    head.length = head.length < READER_HEAD ? head.length : READER_HEAD;
    assert_true(reader_newsboat.recognises(head));
    assert_false(reader_newsboat.recognises((struct slice){"SQLite format 3", 15}));
    arena_free(&arena);
}

static void test_old(void **state)
{
    (void)state;
    make(FEEDS ITEMS
         ");" INSERT
         ") VALUES('g1', 'One', 'Ann', 'http://f.org/1', 'http://f.org/rss', 1685145540, "
         "'A &amp; B', 1)");
    assert_cache(WAS);
}

static void test_others(void **state)
{
    (void)state;
    struct arena arena = {0};
    make("CREATE TABLE other(a)");
    char *is = reading_of(&reader_newsboat, bytes_of(&arena), NULL);
    assert_string_equal(is, "failed: file: no reader\n");
    free(is);
    /* A view may be a query without an end. */
    make(FEEDS "CREATE VIEW rss_item AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
               "FROM c) SELECT x AS id FROM c");
    is = reading_of(&reader_newsboat, bytes_of(&arena), NULL);
    assert_string_equal(is, "failed: file: no reader\n");
    free(is);
    assert_reading(&reader_newsboat, "text", "failed: file: no reader\n");
    arena_free(&arena);
}

/* Bytes changed, and files cut: an end, and no more than there is. */
static void test_random(void **state)
{
    (void)state;
    uint64_t seed = 7;
    struct arena arena = {0};
    make(FEEDS ITEMS DELETED MIME
         ");" INSERT
         ") VALUES('g1', 'One', 'Ann', 'http://f.org/1', 'http://f.org/rss', 1685145540, "
         "'A &amp; B', 1)");
    struct slice whole = bytes_of(&arena);
    for (int run = 0; run < 2000; run++) {
        struct arena one = {0};
        char *copy = arena_copy(&one, whole.data, whole.length);
        size_t length = whole.length;
        for (uint64_t n = next_random(&seed) % 16; n > 0; n--)
            copy[next_random(&seed) % length] = (char)next_random(&seed);
        if (run % 4 == 0)
            length -= next_random(&seed) % length;
        char *is = reading_of(&reader_newsboat, (struct slice){copy, length}, NULL);
        assert_null(strstr(is, "#3"));
        free(is);
        arena_free(&one);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_items),
        SCRATCH_TEST(test_old),
        SCRATCH_TEST(test_others),
        SCRATCH_TEST(test_random),
    };
    return run_tap(tests);
}
