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

/* Runs that nobody took, since something failed, go; a file of one stays with its folder. */
void shard_share_clear(struct shard_share *s)
{
    for (size_t i = 0; i < s->run_count; i++)
        run_free(&s->runs[i].run);
    s->run_count = 0;
    s->block_count = 0;
    arena_free(&s->packed);
}

void shard_share_free(struct shard_share *s)
{
    shard_share_clear(s);
    texts_block_free(&s->block);
    free(s->runs);
    free(s->blocks);
    run_builder_free(&s->builder);
    stemmer_free(s->stemmer);
    texts_packer_free(s->packer);
    buf_free(&s->record);
}

/* ---- records ---- */

/* Packs the block in the making, if it has a record; of it the packed bytes are kept. */
static bool end_block(struct shard_share *s)
{
    struct texts_block *b = &s->block;
    if (b->count == 0)
        return true;
    if (!texts_block_pack(b, s->packer, &s->error))
        return false;
    s->blocks = xgrow(s->blocks, &s->block_room, s->block_count + 1, sizeof *s->blocks);
    s->blocks[s->block_count++] = (struct texts_place){
        .count = b->count,
        .plain = (uint32_t)b->plain.length,
        .bytes = {arena_copy(&s->packed, b->packed.data, b->packed.length), b->packed.length}};
    texts_block_clear(b);
    return true;
}

static bool add_record(struct shard_share *s, const struct article *a)
{
    buf_clear(&s->record);
    article_pack(&s->record, a);
    bool alone = s->record.length >= TEXTS_BLOCK;
    if (s->block.count && (alone || texts_block_full(&s->block)) && !end_block(s))
        return false;
    texts_block_add(&s->block, (struct slice){s->record.data, s->record.length});
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
    shard_share_clear(s);
    texts_block_clear(&s->block);
    s->held = 0;
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
