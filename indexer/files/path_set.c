/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/path_set.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void path_set_add(struct path_set *s, const char *path)
{
    s->list = xgrow(s->list, &s->room, s->count + 1, sizeof *s->list);
    s->list[s->count++] = xstrdup(path);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void path_set_sort(struct path_set *s)
{
    size_t kept = 0;
    if (s->count)
        qsort(s->list, s->count, sizeof *s->list, by_text);
    for (size_t i = 0; i < s->count; i++) {
        if (kept && strcmp(s->list[i], s->list[kept - 1]) == 0)
            free(s->list[i]);
        else
            s->list[kept++] = s->list[i];
    }
    s->count = kept;
}

void path_set_free(struct path_set *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->list[i]);
    free(s->list);
    *s = (struct path_set){0};
}

bool path_set_has(const struct path_set *s, const char *path)
{
    return s->count && bsearch(&path, s->list, s->count, sizeof *s->list, by_text) != NULL;
}

/* Climbs from a path to the root of the file system; with `walk` not out of hidden names. */
static bool climb(const struct path_set *s, const struct home *home, const char *path, bool walk)
{
    char *whole = home_open(home, path);
    if (strcmp(whole, "/") == 0)
        *whole = '\0';
    bool found = path_set_has(s, home_kept(home, whole));
    for (char *slash; !found && (slash = strrchr(whole, '/')) != NULL;) {
        if (walk && slash[1] == '.')
            break;
        *slash = '\0';
        found = path_set_has(s, home_kept(home, whole));
    }
    free(whole);
    return found;
}

bool path_set_covers(const struct path_set *s, const struct home *home, const char *path)
{
    return climb(s, home, path, false);
}

bool path_set_reaches(const struct path_set *s, const struct home *home, const char *path)
{
    return climb(s, home, path, true);
}
