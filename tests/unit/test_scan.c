/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files there are: order, what is passed over, roots that overlap, what cannot be seen. */
#include "indexer/files/scan.h"

#include "lib/base/buf.h"
#include "tests/unit/scratch.h"

static const volatile sig_atomic_t go_on = 0;

static void scan_roots(const struct home *home, const char *const *roots, size_t count,
                       struct scan *s)
{
    *s = (struct scan){0};
    for (size_t i = 0; i < count; i++)
        scan_path(s, home, roots[i], &go_on);
    scan_finish(s);
}

/* Files as "PATH ", then faults as "!PATH: MESSAGE ". */
static void assert_files(const struct home *home, const char *const *roots, size_t count,
                         const char *expected)
{
    struct scan s;
    struct buf is = {0};
    buf_clear(&is);
    scan_roots(home, roots, count, &s);
    for (size_t i = 0; i < s.count; i++)
        buf_printf(&is, "%s ", s.files[i].path);
    for (size_t i = 0; i < s.fault_count; i++)
        buf_printf(&is, "!%s: %s ", s.faults[i].path, s.faults[i].message);
    assert_string_equal(is.data, expected);
    buf_free(&is);
    scan_free(&s);
}

/* The test's folder as the base, or "base" in it; what is current does not matter here. */
static struct home home_of(void **state, const char *below)
{
    struct buf base = {0};
    buf_printf(&base, "%s%s", (const char *)*state, below);
    char *copy = xstrdup(base.data);
    buf_puts(&base, "/.dateline");
    return (struct home){.base = copy, .index = buf_take(&base), .here = xstrdup("/")};
}

#define ASSERT_FILES(home, expected, ...)                  \
    assert_files(home, (const char *const[]){__VA_ARGS__}, \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), expected)

static void test_order(void **state)
{
    static const char *const names[] = {"b.txt",    "a/z.txt", "a.txt",         "a/b/c.txt",
                                        "B.txt",    "a-b.txt", "é.txt",         "c",
                                        "a/10.txt", "a/9.txt", "with blank.txt"};
    struct home h = home_of(state, "");
    for (size_t i = 0; i < COUNT(names); i++)
        scratch_text(names[i], "text");
    scratch_folder("empty/er");
    ASSERT_FILES(&h,
                 "B.txt a-b.txt a.txt a/10.txt a/9.txt a/b/c.txt a/z.txt b.txt c "
                 "with blank.txt é.txt ",
                 ".");
    home_free(&h);
}

static void test_passed_over(void **state)
{
    struct home h = home_of(state, "");
    static const char *const names[] = {"a.txt",
                                        ".hidden.txt",
                                        ".git/config",
                                        "sub/.x/y.txt",
                                        ".dateline/shard/iamglass",
                                        "other/XAPIANDB",
                                        "other/near.txt",
                                        "other/sub/text.txt",
                                        "db/iamglass",
                                        "db/docdata.glass",
                                        "dbs/iamglass2"};
    for (size_t i = 0; i < COUNT(names); i++)
        scratch_text(names[i], "text");
    assert_int_equal(symlink("a.txt", "link.txt"), 0);
    assert_int_equal(symlink("sub", "linked"), 0);
    assert_int_equal(symlink("nothing", "dangling"), 0);
    assert_int_equal(symlink(".", "loop"), 0);
    assert_int_equal(mkfifo("pipe", 0666), 0);
    ASSERT_FILES(&h, "a.txt dbs/iamglass2 !pipe: not a regular file ", ".");
    home_free(&h);
}

/* The index is passed over whatever its name is, and wherever it is. */
static void test_the_index_itself(void **state)
{
    struct home h = home_of(state, "");
    free(h.index);
    struct buf index = {0};
    buf_printf(&index, "%s/sub/index", h.base);
    h.index = buf_take(&index);
    scratch_text("a.txt", "text");
    scratch_text("sub/b.txt", "text");
    scratch_text("sub/index/lock", "text");
    scratch_text("sub/index2/c.txt", "text");
    ASSERT_FILES(&h, "a.txt sub/b.txt sub/index2/c.txt ", ".");
    ASSERT_FILES(&h, "", "sub/index");
    home_free(&h);
}

/* Each file comes once; a hidden path that was asked for is walked. */
static void test_roots(void **state)
{
    struct home h = home_of(state, "");
    static const char *const names[] = {"a.txt", "sub/b.txt", "sub/c/d.txt", "subs/e.txt",
                                        ".dot/f.txt"};
    for (size_t i = 0; i < COUNT(names); i++)
        scratch_text(names[i], "text");
    ASSERT_FILES(&h, "sub/b.txt sub/c/d.txt ", "sub");
    ASSERT_FILES(&h, "sub/b.txt sub/c/d.txt ", "sub", "sub/c", "sub", "sub/b.txt");
    ASSERT_FILES(&h, "a.txt sub/c/d.txt ", "sub/c", "a.txt");
    ASSERT_FILES(&h, "a.txt sub/b.txt sub/c/d.txt subs/e.txt ", "sub/c", ".", "subs");
    ASSERT_FILES(&h, ".dot/f.txt a.txt ", ".dot", "a.txt");
    home_free(&h);
}

