/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes a file of names. Memory: a group, the words of a key, and 4 bytes for each group. */
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/base/varint.h"
#include "lib/index/names.h"

struct names_writer {
    struct sealed_writer *file;
    char *shown;
    struct buf group;
    struct buf table;
    struct buf key, word; /* the last ones */
    struct buf key_in_group;
    struct buf words; /* of the key, as they are written */
    uint32_t word_count, keys, groups;
};

struct names_writer *names_create(int folder, const char *shown, struct error *error)
{
    struct sealed_writer *file =
        sealed_create(folder, NAMES_FILE, shown, NAMES_MAGIC, NAMES_VERSION, error);
    if (!file)
        return NULL;
    struct names_writer *w = xcalloc(1, sizeof *w);
    w->file = file;
    w->shown = xstrdup(shown);
    return w;
}

void names_writer_free(struct names_writer *w)
{
    if (!w)
        return;
    sealed_writer_free(w->file);
    buf_free(&w->group);
    buf_free(&w->table);
    buf_free(&w->key);
    buf_free(&w->word);
    buf_free(&w->key_in_group);
    buf_free(&w->words);
    free(w->shown);
    free(w);
}

/* Writes what `text` does not share with `before`, which it then takes the place of. */
static void put(struct buf *out, struct buf *before, struct slice text)
{
    size_t shared = 0;
    while (shared < before->length && shared < text.length &&
           before->data[shared] == text.data[shared])
        shared++;
    size_t more = text.length - shared;
    buf_putc(out, (char)((shared < 15 ? shared : 15) << 4 | (more < 15 ? more : 15)));
    if (shared >= 15)
        buf_putc(out, (char)shared);
    if (more >= 15)
        buf_putc(out, (char)more);
    buf_add(out, text.data + shared, more);
    buf_clear(before);
    buf_add(before, text.data, text.length);
}

static void add_offset(struct names_writer *w)
{
    uint8_t offset[4];
    little_put(offset, sealed_at(w->file), 4);
    buf_add(&w->table, offset, 4);
}

static bool write_group(struct names_writer *w, struct error *error)
{
    if (w->group.length == 0)
        return true;
    if (sealed_at(w->file) + w->group.length > UINT32_MAX)
        return error_set(error, ERROR_LIMIT, "%s: more than 4 GB of names", w->shown);
    add_offset(w);
    w->groups++;
    bool ok = sealed_write(w->file, w->group.data, w->group.length, error);
    buf_clear(&w->group);
    buf_clear(&w->key_in_group);
    return ok;
}

/* Puts the last key and its words into the group. */
static bool end_key(struct names_writer *w, struct error *error)
{
    uint8_t count[VARINT_MAX];
    if (w->word_count == 0)
        return true;
    put(&w->group, &w->key_in_group, (struct slice){w->key.data, w->key.length});
    buf_add(&w->group, count, (size_t)(varint_put(count, w->word_count) - count));
    buf_add(&w->group, w->words.data, w->words.length);
    buf_clear(&w->words);
    buf_clear(&w->word);
    w->word_count = 0;
    w->keys++;
    return w->group.length < NAMES_GROUP || write_group(w, error);
}

bool names_add(struct names_writer *w, struct slice key, struct slice word, struct error *error)
{
    int order = bytes_compare(w->key.data, w->key.length, key.data, key.length);
    if (key.length == 0 || key.length > NAMES_LONGEST || word.length == 0 ||
        word.length > NAMES_LONGEST || order > 0 ||
        (order == 0 && bytes_compare(w->word.data, w->word.length, word.data, word.length) >= 0))
        return error_set(error, ERROR_INTERNAL, "%s: names come out of order", w->shown);
    if (order != 0) {
        if (!end_key(w, error))
            return false;
        buf_clear(&w->key);
        buf_add(&w->key, key.data, key.length);
    }
    put(&w->words, &w->word, word);
    w->word_count++;
    return true;
}

bool names_finish(struct names_writer *w, struct error *error)
{
    uint8_t foot[8];
    if (!end_key(w, error) || !write_group(w, error))
        return false;
    add_offset(w);
    little_put(foot, w->keys, 4);
    little_put(foot + 4, w->groups, 4);
    buf_add(&w->table, foot, sizeof foot);
    return sealed_write(w->file, w->table.data, w->table.length, error) &&
           sealed_finish(w->file, error);
}
