/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/scan.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/buf.h"
#include "lib/mem.h"

struct walk {
    struct scan *scan;
    const struct home *home;
    const volatile sig_atomic_t *stop;
    struct buf open; /* the path to open */
    size_t kept;     /* where in it the kept path begins */
};

static const char *kept_path(struct walk *w)
{
    const char *path = w->kept > w->open.length ? "." : w->open.data + w->kept;
    return arena_copy(&w->scan->texts, path, strlen(path));
}

static void add_fault(struct walk *w, const char *message)
{
    struct scan *s = w->scan;
    s->faults = xgrow(s->faults, &s->fault_capacity, s->fault_count + 1, sizeof *s->faults);
    s->faults[s->fault_count++] =
        (struct scan_fault){kept_path(w), arena_copy(&s->texts, message, strlen(message))};
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
        add_fault(w, strerror(errno));
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
        add_fault(w, strerror(errno));
    closedir(folder);
    if (*count)
        qsort(*names, *count, sizeof **names, by_name);
    return true;
}

static void visit(struct walk *w);

static void visit_folder(struct walk *w)
{
    char **names;
    size_t count;
    size_t length = w->open.length;
    if (strcmp(w->open.data, w->home->index) == 0 || !names_in(w, &names, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        if (!*w->stop) {
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
        add_fault(w, strerror(errno));
    else if (S_ISDIR(st.st_mode))
        visit_folder(w);
    else if (S_ISREG(st.st_mode))
        add_file(w, &st);
    else if (!S_ISLNK(st.st_mode))
        add_fault(w, "not a regular file");
}

void scan_path(struct scan *s, const struct home *home, const char *kept,
               const volatile sig_atomic_t *stop)
{
    struct walk w = {s, home, stop, {0}, 0};
    char *start = home_open(home, kept);
    bool is_base = strcmp(kept, ".") == 0;
    buf_puts(&w.open, is_base ? home->base : start);
    w.kept = kept[0] == '/' ? 0 : strlen(home->base) + 1;
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

void scan_finish(struct scan *s)
{
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
