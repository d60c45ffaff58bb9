/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding the index, and how paths are kept, opened and shown. */
#include "lib/index/home.h"

#include "tests/unit/scratch.h"

static void go_to(const char *folder)
{
    assert_int_equal(chdir(folder), 0);
}

/* Asserts that a path is `below`, in the test's folder; "" is that folder. */
static void assert_path(void **state, const char *path, const char *below)
{
    const char *folder = *state;
    size_t n = strlen(folder);
    assert_non_null(path);
    if (strncmp(path, folder, n) != 0 || strcmp(path + n + (path[n] == '/'), below) != 0)
        fail_msg("'%s' is not '%s' in '%s'", path, below, folder);
}

/* ---- finding ---- */

static void test_found_upward(void **state)
{
    static const struct {
        const char *here;
        const char *base;
    } rows[] = {{"a", "a"}, {"a/b", "a"}, {"a/b/c", "a"}, {"a/d/e", "a/d"}};
    struct home h;
    struct error error;
    scratch_folder("a/b/c");
    scratch_folder("a/.dateline");
    scratch_folder("a/d/e");
    scratch_folder("a/d/.dateline");
    scratch_text("a/b/c/.dateline", "a file is no index");
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (int create = 0; create < 2; create++) {
            char index[100];
            snprintf(index, sizeof index, "%s/.dateline", rows[i].base);
            go_to(rows[i].here);
            assert_true(home_find(NULL, create ? NULL : "", create, &h, &error));
            assert_path(state, h.index, index);
            assert_path(state, h.base, rows[i].base);
            assert_path(state, h.here, rows[i].here);
            home_free(&h);
            go_to(*state);
        }
    }
}

static void test_made_here(void **state)
{
    struct home h;
    struct error error;
    scratch_folder("new");
    go_to("new");
    assert_false(home_find(NULL, NULL, false, &h, &error));
    assert_non_null(strstr(error.message, ".dateline"));
    assert_non_null(strstr(error.cure, "-i"));
    assert_true(home_find(NULL, NULL, true, &h, &error));
    assert_path(state, h.index, "new/.dateline");
    assert_int_equal(access(".dateline", F_OK), -1);
    home_free(&h);
}

/* What -i says goes before $DATELINE_INDEX, and that before what is here. */
static void test_given(void **state)
{
    static const struct {
        const char *given;
        const char *fallback;
        const char *index;
        const char *base;
    } rows[] = {
        {"other", NULL, "other", ""},         {"other", "x/y", "other", ""},
        {NULL, "other", "other", ""},         {"other/", NULL, "other", ""},
        {"./x/../x/new", NULL, "x/new", "x"}, {"new//", NULL, "new", ""},
        {"x/link", NULL, "x/y", "x"},         {NULL, "x/link/z", "x/y/z", "x/y"},
    };
    struct home h;
    struct error error;
    scratch_folder("other");
    scratch_folder(".dateline");
    scratch_folder("x/y");
    assert_int_equal(symlink("y", "x/link"), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(home_find(rows[i].given, rows[i].fallback, false, &h, &error));
        assert_path(state, h.index, rows[i].index);
        assert_path(state, h.base, rows[i].base);
        home_free(&h);
    }
    static const char *const wrong[] = {"no/new", "", "other/nothing/..", "no/."};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        error.message[0] = '\0';
        assert_false(home_find(wrong[i], "other", true, &h, &error));
        assert_non_null(strstr(error.message, "No such file"));
    }
}

static void test_folder_that_is_gone(void **state)
{
    (void)state;
    struct home h;
    struct error error;
    scratch_folder("gone");
    go_to("gone");
    assert_int_equal(rmdir("../gone"), 0);
    assert_false(home_find("x", NULL, false, &h, &error));
    assert_non_null(strstr(error.message, "current folder"));
}

/* ---- keeping, opening, showing: in an archive "base" with the current folder "base/here" ---- */

struct row {
    const char *path; /* as given; those that begin with / are below the test's folder */
    const char *kept; /* likewise */
    const char *shown;
};

static const struct row rows[] = {
    {"a.txt", "here/a.txt", "a.txt"},
    {"./a.txt", "here/a.txt", "a.txt"},
    {"sub/b.txt", "here/sub/b.txt", "sub/b.txt"},
    {"new.txt", "here/new.txt", "new.txt"}, /* a name in a folder that exists */
    {"sub/new", "here/sub/new", "sub/new"},
    {"sub/../a.txt", "here/a.txt", "a.txt"},
    {".", "here", "."},
    {"sub/", "here/sub", "sub"},
    {"new/", "here/new", "new"},
    {"..", ".", ".."},
    {"../", ".", ".."},
    {"../top.txt", "top.txt", "../top.txt"},
    {"../other", "other", "../other"},
    {"../hereafter", "hereafter", "../hereafter"},
    {"/base/here/a.txt", "here/a.txt", "a.txt"},
    {"../../out.txt", "/out.txt", "../../out.txt"},
    {"../../baseless", "/baseless", "../../baseless"},
    {"/far/x.txt", "/far/x.txt", "../../far/x.txt"},
    {"../..", "/", "../.."},
    {"link.txt", "here/a.txt", "a.txt"}, /* links are looked through */
    {"linked/b.txt", "here/sub/b.txt", "sub/b.txt"},
    {"linked/new", "here/sub/new", "sub/new"},
    {"away/x.txt", "/far/x.txt", "../../far/x.txt"},
    {"away/..", "/", "../.."},
};

