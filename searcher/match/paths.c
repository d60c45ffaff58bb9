/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/paths.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/docset.h"
#include "searcher/match/search.h"

/* The bytes of the set that a glob begins with, "[a-c]"; 0 if it is never closed, and no set. */
static size_t set_length(const char *glob)
{
    size_t n = 1;
    n += glob[n] == '!';
    n += glob[n] == ']';
    n += strcspn(glob + n, "]");
    return glob[n] ? n + 1 : 0;
}

static bool is_in_set(const char *set, size_t length, unsigned char c)
{
    size_t i = 1;
    bool others = set[i] == '!';
    bool in = false;
    for (i += others; i + 1 < length; i++) {
        unsigned char first = (unsigned char)set[i], last = first;
        if (set[i + 1] == '-' && i + 3 < length) {
            last = (unsigned char)set[i + 2];
            i += 2;
        }
        in |= c >= first && c <= last;
    }
    return in != others;
}

/* True if what the glob begins with, no star, matches a byte; then how long that is. */
static bool matches_one(const char *glob, char c, size_t *length)
{
    size_t set = *glob == '[' ? set_length(glob) : 0;
    *length = set ? set : 1;
    if (c == '/' || !*glob)
        return *glob == '/' && c == '/';
    if (set)
        return is_in_set(glob, set, (unsigned char)c);
    if (*glob == '\\' && glob[1]) {
        *length = 2;
        return glob[1] == c;
    }
    return *glob == '?' || *glob == c;
}

/* Bytes after the first that belong to the character at `path`. */
static size_t rest_of_character(const char *path)
{
    size_t n = 1;
    while (((unsigned char)path[n] & 0xC0) == 0x80)
        n++;
    return n - 1;
}

/* True if the glob matches what a path begins with, up to the end of a name. A mismatch lets the
 * last "*" take a byte more, within its name, or else the last "**": an earlier one need not be
 * tried, so that no glob takes long. */
static bool matches_here(const char *glob, const char *path)
{
    const char *star = NULL, *star_at = NULL, *deep = NULL, *deep_at = NULL;
    size_t length;
    for (;;) {
        if (*glob == '*' && glob[1] == '*') {
            deep = glob += 2;
            deep_at = path;
            star = NULL;
        } else if (*glob == '*') {
            star = ++glob;
            star_at = path;
        } else if (!*glob && (!*path || *path == '/')) {
            return true;
        } else if (*path && matches_one(glob, *path, &length)) {
            path += 1 + (*glob == '?' ? rest_of_character(path) : 0);
            glob += length;
        } else if (star && *star_at && *star_at != '/') {
            path = ++star_at;
            glob = star;
        } else if (deep && *deep_at) {
            path = ++deep_at;
            glob = deep;
            star = NULL;
        } else {
            return false;
        }
    }
}

/* The glob without what says nothing: "./" before, slashes and "**" behind it. */
static char *trim_glob(const char *glob)
{
    while (strncmp(glob, "./", 2) == 0 || strncmp(glob, "**/", 3) == 0)
        glob += glob[0] == '.' ? 2 : 3;
    char *own = xstrdup(glob);
    for (size_t n = strlen(own); n > 1; n = strlen(own))
        if (own[n - 1] == '/')
            own[n - 1] = '\0';
        else if (n > 2 && strcmp(own + n - 3, "/**") == 0)
            own[n - 3] = '\0';
        else
            break;
    return own;
}

bool path_matches(const char *glob, const char *path)
{
    char *own = trim_glob(glob);
    bool ok = matches_here(own, path);
    for (const char *at = own[0] == '/' ? NULL : strchr(path, '/'); !ok && at; at = strchr(at, '/'))
        ok = matches_here(own, ++at);
    free(own);
    return ok;
}

/* Relative globs mean the path as it is kept, which has no more than is shown of it. */
static bool record_matches(struct archive *a, size_t reader, uint32_t docid, const char *glob,
                           bool *matches, struct error *error)
{
    struct record record;
    if (!archive_record(a, reader, docid, &record, error))
        return false;
    char *whole = glob[0] == '/' ? home_open(archive_home(a, reader), record.path) : NULL;
    *matches = path_matches(glob, whole ? whole : record.path);
    free(whole);
    record_free(&record);
    return true;
}

bool find_paths(struct archive *a, size_t reader, const char *glob, const struct planned *among,
                void (*found)(void *context, size_t reader, uint32_t docid), void *context,
                struct error *error)
{
    static const struct planned all = {0};
    uint64_t *set = NULL;
    size_t words = (size_t)a->readers[reader].documents / WINDOW * WINDOW_WORDS + WINDOW_WORDS;
    if (a->readers[reader].remote) {
        error_set(error, ERROR_USAGE, "remote shards do not know the paths of their articles");
        return error_cure(error, "leave path: out, or search them where they are");
    }
    bool ok = search_set(a, reader, among ? among : &all, &set, error);
    for (uint32_t d = set ? docset_next(set, words, 0) : NO_BIT; ok && d != NO_BIT;
         d = docset_next(set, words, d + 1)) {
        bool matches = false;
        ok = record_matches(a, reader, d, glob, &matches, error);
        if (ok && matches)
            found(context, reader, d);
    }
    free(set);
    return ok;
}
