/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What there is against what is known: what is new, changed, as it was, gone. */
#include "indexer/files/compare.h"

#include "indexer/files/changes.h"
#include "indexer/files/path_set.h"
#include "lib/base/folder.h"
#include "tests/unit/scratch.h"

static const volatile sig_atomic_t go_on = 0;
static struct error error;

static void must(bool done)
{
    if (!done)
        fail_msg("%s", error.message);
}

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

struct fixture {
    struct home home;
    int folder;
    struct file_table table;
    struct dates_list dates;
    struct comparison found;
    struct buf heard; /* "=PATH " unchanged, "+PATH " kept, "!PATH " a fault */
};

static void hear_unchanged(void *context, const struct known_file *k)
{
    buf_printf(context, "=%s ", k->path);
}

static void hear_kept(void *context, const struct known_file *k)
{
    buf_printf(context, "+%s ", k->path);
}

static void hear_fault(void *context, const char *path, const char *message, bool unseen)
{
    (void)message;
    (void)unseen;
    buf_printf(context, "!%s ", path);
}

/* What is known of a file that is there, as it is. */
static struct known_file known_now(const char *path)
{
    struct stat st;
    struct known_file k = {.path = path, .fault = "", .articles = 1, .format = 1, .digits = true};
    if (stat(path, &st) != 0)
        return k;
    k.size = (uint64_t)st.st_size;
    k.mtime = st.st_mtim.tv_sec;
    k.mtime_ns = (uint32_t)st.st_mtim.tv_nsec;
    k.inode = st.st_ino;
    return k;
}

/* An index that knows these files; the test's folder is its base. */
static void set_up(struct fixture *f, const char *base, const struct known_file *known,
                   size_t count)
{
    *f = (struct fixture){.home = {.base = xstrdup(base), .here = xstrdup(base)}};
    struct buf index = {0};
    buf_printf(&index, "%s/.dateline", base);
    f->home.index = buf_take(&index);
    f->folder = folder_open(base, &error);
    struct changes *c = changes_new(-1, &error);
    struct file_table_writer *w = file_table_create(f->folder, ".files", "files", &error);
    must(c && w);
    for (size_t i = 0; i < count; i++)
        must(changes_put(c, &known[i], &error));
    must(changes_write(c, NULL, w, &error) && file_table_finish(w, &error));
    changes_free(c);
    file_table_writer_free(w);
    must(file_table_open(&f->table, f->folder, ".files", "files", &error));
    must(comparison_open(&f->found, -1, &error));
    buf_clear(&f->heard);
}

static void tear_down(struct fixture *f)
{
    comparison_free(&f->found);
    dates_list_free(&f->dates);
    file_table_close(&f->table);
    close(f->folder);
    unlinkat(AT_FDCWD, ".files", 0);
    home_free(&f->home);
    buf_free(&f->heard);
}

static void run(struct fixture *f, const char *root, bool anew, bool recheck)
{
    const struct compare_events events = {&f->heard, hear_unchanged, hear_kept, hear_fault};
    const struct walk_filter none = {0};
    const struct compare_request q = {.home = &f->home,
                                      .table = &f->table,
                                      .filter = &none,
                                      .dates = f->dates.count ? &f->dates : NULL,
                                      .anew = anew,
                                      .recheck = recheck,
                                      .events = &events,
                                      .stop = &go_on};
    must(compare_root(&f->found, &q, root, &error));
    comparison_sort(&f->found);
}

/* The work as "PATH " or "PATH? " if something was known, what is gone as "-PATH ", and what was
 * heard. */
static void assert_found(struct fixture *f, const char *expected)
{
    struct buf is = {0};
    struct work_cursor c = {.list = &f->found.work};
    bool found;
    buf_clear(&is);
    while (work_cursor_next(&c, &found, &error) && found)
        buf_printf(&is, "%s%s ", c.work.now.path, c.work.known ? "?" : "");
    work_cursor_free(&c);
    for (size_t i = 0; i < f->found.gone_count; i++)
        buf_printf(&is, "-%s ", f->found.gone[i].path);
    buf_puts(&is, f->heard.data);
    assert_string_equal(is.data, expected);
    buf_free(&is);
}

