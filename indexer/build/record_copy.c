/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/record_copy.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"

void record_copy_init(struct record_copy *c, struct texts_writer *to,
                      const volatile sig_atomic_t *stop)
{
    *c = (struct record_copy){.to = to, .stop = stop, .deflater = texts_deflater_new()};
}

void record_copy_free(struct record_copy *c)
{
    texts_deflater_free(c->deflater);
    texts_block_free(&c->block);
    buf_free(&c->record);
}

bool record_copy_end(struct record_copy *c, struct error *error)
{
    bool ok = c->block.count == 0 || (texts_block_deflate(&c->block, c->deflater, error) &&
                                      texts_add_block(c->to, &c->block, error));
    texts_block_clear(&c->block);
    return ok;
}

static bool add_record(struct record_copy *c, struct slice record, struct error *error)
{
    if (c->block.count && (record.length >= TEXTS_BLOCK || texts_block_full(&c->block)) &&
        !record_copy_end(c, error))
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

static bool copy_block(struct record_copy *c, struct shard *s, uint32_t block, uint32_t *next,
                       struct error *error)
{
    uint32_t first;
    uint32_t count;
    uint32_t plain;
    const uint8_t *bytes;
    size_t length;
    bool untouched;
    if (!texts_block_docids(&s->texts, block, &first, &count, error) ||
        !texts_block_bytes(&s->texts, block, &count, &plain, &bytes, &length, error) ||
        !is_untouched(s, first, count, &untouched, error))
        return false;
    if (first != *next)
        return error_set(error, ERROR_DAMAGED,
                         "%s/" TEXTS_FILE ": damaged: no article %u in its place", s->path, *next);
    *next += count;
    if (!untouched || plain < TEXTS_BLOCK / 2)
        return copy_records(c, s, first, count, error);
    return record_copy_end(c, error) && texts_copy_block(c->to, &s->texts, block, &count, error);
}

bool record_copy_shard(struct record_copy *c, struct shard *s, struct error *error)
{
    uint32_t next = 1;
    for (uint32_t block = 0; block < s->texts.blocks; block++)
        if (*c->stop ? !error_set(error, ERROR_STOPPED, "%s: stopped", s->path)
                     : !copy_block(c, s, block, &next, error))
            return false;
    if (next - 1 != s->info.documents)
        return error_set(error, ERROR_DAMAGED, "%s/" TEXTS_FILE ": damaged: %u articles, not %u",
                         s->path, next - 1, s->info.documents);
    return shard_intact(s, error);
}
