/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/record_copy.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"

/* A dictionary that is shorter than this part of what it should be is not kept. */
enum { SHORT = 4 };

void record_copy_free(struct record_copy *c)
{
    texts_packer_free(c->packer);
    texts_dictionary_free(c->compiled);
    texts_block_free(&c->block);
    buf_free(&c->record);
    buf_free(&c->own);
}

/* ---- dictionaries ---- */

/* Adds to the own dictionary how a block's records begin, if any has a record. */
static bool sample_block(struct record_copy *c, struct shard *s, uint32_t block,
                         struct error *error)
{
    struct texts_place p;
    struct slice record;
    if (!texts_place(&s->texts, block, &p, error))
        return false;
    if (p.count == 0)
        return true;
    if (!texts_read(&s->texts, p.first, &record, error))
        return false;
    buf_add(&c->own, record.data, record.length < TEXTS_BLOCK ? record.length : TEXTS_BLOCK);
    return true;
}

/* Makes a dictionary of records spread over all shards. */
static bool make_own(struct record_copy *c, struct error *error)
{
    uint64_t blocks = 0;
    for (size_t i = 0; i < c->count; i++)
        blocks += c->shards[i]->texts.blocks;
    uint64_t step = blocks * 2048 / c->wanted + 1; /* a record has some 2 KB */
    uint64_t at = 0;
    for (size_t i = 0; i < c->count; at -= c->shards[i++]->texts.blocks)
        for (; at < c->shards[i]->texts.blocks; at += step)
            if (c->own.length < c->wanted && !sample_block(c, c->shards[i], (uint32_t)at, error))
                return false;
    if (c->own.length > c->wanted)
        c->own.length = c->wanted;
    return true;
}

static bool write_block(struct record_copy *c, struct error *error)
{
    if (c->block.count == 0)
        return true;
    if (!c->packer) {
        if (c->dictionary.length)
            c->compiled = texts_dictionary_new(c->dictionary.data, c->dictionary.length);
        c->packer = texts_packer_new(c->compiled);
    }
    bool ok =
        texts_block_pack(&c->block, c->packer, error) && texts_add_block(c->to, &c->block, error);
    texts_block_clear(&c->block);
    return ok;
}

/* Goes on with another dictionary. */
static bool use_dictionary(struct record_copy *c, struct slice dictionary, struct error *error)
{
    if (c->dictionary.data == dictionary.data)
        return true;
    if (!write_block(c, error))
        return false;
    texts_packer_free(c->packer);
    texts_dictionary_free(c->compiled);
    c->packer = NULL;
    c->compiled = NULL;
    c->dictionary = dictionary;
    return texts_add_dictionary(c->to, dictionary, error);
}

/* What records are packed with anew: what is in use, or, if nothing is, an own one. */
static bool use_any_dictionary(struct record_copy *c, struct error *error)
{
    if (c->dictionary.length || c->wanted == 0)
        return true;
    if (c->own.length == 0 && !make_own(c, error))
        return false;
    return use_dictionary(c, (struct slice){c->own.data, c->own.length}, error);
}

/* ---- records ---- */

static bool add_record(struct record_copy *c, struct slice record, struct error *error)
{
    if (c->block.count && (record.length >= TEXTS_BLOCK || texts_block_full(&c->block)) &&
        !write_block(c, error))
        return false;
    texts_block_add(&c->block, record);
    return true;
}

/* A record under its new path and id. */
static bool add_moved(struct record_copy *c, const struct shard *s, struct slice record,
                      const struct move *move, struct error *error)
{
    struct record r;
    if (!record_unpack(&r, record.data, record.length))
        return error_set(error, ERROR_DAMAGED,
                         "%s/" TEXTS_FILE ": damaged: article %u is no record", s->path,
                         move->docid);
    char *path = xstrndup(move->path.data, move->path.length);
    r.path = path;
    r.id = move->full_id;
    buf_clear(&c->record);
    record_pack(&c->record, &r);
    record_free(&r);
    free(path);
    return add_record(c, (struct slice){c->record.data, c->record.length}, error);
}

