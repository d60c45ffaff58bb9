/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of shards: read, with errors by line; written; published over an old one. */
#include "lib/index/shards.h"

#include "lib/base/buf.h"
#include "lib/xapian/binding.h"
#include "tests/unit/scratch.h"

/* The list as "NAME>PATH NAME ": remote ones have no path. */
static void assert_shards(const struct shards *s, const char *expected)
{
    struct buf b = {0};
    buf_clear(&b);
    for (size_t i = 0; i < s->count; i++) {
        buf_puts(&b, s->list[i].name);
        if (s->list[i].path)
            buf_printf(&b, ">%s", s->list[i].path);
        buf_putc(&b, ' ');
    }
    assert_string_equal(b.data, expected);
    buf_free(&b);
}

static void test_lists(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *shards;
        bool remote;
    } rows[] = {
        {"", "", false},
        {"# nothing\n\n\r\n", "", false},
        {"glass shard-0001\n", "shard-0001>index/shard-0001 ", false},
        {"glass shard-0001", "shard-0001>index/shard-0001 ", false},
        {"# a\nauto a\n#b\nglass b\n", "a>index/a b>index/b ", false},
        {"glass a\r\nauto b\r\n", "a>index/a b>index/b ", false},
        {"auto /far/away\n", "/far/away>/far/away ", false},
        {"auto ../other/shard\n", "../other/shard>index/../other/shard ", false},
        {"glass with blanks in it\n", "with blanks in it>index/with blanks in it ", false},
        {"remote host:3000\n", "host:3000 ", true},
        {"glass a\nremote 127.0.0.1:33333\nglass b\n", "a>index/a 127.0.0.1:33333 b>index/b ",
         true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shards s;
        bool missing = true;
        char message[512];
        scratch_text("index/XAPIANDB", rows[i].text);
        assert_true(shards_read("index", &s, &missing, message));
        assert_false(missing);
        assert_shards(&s, rows[i].shards);
        assert_int_equal(s.remote, rows[i].remote);
        shards_free(&s);
        assert_int_equal(s.count, 0);
    }
}

static void test_errors(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        {"nonsense\n", "index/XAPIANDB:1: not a shard: 'nonsense'"},
        {"glass a\n\n# c\nflint b\n", "index/XAPIANDB:4: not a shard: 'flint b'"},
        {"glass a\nglass\n", "index/XAPIANDB:2: not a shard: 'glass'"},
        {"glass \n", "index/XAPIANDB:1: not a shard: 'glass '"},
        {"glassy a\n", "index/XAPIANDB:1: not a shard: 'glassy a'"},
        {" glass a\n", "index/XAPIANDB:1: not a shard: ' glass a'"},
        {"remote \n", "index/XAPIANDB:1: not a shard: 'remote '"},
        {"Auto a\r\n", "index/XAPIANDB:1: not a shard: 'Auto a'"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shards s;
        bool missing = true;
        char message[512] = "";
        scratch_text("index/XAPIANDB", rows[i].text);
        assert_false(shards_read("index", &s, &missing, message));
        assert_false(missing);
        assert_memory_equal(message, rows[i].message, strlen(rows[i].message));
        assert_non_null(strstr(message, "; write glass NAME, auto NAME or remote HOST:PORT, or"));
        assert_int_equal(s.count, 0);
        assert_null(s.list);
    }
}

static void test_no_list(void **state)
{
    (void)state;
    struct shards s;
    bool missing = false;
    char message[512] = "";
    assert_false(shards_read("nothing", &s, &missing, message));
    assert_true(missing);
    assert_string_equal(message, "nothing/XAPIANDB: No such file or directory");
    scratch_text("file", "no folder");
    assert_false(shards_read("file", &s, &missing, message));
    assert_true(missing);
    /* A folder opens as a file does, but cannot be read. */
    scratch_folder("index/XAPIANDB");
    assert_false(shards_read("index", &s, &missing, message));
    assert_false(missing);
    assert_string_equal(message, "index/XAPIANDB: Is a directory");
}

static void add_shards(struct shards *s, const char *dir, const char *const *names, size_t count)
{
    *s = (struct shards){0};
    for (size_t i = 0; i < count; i++)
        shards_add(s, dir, names[i]);
}

