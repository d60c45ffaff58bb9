/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/roots.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

static const char not_there[] = "no such file or folder";

void roots_free(struct roots *r)
{
    path_set_free(&r->all);
    path_set_free(&r->gone);
    path_set_free(&r->missing);
    for (size_t i = 0; i < r->walk_count; i++)
        free(r->walk[i]);
    free(r->walk);
    *r = (struct roots){0};
}

static bool exists(const struct home *home, const char *kept)
{
    char *path = home_open(home, kept);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

/* Whether the table has a file at or below a path. */
static bool knows_from(struct file_table *table, const struct home *home, const char *from,
                       const char *path, bool *knows, struct error *error)
{
    struct file_cursor c = {0};
    bool ok = file_cursor_seek(&c, table, from, error);
    *knows = ok && c.found && path_is_below(home, c.file.path, path);
    file_cursor_free(&c);
    return ok;
}

/* The same, whichever way the files below it are kept: relative ones may be below an absolute
 * path, too. */
static bool knows_below(const struct roots_request *q, const char *path, bool *knows,
                        struct error *error)
{
    const char *from = strcmp(path, ".") == 0 ? "\x01" : path;
    if (!knows_from(q->table, q->home, from, path, knows, error))
        return false;
    return *knows || path[0] != '/' || knows_from(q->table, q->home, "\x01", path, knows, error);
}

/* Roots at or below a path that was asked for and that are no more are roots no more. */
static void forget(struct roots *r, const struct roots_request *q, const struct path_set *asked)
{
    for (size_t i = 0; i < q->known_count; i++) {
        const char *root = q->known[i];
        bool gone = !exists(q->home, root) && path_set_covers(asked, q->home, root);
        path_set_add(gone ? &r->gone : &r->all, root);
        r->changed = r->changed || gone;
    }
    path_set_sort(&r->all);
    path_set_sort(&r->gone);
}

static void add_asked(struct roots *r, const struct roots_request *q, const struct path_set *asked)
{
    struct path_set more = {0}; /* sorted: a folder comes before what is in it */
    for (size_t i = 0; i < asked->count; i++) {
        const char *path = asked->list[i];
        if (exists(q->home, path) && !path_set_reaches(&r->all, q->home, path) &&
            !path_set_reaches(&more, q->home, path))
            path_set_add(&more, path);
    }
    for (size_t i = 0; i < more.count; i++)
        path_set_add(&r->all, more.list[i]);
    r->changed = r->changed || more.count;
    path_set_sort(&r->all);
    path_set_free(&more);
}

static bool is_named(const struct roots_request *q, const char *path)
{
    for (size_t i = 0; i < q->named; i++)
        if (strcmp(q->asked[i], path) == 0)
            return true;
    return false;
}

/* A path that was asked for and is not there: what is known of it goes; or it vanished after it was
 * listed; or it is a mistake, as surely if nothing of a list is there. */
static bool check_asked(struct roots *r, const struct roots_request *q,
                        const struct path_set *asked, struct error *error)
{
    size_t missing = 0;
    for (size_t i = 0; i < asked->count; i++) {
        const char *path = asked->list[i];
        bool knows = false;
        if (exists(q->home, path))
            continue;
        if (!knows_below(q, path, &knows, error))
            return false;
        if (knows || path_set_has(&r->gone, path)) {
            path_set_add(&r->gone, path);
        } else if (is_named(q, path) || ++missing == asked->count) {
            char *shown = home_show(q->home, path);
            error_set(error, ERROR_USAGE, "%s: %s", shown, not_there);
            free(shown);
            return false;
        } else {
            q->events->fault(q->events->context, path, not_there, true);
        }
    }
    path_set_sort(&r->gone);
    return true;
}

static bool miss_root(struct roots *r, const struct roots_request *q, const char *root,
                      struct error *error)
{
    bool knows = false;
    struct buf text = {0};
    char *shown = home_show(q->home, root);
    bool ok = !q->rebuild || knows_below(q, root, &knows, error);
    buf_printf(&text, "not there; its articles are kept (to drop them: indexer '%s')", shown);
    if (ok && knows) {
        error_set(error, ERROR_MISSING, "%s: not there; its articles would be lost", shown);
        error_cure(error, "to drop them: indexer '%s'", shown);
    } else if (ok) {
        q->events->fault(q->events->context, root, text.data, true);
        path_set_add(&r->missing, root);
    }
    buf_free(&text);
    free(shown);
    return ok && !knows;
}

static int by_walk(const void *a, const void *b)
{
    return path_compare(*(char *const *)a, *(char *const *)b);
}

/* True if the walk from another path of a sorted set comes by this one. */
static bool is_met(const struct path_set *s, const struct home *home, const char *path)
{
    char *above = home_open(home, path);
    char *slash = strrchr(above, '/');
    bool met = slash && slash[1] && slash[1] != '.';
    if (met) {
        *slash = '\0';
        met = path_set_reaches(s, home, home_kept(home, above));
    }
    free(above);
    return met;
}

/* Keeps of what is to be walked, a sorted set, what no other walk comes by. */
static void order_walk(struct roots *r, const struct home *home, const struct path_set *chosen)
{
    r->walk = xcalloc(chosen->count, sizeof *r->walk);
    for (size_t i = 0; i < chosen->count; i++)
        if (!is_met(chosen, home, chosen->list[i]))
            r->walk[r->walk_count++] = xstrdup(chosen->list[i]);
    if (r->walk_count)
        qsort(r->walk, r->walk_count, sizeof *r->walk, by_walk);
}

static bool choose_walk(struct roots *r, const struct roots_request *q,
                        const struct path_set *asked, struct error *error)
{
    struct path_set chosen = {0};
    bool all = asked->count == 0 || q->rebuild;
    bool ok = true;
    for (size_t i = 0; i < asked->count && !all; i++)
        if (exists(q->home, asked->list[i]))
            path_set_add(&chosen, asked->list[i]);
    for (size_t i = 0; ok && i < r->all.count; i++) {
        const char *root = r->all.list[i];
        if (!all && !path_set_covers(asked, q->home, root))
            continue;
        if (exists(q->home, root))
            path_set_add(&chosen, root);
        else
            ok = miss_root(r, q, root, error);
    }
    path_set_sort(&r->missing);
    path_set_sort(&chosen);
    if (ok)
        order_walk(r, q->home, &chosen);
    path_set_free(&chosen);
    return ok;
}

bool roots_choose(struct roots *r, const struct roots_request *q, struct error *error)
{
    struct path_set asked = {0};
    *r = (struct roots){0};
    for (size_t i = 0; i < q->asked_count; i++)
        path_set_add(&asked, q->asked[i]);
    path_set_sort(&asked);
    forget(r, q, &asked);
    add_asked(r, q, &asked);
    bool ok = check_asked(r, q, &asked, error) && choose_walk(r, q, &asked, error);
    if (ok && r->all.count == 0 && r->gone.count == 0)
        ok = error_set(error, ERROR_USAGE,
                       "nothing to index: name files or folders, 'indexer "
                       "FOLDER'");
    path_set_free(&asked);
    return ok;
}
