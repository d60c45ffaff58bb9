/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files there are: order, what is passed over or left out, what cannot be seen; and which
 * roots are walked. */
#include "indexer/files/roots.h"
#include "indexer/files/walk.h"

#include "lib/base/buf.h"
#include "tests/unit/scratch.h"

static const volatile sig_atomic_t go_on = 0;

static void add_walk(const struct home *home, const char *root, const struct walk_filter *filter,
                     struct buf *files, struct buf *faults)
{
    struct walk w;
    walk_open(&w, home, root, filter, &go_on);
    for (enum walk_status s; (s = walk_next(&w)) != WALK_END;) {
        if (s == WALK_FILE)
            buf_printf(files, "%s ", w.walked.path);
        else if (s == WALK_LEFT)
            buf_printf(files, "-%s ", w.walked.path);
        else
            buf_printf(faults, "%s%s: %s ", s == WALK_UNSEEN ? "!" : "?", w.walked.path, w.fault);
    }
    walk_close(&w);
}

static void hear(void *context, const struct known_file *k)
{
    (void)context;
    (void)k;
}

static void hear_fault(void *context, const char *path, const char *message, bool unseen)
{
    buf_printf(context, "%s%s: %s ", unseen ? "!" : "?", path, message);
}

/* Files as "PATH " (with a - if they are left out), then faults as "!PATH: MESSAGE " where what
 * is known stands, "?PATH: MESSAGE " elsewhere. */
static void assert_files(const struct home *home, const char *const *asked, size_t count,
                         const char *expected)
{
    struct buf is = {0};
    struct buf faults = {0};
    struct roots roots;
    struct error error;
    const struct compare_events events = {&faults, hear, hear, hear_fault};
    const struct roots_request q = {
        .home = home, .asked = asked, .asked_count = count, .named = count, .events = &events};
    buf_clear(&is);
    buf_clear(&faults);
    if (!roots_choose(&roots, &q, &error))
        fail_msg("%s", error.message);
    for (size_t i = 0; i < roots.walk_count; i++)
        add_walk(home, roots.walk[i], NULL, &is, &faults);
    buf_puts(&is, faults.data);
    assert_string_equal(is.data, expected);
    roots_free(&roots);
    buf_free(&is);
    buf_free(&faults);
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
                 "B.txt a/10.txt a/9.txt a/b/c.txt a/z.txt a-b.txt a.txt b.txt c "
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
    ASSERT_FILES(&h, "a.txt dbs/iamglass2 ?pipe: not a regular file ", ".");
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
    buf_printf(&expected, "a.txt %s/baseless/b.txt %s/out/c.txt ", folder, folder);
    ASSERT_FILES(&h, expected.data, folder);
    ASSERT_FILES(&h, expected.data, folder, ".", out.data, "a.txt");
    buf_free(&out);
    buf_free(&expected);
    home_free(&h);
}

static void test_what_is_known(void **state)
{
    struct home h = home_of(state, "");
    struct walk w;
    struct stat st;
    const struct timespec times[2] = {{1000000000, 5}, {1500000000, 123456789}};
    const struct timespec before[2] = {{-5, 0}, {-5, 0}};
    scratch_text("a.txt", "twelve bytes");
    scratch_text("old.txt", "");
    assert_int_equal(utimensat(AT_FDCWD, "a.txt", times, 0), 0);
    assert_int_equal(utimensat(AT_FDCWD, "old.txt", before, 0), 0);
    assert_int_equal(stat("a.txt", &st), 0);
    walk_open(&w, &h, ".", NULL, &go_on);
    assert_int_equal(walk_next(&w), WALK_FILE);
    assert_int_equal(w.walked.size, 12);
    assert_int_equal(w.walked.mtime, 1500000000);
    assert_int_equal(w.walked.mtime_ns, 123456789);
    assert_true(w.walked.inode == st.st_ino);
    assert_int_equal(walk_next(&w), WALK_FILE);
    assert_int_equal(w.walked.size, 0);
    assert_true(w.walked.mtime == -5);
    assert_int_equal(walk_next(&w), WALK_END);
    assert_int_equal(walk_next(&w), WALK_END);
    walk_close(&w);
    home_free(&h);
}

