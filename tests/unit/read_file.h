/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a file as a whole: all its articles and what is wrong with it, in memory together. */
#ifndef DATELINE_TESTS_UNIT_READ_FILE_H
#define DATELINE_TESTS_UNIT_READ_FILE_H

#include <stdio.h>
#include <string.h>

#include "indexer/read/source.h"

/* Something wrong with a file. A file that is skipped yields no article. */
struct fault {
    size_t line; /* 1-based; 0: the file as a whole */
    const char *message;
};

/* What came of a file. Arrays and strings belong to the arena. */
struct reading {
    struct article *articles;
    size_t article_count;
    struct fault *faults;
    size_t fault_count;
    bool skipped;   /* faults[0] says why */
    bool unread;    /* skipped since it could not be read: what was known of it stands */
    bool many;      /* a file of records, even if it has just one */
    uint64_t hash;  /* of the bytes: XXH3, 64 bits */
    uint64_t bytes; /* that were read */
    size_t article_room;
    size_t fault_room;
};

/* Room for one more in an array that lives in an arena. */
static inline void *one_more(void *array, size_t count, size_t *room, size_t size,
                             struct arena *arena)
{
    if (count < *room)
        return array;
    *room = *room ? *room * 2 : 1;
    void *larger = arena_alloc(arena, *room * size);
    if (count)
        memcpy(larger, array, count * size);
    return larger;
}

struct keeping {
    struct reading *reading;
    struct arena *arena;
};

static inline void keep_fault(void *context, uint64_t record, size_t line, const char *message)
{
    const struct keeping *k = context;
    struct reading *r = k->reading;
    char text[500];
    int n =
        record ? snprintf(text, sizeof text, "record %llu: %s", (unsigned long long)record, message)
               : snprintf(text, sizeof text, "%s", message);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    r->faults = one_more(r->faults, r->fault_count, &r->fault_room, sizeof *r->faults, k->arena);
    r->faults[r->fault_count++] = (struct fault){line, arena_copy(k->arena, text, length)};
}

/* Messages of errors begin with the path, which the report of a fault puts there by itself. */
static inline void keep_error(struct keeping *k, const struct source_file *file,
                              const struct error *error)
{
    size_t n = strlen(file->path);
    const char *message = error->message;
    if (strncmp(message, file->path, n) == 0 && strncmp(message + n, ": ", 2) == 0)
        message += n + 2;
    keep_fault(k, 0, 0, message);
}

static inline bool read_knows(const char *path)
{
    return source_knows_name(path);
}

static inline void read_articles(struct source *s, const struct source_file *file,
                                 struct keeping *k)
{
    struct reading *r = k->reading;
    struct article article;
    struct error error;
    enum reader_status status;
    while ((status = source_next(s, k->arena, &article, &error)) == READER_ENTRY) {
        r->articles =
            one_more(r->articles, r->article_count, &r->article_room, sizeof article, k->arena);
        r->articles[r->article_count++] = article;
    }
    if (status == READER_FAILED)
        keep_error(k, file, &error);
    r->many = source_is_many(s);
    r->skipped = r->article_count == 0;
    if (source_skipped(s))
        keep_fault(k, 0, 0, source_skipped(s));
    else if (r->skipped && r->fault_count == 0)
        keep_fault(k, 0, 0, "no article in it");
    if (!source_hash(s, &r->hash, &r->bytes, &error)) {
        keep_error(k, file, &error);
        r->unread = r->skipped;
    }
}

static inline void read_source(const struct source_file *file, const struct read_settings *settings,
                               struct arena *arena, struct reading *reading)
{
    const struct source_settings all = {.dates = *settings};
    struct keeping k = {reading, arena};
    struct error error;
    *reading = (struct reading){.skipped = true};
    const struct source_events events = {&k, keep_fault, NULL};
    struct source *s = source_open(file, &all, &events, &error);
    if (!s) {
        keep_error(&k, file, &error);
        reading->unread = error.status != ERROR_DAMAGED;
        return;
    }
    read_articles(s, file, &k);
    source_close(s);
}

#endif