/* Copies the records of a block one by one. */
static bool copy_records(struct record_copy *c, struct shard *s, uint32_t first, uint32_t count,
                         struct error *error)
{
    for (uint32_t docid = first; docid < first + count; docid++) {
        struct slice record;
        struct move move;
        bool moved = false;
        if (shard_is_gone(s, docid))
            continue;
        if (s->gone.moves && !gone_move(s->gone_file, &s->gone, docid, &move, &moved, error))
            return false;
        if (!texts_read(&s->texts, docid, &record, error) ||
            !(moved ? add_moved(c, s, record, &move, error) : add_record(c, record, error)))
            return false;
    }
    return true;
}

/* Whether all records of a block stay as they are. */
static bool is_untouched(struct shard *s, uint32_t first, uint32_t count, bool *untouched,
                         struct error *error)
{
    *untouched = true;
    for (uint32_t docid = first; *untouched && docid < first + count; docid++) {
        struct move move;
        bool moved = false;
        if (s->gone.moves && !gone_move(s->gone_file, &s->gone, docid, &move, &moved, error))
            return false;
        *untouched = !moved && !shard_is_gone(s, docid);
    }
    return true;
}

/* Copies a block, which was packed against `dictionary`. */
static bool copy_block(struct record_copy *c, struct shard *s, const struct texts_place *p,
                       struct slice dictionary, struct error *error)
{
    bool whole;
    if (!is_untouched(s, p->first, p->count, &whole, error))
        return false;
    bool kept = dictionary.length * SHORT >= c->wanted;
    if (kept && dictionary.length && !use_dictionary(c, dictionary, error))
        return false;
    if (!kept && !use_any_dictionary(c, error))
        return false;
    whole =
        whole && kept && p->plain >= TEXTS_BLOCK / 2 && dictionary.length == c->dictionary.length;
    if (!whole)
        return copy_records(c, s, p->first, p->count, error);
    return write_block(c, error) && texts_copy_block(c->to, p, error);
}

static bool copy_shard(struct record_copy *c, struct shard *s, struct error *error)
{
    uint32_t next = 1;
    struct slice dictionary = {NULL, 0};
    for (uint32_t block = 0; block < s->texts.blocks; block++) {
        struct texts_place p;
        if (*c->stop)
            return error_set(error, ERROR_STOPPED, "%s: stopped", s->path);
        if (!texts_place(&s->texts, block, &p, error))
            return false;
        if (p.first != next)
            return error_set(error, ERROR_DAMAGED,
                             "%s/" TEXTS_FILE ": damaged: no article %u in its place", s->path,
                             next);
        next += p.count;
        if (p.count == 0)
            dictionary = p.bytes;
        else if (!copy_block(c, s, &p, dictionary, error))
            return false;
    }
    if (next - 1 != s->info.documents)
        return error_set(error, ERROR_DAMAGED, "%s/" TEXTS_FILE ": damaged: %u articles, not %u",
                         s->path, next - 1, s->info.documents);
    return shard_intact(s, error);
}

/* Bytes of all records. */
static bool measure(struct record_copy *c, struct error *error)
{
    uint64_t plain = 0;
    for (size_t i = 0; i < c->count; i++)
        for (uint32_t block = 0; block < c->shards[i]->texts.blocks; block++) {
            struct texts_place p;
            if (!texts_place(&c->shards[i]->texts, block, &p, error))
                return false;
            plain += p.count ? p.plain : 0;
        }
    c->wanted = texts_dictionary_size(plain);
    if (c->wanted > c->memory / 64)
        c->wanted = (size_t)(c->memory / 64);
    return true;
}

bool record_copy(struct record_copy *c, struct error *error)
{
    if (!measure(c, error))
        return false;
    for (size_t i = 0; i < c->count; i++)
        if (!copy_shard(c, c->shards[i], error))
            return false;
    return write_block(c, error);
}
