/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/ignore.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/map.h"
#include "lib/base/mem.h"

void ignore_free(struct ignore *i)
{
    for (size_t n = 0; n < i->count; n++)
        free(i->patterns[n].glob);
    free(i->patterns);
    *i = (struct ignore){0};
}

/* The length of a line without the blanks at its end, which count only behind a backslash. */
static size_t trimmed(const char *line)
{
    size_t n = strcspn(line, "\r\n");
    while (n && (line[n - 1] == ' ' || line[n - 1] == '\t') && !(n > 1 && line[n - 2] == '\\'))
        n--;
    return n;
}

void ignore_add(struct ignore *i, const char *line)
{
    size_t n = trimmed(line);
    struct ignore_pattern p = {0};
    if (n == 0 || line[0] == '#')
        return;
    if (line[0] == '!') {
        p.taken_back = true;
        line++;
        n--;
    }
    if (n && line[n - 1] == '/') {
        p.folders = true;
        n--;
    }
    p.anchored = memchr(line, '/', n) != NULL;
    if (n && line[0] == '/') {
        line++;
        n--;
    }
    if (n == 0)
        return;
    p.glob = xstrndup(line, n);
    i->patterns = xgrow(i->patterns, &i->room, i->count + 1, sizeof *i->patterns);
    i->patterns[i->count++] = p;
}

bool ignore_read(struct ignore *i, int folder, const char *name, const char *shown,
                 struct error *error)
{
    int fd = folder_file(folder, name, shown, error);
    if (fd < 0)
        return error->status == ERROR_MISSING;
    FILE *f = fdopen(fd, "r");
    if (!f) {
        close(fd);
        return error_system(error, ENOMEM, shown);
    }
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, f) > 0)
        ignore_add(i, line);
    bool ok = !ferror(f) || error_system(error, EIO, shown);
    free(line);
    fclose(f);
    return ok;
}

/* ---- globs ---- */

/* Whether a class such as [a-z] or [!0-9] has the byte; *glob moves behind it. One that is never
 * closed is the character `[`. */
static bool in_class(const char **glob, char byte)
{
    const char *g = *glob + 1;
    bool negated = *g == '!' || *g == '^';
    bool found = false;
    g += negated;
    for (bool first = true; *g && (first || *g != ']'); first = false) {
        char low = *g == '\\' && g[1] ? *++g : *g;
        char high = low;
        if (g[1] == '-' && g[2] && g[2] != ']') {
            g += 2;
            high = *g == '\\' && g[1] ? *++g : *g;
        }
        found = found || ((unsigned char)low <= (unsigned char)byte &&
                          (unsigned char)byte <= (unsigned char)high);
        g++;
    }
    if (*g != ']') {
        *glob += 1;
        return byte == '[';
    }
    *glob = g + 1;
    return found != negated && byte != '/';
}

/* Whether one element of the glob, no star, matches a byte; *glob moves behind the element. */
static bool matches_one(const char **glob, char byte)
{
    const char *g = *glob;
    if (*g == '[')
        return in_class(glob, byte);
    if (*g == '\\' && g[1]) {
        *glob = g + 2;
        return g[1] == byte;
    }
    *glob = g + 1;
    return *g == '?' ? byte != '/' : *g == byte;
}

/* A star that was passed, to come back to: it then takes more. */
struct star {
    const char *glob; /* behind it; NULL: there was none */
    const char *text;
    bool folders; /* of `**` with a slash behind: it takes whole names */
};

/* Lets a star take one byte more, or one name; false if it cannot. */
static bool take_more(struct star *star, bool slashes)
{
    if (!star->glob || !*star->text || (!slashes && *star->text == '/'))
        return false;
    const char *slash = star->folders ? strchr(star->text, '/') : star->text;
    if (!slash)
        return false;
    star->text = slash + 1;
    return true;
}

static void pass_stars(const char **glob, const char *text, struct star *one, struct star *many)
{
    if ((*glob)[1] != '*') {
        *one = (struct star){++*glob, text, false};
        return;
    }
    *glob += strspn(*glob, "*");
    bool folders = **glob == '/';
    *glob += folders;
    *many = (struct star){*glob, text, folders};
    one->glob = NULL;
}

bool ignore_glob(const char *glob, const char *text)
{
    struct star one = {0};  /* the last `*`, which stops at a slash */
    struct star many = {0}; /* the last `**` */
    while (*text || *glob) {
        if (*glob == '*') {
            pass_stars(&glob, text, &one, &many);
        } else if (*text && *glob && matches_one(&glob, *text)) {
            text++;
        } else if (take_more(&one, false)) {
            glob = one.glob;
            text = one.text;
        } else if (take_more(&many, true)) {
            glob = many.glob;
            text = many.text;
            one.glob = NULL;
        } else {
            return false;
        }
    }
    return true;
}

enum ignore_answer ignore_match(const struct ignore *i, const char *path, bool folder)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (size_t n = i->count; n > 0; n--) {
        const struct ignore_pattern *p = &i->patterns[n - 1];
        if (p->folders && !folder)
            continue;
        if (ignore_glob(p->glob, p->anchored ? path : name))
            return p->taken_back ? IGNORE_IN : IGNORE_OUT;
    }
    return IGNORE_SILENT;
}

bool ignore_leaves_out(const struct ignore *i, const char *path)
{
    for (const char *slash = strchr(path, '/'); i->count && slash; slash = strchr(slash + 1, '/')) {
        char *folder = xstrndup(path, (size_t)(slash - path));
        bool out = ignore_match(i, folder, true) == IGNORE_OUT;
        free(folder);
        if (out)
            return true;
    }
    return ignore_match(i, path, false) == IGNORE_OUT;
}
