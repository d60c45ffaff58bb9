/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/arena.h"
#include "lib/base/mem.h"
#include "lib/date/date.h"

/* A folder that is being walked. */
struct walk_folder {
    struct arena texts;
    const char **names; /* sorted; those before `next` are done */
    size_t count;
    size_t room;
    size_t next;
    size_t length; /* of its path in `open` */
    struct ignore ignore;
    bool digits; /* see struct walked */
};

void walk_open(struct walk *w, const struct home *home, const char *kept,
               const struct walk_filter *filter, const volatile sig_atomic_t *stop)
{
    char *start = home_open(home, kept);
    *w = (struct walk){.home = home, .filter = filter, .stop = stop};
    buf_puts(&w->open, strcmp(start, "/") == 0 ? "" : start);
    w->start = w->open.length;
    free(start);
}

static void leave_folder(struct walk *w)
{
    struct walk_folder *f = &w->folders[--w->depth];
    arena_free(&f->texts);
    free(f->names);
    ignore_free(&f->ignore);
}

void walk_close(struct walk *w)
{
    while (w->depth)
        leave_folder(w);
    free(w->folders);
    buf_free(&w->open);
    buf_free(&w->kept);
    buf_free(&w->words);
    *w = (struct walk){0};
}

static void keep_path(struct walk *w)
{
    buf_clear(&w->kept);
    buf_puts(&w->kept, home_kept(w->home, w->open.data));
    w->walked = (struct walked){.path = w->kept.data};
}

static enum walk_status fault(struct walk *w, enum walk_status status, const char *words)
{
    keep_path(w);
    buf_clear(&w->words);
    buf_puts(&w->words, words);
    w->fault = w->words.data;
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_name(const struct walk_folder *f, const char *name)
{
    return f->count && bsearch(&name, f->names, f->count, sizeof *f->names, by_name) != NULL;
}

/* Files of an index, or of Xapian, are no articles: a folder that is a database or lists some. */
static bool is_database(const struct walk_folder *f)
{
    return has_name(f, "iamglass") || has_name(f, "XAPIANDB");
}

/* Whether names of eight digits alone are dates here: all of them can be. */
static bool digits_are_dates(const struct walk_folder *f, int next_year)
{
    for (size_t i = 0; i < f->count; i++) {
        const char *name = f->names[i];
        size_t n = strspn(name, "0123456789");
        if (n != 8 || (name[n] != '\0' && name[n] != '.'))
            continue;
        struct date d = date_from_number((uint32_t)strtoul(name, NULL, 10));
        if (d.day == 0 || d.year < DATE_DIGITS_FIRST || d.year > next_year)
            return false;
    }
    return true;
}

/* Reads the names that are not hidden; 0, or errno. */
static int read_names(struct walk_folder *f, DIR *folder)
{
    errno = 0;
    for (struct dirent *e; (e = readdir(folder)) != NULL; errno = 0) {
        if (e->d_name[0] == '.')
            continue;
        f->names = xgrow(f->names, &f->room, f->count + 1, sizeof *f->names);
        f->names[f->count++] = arena_copy(&f->texts, e->d_name, strlen(e->d_name));
    }
    int reason = errno;
    if (f->count)
        qsort(f->names, f->count, sizeof *f->names, by_name);
    return reason;
}

/* Opens the folder at the path; what it holds comes next. True unless *status tells a fault. */
static bool enter_folder(struct walk *w, enum walk_status *status)
{
    struct error error;
    const char *path = w->open.length ? w->open.data : "/";
    if (strcmp(path, w->home->index) == 0)
        return true;
    DIR *folder = opendir(path);
    if (!folder) {
        *status = fault(w, WALK_UNSEEN, strerror(errno));
        return false;
    }
    struct walk_folder f = {.length = w->open.length};
    int reason = read_names(&f, folder);
    bool ignores = ignore_read(&f.ignore, dirfd(folder), IGNORE_FILE, IGNORE_FILE, &error);
    closedir(folder);
    f.digits = digits_are_dates(&f, date_today().year + 1);
    if (is_database(&f) || !ignores) /* what may be left out is not read on a guess */
        f.next = f.count;
    w->folders = xgrow(w->folders, &w->room, w->depth + 1, sizeof *w->folders);
    w->folders[w->depth++] = f;
    if (reason)
        *status = fault(w, WALK_UNSEEN, strerror(reason));
    else if (!ignores)
        *status = fault(w, WALK_UNSEEN, error.message);
    return !reason && ignores;
}

/* The path from the start of the walk; of a walk that starts at a file, its name. */
static const char *from_start(const struct walk *w)
{
    if (w->open.length > w->start)
        return w->open.data + w->start + 1;
    const char *slash = strrchr(w->open.data, '/');
    return slash ? slash + 1 : w->open.data;
}

/* The innermost ignore file that says something decides, before it the command line. */
static bool is_left_out(const struct walk *w, bool folder)
{
    const struct walk_filter *filter = w->filter;
    if (filter && ignore_match(&filter->exclude, from_start(w), folder) == IGNORE_OUT)
        return true;
    for (size_t i = w->depth; i > 0; i--) {
        const struct walk_folder *f = &w->folders[i - 1];
        enum ignore_answer answer = ignore_match(&f->ignore, w->open.data + f->length + 1, folder);
        if (answer != IGNORE_SILENT)
            return answer == IGNORE_OUT;
    }
    return filter && !folder && filter->include.count &&
           ignore_match(&filter->include, from_start(w), false) != IGNORE_OUT;
}

/* Looks at what is at the path. False: there is nothing to tell, go on. */
static bool visit(struct walk *w, enum walk_status *status)
{
    struct stat st;
    if (lstat(w->open.length ? w->open.data : "/", &st) != 0) {
        *status = fault(w, WALK_UNSEEN, strerror(errno));
        return true;
    }
    if (S_ISLNK(st.st_mode))
        return false;
    if (S_ISDIR(st.st_mode))
        return !(w->depth && is_left_out(w, true)) && !enter_folder(w, status);
    if (!S_ISREG(st.st_mode)) {
        *status = fault(w, WALK_FAULT, "not a regular file");
        return true;
    }
    keep_path(w);
    w->walked.size = (uint64_t)st.st_size;
    w->walked.mtime = st.st_mtim.tv_sec;
    w->walked.mtime_ns = (uint32_t)st.st_mtim.tv_nsec;
    w->walked.inode = st.st_ino;
    w->walked.digits = w->depth == 0 || w->folders[w->depth - 1].digits;
    *status = is_left_out(w, false) ? WALK_LEFT : WALK_FILE;
    return true;
}

enum walk_status walk_next(struct walk *w)
{
    enum walk_status status = WALK_END;
    if (!w->begun) {
        w->begun = true;
        if (visit(w, &status))
            return status;
    }
    while (w->depth && !*w->stop) {
        struct walk_folder *f = &w->folders[w->depth - 1];
        w->open.length = f->length;
        w->open.data[f->length] = '\0';
        if (f->next == f->count) {
            leave_folder(w);
            continue;
        }
        buf_putc(&w->open, '/');
        buf_puts(&w->open, f->names[f->next++]);
        if (visit(w, &status))
            return status;
    }
    return WALK_END;
}
