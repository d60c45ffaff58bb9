/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

enum { NEVER_NS = 1000000000 }; /* nanoseconds that no time of a file has */

/* What threads share while a batch is read. */
struct shared {
    struct batch *batch;
    struct work_cursor *work;
    const struct batch_settings *settings;
    atomic_uint_fast64_t bytes; /* of the articles so far, and of what is known of their files */
    pthread_mutex_t mutex;      /* guards what follows, the work and the list of readings */
    bool ended;                 /* there is no more work, or it cannot be read */
    bool failed;
    struct error *error;
};

/* A thread, with what it keeps from batch to batch. */
struct batch_thread {
    pthread_t thread;
    struct shared *shared;
    struct arena arena;    /* of this batch */
    struct source *source; /* a file of many that the last batch did not end; NULL: none */
    struct source_file file;
    struct source_settings settings; /* of the file at hand */
    struct reading reading;          /* of the file at hand */
    struct arena names;              /* its strings */
    struct fault *faults;            /* of the file at hand; their messages are in `names` */
    struct skip *skips;              /* likewise */
    struct source_events events;
    size_t slot; /* where the reading goes in the batch */
};

void batch_init(struct batch *b, size_t jobs)
{
    *b = (struct batch){.jobs = jobs, .threads = xcalloc(jobs, sizeof *b->threads)};
}

void batch_free(struct batch *b)
{
    for (size_t i = 0; i < b->jobs; i++) {
        struct batch_thread *t = &b->threads[i];
        if (t->source)
            source_close(t->source);
        free(t->faults);
        free(t->skips);
        arena_free(&t->arena);
        arena_free(&t->names);
    }
    free(b->threads);
    free(b->readings);
    *b = (struct batch){0};
}

static struct date local_day(int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm local;
    if (!localtime_r(&t, &local) || local.tm_year + 1900 < 1 || local.tm_year + 1900 > 9999)
        return (struct date){0};
    return (struct date){(int16_t)(local.tm_year + 1900), (int8_t)(local.tm_mon + 1),
                         (int8_t)local.tm_mday};
}

