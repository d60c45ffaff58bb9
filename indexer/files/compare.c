/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/compare.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

/* Paths below the base are kept relative, others absolute; a walk from above the base meets both,
 * each in order. So each kind has a cursor of its own in the table. */
enum { RELATIVE, ABSOLUTE, KINDS };

/* One root, being compared. */
struct comparing {
    struct comparison *c;
    const struct compare_request *q;
    const char *root;
    struct file_cursor known[KINDS];
    char **unseen; /* paths that could not be looked at, in the order of the walk */
    size_t unseen_count;
    size_t unseen_room;
    struct error *error;
};

bool comparison_open(struct comparison *c, int folder, struct error *error)
{
    *c = (struct comparison){0};
    return work_list_open(&c->work, folder, error);
}

void comparison_free(struct comparison *c)
{
    work_list_close(&c->work);
    for (size_t i = 0; i < c->gone_count; i++)
        free(c->gone[i].path);
    free(c->gone);
    *c = (struct comparison){0};
}

static bool is_same(const struct walked *f, const struct known_file *k)
{
    return f->size == k->size && f->mtime == k->mtime && f->mtime_ns == k->mtime_ns &&
           f->inode == k->inode && f->digits == k->digits;
}

/* The date that --dates has for a file: in this run's list, else as it was before. */
static struct date listed_date(struct dates_list *dates, const char *path,
                               const struct known_file *was)
{
    struct listed_date *entry = dates ? dates_list_find(dates, path) : NULL;
    if (entry) {
        entry->used = true;
        return entry->date;
    }
    return was ? was->listed : (struct date){0};
}

static bool is_below(const struct comparing *x, const char *path)
{
    return path_is_below(x->q->home, path, x->root) && path_is_walked(path, x->root);
}

static bool is_unseen(const struct comparing *x, const char *path)
{
    for (size_t i = 0; i < x->unseen_count; i++)
        if (path_is_below(x->q->home, path, x->unseen[i]))
            return true;
    return x->q->missing && path_set_covers(x->q->missing, x->q->home, path);
}

static void add_gone(struct comparison *c, const struct known_file *k)
{
    c->gone = xgrow(c->gone, &c->gone_room, c->gone_count + 1, sizeof *c->gone);
    c->gone[c->gone_count++] = (struct gone_file){.path = xstrdup(k->path),
                                                  .size = k->size,
                                                  .hash = k->hash,
                                                  .articles = k->articles,
                                                  .many = k->many,
                                                  .format = k->format,
                                                  .digits = k->digits,
                                                  .listed = k->listed};
}

/* What the table has before `path` (NULL: to the end of the root) was not found by the walk. */
static bool pass_known(struct comparing *x, int kind, const char *path)
{
    struct file_cursor *k = &x->known[kind];
    while (k->found && (k->file.path[0] == '/') == (kind == ABSOLUTE) &&
           (!path || path_compare(k->file.path, path) < 0)) {
        if (!path_is_below(x->q->home, k->file.path, x->root))
            return true;
        if (is_below(x, k->file.path)) {
            if (is_unseen(x, k->file.path))
                x->q->events->kept(x->q->events->context, &k->file);
            else
                add_gone(x->c, &k->file);
        }
        if (!file_cursor_next(k, x->error))
            return false;
    }
    return true;
}

static bool is_unknown_format(const struct known_file *k)
{
    return k->skipped && k->format == 0;
}

/* Whether --format says of a file what was not said before. */
static bool is_told_another(const struct compare_request *q, const struct known_file *was)
{
    return q->format && (!was->forced || was->format != q->format);
}

/* A file that the walk found, and what is known of it, if anything. */
static bool look_at(struct comparing *x, const struct walked *f, const struct known_file *was)
{
    const struct compare_request *q = x->q;
    struct date listed = listed_date(q->dates, f->path, was);
    struct work w = {.now = {.path = f->path,
                             .size = f->size,
                             .mtime = f->mtime,
                             .mtime_ns = f->mtime_ns,
                             .inode = f->inode,
                             .digits = f->digits,
                             .listed = listed,
                             .fault = ""},
                     .known = was != NULL};
    if (was) {
        w.was = *was;
        if (!q->anew && is_same(f, was) && date_compare(listed, was->listed) == 0 &&
            !(q->recheck && is_unknown_format(was)) && !is_told_another(q, was) &&
            !(q->recheck_many && was->many)) {
            q->events->unchanged(q->events->context, was);
            return true;
        }
    }
    return work_list_add(&x->c->work, &w, x->error);
}

