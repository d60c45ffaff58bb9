/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

bool path_is_below(const struct home *home, const char *path, const char *root)
{
    if (strcmp(root, ".") == 0)
        return path[0] != '/';
    if (root[0] == '/' && path[0] != '/')
        path = home->base;
    size_t n = strlen(root);
    return strncmp(path, root, n) == 0 &&
           (path[n] == '\0' || path[n] == '/' || (n && root[n - 1] == '/'));
}

static bool is_same(const struct scanned_file *f, const struct known_file *k)
{
    return f->size == k->size && f->mtime == k->mtime && f->mtime_ns == k->mtime_ns &&
           f->inode == k->inode;
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

static void count_unchanged(const struct known_file *k, struct report *report)
{
    report->counts.unchanged += k->articles;
    if (k->skipped)
        report->counts.skipped++;
    else if (k->fault_count)
        report->counts.damaged++;
    if (k->fault_count)
        report_fault(report, k->path, &k->fault, k->skipped);
}

static void skip_unknown(const char *path, struct report *report)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    char message[64];
    snprintf(message, sizeof message, "no known format (%.40s)", dot ? dot : "");
    report_fault(report, path, &(struct fault){0, message}, true);
    report->counts.skipped++;
}

static void look_at(struct comparison *c, const struct scanned_file *f, struct known *known,
                    struct dates_list *dates, bool anew, struct report *report)
{
    struct known_file *was = known_find(known, f->path);
    struct date listed = listed_date(dates, f->path, was);
    if (anew)
        was = NULL;
    if (was)
        was->seen = true;
    if (!was && !read_knows(f->path)) {
        skip_unknown(f->path, report);
        return;
    }
    if (was && is_same(f, was) && date_compare(listed, was->listed) == 0) {
        count_unchanged(was, report);
        return;
    }
    c->work = xgrow(c->work, &c->work_room, c->work_count + 1, sizeof *c->work);
    c->work[c->work_count++] = (struct work){f, was, listed};
    c->work_bytes += f->size;
}

static bool was_not_looked_at(const struct home *home, const char *path, const struct scan *scan)
{
    for (size_t i = 0; i < scan->fault_count; i++)
        if (scan->faults[i].unseen && path_is_below(home, path, scan->faults[i].path))
            return true;
    return false;
}

static int by_content(const void *a, const void *b)
{
    const struct known_file *x = *(struct known_file *const *)a;
    const struct known_file *y = *(struct known_file *const *)b;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return strcmp(x->path, y->path);
}

static void find_gone(struct comparison *c, const struct home *home, const struct scan *scan,
                      struct known *known, const struct path_set *scanned)
{
    for (size_t i = 0; i < known->count; i++) {
        struct known_file *k = &known->files[i];
        if (k->seen || !path_set_covers(scanned, home, k->path) ||
            was_not_looked_at(home, k->path, scan))
            continue;
        c->gone = xgrow(c->gone, &c->gone_room, c->gone_count + 1, sizeof *c->gone);
        c->gone[c->gone_count++] = k;
    }
    if (c->gone_count)
        qsort(c->gone, c->gone_count, sizeof *c->gone, by_content);
}

void compare(struct comparison *c, const struct scan *scan, struct known *known,
             const struct path_set *scanned, struct dates_list *dates, bool anew,
             struct report *report)
{
    for (size_t i = 0; i < scan->fault_count; i++) {
        report_fault(report, scan->faults[i].path, &(struct fault){0, scan->faults[i].message},
                     true);
        report->counts.skipped++;
    }
    for (size_t i = 0; i < scan->count; i++)
        look_at(c, &scan->files[i], known, dates, anew, report);
    if (!anew)
        find_gone(c, report->home, scan, known, scanned);
}

void comparison_free(struct comparison *c)
{
    free(c->work);
    free(c->gone);
    *c = (struct comparison){0};
}

void comparison_give_back(struct comparison *c)
{
    for (size_t i = 0; i < c->gone_count; i++)
        c->gone[i]->seen = false;
}

struct known_file *comparison_take_gone(struct comparison *c, uint64_t size, uint64_t hash)
{
    size_t low = 0;
    size_t high = c->gone_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct known_file *k = c->gone[middle];
        if (k->size < size || (k->size == size && k->hash < hash))
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < c->gone_count && c->gone[low]->size == size && c->gone[low]->hash == hash; low++)
        if (!c->gone[low]->seen) {
            c->gone[low]->seen = true;
            return c->gone[low];
        }
    return NULL;
}
