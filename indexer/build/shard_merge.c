/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "indexer/build/both.h"
#include "indexer/build/record_copy.h"
#include "indexer/build/shard_seal.h"
#include "indexer/build/shard_source.h"
#include "lib/base/folder.h"
#include "lib/base/mem.h"

struct shard_merger {
    const struct shard_options *options;
    struct shard *const *shards;
    size_t count;
    struct renumbering *renumberings;
    uint32_t documents;
    char *path;
    int folder;
    struct columns columns; /* of the new shard */
    struct shard_tables tables;
};

static char *join(const char *path, const char *name)
{
    struct buf joined = {0};
    buf_printf(&joined, "%s/%s", path, name);
    return buf_take(&joined);
}

static bool stopped(const struct shard_merger *m, struct error *error)
{
    return *m->options->stop && !error_set(error, ERROR_STOPPED, "%s: stopped", m->path);
}

/* What a shard says of itself in two places must be the same. */
static bool is_whole(const struct shard *s, struct error *error)
{
    if (s->info.documents == s->columns.documents && s->info.documents == s->texts.documents)
        return true;
    error_set(error, ERROR_DAMAGED, "%s: damaged: its tables have %u and %u articles, not %u",
              s->path, s->columns.documents, s->texts.documents, s->info.documents);
    return error_cure(error, "build the index anew with 'indexer --rebuild'");
}

static bool number_articles(struct shard_merger *m, struct error *error)
{
    uint64_t documents = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (!is_whole(m->shards[i], error) ||
            !renumbering_make(&m->renumberings[i], m->shards[i], (uint32_t)documents, error))
            return false;
        documents += m->renumberings[i].kept;
        if (documents > UINT32_MAX - 1)
            return error_set(error, ERROR_LIMIT, "%s: more articles than a shard can have",
                             m->path);
    }
    m->documents = (uint32_t)documents;
    return true;
}

/* ---- columns ---- */

static bool copy_rows(struct shard *s, struct columns_writer *w, struct error *error)
{
    uint64_t length = 0;
    for (uint32_t docid = 1; docid <= s->info.documents; docid++) {
        struct column_row row;
        struct move move;
        bool moved = false;
        if (!columns_row(&s->columns, docid, &row, error))
            return false;
        length += row.length;
        if (shard_is_gone(s, docid))
            continue;
        if (s->gone.moves && !gone_move(s->gone_file, &s->gone, docid, &move, &moved, error))
            return false;
        if (moved)
            row.id = move.id;
        if (!columns_add(w, &row, error))
            return false;
    }
    if (length != s->info.total_length)
        return error_set(error, ERROR_DAMAGED, "%s: damaged: its articles are not as long as told",
                         s->path);
    return shard_intact(s, error);
}

static bool copy_columns(struct shard_merger *m, struct error *error)
{
    char *path = join(m->path, COLUMNS_FILE);
    struct columns_writer *w = columns_create(m->folder, path, error);
    bool ok = w != NULL;
    for (size_t i = 0; ok && i < m->count; i++)
        ok = !stopped(m, error) && copy_rows(m->shards[i], w, error);
    ok = ok && columns_finish(w, error) && columns_open(&m->columns, m->folder, path, error);
    columns_writer_free(w);
    free(path);
    return ok;
}

/* ---- texts and terms, side by side ---- */

static bool copy_texts(void *context, struct error *error)
{
    struct shard_merger *m = context;
    char *path = join(m->path, TEXTS_FILE);
    struct texts_writer *w = texts_create(m->folder, path, error);
    struct record_copy copy = {.to = w,
                               .shards = m->shards,
                               .count = m->count,
                               .memory = m->options->memory,
                               .stop = m->options->stop};
    bool ok = w && record_copy(&copy, error) && texts_finish(w, error);
    record_copy_free(&copy);
    texts_writer_free(w);
    free(path);
    return ok;
}

static bool open_sources(const void *from, bool positions, struct term_merge *merge,
                         struct error *error)
{
    const struct shard_merger *m = from;
    struct term_source **sources = xcalloc(m->count, sizeof *sources);
    size_t opened = 0;
    while (opened < m->count &&
           (sources[opened] =
                shard_source_open(m->shards[opened], &m->renumberings[opened], positions, error)))
        opened++;
    if (opened == m->count)
        return term_merge_open(merge, sources, opened, error);
    struct error more;
    term_merge_open(merge, sources, opened, &more);
    return false;
}

static bool merge_terms(void *context, struct error *error)
{
    struct shard_merger *m = context;
    m->tables = (struct shard_tables){.folder = m->folder,
                                      .path = m->path,
                                      .columns = &m->columns,
                                      .open = open_sources,
                                      .from = m,
                                      .language = m->options->language,
                                      .jobs = m->options->jobs,
                                      .memory = m->options->memory / 4,
                                      .full = m->options->full,
                                      .stop = m->options->stop};
    return shard_tables_write(&m->tables, error);
}

static bool write_shard(struct shard_merger *m, int index, const char *index_path, const char *name,
                        struct manifest_shard *info, struct error *error)
{
    if (m->documents == 0)
        return true;
    m->folder = folder_make(index, name, m->path, error);
    return m->folder >= 0 && copy_columns(m, error) &&
           both(m->options->jobs > 1, copy_texts, merge_terms, m, error) &&
           shard_seal(&m->tables, index, index_path, info, error);
}

bool shard_merge(int index, const char *index_path, const char *name, struct shard *const *shards,
                 size_t count, const struct shard_options *options, struct manifest_shard *info,
                 struct error *error)
{
    struct shard_merger m = {.options = options,
                             .shards = shards,
                             .count = count,
                             .renumberings = xcalloc(count, sizeof *m.renumberings),
                             .path = join(index_path, name),
                             .folder = -1};
    *info = (struct manifest_shard){0};
    snprintf(info->name, sizeof info->name, "%s", name);
    bool ok = number_articles(&m, error) && write_shard(&m, index, index_path, name, info, error);
    columns_close(&m.columns);
    if (m.folder >= 0)
        close(m.folder);
    for (size_t i = 0; i < count; i++)
        free(m.renumberings[i].before);
    free(m.renumberings);
    free(m.path);
    return ok;
}
