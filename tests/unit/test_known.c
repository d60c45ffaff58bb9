/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of files: values there and back, through a database; long paths; damage. */
#include "indexer/files/known.h"

#include "tests/unit/xapian_test.h"

/* Writes what is known of a file as the writer does. */
static void write_known(struct xc_database *db, const struct known_file *f)
{
    struct buf key = {0};
    struct buf value = {0};
    known_key(f->path, &key);
    known_value(f, &value);
    XAPIAN(xc_set_metadata(db, key.data, key.length, value.data, value.length, &xerror));
    buf_free(&key);
    buf_free(&value);
}

static void load(struct known *k, const char *path, size_t shard)
{
    struct xc_database *db = open_reader(path);
    XAPIAN(known_load(k, db, shard, &xerror));
    xc_database_free(db);
}

static void assert_same_known(const struct known_file *a, const struct known_file *b)
{
    assert_non_null(b);
    assert_string_equal(a->path, b->path);
    assert_true(a->size == b->size && a->mtime == b->mtime && a->mtime_ns == b->mtime_ns);
    assert_true(a->inode == b->inode && a->hash == b->hash && a->articles == b->articles);
    assert_int_equal(a->many, b->many);
    assert_int_equal(a->skipped, b->skipped);
    assert_int_equal(date_compare(a->listed, b->listed), 0);
    assert_int_equal(a->fault_count, b->fault_count);
    if (a->fault_count) {
        assert_int_equal(a->fault.line, b->fault.line);
        assert_string_equal(a->fault.message, b->fault.message);
    }
    assert_int_equal(a->shard, b->shard);
    assert_false(b->seen);
}

static const struct known_file files[] = {
    {.path = "a"},
    {.path = "a.txt", .size = 127, .mtime = 1, .mtime_ns = 128, .inode = 16383, .articles = 1},
    {.path = "b/c d.txt",
     .size = UINT64_MAX,
     .mtime = INT64_MAX,
     .mtime_ns = 999999999,
     .inode = UINT64_MAX,
     .hash = UINT64_MAX,
     .articles = UINT32_MAX,
     .many = true},
    {.path = "/far/away",
     .size = 16384,
     .mtime = INT64_MIN,
     .hash = UINT64_C(0x0102030405060708),
     .skipped = true,
     .fault_count = 1,
     .fault = {0, "binary"}},
    {.path = "new\nline\x01",
     .mtime = -1,
     .many = true,
     .skipped = true,
     .listed = {2023, 5, 26},
     .fault_count = 70000,
     .fault = {123456, "a\nfault\xFF"}},
    {.path = "listed", .listed = {2023, 0, 0}, .fault_count = 1, .fault = {1, ""}},
    {.path = "listed2", .listed = {9999, 12, 0}},
    {.path = "."},
};

static void test_round_trip(void **state)
{
    (void)state;
    struct known k = {0};
    struct xc_database *db = open_writer("db");
    for (size_t i = 0; i < COUNT(files); i++)
        write_known(db, &files[i]);
    XAPIAN(xc_set_metadata(db, BYTES("root:a"), BYTES("1"), &xerror));
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
    assert_null(known_find(&k, "a"));
    load(&k, "db", 3);
    assert_int_equal(k.count, COUNT(files));
    for (size_t i = 0; i < COUNT(files); i++) {
        struct known_file expected = files[i];
        expected.shard = 3;
        assert_same_known(&expected, known_find(&k, files[i].path));
    }
    assert_null(known_find(&k, "nosuch"));
    assert_null(known_find(&k, ""));
    known_free(&k);
    assert_null(known_find(&k, "a"));
}

/* Paths around the limit, alike in all that a key holds of them but the hash. */
static void test_long_paths(void **state)
{
    (void)state;
    enum { PATHS = 60 };
    char paths[PATHS][3000];
    struct known k = {0};
    struct xc_database *db = open_writer("db");
    for (size_t i = 0; i < PATHS; i++) {
        size_t length = i < 50 ? KNOWN_PATH - 25 + i : 2900;
        memset(paths[i], 'x', length);
        snprintf(paths[i] + length, 20, "%zu", i);
        struct buf key = {0};
        known_key(paths[i], &key);
        assert_true(key.length <= SCHEMA_TERM_MAX);
        buf_free(&key);
        write_known(db, &(struct known_file){.path = paths[i], .size = i});
    }
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
    load(&k, "db", 0);
    assert_int_equal(k.count, PATHS);
    for (size_t i = 0; i < PATHS; i++)
        assert_same_known(&(struct known_file){.path = paths[i], .size = i},
                          known_find(&k, paths[i]));
    known_free(&k);
}

/* Other prefixes shorten paths in the same way. */
static void test_keys(void **state)
{
    (void)state;
    char path[400];
    struct buf file = {0};
    struct buf root = {0};
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    known_key(path, &file);
    known_path_key("root:", path, &root);
    assert_int_equal(file.length, 5 + KNOWN_PATH + 1 + SCHEMA_HEX);
    assert_int_equal(root.length, file.length);
    assert_memory_equal(file.data, "file:ppp", 8);
    assert_memory_equal(root.data, "root:ppp", 8);
    assert_memory_equal(root.data + 5, file.data + 5, file.length - 5);
    buf_clear(&file);
    known_key("a.txt", &file);
    assert_string_equal(file.data, "file:a.txt");
    buf_free(&file);
    buf_free(&root);
}

