/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scan against what is known: what is new, changed, as it was, gone. */
#include "indexer/files/compare.h"

#include "lib/base/buf.h"
#include "tests/unit/scratch.h"
#include "tests/unit/xapian_test.h"

/* ---- what is below what ---- */

static void test_below(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        const char *root;
        bool below;
    } rows[] = {
        {"a", ".", true},          {".", ".", true},
        {"/a", ".", false},        {"a/b", "a", true},
        {"a", "a", true},          {"ab", "a", false},
        {"a", "a/b", false},       {"/x/y", "/x", true},
        {"/xy", "/x", false},      {"/x", "/", true},
        {"/", "/", true},          {"a", "/", true},
        {"a", "/home", true},      {"a", "/home/base", true},
        {"a", "/home/bas", false}, {"a", "/home/base/a", false},
        {".", "/home", true},      {"/home", ".", false},
        {"/home", "a", false},     {"/x/y", "/x/y/z", false},
    };
    char base[] = "/home/base";
    const struct home home = {.base = base};
    for (size_t i = 0; i < COUNT(rows); i++)
        if (path_is_below(&home, rows[i].path, rows[i].root) != rows[i].below)
            fail_msg("'%s' below '%s'", rows[i].path, rows[i].root);
    char empty[] = "";
    const struct home root = {.base = empty};
    assert_true(path_is_below(&root, "a", "."));
    assert_false(path_is_below(&root, "b", "a"));
}

/* A set covers what one of its paths does. */
static void test_sets(void **state)
{
    (void)state;
    static const char *const paths[] = {".",      "a",         "a/b",   "a/b/.c",    "ab",
                                        "b/.x/c", "/",         "/home", "/home/bas", "/far/a",
                                        "/far",   "/far/.x/y", "b"};
    char base[] = "/home/base";
    const struct home home = {.base = base};
    uint64_t seed = 1;
    for (int run = 0; run < 2000; run++) {
        struct path_set s = {0};
        for (uint64_t n = next_random(&seed) % 4; n > 0; n--)
            path_set_add(&s, paths[next_random(&seed) % COUNT(paths)]);
        path_set_sort(&s);
        const char *path = paths[next_random(&seed) % COUNT(paths)];
        bool has = false;
        bool covers = false;
        for (size_t i = 0; i < s.count; i++) {
            has |= strcmp(s.list[i], path) == 0;
            covers |= path_is_below(&home, path, s.list[i]);
            assert_true(i == 0 || strcmp(s.list[i - 1], s.list[i]) < 0);
        }
        assert_int_equal(path_set_has(&s, path), has);
        if (path_set_covers(&s, &home, path) != covers)
            fail_msg("'%s' covered: %d", path, !covers);
        assert_true(covers || !path_set_reaches(&s, &home, path));
        path_set_free(&s);
    }
    struct path_set s = {0};
    path_set_add(&s, "b");
    assert_true(path_set_covers(&s, &home, "b/.x/c"));
    assert_false(path_set_reaches(&s, &home, "b/.x/c"));
    path_set_add(&s, "b/.x");
    path_set_sort(&s);
    assert_true(path_set_reaches(&s, &home, "b/.x/c"));
    path_set_free(&s);
}

/* ---- comparing ---- */

/* Files as known and as scanned differ by what a row says. */
#define FILE_AT(name)                                                      \
    {                                                                      \
        .path = name, .size = 10, .mtime = 20, .mtime_ns = 30, .inode = 40 \
    }

struct fixture {
    struct home home;
    struct known known;
    struct scan scan;
    struct path_set scanned;
    struct dates_list dates;
    struct report report;
    struct comparison found;
};

