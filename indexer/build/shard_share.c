/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_share.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void shard_share_init(struct shard_share *s, const struct shard_options *options, struct runs *all)
{
    *s = (struct shard_share){.options = options, .all = all};
    s->stemmer = stemmer_new(options->language);
    run_builder_init(&s->builder, s->stemmer);
}

/* Gives up runs that nobody took, since something failed; a file of one stays with its folder. */
static void drop_runs(struct shard_share *s)
{
    for (size_t i = 0; i < s->run_count; i++)
        run_free(&s->runs[i].run);
    s->run_count = 0;
}

void shard_share_free(struct shard_share *s)
{
    drop_runs(s);
    for (size_t i = 0; i < s->block_room; i++)
        texts_block_free(&s->blocks[i]);
    free(s->runs);
    free(s->blocks);
    run_builder_free(&s->builder);
    stemmer_free(s->stemmer);
    texts_packer_free(s->packer);
    buf_free(&s->record);
}

/* ---- records ---- */

/* Begins a block; those of the last batch give their memory. */
static struct texts_block *begin_block(struct shard_share *s)
{
    size_t had = s->block_room;
    s->blocks = xgrow(s->blocks, &s->block_room, s->block_count + 1, sizeof *s->blocks);
    memset(s->blocks + had, 0, (s->block_room - had) * sizeof *s->blocks);
    struct texts_block *block = &s->blocks[s->block_count++];
    texts_block_clear(block);
    return block;
}

/* Packs the last block. */
static bool end_block(struct shard_share *s)
{
    struct texts_block *block = s->block_count ? &s->blocks[s->block_count - 1] : NULL;
    return !block || block->count == 0 || texts_block_pack(block, s->packer, &s->error);
}

static bool add_record(struct shard_share *s, const struct article *a)
{
    buf_clear(&s->record);
    article_pack(&s->record, a);
    struct texts_block *block = s->block_count ? &s->blocks[s->block_count - 1] : begin_block(s);
    bool alone = s->record.length >= TEXTS_BLOCK;
    if (block->count && (alone || texts_block_full(block))) {
        if (!end_block(s))
            return false;
        block = begin_block(s);
    }
    texts_block_add(block, (struct slice){s->record.data, s->record.length});
    return true;
}

/* ---- runs ---- */

/* Ends the run of the articles from `first` of the share on. It is kept in memory while those of
 * the share do not take more than `most`. */
static bool end_run(struct shard_share *s, size_t first, uint64_t most)
{
    s->runs = xgrow(s->runs, &s->run_room, s->run_count + 1, sizeof *s->runs);
    struct stored_run *run = &s->runs[s->run_count++];
    *run = (struct stored_run){0};
    run_builder_finish(&s->builder, s->first + (uint32_t)first, &run->run, s->lengths + first);
    s->held += run->run.memory;
    if (s->held <= most)
        return true;
    s->held -= run->run.memory;
    return runs_write(s->all, run, &s->error);
}

/* A builder keeps memory for its next run. If that alone is half of what it may have, it goes. */
static void begin_run(struct shard_share *s, uint64_t most)
{
    if (run_builder_memory(&s->builder) <= most / 2)
        return;
    run_builder_free(&s->builder);
    run_builder_init(&s->builder, s->stemmer);
}

static bool add_article(struct shard_share *s, const struct article *a)
{
    if (*s->options->stop)
        return error_set(&s->error, ERROR_STOPPED, "%s: stopped", s->all->shown);
    return add_record(s, a) && run_builder_add(&s->builder, a, &s->error);
}

void *shard_share_work(void *context)
{
    struct shard_share *s = context;
    const uint64_t most = s->options->memory / SHARD_PARTS / s->options->jobs;
    size_t first = 0; /* article of the run at hand */
    bool ok = true;
    drop_runs(s);
    s->held = 0;
    s->block_count = 0;
    s->error = (struct error){0};
    for (size_t i = 0; ok && i < s->count; i++) {
        ok = add_article(s, s->articles[i]);
        if (ok && run_builder_memory(&s->builder) > most) {
            ok = end_run(s, first, most);
            begin_run(s, most);
            first = i + 1;
        }
    }
    if (ok && end_block(s) && first < s->count)
        end_run(s, first, most);
    return s;
}
