/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of files: what is written is read, from any place on; changes are merged into it. */
#include "indexer/files/changes.h"
#include "indexer/files/work.h"

#include "lib/base/folder.h"
#include "tests/unit/scratch.h"

static struct error error;

static void must(bool done)
{
    if (!done)
        fail_msg("%s", error.message);
}

/* A path of three levels out of a number: they ascend with it in no simple way. */
static void path_of(uint64_t n, char path[64])
{
    static const char *const ends[] = {"", ".txt", "-x", " y", "/z"};
    snprintf(path, 64, "%s%llu/%llu%s", n % 7 ? "" : "/far/", (unsigned long long)(n % 13),
             (unsigned long long)(n * 7919 % 1000), ends[n % 5]);
}

static int by_path(const void *a, const void *b)
{
    return path_compare(*(char *const *)a, *(char *const *)b);
}

/* So many different paths, sorted. */
static char **make_paths(size_t count)
{
    char **paths = xcalloc(count, sizeof *paths);
    size_t made = 0;
    for (uint64_t n = 0; made < count; n++) {
        char path[64];
        path_of(n, path);
        snprintf(path + strlen(path), 64 - strlen(path), "%llu", (unsigned long long)n);
        paths[made++] = xstrdup(path);
    }
    qsort(paths, count, sizeof *paths, by_path);
    return paths;
}

static void free_paths(char **paths, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
}

static struct known_file file_of(const char *path, uint64_t seed)
{
    struct known_file f = {.path = path, .fault = ""};
    f.size = next_random(&seed) >> next_random(&seed) % 64;
    f.mtime = (int64_t)next_random(&seed);
    f.mtime_ns = (uint32_t)next_random(&seed) % 1000000000;
    f.inode = next_random(&seed);
    f.hash = next_random(&seed);
    f.articles = (uint32_t)next_random(&seed) % 5;
    f.format = (uint8_t)next_random(&seed);
    f.many = next_random(&seed) % 2;
    f.forced = next_random(&seed) % 2;
    f.digits = next_random(&seed) % 2;
    f.skipped = next_random(&seed) % 2;
    if (next_random(&seed) % 3 == 0)
        f.listed = (struct date){2023, (int8_t)(1 + next_random(&seed) % 12), 0};
    if (next_random(&seed) % 3 == 0) {
        f.fault_count = 1 + (uint32_t)next_random(&seed) % 9;
        f.fault_record = next_random(&seed) % 3;
        f.fault_line = next_random(&seed) % 300;
        f.fault = "no such day";
    }
    return f;
}

static void assert_same(const struct known_file *a, const struct known_file *b)
{
    assert_string_equal(a->path, b->path);
    assert_true(a->size == b->size && a->mtime == b->mtime && a->mtime_ns == b->mtime_ns);
    assert_true(a->inode == b->inode && a->hash == b->hash && a->articles == b->articles);
    assert_true(a->format == b->format && a->many == b->many && a->forced == b->forced);
    assert_true(a->digits == b->digits && a->skipped == b->skipped);
    assert_int_equal(date_compare(a->listed, b->listed), 0);
    assert_true(a->fault_count == b->fault_count && a->fault_line == b->fault_line);
    assert_true(a->fault_record == b->fault_record);
    assert_string_equal(a->fault, b->fault);
}

static void write_table(int folder, const char *name, char **paths, size_t count)
{
    struct file_table_writer *w = file_table_create(folder, name, name, &error);
    must(w != NULL);
    for (size_t i = 0; i < count; i++) {
        struct known_file f = file_of(paths[i], i + 1);
        must(file_table_add(w, &f, &error));
    }
    must(file_table_finish(w, &error));
    file_table_writer_free(w);
}

static void test_round_trip(void **state)
{
    static const size_t counts[] = {0, 1, 2, 300, 5000};
    int folder = folder_open(*state, &error);
    for (size_t c = 0; c < COUNT(counts); c++) {
        struct file_table t;
        struct file_cursor cursor = {0};
        char **paths = make_paths(counts[c]);
        write_table(folder, "files-1", paths, counts[c]);
        must(file_table_open(&t, folder, "files-1", "files-1", &error));
        assert_int_equal(t.count, counts[c]);
        must(file_cursor_seek(&cursor, &t, "", &error));
        for (size_t i = 0; i < counts[c]; i++) {
            struct known_file f = file_of(paths[i], i + 1);
            assert_true(cursor.found);
            assert_same(&cursor.file, &f);
            must(file_cursor_next(&cursor, &error));
        }
        assert_false(cursor.found);
        for (size_t i = 0; i < counts[c]; i += 37) { /* from any place on, there or not */
            char near[80];
            must(file_cursor_seek(&cursor, &t, paths[i], &error));
            assert_string_equal(cursor.file.path, paths[i]);
            snprintf(near, sizeof near, "%s/", paths[i]);
            must(file_cursor_seek(&cursor, &t, near, &error));
            assert_true(i + 1 == counts[c] ? !cursor.found
                                           : strcmp(cursor.file.path, paths[i + 1]) == 0);
        }
        file_cursor_free(&cursor);
        file_table_close(&t);
        free_paths(paths, counts[c]);
        unlink("files-1");
    }
    close(folder);
}