/* Roots outside the base are kept absolute; one above it finds what is in it by its kept path. */
static void test_outside(void **state)
{
    struct home h = home_of(state, "/base");
    struct buf out = {0};
    struct buf expected = {0};
    const char *folder = *state;
    scratch_folder("base/.dateline");
    scratch_text("base/a.txt", "text");
    scratch_text("baseless/b.txt", "text");
    scratch_text("out/c.txt", "text");
    buf_printf(&out, "%s/out", folder);
    buf_printf(&expected, "%s/out/c.txt ", folder);
    ASSERT_FILES(&h, expected.data, out.data);
    buf_clear(&expected);
    buf_printf(&expected, "%s/baseless/b.txt %s/out/c.txt a.txt ", folder, folder);
    ASSERT_FILES(&h, expected.data, folder);
    ASSERT_FILES(&h, expected.data, folder, ".", out.data, "a.txt");
    buf_free(&out);
    buf_free(&expected);
    home_free(&h);
}

static void test_what_is_known(void **state)
{
    struct home h = home_of(state, "");
    struct scan s;
    struct stat st;
    const struct timespec times[2] = {{1000000000, 5}, {1500000000, 123456789}};
    scratch_text("a.txt", "twelve bytes");
    scratch_text("old.txt", "");
    assert_int_equal(utimensat(AT_FDCWD, "a.txt", times, 0), 0);
    const struct timespec before[2] = {{-5, 0}, {-5, 0}};
    assert_int_equal(utimensat(AT_FDCWD, "old.txt", before, 0), 0);
    assert_int_equal(stat("a.txt", &st), 0);
    scan_roots(&h, (const char *const[]){"."}, 1, &s);
    assert_int_equal(s.count, 2);
    assert_int_equal(s.files[0].size, 12);
    assert_int_equal(s.files[0].mtime, 1500000000);
    assert_int_equal(s.files[0].mtime_ns, 123456789);
    assert_true(s.files[0].inode == st.st_ino);
    assert_int_equal(s.files[1].size, 0);
    assert_true(s.files[1].mtime == -5);
    scan_free(&s);
    home_free(&h);
}

static void test_unseen(void **state)
{
    struct home h = home_of(state, "");
    struct scan s = {0};
    scratch_text("a.txt", "text");
    scan_path(&s, &h, "nothing.txt", &go_on);
    scan_path(&s, &h, "nothing.txt", &go_on);
    scan_miss(&s, "disk", "not there");
    scan_path(&s, &h, "a.txt", &go_on);
    scan_finish(&s);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.fault_count, 2);
    assert_string_equal(s.faults[0].path, "disk");
    assert_string_equal(s.faults[1].path, "nothing.txt");
    assert_string_equal(s.faults[1].message, "No such file or directory");
    assert_true(s.faults[0].unseen && s.faults[1].unseen);
    scan_free(&s);
    assert_int_equal(s.count + s.fault_count, 0);
    home_free(&h);
}

static void test_forbidden(void **state)
{
    struct home h = home_of(state, "");
    scratch_text("a.txt", "text");
    scratch_text("secret/b.txt", "text");
    scratch_text("secret2/c.txt", "text");
    scratch_text("z.txt", "text");
    assert_int_equal(chmod("secret", 0), 0);
    assert_int_equal(chmod("secret2", 0444), 0); /* names may be read, but nothing else */
    if (scratch_be_nobody()) {
        ASSERT_FILES(&h,
                     "a.txt z.txt !secret: Permission denied "
                     "!secret2/c.txt: Permission denied ",
                     ".");
        scratch_be_root();
    }
    home_free(&h);
}

static void test_stopped(void **state)
{
    struct home h = home_of(state, "");
    struct scan s = {0};
    const volatile sig_atomic_t stop = 1;
    scratch_text("a.txt", "text");
    scratch_text("sub/b.txt", "text");
    scan_path(&s, &h, ".", &stop);
    scan_finish(&s);
    assert_int_equal(s.count, 0);
    assert_int_equal(s.fault_count, 0);
    scan_free(&s);
    home_free(&h);
}

/* Folders within folders, deeper than any array would be. */
static void test_deep(void **state)
{
    struct home h = home_of(state, "");
    struct buf path = {0};
    for (int i = 0; i < 150; i++)
        buf_printf(&path, "folder%d/", i);
    buf_puts(&path, "a.txt");
    scratch_text(path.data, "text");
    buf_putc(&path, ' ');
    ASSERT_FILES(&h, path.data, ".");
    buf_free(&path);
    home_free(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_order),
        SCRATCH_TEST(test_passed_over),
        SCRATCH_TEST(test_the_index_itself),
        SCRATCH_TEST(test_roots),
        SCRATCH_TEST(test_outside),
        SCRATCH_TEST(test_what_is_known),
        SCRATCH_TEST(test_unseen),
        SCRATCH_TEST(test_forbidden),
        SCRATCH_TEST(test_stopped),
        SCRATCH_TEST(test_deep),
    };
    return run_tap(tests);
}