/* The test's folder before what begins with /, but for a slash at its end. Caller frees. */
static char *absolute(void **state, const char *path)
{
    const char *folder = path[0] == '/' ? *state : "";
    size_t room = strlen(folder) + strlen(path) + 1;
    char *whole = xmalloc(room);
    snprintf(whole, room, "%s%s", folder, strcmp(path, "/") == 0 ? "" : path);
    return whole;
}

static void make_archive(struct home *h)
{
    struct error error;
    static const char *const files[] = {
        "base/here/a.txt", "base/here/sub/b.txt", "base/top.txt",  "base/hereafter/c.txt",
        "out.txt",         "far/x.txt",           "baseless/y.txt"};
    for (size_t i = 0; i < COUNT(files); i++)
        scratch_text(files[i], "text");
    scratch_folder("base/.dateline");
    assert_int_equal(symlink("a.txt", "base/here/link.txt"), 0);
    assert_int_equal(symlink("sub", "base/here/linked"), 0);
    assert_int_equal(symlink("../../far", "base/here/away"), 0);
    go_to("base/here");
    assert_true(home_find(NULL, NULL, false, h, &error));
}

static void test_kept_and_shown(void **state)
{
    struct home h;
    make_archive(&h);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *path = absolute(state, rows[i].path);
        char *expected = absolute(state, rows[i].kept);
        char *kept = home_keep(&h, path);
        if (!kept || strcmp(kept, expected) != 0)
            fail_msg("'%s' is kept as '%s', not '%s'", path, kept ? kept : "(NULL)", expected);
        char *shown = home_show(&h, kept);
        if (strcmp(shown, rows[i].shown) != 0)
            fail_msg("'%s' is shown as '%s', not '%s'", kept, shown, rows[i].shown);
        free(shown);
        free(kept);
        free(expected);
        free(path);
    }
    home_free(&h);
}

/* What is kept and opened, and what is shown, is the file it was. */
static void test_opened(void **state)
{
    struct home h;
    make_archive(&h);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct stat was;
        struct stat is;
        char *path = absolute(state, rows[i].path);
        if (stat(path, &was) == 0) {
            char *kept = home_keep(&h, path);
            char *open = home_open(&h, kept);
            char *shown = home_show(&h, kept);
            assert_int_equal(open[0], '/');
            assert_int_equal(stat(open, &is), 0);
            assert_int_equal(is.st_ino, was.st_ino);
            assert_int_equal(stat(shown, &is), 0);
            assert_int_equal(is.st_ino, was.st_ino);
            free(shown);
            free(open);
            free(kept);
        }
        free(path);
    }
    home_free(&h);
}

static void test_what_is_not_there(void **state)
{
    (void)state;
    struct home h;
    make_archive(&h);
    static const char *const wrong[] = {"no/file", "no/../a.txt",      "", "no/.", "no/..",
                                        "a.txt/x", "/no-such-folder/x"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_null(home_keep(&h, wrong[i]));
    home_free(&h);
}

/* The root as the base, as the current folder, as neither. */
static void test_root(void **state)
{
    (void)state;
    static const struct {
        const char *base;
        const char *here;
        const char *path;
        const char *kept;
        const char *open;
        const char *shown;
    } root_rows[] = {
        {"", "", "/", ".", "/", "."},
        {"", "", "/tmp", "tmp", "/tmp", "tmp"},
        {"", "/tmp", "/", ".", "/", "/"},
        {"/tmp", "", "/tmp", ".", "/tmp", "tmp"},
        {"/tmp", "", "/", "/", "/", "."},
        {"/tmp", "/tmp", "/", "/", "/", "/"},
        {"/tmp", "/tmp", "/dev/null", "/dev/null", "/dev/null", "/dev/null"},
        {"/tmp", "/dev", "/tmp", ".", "/tmp", "/tmp"},
        {"/tmp", "/tmp", "/new-name", "/new-name", "/new-name", "/new-name"},
    };
    for (size_t i = 0; i < COUNT(root_rows); i++) {
        struct home h = {.base = xstrdup(root_rows[i].base), .here = xstrdup(root_rows[i].here)};
        char *kept = home_keep(&h, root_rows[i].path);
        char *open = kept ? home_open(&h, kept) : NULL;
        char *shown = kept ? home_show(&h, kept) : NULL;
        assert_non_null(kept);
        assert_string_equal(kept, root_rows[i].kept);
        assert_string_equal(open, root_rows[i].open);
        assert_string_equal(shown, root_rows[i].shown);
        free(shown);
        free(open);
        free(kept);
        home_free(&h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_found_upward),
        SCRATCH_TEST(test_made_here),
        SCRATCH_TEST(test_given),
        SCRATCH_TEST(test_folder_that_is_gone),
        SCRATCH_TEST(test_kept_and_shown),
        SCRATCH_TEST(test_opened),
        SCRATCH_TEST(test_what_is_not_there),
        SCRATCH_TEST(test_root),
    };
    return run_tap(tests);
}