/* Bytes that make no sense are an error, whatever they are. */
static void test_damaged(void **state)
{
    int folder = folder_open(*state, &error);
    char **paths = make_paths(400);
    uint64_t seed = 5;
    (void)state;
    for (int run = 0; run < 300; run++) {
        uint8_t bytes[200];
        struct buf path = {0};
        struct buf fault = {0};
        struct known_file f = {0};
        buf_puts(&path, "before");
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (uint8_t)(next_random(&seed) % (run % 2 ? 256 : 9));
        const uint8_t *end = known_file_unpack(bytes, bytes + sizeof bytes, &path, &fault, &f);
        assert_true(!end || (end > bytes && end <= bytes + sizeof bytes));
        buf_free(&path);
        buf_free(&fault);
    }
    free_paths(paths, 400);
    close(folder);
}

/* Changes in any order become the table that a model says. */
static void test_changes(void **state)
{
    enum { MOST = 700 };
    int folder = folder_open(*state, &error);
    char **paths = make_paths(MOST);
    uint64_t seed = 11;
    for (int run = 0; run < 20; run++) {
        uint64_t is[MOST]; /* the seed of an entry; 0: there is none */
        struct file_table old;
        struct file_table table;
        struct file_cursor cursor = {0};
        struct file_table_writer *w = file_table_create(folder, "old", "old", &error);
        for (size_t i = 0; i < MOST; i++) {
            is[i] = next_random(&seed) % 2 ? i + 1 : 0;
            struct known_file f = file_of(paths[i], is[i]);
            must(!is[i] || file_table_add(w, &f, &error));
        }
        must(file_table_finish(w, &error));
        file_table_writer_free(w);
        must(file_table_open(&old, folder, "old", "old", &error));
        struct changes *c = changes_new(run % 2 ? folder : -1, &error);
        must(c != NULL);
        for (size_t n = 0; n < 300; n++) {
            size_t i = run % 3 ? n * 2 % MOST : next_random(&seed) % MOST;
            is[i] = next_random(&seed) % 3 ? 5000 + n : 0;
            struct known_file f = file_of(paths[i], is[i]);
            must(is[i] ? changes_put(c, &f, &error) : changes_drop(c, paths[i], &error));
        }
        assert_int_equal(changes_count(c), 300);
        w = file_table_create(folder, "new", "new", &error);
        must(changes_write(c, &old, w, &error) && file_table_finish(w, &error));
        file_table_writer_free(w);
        changes_free(c);
        must(file_table_open(&table, folder, "new", "new", &error));
        must(file_cursor_seek(&cursor, &table, "", &error));
        for (size_t i = 0; i < MOST; i++) {
            if (!is[i])
                continue;
            struct known_file f = file_of(paths[i], is[i]);
            assert_same(&cursor.file, &f);
            must(file_cursor_next(&cursor, &error));
        }
        assert_false(cursor.found);
        file_cursor_free(&cursor);
        file_table_close(&old);
        file_table_close(&table);
        unlink("old");
        unlink("new");
    }
    free_paths(paths, MOST);
    close(folder);
}

static void test_work(void **state)
{
    (void)state;
    struct work_list list;
    must(work_list_open(&list, -1, &error));
    for (uint64_t i = 1; i <= 3000; i++) {
        char path[64];
        path_of(i, path);
        struct work w = {.now = file_of(path, i), .known = i % 3 == 0};
        if (w.known)
            w.was = file_of(path, i + 7);
        must(work_list_add(&list, &w, &error));
    }
    for (int round = 0; round < 2; round++) {
        struct work_cursor c = {.list = &list};
        bool found;
        for (uint64_t i = 1; i <= 3000; i++) {
            char path[64];
            path_of(i, path);
            struct known_file f = file_of(path, i);
            must(work_cursor_next(&c, &found, &error));
            assert_true(found);
            assert_same(&c.work.now, &f);
            assert_int_equal(c.work.known, i % 3 == 0);
            f = file_of(path, i + 7);
            if (c.work.known)
                assert_same(&c.work.was, &f);
        }
        must(work_cursor_next(&c, &found, &error));
        assert_false(found);
        work_cursor_free(&c);
    }
    work_list_close(&list);
}

/* The order of a walk: a folder's content before what comes after its name. */
static void test_order(void **state)
{
    (void)state;
    static const char *const sorted[] = {"/",     "/a",  "/a/b",    "/a.txt", "\x01",
                                         "a",     "a/b", "a/b/c",   "a/b-c",  "a b",
                                         "a.txt", "ab",  "\xC3\xA9"};
    for (size_t i = 0; i < COUNT(sorted); i++)
        for (size_t k = 0; k < COUNT(sorted); k++) {
            int order = path_compare(sorted[i], sorted[k]);
            if ((order > 0) - (order < 0) != (i > k) - (i < k))
                fail_msg("'%s' and '%s'", sorted[i], sorted[k]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order), SCRATCH_TEST(test_round_trip), SCRATCH_TEST(test_damaged),
        SCRATCH_TEST(test_changes),   SCRATCH_TEST(test_work),
    };
    return run_tap(tests);
}