/* Known files come out of a database; the arrays of a scan and a list are filled by hand. */
static void set_up(struct fixture *f, const struct known_file *known, size_t known_count,
                   const struct scanned_file *files, size_t file_count)
{
    *f = (struct fixture){.home = {.base = xstrdup("/base"),
                                   .here = xstrdup("/base"),
                                   .index = xstrdup("/base/.dateline")}};
    struct xc_database *db = open_writer("db");
    for (size_t i = 0; i < known_count; i++) {
        struct buf key = {0};
        struct buf value = {0};
        known_key(known[i].path, &key);
        known_value(&known[i], &value);
        XAPIAN(xc_set_metadata(db, key.data, key.length, value.data, value.length, &xerror));
        buf_free(&key);
        buf_free(&value);
    }
    XAPIAN(known_load(&f->known, db, 0, &xerror));
    xc_database_free(db);
    f->scan.files = xcalloc(file_count, sizeof *files);
    f->scan.count = file_count;
    if (file_count)
        memcpy(f->scan.files, files, file_count * sizeof *files);
    f->report.home = &f->home;
}

static void tear_down(struct fixture *f)
{
    comparison_free(&f->found);
    path_set_free(&f->scanned);
    dates_list_free(&f->dates);
    scan_free(&f->scan);
    known_free(&f->known);
    home_free(&f->home);
}

/* Compares; what is told on stderr goes to the file "said". */
static void run(struct fixture *f, bool with_dates, bool anew)
{
    int old = dup(STDERR_FILENO);
    int fd = open("said", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(old >= 0 && fd >= 0);
    fflush(stderr);
    dup2(fd, STDERR_FILENO);
    path_set_sort(&f->scanned);
    compare(&f->found, &f->scan, &f->known, &f->scanned, with_dates ? &f->dates : NULL, anew,
            &f->report);
    fflush(stderr);
    dup2(old, STDERR_FILENO);
    close(old);
    close(fd);
}

static void assert_said(const char *expected)
{
    char said[2000];
    FILE *f = fopen("said", "r");
    assert_non_null(f);
    said[fread(said, 1, sizeof said - 1, f)] = '\0';
    fclose(f);
    assert_string_equal(said, expected);
}

/* The work as "PATH " or "PATH! " if something was known, then what is gone as "-PATH ". */
static void assert_found(const struct fixture *f, const char *expected)
{
    struct buf is = {0};
    buf_clear(&is);
    for (size_t i = 0; i < f->found.work_count; i++)
        buf_printf(&is, "%s%s ", f->found.work[i].file->path, f->found.work[i].was ? "!" : "");
    for (size_t i = 0; i < f->found.gone_count; i++)
        buf_printf(&is, "-%s ", f->found.gone[i]->path);
    assert_string_equal(is.data, expected);
    buf_free(&is);
}

static void test_changes(void **state)
{
    (void)state;
    static const struct known_file known[] = {
        {.path = "gone.txt", .size = 9, .articles = 1},
        {.path = "same.txt", .size = 10, .mtime = 20, .mtime_ns = 30, .inode = 40, .articles = 3},
        FILE_AT("size.txt"),
        FILE_AT("mtime.txt"),
        FILE_AT("mtime_ns.txt"),
        FILE_AT("inode.txt"),
    };
    static const struct scanned_file files[] = {
        {.path = "inode.txt", .size = 10, .mtime = 20, .mtime_ns = 30, .inode = 41},
        {.path = "mtime.txt", .size = 10, .mtime = 19, .mtime_ns = 30, .inode = 40},
        {.path = "mtime_ns.txt", .size = 10, .mtime = 20, .mtime_ns = 31, .inode = 40},
        FILE_AT("new.txt"),
        FILE_AT("same.txt"),
        {.path = "size.txt", .size = 11, .mtime = 20, .mtime_ns = 30, .inode = 40},
    };
    struct fixture f;
    set_up(&f, known, COUNT(known), files, COUNT(files));
    path_set_add(&f.scanned, ".");
    run(&f, false, false);
    assert_found(&f, "inode.txt! mtime.txt! mtime_ns.txt! new.txt size.txt! -gone.txt ");
    assert_int_equal(f.found.work_bytes, 51);
    assert_int_equal(f.report.counts.unchanged, 3);
    assert_int_equal(f.report.counts.skipped + f.report.counts.damaged, 0);
    assert_said("");
    tear_down(&f);
}

/* With `anew` all is new; nothing is gone, since nothing is kept. */
static void test_anew(void **state)
{
    (void)state;
    static const struct known_file known[] = {{.path = "a.txt",
                                               .size = 10,
                                               .mtime = 20,
                                               .mtime_ns = 30,
                                               .inode = 40,
                                               .listed = {2023, 5, 0}},
                                              FILE_AT("gone.txt")};
    static const struct scanned_file files[] = {FILE_AT("a.txt"), FILE_AT("b.txt")};
    struct fixture f;
    set_up(&f, known, COUNT(known), files, COUNT(files));
    path_set_add(&f.scanned, ".");
    run(&f, false, true);
    assert_found(&f, "a.txt b.txt ");
    assert_int_equal(f.found.work[0].listed.month, 5);
    assert_true(date_is_none(f.found.work[1].listed));
    tear_down(&f);
}

/* Gone is what is below what was scanned, and was not found though it could have been. */
static void test_gone(void **state)
{
    (void)state;
    static const struct {
        const char *scanned;
        const char *unseen; /* a fault of the scan */
        const char *odd;    /* one of what is there, but no file */
        const char *found;
    } rows[] = {
        {".", NULL, NULL, "-a/x.txt -a/y.txt -ab.txt "},
        {"a", NULL, NULL, "-a/x.txt -a/y.txt "},
        {"a/x.txt", NULL, NULL, "-a/x.txt "},
        {"/far", NULL, NULL, "-/far/z.txt "},
        {"/", NULL, NULL, "-/far/z.txt -a/x.txt -a/y.txt -ab.txt "},
        {"c", NULL, NULL, ""},
        {".", "a", NULL, "-ab.txt "},
        {".", "a/x.txt", NULL, "-a/y.txt -ab.txt "},
        {".", NULL, "a/x.txt", "-a/x.txt -a/y.txt -ab.txt "},
        {".", ".", NULL, ""},
        {"/", "/far", NULL, "-a/x.txt -a/y.txt -ab.txt "},
        {"/", "/base", NULL, "-/far/z.txt "},
    };
    static const struct known_file known[] = {FILE_AT("ab.txt"), FILE_AT("a/x.txt"),
                                              FILE_AT("/far/z.txt"), FILE_AT("a/y.txt")};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        set_up(&f, known, COUNT(known), NULL, 0);
        path_set_add(&f.scanned, rows[i].scanned);
        f.scan.faults = xcalloc(2, sizeof *f.scan.faults);
        if (rows[i].unseen)
            f.scan.faults[f.scan.fault_count++] = (struct scan_fault){rows[i].unseen, "x", true};
        if (rows[i].odd)
            f.scan.faults[f.scan.fault_count++] = (struct scan_fault){rows[i].odd, "x", false};
        run(&f, false, false);
        assert_found(&f, rows[i].found);
        assert_int_equal(f.report.counts.skipped, f.scan.fault_count);
        tear_down(&f);
    }
}

