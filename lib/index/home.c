/* SPDX-License-Identifier: GPL-2.0-or-later */
/* realpath() is of X/Open, which POSIX.1-2008 includes as an option. */
#define _XOPEN_SOURCE 700
#include "lib/index/home.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

static char *join(const char *folder, const char *name)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", folder, name);
    return buf_take(&path);
}

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

/* The absolute path of what exists, or of a new name in a folder that exists; NULL if neither.
 * The root folder comes as "", so that joining with "/" is always right. */
static char *absolute(const char *path)
{
    char *found = realpath(path, NULL);
    if (found) {
        if (strcmp(found, "/") == 0)
            *found = '\0';
        return found;
    }
    char *copy = xstrdup(path);
    size_t n = strlen(copy);
    while (n > 1 && copy[n - 1] == '/')
        copy[--n] = '\0';
    char *slash = strrchr(copy, '/');
    const char *name = slash ? slash + 1 : copy;
    char *folder = NULL;
    if (name[0] && strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
        if (!slash)
            folder = realpath(".", NULL);
        else {
            *slash = '\0';
            folder = realpath(slash == copy ? "/" : copy, NULL);
        }
    }
    char *whole = NULL;
    if (folder && is_folder(folder))
        whole = join(strcmp(folder, "/") == 0 ? "" : folder, name);
    else if (folder)
        errno = ENOTDIR;
    free(folder);
    free(copy);
    return whole;
}

/* The nearest .dateline from `from` upward, or NULL. */
static char *find_upward(const char *from)
{
    char *folder = xstrdup(from);
    for (;;) {
        char *candidate = join(folder, HOME_NAME);
        if (is_folder(candidate)) {
            free(folder);
            return candidate;
        }
        free(candidate);
        char *slash = strrchr(folder, '/');
        if (!slash)
            break;
        *slash = '\0';
    }
    free(folder);
    return NULL;
}

static char *locate(const char *given, const char *fallback, bool create, const char *here,
                    struct error *error)
{
    const char *named = given ? given : fallback && fallback[0] ? fallback : NULL;
    if (named) {
        char *path = absolute(named);
        if (!path)
            error_system(error, errno, named);
        return path;
    }
    char *path = find_upward(here);
    if (!path && create)
        path = join(here, HOME_NAME);
    if (!path) {
        error_set(error, ERROR_MISSING, "no index here: there is no %s in this folder or above it",
                  HOME_NAME);
        error_cure(error, "make one with 'indexer FOLDER', or name one with -i");
    }
    return path;
}

bool home_find(const char *given, const char *fallback, bool create, struct home *h,
               struct error *error)
{
    *h = (struct home){0};
    h->here = absolute(".");
    if (!h->here)
        return error_system(error, errno, "the current folder");
    h->index = locate(given, fallback, create, h->here, error);
    if (!h->index) {
        home_free(h);
        return false;
    }
    const char *slash = strrchr(h->index, '/');
    h->base = xstrndup(h->index, slash ? (size_t)(slash - h->index) : 0);
    return true;
}

void home_free(struct home *h)
{
    free(h->index);
    free(h->base);
    free(h->here);
    *h = (struct home){0};
}

/* What follows `folder` in `path`, without its slash; "" for the folder itself; else NULL. */
static const char *below(const char *folder, const char *path)
{
    size_t n = strlen(folder);
    if (strncmp(folder, path, n) != 0)
        return NULL;
    if (path[n] == '/')
        return path + n + 1;
    return path[n] == '\0' ? path + n : NULL;
}

const char *home_kept(const struct home *h, const char *whole)
{
    const char *rest = below(h->base, whole);
    if (!rest)
        return whole[0] ? whole : "/";
    return rest[0] ? rest : ".";
}

char *home_keep(const struct home *h, const char *path)
{
    char *whole = absolute(path);
    char *kept = whole ? xstrdup(home_kept(h, whole)) : NULL;
    free(whole);
    return kept;
}

char *home_open(const struct home *h, const char *kept)
{
    if (strcmp(kept, ".") == 0)
        return xstrdup(h->base[0] ? h->base : "/");
    return kept[0] == '/' ? xstrdup(kept) : join(h->base, kept);
}

/* How much of two absolute paths are folders above both, or one of them: "/a" of "/a/b", "/a/c". */
static size_t shared_folders(const char *a, const char *b)
{
    size_t shared = 0;
    for (size_t i = 0;; i++) {
        if ((a[i] == '/' || !a[i]) && (b[i] == '/' || !b[i]))
            shared = i;
        if (a[i] != b[i] || !a[i])
            return shared;
    }
}

char *home_show(const struct home *h, const char *kept)
{
    char *whole = home_open(h, kept);
    const char *rest = below(h->here, whole);
    if (rest) {
        char *shown = xstrdup(rest[0] ? rest : ".");
        free(whole);
        return shown;
    }
    size_t shared = shared_folders(whole, h->here);
    if (shared == 0)
        return whole;
    struct buf shown = {0};
    for (const char *c = h->here + shared; *c; c++)
        if (*c == '/')
            buf_puts(&shown, "../");
    if (whole[shared])
        buf_puts(&shown, whole + shared + 1);
    else
        shown.length--; /* the last slash */
    free(whole);
    return buf_take(&shown);
}
