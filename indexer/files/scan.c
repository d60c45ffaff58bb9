/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/scan.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/index/shards.h"

struct walk {
    struct scan *scan;
    const struct home *home;
    const volatile sig_atomic_t *stop;
    struct buf open; /* the path to open; "" is the root */
};

static const char *kept_path(struct walk *w)
{
    const char *path = home_kept(w->home, w->open.data);
    return arena_copy(&w->scan->texts, path, strlen(path));
}

static void add_fault(struct scan *s, const char *path, const char *message, bool unseen)
{
    s->faults = xgrow(s->faults, &s->fault_capacity, s->fault_count + 1, sizeof *s->faults);
    s->faults[s->fault_count++] =
        (struct scan_fault){path, arena_copy(&s->texts, message, strlen(message)), unseen};
}

void scan_miss(struct scan *s, const char *kept, const char *message)
{
    add_fault(s, arena_copy(&s->texts, kept, strlen(kept)), message, true);
}

static void add_file(struct walk *w, const struct stat *st)
{
    struct scan *s = w->scan;
    s->files = xgrow(s->files, &s->capacity, s->count + 1, sizeof *s->files);
    s->files[s->count++] = (struct scanned_file){.path = kept_path(w),
                                                 .size = (uint64_t)st->st_size,
                                                 .mtime = st->st_mtim.tv_sec,
                                                 .mtime_ns = (uint32_t)st->st_mtim.tv_nsec,
                                                 .inode = st->st_ino};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder that are not hidden, sorted; false after a fault. */
static bool names_in(struct walk *w, char ***names, size_t *count)
{
    size_t room = 0;
    *names = NULL;
    *count = 0;
    DIR *folder = opendir(w->open.length ? w->open.data : "/");
    if (!folder) {
        add_fault(w->scan, kept_path(w), strerror(errno), true);
        return false;
    }
    errno = 0;
    for (struct dirent *e; (e = readdir(folder)) != NULL; errno = 0) {
        if (e->d_name[0] == '.')
            continue;
        *names = xgrow(*names, &room, *count + 1, sizeof **names);
        (*names)[(*count)++] = xstrdup(e->d_name);
    }
    if (errno)
        add_fault(w->scan, kept_path(w), strerror(errno), true);
    closedir(folder);
    if (*count)
        qsort(*names, *count, sizeof **names, by_name);
    return true;
}

static bool has_name(char *const *names, size_t count, const char *name)
{
    return count && bsearch(&name, names, count, sizeof *names, by_name) != NULL;
}

/* Xapian's own files are no articles: a database, or a folder that lists some. */
static bool is_database(char *const *names, size_t count)
{
    return has_name(names, count, "iamglass") || has_name(names, count, SHARDS_FILE);
}

static void visit(struct walk *w);

static void visit_folder(struct walk *w)
{
    char **names;
    size_t count;
    size_t length = w->open.length;
    if (strcmp(w->open.data, w->home->index) == 0 || !names_in(w, &names, &count))
        return;
    bool pass = is_database(names, count);
    for (size_t i = 0; i < count; i++) {
        if (!pass && !*w->stop) {
            buf_printf(&w->open, "/%s", names[i]);
            visit(w);
            w->open.length = length;
            w->open.data[length] = '\0';
        }
        free(names[i]);
    }
    free(names);
}

static void visit(struct walk *w)
{
    struct stat st;
    if (lstat(w->open.length ? w->open.data : "/", &st) != 0)
        add_fault(w->scan, kept_path(w), strerror(errno), true);
    else if (S_ISDIR(st.st_mode))
        visit_folder(w);
    else if (S_ISREG(st.st_mode))
        add_file(w, &st);
    else if (!S_ISLNK(st.st_mode))
        add_fault(w->scan, kept_path(w), "not a regular file", false);
}

void scan_path(struct scan *s, const struct home *home, const char *kept,
               const volatile sig_atomic_t *stop)
{
    struct walk w = {s, home, stop, {0}};
    char *start = home_open(home, kept);
    buf_puts(&w.open, strcmp(start, "/") == 0 ? "" : start);
    free(start);
    visit(&w);
    buf_free(&w.open);
}

static int by_path(const void *a, const void *b)
{
    const struct scanned_file *x = a;
    const struct scanned_file *y = b;
    return strcmp(x->path, y->path);
}

static int by_fault(const void *a, const void *b)
{
    const struct scan_fault *x = a;
    const struct scan_fault *y = b;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->message, y->message);
}

static void sort_faults(struct scan *s)
{
    size_t kept = 0;
    if (s->fault_count)
        qsort(s->faults, s->fault_count, sizeof *s->faults, by_fault);
    for (size_t i = 0; i < s->fault_count; i++)
        if (kept == 0 || by_fault(&s->faults[i], &s->faults[kept - 1]) != 0)
            s->faults[kept++] = s->faults[i];
    s->fault_count = kept;
}

void scan_finish(struct scan *s)
{
    sort_faults(s);
    size_t kept = 0;
    if (s->count)
        qsort(s->files, s->count, sizeof *s->files, by_path);
    for (size_t i = 0; i < s->count; i++)
        if (kept == 0 || strcmp(s->files[i].path, s->files[kept - 1].path) != 0)
            s->files[kept++] = s->files[i];
    s->count = kept;
}

void scan_free(struct scan *s)
{
    free(s->files);
    free(s->faults);
    arena_free(&s->texts);
    *s = (struct scan){0};
}

struct date scan_day(const struct scanned_file *f)
{
    time_t t = (time_t)f->mtime;
    struct tm local;
    if (!localtime_r(&t, &local) || local.tm_year + 1900 < 1 || local.tm_year + 1900 > 9999)
        return (struct date){0};
    return (struct date){(int16_t)(local.tm_year + 1900), (int8_t)(local.tm_mon + 1),
                         (int8_t)local.tm_mday};
}