/* Names of eight digits alone are dates where all such names of the folder can be dates. */
static void test_digits(void **state)
{
    static const struct {
        const char *names[3];
        bool digits;
    } rows[] = {{{"20230526.txt", "20230527.txt", "a.txt"}, true},
                {{"20230526.txt", "20230532.txt", "a.txt"}, false},
                {{"20230526.txt", "10230526.txt", "a.txt"}, false},
                {{"20230526.txt", "29990526.txt", "a.txt"}, false},
                {{"20230526", "202305271.txt", "99999999x"}, true}};
    struct home h = home_of(state, "");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct walk w;
        for (size_t k = 0; k < 3; k++)
            scratch_text(rows[i].names[k], "text");
        walk_open(&w, &h, ".", NULL, &go_on);
        assert_int_equal(walk_next(&w), WALK_FILE);
        if (w.walked.digits != rows[i].digits)
            fail_msg("row %zu", i);
        walk_close(&w);
        for (size_t k = 0; k < 3; k++)
            unlink(rows[i].names[k]);
    }
    home_free(&h);
}

static void assert_filtered(const struct home *home, const struct walk_filter *filter,
                            const char *expected)
{
    struct buf files = {0};
    struct buf faults = {0};
    buf_clear(&files);
    buf_clear(&faults);
    add_walk(home, ".", filter, &files, &faults);
    assert_string_equal(files.data, expected);
    assert_string_equal(faults.data, "");
    buf_free(&files);
    buf_free(&faults);
}

/* The command line leaves out; then the innermost ignore file that says something decides. */
static void test_filters(void **state)
{
    struct home h = home_of(state, "");
    struct walk_filter filter = {0};
    static const char *const names[] = {"a.md",     "a.txt",     "drafts/b.txt",
                                        "sub/a.md", "sub/c.txt", "sub/drafts/d.txt"};
    for (size_t i = 0; i < COUNT(names); i++)
        scratch_text(names[i], "text");
    scratch_text(".datelineignore", "# what is not finished\ndrafts/\n*.md\n");
    scratch_text("sub/.datelineignore", "!a.md\n/c.txt\n");
    assert_filtered(&h, NULL, "-a.md a.txt sub/a.md -sub/c.txt ");
    ignore_add(&filter.exclude, "sub/a.*");
    assert_filtered(&h, &filter, "-a.md a.txt -sub/a.md -sub/c.txt ");
    ignore_free(&filter.exclude);
    ignore_add(&filter.include, "*.md");
    assert_filtered(&h, &filter, "-a.md -a.txt sub/a.md -sub/c.txt ");
    ignore_free(&filter.include);
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
                     "!secret2: .datelineignore: Permission denied ",
                     ".");
        scratch_be_root();
    }
    home_free(&h);
}

static void test_stopped(void **state)
{
    struct home h = home_of(state, "");
    struct walk w;
    const volatile sig_atomic_t stop = 1;
    scratch_text("a.txt", "text");
    walk_open(&w, &h, ".", NULL, &stop);
    assert_int_equal(walk_next(&w), WALK_END);
    walk_close(&w);
    home_free(&h);
}

/* What is asked for and not there is a mistake if it was named, else told. */
static void test_missing(void **state)
{
    struct home h = home_of(state, "");
    struct buf faults = {0};
    struct roots roots;
    struct error error;
    const struct compare_events events = {&faults, hear, hear, hear_fault};
    static const char *const asked[] = {"nothing.txt", "a.txt"};
    struct roots_request q = {
        .home = &h, .asked = asked, .asked_count = 2, .named = 1, .events = &events};
    scratch_text("a.txt", "text");
    assert_false(roots_choose(&roots, &q, &error));
    assert_int_equal(error.status, ERROR_USAGE);
    roots_free(&roots);
    q.named = 0;
    assert_true(roots_choose(&roots, &q, &error));
    assert_string_equal(faults.data, "!nothing.txt: no such file or folder ");
    assert_int_equal(roots.walk_count, 1);
    roots_free(&roots);
    q.asked_count = 0;
    assert_false(roots_choose(&roots, &q, &error));
    roots_free(&roots);
    buf_free(&faults);
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
        SCRATCH_TEST(test_digits),
        SCRATCH_TEST(test_filters),
        SCRATCH_TEST(test_missing),
        SCRATCH_TEST(test_forbidden),
        SCRATCH_TEST(test_stopped),
        SCRATCH_TEST(test_deep),
    };
    return run_tap(tests);
}
