/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder of its own for each test that wants one: SCRATCH_TEST(name) in the table of tests makes
 * it the current folder, and removes it with all that is in it when the test is done.
 */
#ifndef DATELINE_TESTS_UNIT_SCRATCH_H
#define DATELINE_TESTS_UNIT_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "tests/unit/test.h"

#define SCRATCH_TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

/* *state is the folder's absolute path, without symbolic links. */
static inline int scratch_make(void **state)
{
    char made[] = "/tmp/dateline-test.XXXXXX";
    if (!mkdtemp(made) || chdir(made) != 0)
        return -1;
    char *path = xmalloc(4096);
    *state = path;
    return getcwd(path, 4096) ? 0 : -1;
}

static inline void scratch_empty(int parent, const char *name)
{
    fchmodat(parent, name, 0700, 0);
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    for (struct dirent *e; folder && (e = readdir(folder)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (unlinkat(fd, e->d_name, 0) == 0)
            continue;
        scratch_empty(fd, e->d_name);
        unlinkat(fd, e->d_name, AT_REMOVEDIR);
    }
    if (folder)
        closedir(folder);
}

static inline int scratch_remove(void **state)
{
    char *path = *state;
    scratch_empty(AT_FDCWD, path);
    int failed = chdir("/") != 0 || rmdir(path) != 0;
    free(path);
    return failed;
}

/* Makes a folder, and those above it. */
static inline void scratch_folder(const char *path)
{
    char *copy = xstrdup(path);
    for (char *slash = copy + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(copy, 0777);
        *slash = '/';
    }
    mkdir(copy, 0777);
    struct stat s;
    assert_true(stat(copy, &s) == 0 && S_ISDIR(s.st_mode));
    free(copy);
}

/* Writes a file, making the folders above it. */
static inline void scratch_write(const char *path, const void *bytes, size_t length)
{
    const char *slash = strrchr(path, '/');
    if (slash && slash > path) {
        char *above = xstrndup(path, (size_t)(slash - path));
        scratch_folder(above);
        free(above);
    }
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, length, f), length);
    assert_int_equal(fclose(f), 0);
}

static inline void scratch_text(const char *path, const char *text)
{
    scratch_write(path, text, strlen(text));
}

/*
 * Root may read everything: a test of what is forbidden becomes somebody else meanwhile. False,
 * with a word in the output, where that is not possible. scratch_be_root() goes back.
 */
static inline bool scratch_be_nobody(void)
{
    bool done = geteuid() != 0 || (chmod(".", 0755) == 0 && seteuid(65534) == 0);
    if (!done)
        print_message("# not tested: root cannot become anybody else here\n");
    return done;
}

static inline void scratch_be_root(void)
{
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
}

#endif