static bool meet(struct comparing *x, const struct walked *f)
{
    int kind = f->path[0] == '/' ? ABSOLUTE : RELATIVE;
    struct file_cursor *k = &x->known[kind];
    if (!pass_known(x, kind, f->path))
        return false;
    bool known = k->found && strcmp(k->file.path, f->path) == 0;
    return look_at(x, f, known ? &k->file : NULL) && (!known || file_cursor_next(k, x->error));
}

static void note_fault(struct comparing *x, const struct walk *w, bool unseen)
{
    x->q->events->fault(x->q->events->context, w->walked.path, w->fault, unseen);
    if (!unseen)
        return;
    x->unseen = xgrow(x->unseen, &x->unseen_room, x->unseen_count + 1, sizeof *x->unseen);
    x->unseen[x->unseen_count++] = xstrdup(w->walked.path);
}

static bool walk_root(struct comparing *x)
{
    struct walk w;
    bool ok = true;
    walk_open(&w, x->q->home, x->root, x->q->filter, x->q->stop);
    for (enum walk_status s; ok && (s = walk_next(&w)) != WALK_END;) {
        if (s == WALK_FILE)
            ok = meet(x, &w.walked);
        else if (s == WALK_FAULT || s == WALK_UNSEEN)
            note_fault(x, &w, s == WALK_UNSEEN);
    }
    walk_close(&w);
    return ok;
}

/* Sets the cursors to what the table may have below the root. */
static bool seek(struct comparing *x)
{
    const char *root = strcmp(x->root, ".") == 0 ? "" : x->root;
    struct file_table *table = x->q->table;
    bool absolute = root[0] == '/';
    const char *first = absolute ? "" : root;
    /* Absolute paths come first: the least relative one is behind all of them. */
    return file_cursor_seek(&x->known[ABSOLUTE], absolute ? table : NULL, root, x->error) &&
           file_cursor_seek(&x->known[RELATIVE], table, first[0] ? first : "\x01", x->error);
}

static void finish(struct comparing *x)
{
    for (int i = 0; i < KINDS; i++)
        file_cursor_free(&x->known[i]);
    for (size_t i = 0; i < x->unseen_count; i++)
        free(x->unseen[i]);
    free(x->unseen);
}

bool compare_root(struct comparison *c, const struct compare_request *q, const char *root,
                  struct error *error)
{
    struct comparing x = {.c = c, .q = q, .root = root, .error = error};
    bool ok = seek(&x) && walk_root(&x);
    if (ok && !*q->stop) /* else what was not walked is not gone */
        for (int i = 0; ok && i < KINDS; i++)
            ok = pass_known(&x, i, NULL);
    finish(&x);
    return ok;
}

bool compare_missing(struct comparison *c, const struct compare_request *q, const char *path,
                     struct error *error)
{
    struct comparing x = {.c = c, .q = q, .root = path, .error = error};
    bool ok = seek(&x);
    for (int i = 0; ok && i < KINDS; i++)
        ok = pass_known(&x, i, NULL);
    finish(&x);
    return ok;
}

static int by_content(const void *a, const void *b)
{
    const struct gone_file *x = a;
    const struct gone_file *y = b;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return path_compare(x->path, y->path);
}

void comparison_sort(struct comparison *c)
{
    size_t kept = 0;
    if (c->gone_count)
        qsort(c->gone, c->gone_count, sizeof *c->gone, by_content);
    for (size_t i = 0; i < c->gone_count; i++) {
        if (kept && by_content(&c->gone[kept - 1], &c->gone[i]) == 0)
            free(c->gone[i].path);
        else
            c->gone[kept++] = c->gone[i];
    }
    c->gone_count = kept;
}

struct gone_file *comparison_take_gone(struct comparison *c, uint64_t size, uint64_t hash,
                                       uint8_t format)
{
    size_t low = 0;
    size_t high = c->gone_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct gone_file *g = &c->gone[middle];
        if (g->size < size || (g->size == size && g->hash < hash))
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < c->gone_count && c->gone[low].size == size && c->gone[low].hash == hash; low++) {
        struct gone_file *g = &c->gone[low];
        if (!g->taken && !g->many && g->articles == 1 && g->format == format) {
            g->taken = true;
            return g;
        }
    }
    return NULL;
}