/* Gone files are found by their content, each once; and given back. */
static void test_taken(void **state)
{
    (void)state;
    static const struct known_file known[] = {
        {.path = "a", .size = 10, .hash = 5},
        {.path = "b", .size = 10, .hash = 5},
        {.path = "c", .size = 10, .hash = 7},
        {.path = "d", .size = 3, .hash = 5},
        {.path = "e", .size = UINT64_MAX, .hash = UINT64_MAX}};
    struct fixture f;
    set_up(&f, known, COUNT(known), NULL, 0);
    path_set_add(&f.scanned, ".");
    run(&f, false, false);
    assert_null(comparison_take_gone(&f.found, 10, 6));
    assert_null(comparison_take_gone(&f.found, 0, 0));
    assert_null(comparison_take_gone(&f.found, 11, 5));
    for (int round = 0; round < 2; round++) {
        assert_string_equal(comparison_take_gone(&f.found, 3, 5)->path, "d");
        assert_null(comparison_take_gone(&f.found, 3, 5));
        assert_string_equal(comparison_take_gone(&f.found, 10, 5)->path, "a");
        assert_string_equal(comparison_take_gone(&f.found, 10, 5)->path, "b");
        assert_null(comparison_take_gone(&f.found, 10, 5));
        assert_true(known_find(&f.known, "a")->seen);
        assert_string_equal(comparison_take_gone(&f.found, UINT64_MAX, UINT64_MAX)->path, "e");
        comparison_give_back(&f.found);
        assert_false(known_find(&f.known, "a")->seen);
    }
    tear_down(&f);
    struct comparison none = {0};
    assert_null(comparison_take_gone(&none, 1, 1));
}