static void test_random_values(void **state)
{
    (void)state;
    uint64_t seed = 1;
    enum { MANY = 3000 };
    struct known_file *all = xcalloc(MANY, sizeof *all);
    struct known k = {0};
    struct xc_database *db = open_writer("db");
    for (size_t i = 0; i < MANY; i++) {
        char path[40];
        snprintf(path, sizeof path, "folder/%zu.txt", i * 7919);
        struct known_file *f = &all[i];
        f->path = xstrdup(path);
        f->size = next_random(&seed) >> next_random(&seed) % 64;
        f->mtime = (int64_t)(next_random(&seed) >> next_random(&seed) % 64);
        f->mtime_ns = (uint32_t)next_random(&seed) % 1000000000;
        f->inode = next_random(&seed) >> next_random(&seed) % 64;
        f->hash = next_random(&seed);
        f->articles = (uint32_t)(next_random(&seed) >> (32 + next_random(&seed) % 32));
        f->many = next_random(&seed) % 2;
        f->listed = date_from_days((int32_t)(next_random(&seed) % 3000000));
        f->fault_count = (uint32_t)next_random(&seed) % 3;
        f->fault = (struct fault){next_random(&seed) % 5000, "a fault"};
        write_known(db, f);
    }
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
    load(&k, "db", 0);
    for (size_t i = 0; i < MANY; i++) {
        assert_same_known(&all[i], known_find(&k, all[i].path));
        free((char *)all[i].path);
    }
    free(all);
    known_free(&k);
}

/* A path that two shards know, after a writer died between two commits: the later one counts. */
static void test_two_shards(void **state)
{
    (void)state;
    static const struct known_file first[] = {{.path = "a", .size = 1}, {.path = "b", .size = 2}};
    static const struct known_file second[] = {{.path = "b", .size = 3}, {.path = "c", .size = 4}};
    struct known k = {0};
    for (int shard = 0; shard < 2; shard++) {
        struct xc_database *db = open_writer(shard ? "2" : "1");
        for (size_t i = 0; i < 2; i++)
            write_known(db, shard ? &second[i] : &first[i]);
        XAPIAN(xc_commit(db, &xerror));
        xc_database_free(db);
    }
    load(&k, "1", 0);
    load(&k, "2", 1);
    assert_int_equal(known_find(&k, "a")->shard, 0);
    assert_int_equal(known_find(&k, "b")->shard, 1);
    assert_int_equal(known_find(&k, "b")->size, 3);
    assert_int_equal(known_find(&k, "c")->size, 4);
    known_free(&k);
}

/* ---- damage ---- */

/* Whether these bytes are taken as what is known of "x". */
static bool is_taken(struct xc_database *db, const char *value, size_t length)
{
    struct known k = {0};
    struct xc_error error = {0};
    char zero = '\0'; /* an empty value would remove the key */
    XAPIAN(
        xc_set_metadata(db, BYTES("file:x"), length ? value : &zero, length ? length : 1, &xerror));
    bool taken = known_load(&k, db, 0, &error);
    if (!taken) {
        assert_int_equal(error.status, XC_DATABASE_CORRUPT);
        assert_non_null(strstr(error.message, "what is known of "));
        assert_non_null(strstr(error.hint, "--rebuild"));
    }
    known_free(&k);
    return taken;
}

static void test_damaged_values(void **state)
{
    (void)state;
    struct xc_database *db = open_writer("db");
    for (size_t i = 0; i < COUNT(files); i++) {
        struct buf value = {0};
        known_value(&files[i], &value);
        assert_true(is_taken(db, value.data, value.length));
        for (size_t n = 0; n < value.length; n++)
            assert_false(is_taken(db, value.data, n)); /* cut short */
        buf_putc(&value, '\0');
        assert_false(is_taken(db, value.data, value.length)); /* or too long */
        buf_free(&value);
    }
    static const char endless[] =
        "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    assert_false(is_taken(db, endless, sizeof endless - 1));
    xc_database_free(db);
}

/* Changed bytes are told as damage or not, but do no harm. */
static void test_random_damage(void **state)
{
    (void)state;
    uint64_t seed = 2;
    struct xc_database *db = open_writer("db");
    char path[300];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    struct known_file f = files[4];
    f.path = path;
    struct buf value = {0};
    for (int run = 0; run < 5000; run++) {
        buf_clear(&value);
        known_value(&f, &value);
        for (int i = 0; i < 4; i++)
            value.data[next_random(&seed) % 60] = (char)next_random(&seed);
        is_taken(db, value.data, value.length);
    }
    buf_free(&value);
    xc_database_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_round_trip),    SCRATCH_TEST(test_long_paths),
        cmocka_unit_test(test_keys),      SCRATCH_TEST(test_random_values),
        SCRATCH_TEST(test_two_shards),    SCRATCH_TEST(test_damaged_values),
        SCRATCH_TEST(test_random_damage),
    };
    return run_tap(tests);
}
