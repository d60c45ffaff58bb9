/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void paths_free(struct paths *p)
{
    for (size_t i = 0; i < p->count; i++)
        free((char *)p->list[i]);
    free(p->list);
    *p = (struct paths){0};
}

static void add(struct paths *p, char *kept)
{
    p->list = xgrow(p->list, &p->room, p->count + 1, sizeof *p->list);
    p->list[p->count++] = kept;
}

/* The kept form of a path whose folder is not there either: as it is written. */
static char *keep_missing(const struct home *home, const char *path)
{
    struct buf whole = {0};
    if (path[0] != '/')
        buf_printf(&whole, "%s/", home->here);
    buf_puts(&whole, path);
    char *kept = xstrdup(home_kept(home, whole.data));
    buf_free(&whole);
    return kept;
}

static bool add_listed(struct paths *p, const struct home *home, const struct options *o, FILE *f,
                       struct error *error)
{
    char *name = NULL;
    size_t room = 0;
    int end = o->nul ? '\0' : '\n';
    errno = 0;
    for (ssize_t n; (n = getdelim(&name, &room, end, f)) > 0;) {
        if (name[n - 1] == end)
            name[--n] = '\0';
        if (n && !o->nul && name[n - 1] == '\r')
            name[n - 1] = '\0';
        if (name[0] == '\0')
            continue;
        char *kept = home_keep(home, name);
        add(p, kept ? kept : keep_missing(home, name));
    }
    int reason = errno;
    free(name);
    return !ferror(f) || error_system(error, reason ? reason : EIO, o->files_from);
}

static bool add_from(struct paths *p, const struct home *home, const struct options *o,
                     struct error *error)
{
    bool from_stdin = strcmp(o->files_from, "-") == 0;
    FILE *f = from_stdin ? stdin : fopen(o->files_from, "re");
    size_t before = p->count;
    if (!f)
        return error_system(error, errno, o->files_from);
    bool ok = add_listed(p, home, o, f, error);
    if (!from_stdin)
        fclose(f);
    if (ok && p->count == before && before == 0)
        return error_set(error, ERROR_USAGE, "%s names no files",
                         from_stdin ? "the standard input" : o->files_from);
    return ok;
}

bool paths_collect(struct paths *p, const struct home *home, const struct options *o,
                   struct error *error)
{
    for (size_t i = 0; i < o->path_count; i++) {
        char *kept = home_keep(home, o->paths[i]);
        if (!kept)
            return error_system(error, ENOENT, o->paths[i]);
        add(p, kept);
    }
    return !o->files_from || add_from(p, home, o, error);
}
