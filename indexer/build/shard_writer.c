/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/build/both.h"
#include "indexer/build/runs.h"
#include "indexer/build/shard_seal.h"
#include "indexer/build/shard_share.h"
#include "lib/base/folder.h"
#include "lib/base/mem.h"

struct shard_writer {
    struct shard_options options;
    int index; /* its own */
    char *index_path;
    char *name;
    char *path; /* of the folder, which is open */
    char *texts_path;
    char *columns_path;
    int folder;
    struct shard_share *shares; /* one a thread */
    struct runs runs;
    struct texts_writer *texts;
    struct texts_dictionary *dictionary; /* NULL before the first batch, and if there is none */
    struct columns_writer *columns_writer;
    struct columns columns; /* when they are all there */
    uint32_t documents;
    uint32_t *lengths; /* of the articles of a batch */
    size_t length_room;
};

/*
 * Where the memory goes: a batch of text is an eighth of it, with what its articles are kept in a
 * fifth; the runs in the making, what ending them takes, those of the batch that ended, and those
 * that are kept, are a part each of SHARD_PARTS. What does not grow with it (buffers, stem caches)
 * goes off first.
 */
uint64_t shard_batch_bytes(const struct shard_options *options)
{
    const uint64_t fixed = (uint64_t)40 << 20;
    return options->memory > 2 * fixed ? (options->memory - fixed) / 8 : options->memory / 16;
}

/* A thread that gets less than this makes runs of few articles. */
static size_t affordable_jobs(const struct shard_options *options)
{
    const uint64_t least = (uint64_t)2 << 20;
    uint64_t most = options->memory / 4 / least;
    return most < options->jobs ? (most ? (size_t)most : 1) : options->jobs;
}

static char *join(const char *path, const char *name)
{
    struct buf joined = {0};
    buf_printf(&joined, "%s/%s", path, name);
    return buf_take(&joined);
}

static bool open_tables(struct shard_writer *w, struct error *error)
{
    if (w->index < 0)
        return error_system(error, errno, w->index_path);
    w->folder = folder_make(w->index, w->name, w->path, error);
    if (w->folder < 0)
        return false;
    w->texts = texts_create(w->folder, w->texts_path, error);
    w->columns_writer = w->texts ? columns_create(w->folder, w->columns_path, error) : NULL;
    return w->columns_writer != NULL;
}

struct shard_writer *shard_writer_new(int index, const char *index_path, const char *name,
                                      const struct shard_options *options, struct error *error)
{
    struct shard_writer *w = xcalloc(1, sizeof *w);
    w->options = *options;
    w->options.jobs = affordable_jobs(options);
    w->index = fcntl(index, F_DUPFD_CLOEXEC, 0);
    w->folder = -1;
    w->index_path = xstrdup(index_path);
    w->name = xstrdup(name);
    w->path = join(index_path, name);
    w->texts_path = join(w->path, TEXTS_FILE);
    w->columns_path = join(w->path, COLUMNS_FILE);
    if (!open_tables(w, error)) {
        shard_writer_free(w);
        return NULL;
    }
    w->runs.folder = w->folder;
    w->runs.shown = w->path;
    w->runs.limit = options->memory / SHARD_PARTS;
    w->runs.stop = options->stop;
    w->shares = xcalloc(w->options.jobs, sizeof *w->shares);
    for (size_t i = 0; i < w->options.jobs; i++)
        shard_share_init(&w->shares[i], &w->options, &w->runs);
    return w;
}

static void free_shares(struct shard_writer *w)
{
    for (size_t i = 0; w->shares && i < w->options.jobs; i++)
        shard_share_free(&w->shares[i]);
    free(w->shares);
    w->shares = NULL;
}

void shard_writer_free(struct shard_writer *w)
{
    if (!w)
        return;
    free_shares(w);
    runs_free(&w->runs);
    texts_writer_free(w->texts);
    texts_dictionary_free(w->dictionary);
    columns_writer_free(w->columns_writer);
    columns_close(&w->columns);
    if (w->folder >= 0)
        close(w->folder);
    if (w->index >= 0)
        close(w->index);
    free(w->lengths);
    free(w->texts_path);
    free(w->columns_path);
    free(w->path);
    free(w->name);
    free(w->index_path);
    free(w);
}

/* Splits a batch into shares of about as many bytes of text each. */
static void split(struct shard_writer *w, const struct article *const *articles, size_t count)
{
    uint64_t total = 0;
    uint64_t done = 0;
    size_t next = 0;
    for (size_t i = 0; i < count; i++)
        total += articles[i]->text.length;
    for (size_t i = 0; i < w->options.jobs; i++) {
        struct shard_share *s = &w->shares[i];
        uint64_t goal = total / w->options.jobs * (i + 1);
        bool last = i + 1 == w->options.jobs;
        size_t start = next;
        while (next < count && (last || done < goal))
            done += articles[next++]->text.length;
        s->articles = articles + start;
        s->count = next - start;
        s->first = w->documents + (uint32_t)start + 1;
        s->lengths = w->lengths + start;
    }
}