static void test_written(void **state)
{
    (void)state;
    static const char *const names[] = {"shard-0001", "shard-0002", "/far/shard"};
    struct shards s;
    struct shards back;
    bool missing;
    char message[512];
    scratch_folder("index");
    add_shards(&s, "index", names, COUNT(names));
    assert_shards(&s, "shard-0001>index/shard-0001 shard-0002>index/shard-0002 "
                      "/far/shard>/far/shard ");
    assert_true(shards_write("index", &s, message));
    assert_true(shards_read("index", &back, &missing, message));
    assert_true(shards_equal(&s, &back));
    assert_int_equal(access("index/XAPIANDB.new", F_OK), -1);
    shards_free(&back);
    shards_free(&s);
}

static void test_equal(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", "c"};
    static const char *const others[] = {"a", "c", "b"};
    struct shards whole;
    struct shards less;
    struct shards other;
    struct shards none = {0};
    add_shards(&whole, "x", names, 3);
    add_shards(&less, "y", names, 2);
    add_shards(&other, "x", others, 3);
    assert_true(shards_equal(&whole, &whole));
    assert_true(shards_equal(&none, &none));
    assert_false(shards_equal(&whole, &less));
    assert_false(shards_equal(&less, &whole));
    assert_false(shards_equal(&whole, &other));
    assert_false(shards_equal(&whole, &none));
    shards_free(&whole);
    shards_free(&less);
    shards_free(&other);
}

/* A list is replaced in one step: whoever has the old file open still reads the old list. */
static void test_published(void **state)
{
    (void)state;
    static const char *const old[] = {"one"};
    static const char *const new[] = {"two", "three"};
    struct shards s;
    char message[512];
    char line[100];
    scratch_folder("index");
    add_shards(&s, "index", old, COUNT(old));
    assert_true(shards_write("index", &s, message));
    shards_free(&s);
    FILE *reader = fopen("index/XAPIANDB", "r");
    assert_non_null(reader);
    setvbuf(reader, NULL, _IONBF, 0);

    add_shards(&s, "index", new, COUNT(new));
    assert_true(shards_write("index", &s, message));
    shards_free(&s);
    assert_non_null(fgets(line, sizeof line, reader));
    assert_int_equal(line[0], '#');
    assert_non_null(fgets(line, sizeof line, reader));
    assert_string_equal(line, "glass one\n");
    assert_null(fgets(line, sizeof line, reader));
    fclose(reader);
}

/* A list that cannot be written leaves the old one as it was. */
static void test_not_published(void **state)
{
    (void)state;
    static const char *const names[] = {"one"};
    struct shards s;
    bool missing;
    char message[512] = "";
    add_shards(&s, "nowhere", names, COUNT(names));
    assert_false(shards_write("nowhere", &s, message));
    assert_string_equal(message, "nowhere/XAPIANDB: No such file or directory");
    shards_free(&s);

    scratch_text("index/XAPIANDB", "glass old\n");
    scratch_folder("index/XAPIANDB.new");
    add_shards(&s, "index", names, COUNT(names));
    assert_false(shards_write("index", &s, message));
    shards_free(&s);
    assert_true(shards_read("index", &s, &missing, message));
    assert_shards(&s, "old>index/old ");
    shards_free(&s);
}

/* Xapian reads the list as we do. */
static void test_xapian_reads_it(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b"};
    struct shards s;
    struct xc_error error;
    struct xc_statistics statistics;
    char message[512];
    uint32_t docid;
    scratch_folder("index");
    add_shards(&s, "index", names, COUNT(names));
    for (size_t i = 0; i < s.count; i++) {
        struct xc_database *db = xc_open_writable(s.list[i].path, &error);
        struct xc_document *d = xc_document_new(&error);
        assert_true(db && d && xc_add(db, d, &docid, &error) && xc_commit(db, &error));
        xc_document_free(d);
        xc_database_free(db);
    }
    assert_true(shards_write("index", &s, message));
    shards_free(&s);
    struct xc_database *db = xc_open("index", &error);
    assert_non_null(db);
    assert_true(xc_get_statistics(db, &statistics, &error));
    assert_int_equal(statistics.documents, 2);
    xc_database_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_lists),         SCRATCH_TEST(test_errors),
        SCRATCH_TEST(test_no_list),       SCRATCH_TEST(test_written),
        cmocka_unit_test(test_equal),     SCRATCH_TEST(test_published),
        SCRATCH_TEST(test_not_published), SCRATCH_TEST(test_xapian_reads_it),
    };
    return run_tap(tests);
}
