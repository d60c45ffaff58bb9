/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes texts. Memory: 16 bytes for each block written, and the blocks, which are whoever
 * makes them's. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/base/varint.h"
#include "lib/glass/deflate.h"
#include "lib/index/texts.h"

struct texts_deflater {
    struct glass_deflater *stream;
};

struct texts_deflater *texts_deflater_new(void)
{
    struct texts_deflater *d = xmalloc(sizeof *d);
    d->stream = glass_deflater_new(GLASS_FAST);
    return d;
}

void texts_deflater_free(struct texts_deflater *d)
{
    if (d)
        glass_deflater_free(d->stream);
    free(d);
}

void texts_block_add(struct texts_block *b, struct slice record)
{
    uint8_t length[VARINT_MAX];
    buf_add(&b->plain, record.data, record.length);
    buf_add(&b->lengths, length, (size_t)(varint_put(length, record.length) - length));
    b->count++;
}

bool texts_block_full(const struct texts_block *b)
{
    return b->plain.length >= TEXTS_BLOCK || b->lengths.length >= TEXTS_BLOCK;
}

bool texts_block_deflate(struct texts_block *b, struct texts_deflater *d, struct error *error)
{
    if (b->plain.length > TEXTS_RECORD_MAX)
        return error_set(error, ERROR_LIMIT, "an article of %zu bytes, where %d is the most",
                         b->plain.length, TEXTS_RECORD_MAX);
    buf_clear(&b->deflated);
    buf_add(&b->deflated, b->lengths.data, b->lengths.length);
    if (!glass_deflate(d->stream, b->plain.data, b->plain.length, &b->deflated))
        buf_add(&b->deflated, b->plain.data, b->plain.length);
    return true;
}

void texts_block_clear(struct texts_block *b)
{
    buf_clear(&b->plain);
    buf_clear(&b->lengths);
    buf_clear(&b->deflated);
    b->count = 0;
}

void texts_block_free(struct texts_block *b)
{
    buf_free(&b->plain);
    buf_free(&b->lengths);
    buf_free(&b->deflated);
    *b = (struct texts_block){0};
}

struct texts_writer {
    struct sealed_writer *file;
    char *shown;
    struct buf table;
    uint32_t documents, blocks;
};

struct texts_writer *texts_create(int folder, const char *shown, struct error *error)
{
    struct sealed_writer *file =
        sealed_create(folder, TEXTS_FILE, shown, TEXTS_MAGIC, TEXTS_VERSION, error);
    if (!file)
        return NULL;
    struct texts_writer *w = xcalloc(1, sizeof *w);
    w->file = file;
    w->shown = xstrdup(shown);
    return w;
}

void texts_writer_free(struct texts_writer *w)
{
    if (!w)
        return;
    sealed_writer_free(w->file);
    buf_free(&w->table);
    free(w->shown);
    free(w);
}

static void add_entry(struct texts_writer *w, uint32_t plain)
{
    uint8_t entry[16];
    little_put(entry, sealed_at(w->file), 8);
    little_put(entry + 8, w->documents + 1, 4);
    little_put(entry + 12, plain, 4);
    buf_add(&w->table, entry, sizeof entry);
}

static bool add(struct texts_writer *w, uint32_t count, uint32_t plain, const void *bytes,
                size_t length, struct error *error)
{
    if (count == 0)
        return true;
    if (count > UINT32_MAX - 1 - w->documents)
        return error_set(error, ERROR_LIMIT, "%s: more than %u articles in a shard", w->shown,
                         UINT32_MAX - 1);
    add_entry(w, plain);
    w->documents += count;
    w->blocks++;
    return sealed_write(w->file, bytes, length, error);
}

bool texts_add_block(struct texts_writer *w, const struct texts_block *b, struct error *error)
{
    return add(w, b->count, (uint32_t)b->plain.length, b->deflated.data, b->deflated.length, error);
}

bool texts_copy_block(struct texts_writer *w, struct texts *from, uint32_t block, uint32_t *count,
                      struct error *error)
{
    const uint8_t *bytes;
    size_t length;
    uint32_t plain;
    return texts_block_bytes(from, block, count, &plain, &bytes, &length, error) &&
           add(w, *count, plain, bytes, length, error);
}

bool texts_finish(struct texts_writer *w, struct error *error)
{
    uint8_t foot[8];
    add_entry(w, 0);
    little_put(foot, w->documents, 4);
    little_put(foot + 4, w->blocks, 4);
    buf_add(&w->table, foot, sizeof foot);
    return sealed_write(w->file, w->table.data, w->table.length, error) &&
           sealed_finish(w->file, error);
}