static const char *copy(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

static void copy_known(struct arena *arena, struct known_file *k)
{
    k->path = k->path ? copy(arena, k->path) : NULL;
    k->fault = k->fault ? copy(arena, k->fault) : "";
}

/* A place for the reading of the file at hand. */
static void take_slot(struct batch_thread *t)
{
    struct batch *b = t->shared->batch;
    b->readings = xgrow(b->readings, &b->room, b->count + 1, sizeof *b->readings);
    b->readings[b->count] = (struct reading){0};
    t->slot = b->count++;
}

/* Takes the next file of the work; false if there is none. */
static bool take_work(struct batch_thread *t)
{
    struct shared *s = t->shared;
    bool found = false;
    pthread_mutex_lock(&s->mutex);
    if (!s->ended && !work_cursor_next(s->work, &found, s->error))
        s->failed = true;
    if (found) {
        arena_clear(&t->names);
        t->reading = (struct reading){.work = s->work->work, .begins = true};
        copy_known(&t->names, &t->reading.work.now);
        copy_known(&t->names, &t->reading.work.was);
        take_slot(t);
        atomic_fetch_add(&s->bytes, sizeof t->reading);
    } else {
        s->ended = true;
    }
    pthread_mutex_unlock(&s->mutex);
    return found;
}

static void note_fault(void *context, uint64_t record, size_t line, const char *message)
{
    struct batch_thread *t = context;
    struct reading *r = &t->reading;
    if (!t->faults)
        t->faults = xcalloc(READING_FAULTS, sizeof *t->faults);
    if (r->fault_kept < READING_FAULTS)
        t->faults[r->fault_kept++] = (struct fault){record, line, copy(&t->names, message)};
    r->fault_count++;
}

/* Whether members are counted together. */
static bool is_alike(const struct skip *s, const char *member, const char *reason)
{
    return s->reason == reason && strcmp(path_ending(s->member), path_ending(member)) == 0;
}

/* Counts a member with one of its kind; false if there is none. */
static bool count_skip(struct batch_thread *t, const char *member, const char *reason)
{
    for (size_t i = t->reading.skip_count; i > 0; i--)
        if (is_alike(&t->skips[i - 1], member, reason)) {
            t->skips[i - 1].more++;
            return true;
        }
    return false;
}

static void note_skip(void *context, const char *member, const char *reason)
{
    struct batch_thread *t = context;
    struct reading *r = &t->reading;
    if (!t->skips)
        t->skips = xcalloc(2 * READING_SKIPS, sizeof *t->skips);
    if (r->skip_count >= READING_SKIPS && count_skip(t, member, reason))
        return;
    if (r->skip_count == 2 * READING_SKIPS) /* of that many kinds the rest are as the last */
        t->skips[r->skip_count - 1].more++;
    else
        t->skips[r->skip_count++] = (struct skip){copy(&t->names, member), reason, 0};
}

/* A file that was told its format before keeps it. */
static const struct reader_format *told_format(const struct batch_settings *s, const struct work *w)
{
    if (s->reading->format || !w->known || !w->was.forced)
        return s->reading->format;
    uint8_t place = format_numbers_place(s->formats, w->was.format);
    return place ? reader_at(place - 1u) : NULL;
}

/* What follows "PATH: " in a message that begins so; else the message. */
static const char *without_path(const char *message, const char *path)
{
    size_t n = strlen(path);
    return strncmp(message, path, n) == 0 && strncmp(message + n, ": ", 2) == 0 ? message + n + 2
                                                                                : message;
}

/* Tells the end of reading by an error. The report names the file. What the system did not give it
 * may give the next time: the file is then known with a time that no file has, and read again. */
static void fail(struct batch_thread *t, const struct error *error)
{
    if (error->status == ERROR_SYSTEM || error->status == ERROR_MEMORY)
        t->reading.work.now.mtime_ns = NEVER_NS;
    struct buf text = {0};
    const char *message = without_path(error->message, t->file.open);
    buf_printf(&text, "%s%s%s", without_path(message, t->file.path), error->cure[0] ? "; " : "",
               error->cure);
    note_fault(t, 0, 0, text.data);
    buf_free(&text);
    t->reading.broken = true;
}

/* Opens the file at hand; if it cannot be, that is its end. */
static void open_file(struct batch_thread *t)
{
    const struct batch_settings *s = t->shared->settings;
    struct known_file *now = &t->reading.work.now;
    struct error error;
    char *open = home_open(s->home, now->path);
    t->settings = *s->reading;
    t->settings.format = told_format(s, &t->reading.work);
    t->file = (struct source_file){.open = copy(&t->names, open),
                                   .path = now->path,
                                   .mtime = local_day(now->mtime),
                                   .listed = now->listed,
                                   .digits = now->digits};
    free(open);
    now->forced = t->settings.format != NULL;
    t->events = (struct source_events){t, note_fault, note_skip};
    t->source = source_open(&t->file, &t->settings, &t->events, &error);
    if (!t->source) {
        fail(t, &error);
        t->reading.unread = true;
        t->reading.ends = true;
    }
}

/* Ends a file. Of files of one article the hash tells whether they moved or were only touched; what
 * no reader knows is not read to its end for it, which may be that of a disk. */
static void end_file(struct batch_thread *t)
{
    struct reading *r = &t->reading;
    struct error error;
    r->ends = true;
    r->skipped = r->broken ? NULL : source_skipped(t->source);
    r->unread = r->broken && !r->many && r->article_count == 0;
    if (r->skipped)
        r->bytes = r->work.now.size;
    else if (!r->many && !r->broken && !source_hash(t->source, &r->hash, &r->bytes, &error)) {
        fail(t, &error);
        r->unread = true;
        r->article_count = 0;
    }
    source_close(t->source);
    t->source = NULL;
}

/* Room for one article more of the reading, in the arena. */
static struct article *next_article(struct batch_thread *t)
{
    struct reading *r = &t->reading;
    if (r->article_count == r->article_room) {
        r->article_room = r->article_room ? r->article_room * 2 : 1;
        struct article *more = arena_alloc(&t->arena, r->article_room * sizeof *more);
        if (r->article_count)
            memcpy(more, r->articles, r->article_count * sizeof *more);
        r->articles = more;
    }
    return &r->articles[r->article_count];
}

static bool is_full(const struct shared *s)
{
    return atomic_load(&s->bytes) >= s->settings->limit || *s->settings->stop;
}

/* Reads the file at hand, to its end or until the batch is full. */
static void read_file(struct batch_thread *t)
{
    struct shared *s = t->shared;
    struct reading *r = &t->reading;
    struct error error;
    enum reader_status status;
    r->many = source_is_many(t->source);
    for (;;) {
        struct article *a = next_article(t);
        status = source_next(t->source, &t->arena, a, &error);
        r->many = source_is_many(t->source);
        r->format = format_numbers_of(t->shared->settings->formats, source_format(t->source));
        if (status != READER_ENTRY)
            break;
        a->format = r->format;
        a->signature = r->many ? article_signature(a) : 0; /* by it records are compared */
        r->article_count++;
        atomic_fetch_add(&s->bytes, a->text.length + sizeof *a);
        if (r->many && is_full(s))
            return;
    }
    if (status == READER_FAILED)
        fail(t, &error);
    end_file(t);
}

/* Puts the reading into its place; its strings are the batch's. */
static void put_reading(struct batch_thread *t)
{
    struct reading *r = &t->reading;
    struct reading done = *r;
    struct arena *arena = &t->arena;
    copy_known(arena, &done.work.now);
    copy_known(arena, &done.work.was);
    for (size_t i = 0; i < r->article_count; i++) /* they had that of the file at hand */
        r->articles[i].path = done.work.now.path;
    done.faults = arena_alloc(arena, (r->fault_kept + 1) * sizeof *done.faults);
    for (size_t i = 0; i < r->fault_kept; i++) {
        done.faults[i] = t->faults[i];
        done.faults[i].message = copy(arena, t->faults[i].message);
    }
    done.skips = arena_alloc(arena, (r->skip_count + 1) * sizeof *done.skips);
    for (size_t i = 0; i < r->skip_count; i++) {
        done.skips[i] = t->skips[i];
        done.skips[i].member = copy(arena, t->skips[i].member);
    }
    pthread_mutex_lock(&t->shared->mutex);
    t->shared->batch->readings[t->slot] = done;
    if (r->ends)
        t->shared->batch->bytes += r->work.now.size;
    pthread_mutex_unlock(&t->shared->mutex);
    *r = (struct reading){.work = r->work,
                          .fault_kept = r->fault_kept,
                          .fault_count = r->fault_count,
                          .skip_count = r->skip_count};
}

static void *read_some(void *context)
{
    struct batch_thread *t = context;
    if (t->source) {
        read_file(t);
        put_reading(t);
    }
    while (!t->source && !is_full(t->shared) && take_work(t)) {
        open_file(t);
        if (t->source)
            read_file(t);
        put_reading(t);
    }
    return NULL;
}

/* Files that the last batch did not end come first. */
static void begin(struct batch *b, struct shared *shared)
{
    b->count = 0;
    b->bytes = 0;
    for (size_t i = 0; i < b->jobs; i++) {
        struct batch_thread *t = &b->threads[i];
        t->shared = shared;
        arena_clear(&t->arena);
        if (t->source)
            take_slot(t);
    }
}

bool batch_read(struct batch *b, struct work_cursor *work, const struct batch_settings *settings,
                struct error *error)
{
    struct shared shared = {.batch = b, .work = work, .settings = settings, .error = error};
    size_t started = 1;
    pthread_mutex_init(&shared.mutex, NULL);
    begin(b, &shared);
    while (started < b->jobs &&
           pthread_create(&b->threads[started].thread, NULL, read_some, &b->threads[started]) == 0)
        started++;
    read_some(&b->threads[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(b->threads[i].thread, NULL);
    for (size_t i = started; i < b->jobs; i++)
        read_some(&b->threads[i]);
    pthread_mutex_destroy(&shared.mutex);
    return !shared.failed;
}
