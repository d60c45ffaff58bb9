/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes texts. Memory: 16 bytes for each block written. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/index/texts.h"

struct texts_writer {
    struct sealed_writer *file;
    char *shown;
    struct buf table;
    struct buf numbers; /* of dictionaries */
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
    buf_free(&w->numbers);
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
    if (count > UINT32_MAX - 1 - w->documents)
        return error_set(error, ERROR_LIMIT, "%s: more than %u articles in a shard", w->shown,
                         UINT32_MAX - 1);
    add_entry(w, plain);
    w->documents += count;
    w->blocks++;
    return sealed_write(w->file, bytes, length, error);
}

bool texts_add_dictionary(struct texts_writer *w, struct slice bytes, struct error *error)
{
    uint8_t number[4];
    little_put(number, w->blocks, 4);
    buf_add(&w->numbers, number, sizeof number);
    return add(w, 0, (uint32_t)bytes.length, bytes.data, bytes.length, error);
}

bool texts_add_block(struct texts_writer *w, const struct texts_block *b, struct error *error)
{
    return b->count == 0 ||
           add(w, b->count, (uint32_t)b->plain.length, b->packed.data, b->packed.length, error);
}

bool texts_copy_block(struct texts_writer *w, const struct texts_place *p, struct error *error)
{
    return add(w, p->count, p->plain, p->bytes.data, p->bytes.length, error);
}

bool texts_finish(struct texts_writer *w, struct error *error)
{
    uint8_t foot[16] = {0};
    add_entry(w, 0);
    buf_add(&w->table, w->numbers.data, w->numbers.length);
    little_put(foot, w->documents, 4);
    little_put(foot + 4, w->blocks, 4);
    little_put(foot + 8, w->numbers.length / 4, 4);
    buf_add(&w->table, foot, sizeof foot);
    return sealed_write(w->file, w->table.data, w->table.length, error) &&
           sealed_finish(w->file, error);
}