static void run_threads(struct shard_writer *w)
{
    size_t started = 1;
    while (started < w->options.jobs && pthread_create(&w->shares[started].thread, NULL,
                                                       shard_share_work, &w->shares[started]) == 0)
        started++;
    shard_share_work(&w->shares[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(w->shares[i].thread, NULL);
    for (size_t i = started; i < w->options.jobs; i++)
        shard_share_work(&w->shares[i]);
}

/* Records of articles spread over the batch, up to `size` bytes. */
static struct buf sample_records(const struct article *const *articles, size_t count,
                                 uint64_t total, size_t size)
{
    struct buf sample = {0};
    size_t wanted = (size_t)(size / (total / count + 1)) + 1;
    size_t step = count / wanted ? count / wanted : 1;
    for (size_t i = 0; i < count && sample.length < size; i += step) {
        size_t before = sample.length;
        article_pack(&sample, articles[i]);
        if (sample.length - before > TEXTS_BLOCK) /* of a long one, how it begins */
            sample.length = before + TEXTS_BLOCK;
    }
    if (sample.length > size)
        sample.length = size;
    return sample;
}

/* The first batch stands for all: its records are the dictionary of the shard. */
static bool begin_texts(struct shard_writer *w, const struct article *const *articles, size_t count,
                        struct error *error)
{
    uint64_t total = 0;
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        total += articles[i]->text.length;
    /* A batch that is as good as full has others after it. */
    bool first = total >= shard_batch_bytes(&w->options) / 4;
    size_t size = texts_dictionary_size(first ? 4 * total : total);
    if (size > w->options.memory / 64)
        size = (size_t)(w->options.memory / 64);
    if (size) {
        struct buf sample = sample_records(articles, count, total, size);
        w->dictionary = texts_dictionary_new(sample.data, sample.length);
        ok = texts_add_dictionary(w->texts, (struct slice){sample.data, sample.length}, error);
        buf_free(&sample);
    }
    for (size_t i = 0; i < w->options.jobs; i++)
        w->shares[i].packer = texts_packer_new(w->dictionary);
    return ok;
}

static bool add_columns(struct shard_writer *w, const struct article *const *articles, size_t count,
                        struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        const struct article *a = articles[i];
        struct column_row row = {.date = date_to_number(a->date),
                                 .length = w->lengths[i],
                                 .id = schema_id_number(a->id),
                                 .signature = a->signature,
                                 .source = (uint8_t)a->date_source,
                                 .format = a->format};
        if (!columns_add(w->columns_writer, &row, error))
            return false;
    }
    return true;
}

/* Writes and keeps what a thread made of its share. */
static bool take_share(struct shard_writer *w, struct shard_share *s, struct error *error)
{
    if (s->error.status) {
        *error = s->error;
        return false;
    }
    for (size_t i = 0; i < s->block_count; i++)
        if (!texts_copy_block(w->texts, &s->blocks[i], error))
            return false;
    for (size_t i = 0; i < s->run_count; i++)
        if (!runs_add(&w->runs, &s->runs[i], error))
            return false;
    shard_share_clear(s);
    return true;
}

static bool are_short_enough(const struct article *const *articles, size_t count,
                             struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (articles[i]->text.length > SHARD_TEXT_MAX)
            return error_set(error, ERROR_LIMIT,
                             "%s: an article of %zu bytes, where %zu is the most",
                             articles[i]->path, articles[i]->text.length, SHARD_TEXT_MAX);
    return true;
}

bool shard_writer_add(struct shard_writer *w, const struct article *const *articles, size_t count,
                      struct error *error)
{
    if (count > UINT32_MAX - 1 - w->documents)
        return error_set(error, ERROR_LIMIT, "%s: more articles than a shard can have", w->path);
    if (!are_short_enough(articles, count, error))
        return false;
    if (!w->shares[0].packer && count && !begin_texts(w, articles, count, error))
        return false;
    w->lengths = xgrow(w->lengths, &w->length_room, count, sizeof *w->lengths);
    split(w, articles, count);
    run_threads(w);
    for (size_t i = 0; i < w->options.jobs; i++)
        if (!take_share(w, &w->shares[i], error))
            return false;
    w->documents += (uint32_t)count;
    return add_columns(w, articles, count, error);
}

static bool open_merge(const void *from, bool positions, struct term_merge *m, struct error *error)
{
    return runs_open(from, positions, m, error);
}

struct finish {
    struct shard_writer *writer;
    struct shard_tables *tables;
};

/* It takes time until all texts are on the disk: meanwhile the other tables are made. */
static bool finish_texts(void *context, struct error *error)
{
    const struct finish *f = context;
    return texts_finish(f->writer->texts, error);
}

static bool finish_terms(void *context, struct error *error)
{
    const struct finish *f = context;
    return runs_settle(&f->writer->runs, error) && shard_tables_write(f->tables, error);
}

bool shard_writer_finish(struct shard_writer *w, struct manifest_shard *info, struct error *error)
{
    free_shares(w); /* their memory is wanted for the merge */
    if (!columns_finish(w->columns_writer, error) ||
        !columns_open(&w->columns, w->folder, w->columns_path, error))
        return false;
    struct shard_tables tables = {.folder = w->folder,
                                  .path = w->path,
                                  .columns = &w->columns,
                                  .open = open_merge,
                                  .from = &w->runs,
                                  .language = w->options.language,
                                  .jobs = w->options.jobs,
                                  .memory = w->options.memory / 8,
                                  .full = w->options.full,
                                  .stop = w->options.stop};
    struct finish finish = {w, &tables};
    bool ok = both(w->options.jobs > 1, finish_texts, finish_terms, &finish, error);
    runs_free(&w->runs); /* the folder is to hold the tables alone */
    *info = (struct manifest_shard){0};
    snprintf(info->name, sizeof info->name, "%s", w->name);
    return ok && shard_seal(&tables, w->index, w->index_path, info, error);
}