static void test_changed(void **state)
{
    static const char *const names[] = {"inode.txt", "mtime.txt", "mtime_ns.txt", "new.txt",
                                        "same.txt",  "size.txt",  "digits.txt"};
    struct fixture f;
    for (size_t i = 0; i < COUNT(names); i++)
        scratch_text(names[i], "text");
    struct known_file known[] = {{.path = "gone.txt", .fault = ""},
                                 known_now("same.txt"),
                                 known_now("size.txt"),
                                 known_now("mtime.txt"),
                                 known_now("mtime_ns.txt"),
                                 known_now("inode.txt"),
                                 known_now("digits.txt")};
    known[2].size++;
    known[3].mtime++;
    known[4].mtime_ns ^= 1;
    known[5].inode++;
    known[6].digits = false;
    set_up(&f, *state, known, COUNT(known));
    run(&f, ".", false, false);
    assert_found(&f, "digits.txt? inode.txt? mtime.txt? mtime_ns.txt? new.txt size.txt? "
                     "-gone.txt =same.txt ");
    assert_int_equal(f.found.work.count, 6);
    assert_int_equal(f.found.work.bytes, 24);
    tear_down(&f);
    set_up(&f, *state, known, COUNT(known)); /* all anew */
    run(&f, "same.txt", true, false);
    assert_found(&f, "same.txt? ");
    tear_down(&f);
}

/* Files that no reader knew are looked at again when there are more readers. */
static void test_recheck(void **state)
{
    struct fixture f;
    scratch_text("a.xyz", "text");
    struct known_file known = known_now("a.xyz");
    known.skipped = true;
    known.format = 0;
    set_up(&f, *state, &known, 1);
    run(&f, ".", false, false);
    assert_found(&f, "=a.xyz ");
    tear_down(&f);
    set_up(&f, *state, &known, 1);
    run(&f, ".", false, true);
    assert_found(&f, "a.xyz? ");
    tear_down(&f);
}

/* Gone is what is below what was walked, and was not found though it could have been. */
static void test_gone(void **state)
{
    static const struct {
        const char *root;
        const char *found;
    } rows[] = {
        {".", "a/here.txt -a/x.txt -a/y.txt -ab.txt "},
        {"a", "a/here.txt -a/x.txt -a/y.txt "},
        {"c", ""},
        {".hid", "-.hid/z.txt "},
    };
    struct known_file known[] = {{.path = "ab.txt", .fault = ""},
                                 {.path = "a/x.txt", .fault = ""},
                                 {.path = "/far/z.txt", .fault = ""},
                                 {.path = "a/y.txt", .fault = ""},
                                 {.path = ".hid/z.txt", .fault = ""}};
    scratch_text("a/here.txt", "text");
    scratch_folder(".hid");
    scratch_folder("c");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        set_up(&f, *state, known, COUNT(known));
        run(&f, rows[i].root, false, false);
        assert_found(&f, rows[i].found);
        tear_down(&f);
    }
}

/* Below a folder that cannot be read, what is known stands. */
static void test_unseen(void **state)
{
    struct fixture f;
    scratch_text("a/x.txt", "text");
    scratch_text("b.txt", "text");
    struct known_file known[] = {
        known_now("a/x.txt"), known_now("b.txt"), {.path = "c.txt", .fault = ""}};
    set_up(&f, *state, known, COUNT(known));
    assert_int_equal(chmod("a", 0), 0);
    if (scratch_be_nobody()) {
        run(&f, ".", false, false);
        scratch_be_root();
        assert_found(&f, "-c.txt !a +a/x.txt =b.txt ");
    }
    tear_down(&f);
}

