/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/build/run_file.h"
#include "lib/base/mem.h"

struct run_name {
    char file[16];
    struct buf shown;
};

static struct run_name name_run(const struct runs *r, uint32_t number)
{
    struct run_name name = {.file = ""};
    snprintf(name.file, sizeof name.file, "run-%u", (unsigned)number);
    buf_printf(&name.shown, "%s/%s", r->shown, name.file);
    return name;
}

static void remove_run(const struct runs *r, struct stored_run *s)
{
    run_free(&s->run);
    if (!s->number)
        return;
    struct run_name name = name_run(r, s->number);
    unlinkat(r->folder, name.file, 0);
    buf_free(&name.shown);
}

static uint32_t next_number(struct runs *r)
{
    return (uint32_t)atomic_fetch_add(&r->made, 1) + 1;
}

/* Opens a merge of list[first] .. list[first + count - 1]. */
static bool open_some(const struct runs *r, size_t first, size_t count, bool positions,
                      struct term_merge *m, struct error *error)
{
    struct term_source **sources = xcalloc(count, sizeof *sources);
    size_t opened = 0;
    bool ok = true;
    for (; ok && opened < count; opened += ok) {
        const struct stored_run *s = &r->list[first + opened];
        if (s->number) {
            struct run_name name = name_run(r, s->number);
            sources[opened] =
                run_source_file(r->folder, name.file, name.shown.data, positions, error);
            buf_free(&name.shown);
        } else {
            sources[opened] = run_source_memory(&s->run, positions);
        }
        ok = sources[opened] != NULL;
    }
    struct error open_error;
    bool merged = term_merge_open(m, sources, opened, &open_error);
    if (ok && !merged)
        *error = open_error;
    return ok && merged;
}

bool runs_open(const struct runs *r, bool positions, struct term_merge *m, struct error *error)
{
    return open_some(r, 0, r->count, positions, m, error);
}

/* Merges the last `count` runs into one. */
static bool merge_last(struct runs *r, size_t count, struct error *error)
{
    struct term_merge m;
    size_t first = r->count - count;
    uint32_t number = next_number(r);
    struct run_name name = name_run(r, number);
    bool ok = open_some(r, first, count, true, &m, error) &&
              run_file_merge(&m, r->folder, name.file, name.shown.data, r->stop, error);
    term_merge_close(&m);
    buf_free(&name.shown);
    if (!ok)
        return false;
    unsigned level = 0;
    for (size_t i = first; i < r->count; i++) {
        if (r->list[i].level >= level)
            level = r->list[i].level + 1;
        remove_run(r, &r->list[i]);
    }
    r->list[first] = (struct stored_run){.number = number, .level = level};
    r->files -= count - 1;
    r->count = first + 1;
    return true;
}

/* How many of the last runs are files of the level of the last one. */
static size_t count_alike(const struct runs *r)
{
    size_t n = 0;
    while (n < r->files && r->list[r->count - 1 - n].level == r->list[r->count - 1].level)
        n++;
    return n;
}

bool runs_write(struct runs *r, struct stored_run *s, struct error *error)
{
    s->number = next_number(r);
    struct run_name name = name_run(r, s->number);
    bool ok = run_file_write(&s->run, r->folder, name.file, name.shown.data, error);
    buf_free(&name.shown);
    run_free(&s->run);
    return ok;
}

bool runs_add(struct runs *r, struct stored_run *added, struct error *error)
{
    r->list = xgrow(r->list, &r->room, r->count + 1, sizeof *r->list);
    struct stored_run *s = &r->list[r->count++];
    *s = *added;
    *added = (struct stored_run){0};
    /* Files come after all that is in memory: runs that would fit again do not go there. */
    if (!s->number && r->files == 0 && r->held + s->run.memory <= r->limit) {
        r->held += s->run.memory;
        return true;
    }
    r->files++;
    if (!s->number && !runs_write(r, s, error))
        return false;
    while (count_alike(r) >= RUNS_MOST)
        if (!merge_last(r, RUNS_MOST, error))
            return false;
    return true;
}

bool runs_settle(struct runs *r, struct error *error)
{
    while (r->files > RUNS_MOST) {
        size_t more = r->files - RUNS_MOST + 1; /* merging n makes n - 1 fewer */
        if (!merge_last(r, more < RUNS_MOST ? more : RUNS_MOST, error))
            return false;
    }
    return true;
}

void runs_free(struct runs *r)
{
    for (size_t i = 0; i < r->count; i++)
        remove_run(r, &r->list[i]);
    free(r->list);
    r->list = NULL;
    r->count = r->room = r->files = 0;
    r->held = 0;
}