/* Files of no known format are skipped; known ones too, if their name is all that changed. */
static void test_unknown_formats(void **state)
{
    (void)state;
    static const struct known_file known[] = {{.path = "was.pdf", .size = 1}};
    static const struct scanned_file files[] = {FILE_AT("a.pdf"), FILE_AT("b.d/noend"),
                                                FILE_AT("c.txt"), FILE_AT("was.pdf")};
    struct fixture f;
    set_up(&f, known, COUNT(known), files, COUNT(files));
    path_set_add(&f.scanned, ".");
    run(&f, false, false);
    assert_found(&f, "b.d/noend c.txt was.pdf! ");
    assert_int_equal(f.report.counts.skipped, 1);
    assert_said("indexer: skipped a.pdf: no known format (.pdf)\n");
    tear_down(&f);
}

/* Faults are told in each run, also of files that are not read again. */
static void test_old_faults(void **state)
{
    (void)state;
    static const struct known_file known[] = {
        {.path = "bad.txt",
         .size = 10,
         .mtime = 20,
         .mtime_ns = 30,
         .inode = 40,
         .articles = 1,
         .fault_count = 2,
         .fault = {7, "no such day"}},
        {.path = "binary.txt",
         .size = 10,
         .mtime = 20,
         .mtime_ns = 30,
         .inode = 40,
         .skipped = true,
         .fault_count = 1,
         .fault = {0, "binary"}},
    };
    static const struct scanned_file files[] = {FILE_AT("bad.txt"), FILE_AT("binary.txt")};
    struct fixture f;
    set_up(&f, known, COUNT(known), files, COUNT(files));
    path_set_add(&f.scanned, ".");
    run(&f, false, false);
    assert_found(&f, "");
    assert_int_equal(f.report.counts.unchanged, 1);
    assert_int_equal(f.report.counts.skipped, 1);
    assert_int_equal(f.report.counts.damaged, 1);
    assert_said("indexer: bad.txt:7: no such day\nindexer: skipped binary.txt: binary\n");
    tear_down(&f);
}

/* A date of --dates that is new or other than before makes a file be read again. */
static void test_dates(void **state)
{
    (void)state;
    static const struct {
        struct date was;
        struct date listed;
        bool in_list;
        bool read;
        struct date now;
    } rows[] = {
        {{0, 0, 0}, {0, 0, 0}, false, false, {0, 0, 0}},
        {{0, 0, 0}, {2023, 5, 0}, true, true, {2023, 5, 0}},
        {{2023, 5, 0}, {2023, 5, 0}, true, false, {2023, 5, 0}},
        {{2023, 5, 0}, {0, 0, 0}, false, false, {2023, 5, 0}},
        {{2023, 5, 0}, {2023, 5, 1}, true, true, {2023, 5, 1}},
        {{2023, 5, 0}, {0, 0, 0}, true, true, {0, 0, 0}}, /* taken back */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        struct known_file known = FILE_AT("a.txt");
        const struct scanned_file file = FILE_AT("a.txt");
        known.listed = rows[i].was;
        set_up(&f, &known, 1, &file, 1);
        f.dates.dates = xcalloc(1, sizeof *f.dates.dates);
        f.dates.dates[0] = (struct listed_date){"a.txt", rows[i].listed, 1, false};
        f.dates.count = rows[i].in_list;
        run(&f, true, false);
        assert_int_equal(f.found.work_count, rows[i].read);
        assert_int_equal(f.dates.dates[0].used, rows[i].in_list);
        if (rows[i].read)
            assert_int_equal(date_compare(f.found.work[0].listed, rows[i].now), 0);
        tear_down(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_below),
        cmocka_unit_test(test_sets),
        SCRATCH_TEST(test_changes),
        SCRATCH_TEST(test_anew),
        SCRATCH_TEST(test_gone),
        SCRATCH_TEST(test_taken),
        SCRATCH_TEST(test_unknown_formats),
        SCRATCH_TEST(test_old_faults),
        SCRATCH_TEST(test_dates),
    };
    return run_tap(tests);
}