/* A walk from above the base meets files below it, which are kept relative, and others. */
static void test_above(void **state)
{
    struct fixture f;
    struct buf base = {0};
    struct buf out = {0};
    struct buf gone = {0};
    struct buf expected = {0};
    buf_printf(&base, "%s/m", (const char *)*state);
    buf_printf(&out, "%s/z/out.txt", (const char *)*state);
    buf_printf(&gone, "%s/a/gone.txt", (const char *)*state);
    scratch_text("m/in.txt", "text");
    scratch_text("z/out.txt", "text");
    struct known_file known[] = {known_now("m/in.txt"),
                                 known_now(out.data),
                                 {.path = "gone.txt", .size = 2, .fault = ""},
                                 {.path = gone.data, .size = 1, .fault = ""}};
    known[0].path = "in.txt";
    set_up(&f, base.data, known, COUNT(known));
    run(&f, *state, false, false);
    buf_printf(&expected, "-%s -gone.txt =in.txt =%s ", gone.data, out.data);
    assert_found(&f, expected.data);
    tear_down(&f);
    buf_free(&base);
    buf_free(&out);
    buf_free(&gone);
    buf_free(&expected);
}

/* Gone files are found by their content, each once; files of many records never. */
static void test_taken(void **state)
{
    static const struct known_file known[] = {
        {.path = "a", .size = 10, .hash = 5, .articles = 1, .fault = ""},
        {.path = "b", .size = 10, .hash = 5, .articles = 1, .fault = ""},
        {.path = "c", .size = 10, .hash = 7, .articles = 1, .many = true, .fault = ""},
        {.path = "d", .size = 3, .hash = 5, .articles = 1, .fault = ""},
        {.path = "e", .size = UINT64_MAX, .hash = UINT64_MAX, .articles = 1, .fault = ""}};
    struct fixture f;
    set_up(&f, *state, known, COUNT(known));
    run(&f, ".", false, false);
    assert_null(comparison_take_gone(&f.found, 10, 6, 0));
    assert_null(comparison_take_gone(&f.found, 10, 7, 0));
    assert_null(comparison_take_gone(&f.found, 0, 0, 0));
    assert_string_equal(comparison_take_gone(&f.found, 3, 5, 0)->path, "d");
    assert_null(comparison_take_gone(&f.found, 3, 5, 0));
    assert_string_equal(comparison_take_gone(&f.found, 10, 5, 0)->path, "a");
    assert_string_equal(comparison_take_gone(&f.found, 10, 5, 0)->path, "b");
    assert_null(comparison_take_gone(&f.found, 10, 5, 0));
    assert_string_equal(comparison_take_gone(&f.found, UINT64_MAX, UINT64_MAX, 0)->path, "e");
    tear_down(&f);
}

/* A date of --dates that is new or other than before makes a file be read again. */
static void test_dates(void **state)
{
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
    scratch_text("a.txt", "text");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        struct known_file known = known_now("a.txt");
        known.listed = rows[i].was;
        set_up(&f, *state, &known, 1);
        f.dates.dates = xcalloc(1, sizeof *f.dates.dates);
        f.dates.dates[0] = (struct listed_date){"a.txt", rows[i].listed, 1, false};
        f.dates.count = rows[i].in_list;
        run(&f, ".", false, false);
        assert_int_equal(f.found.work.count, rows[i].read);
        assert_int_equal(f.dates.dates[0].used, rows[i].in_list);
        struct work_cursor c = {.list = &f.found.work};
        bool found;
        if (rows[i].read && work_cursor_next(&c, &found, &error))
            assert_int_equal(date_compare(c.work.now.listed, rows[i].now), 0);
        work_cursor_free(&c);
        tear_down(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_below), cmocka_unit_test(test_sets), SCRATCH_TEST(test_changed),
        SCRATCH_TEST(test_recheck),   SCRATCH_TEST(test_gone),     SCRATCH_TEST(test_unseen),
        SCRATCH_TEST(test_above),     SCRATCH_TEST(test_taken),    SCRATCH_TEST(test_dates),
    };
    return run_tap(tests);
}
