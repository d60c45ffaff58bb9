/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "indexer/read/source.h"
#include "lib/base/mem.h"

#define CHUNK 32 /* files that a thread takes at a time */

void batch_init(struct batch *b, size_t jobs)
{
    *b = (struct batch){.jobs = jobs, .arenas = xcalloc(jobs, sizeof *b->arenas)};
}

void batch_free(struct batch *b)
{
    for (size_t i = 0; i < b->jobs; i++)
        arena_free(&b->arenas[i]);
    free(b->arenas);
    free(b->readings);
    *b = (struct batch){0};
}

struct shared {
    struct batch *batch;
    const struct home *home;
    const struct read_settings *settings;
    const struct work *work;
    const volatile sig_atomic_t *stop;
    atomic_size_t next;
};

struct batch_reader {
    struct shared *shared;
    struct arena *arena;
    pthread_t thread;
};

static void read_one(const struct shared *s, size_t i, struct arena *arena)
{
    const struct work *w = &s->work[i];
    char *open = home_open(s->home, w->file->path);
    struct source_file source = {open, w->file->path, scan_day(w->file), w->listed,
                                 .digits = true};
    read_source(&source, s->settings, arena, &s->batch->readings[i]);
    free(open);
}

static void *read_some(void *context)
{
    struct batch_reader *r = context;
    struct shared *s = r->shared;
    for (;;) {
        size_t first = atomic_fetch_add(&s->next, CHUNK);
        for (size_t i = first; i < first + CHUNK; i++) {
            if (i >= s->batch->count)
                return NULL;
            read_one(s, i, r->arena);
        }
    }
}

/* How many files make a batch. */
static size_t measure(const struct work *work, size_t count, uint64_t limit)
{
    uint64_t bytes = 0;
    size_t n = 0;
    while (n < count && (n == 0 || bytes + work[n].file->size <= limit))
        bytes += work[n++].file->size;
    return n;
}

void batch_read(struct batch *b, const struct home *home, const struct read_settings *settings,
                const struct work *work, size_t work_count, uint64_t limit,
                const volatile sig_atomic_t *stop)
{
    b->count = *stop ? 0 : measure(work, work_count, limit);
    b->readings = xgrow(b->readings, &b->capacity, b->count, sizeof *b->readings);
    struct shared shared = {
        .batch = b, .home = home, .settings = settings, .work = work, .stop = stop};
    struct batch_reader *readers = xcalloc(b->jobs, sizeof *readers);
    size_t started = 1;
    for (size_t i = 0; i < b->jobs; i++) {
        arena_clear(&b->arenas[i]);
        readers[i] = (struct batch_reader){.shared = &shared, .arena = &b->arenas[i]};
    }
    while (started < b->jobs &&
           pthread_create(&readers[started].thread, NULL, read_some, &readers[started]) == 0)
        started++;
    read_some(&readers[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(readers[i].thread, NULL);
    free(readers);
}
