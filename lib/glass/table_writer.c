/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaves filled in key order, branches built on top, one sequential file. */
#include "lib/glass/table_writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/folder.h"
#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/glass/pack.h"

enum {
    BUFFER_BLOCKS = 128, /* 1 MiB at a time goes to the file */
    COMPONENTS_MAX = 65535,
    COMPONENT_BYTES = 2,
    BRANCH_BYTES = 4 + 1 + COMPONENT_BYTES, /* of a branch item, without its key */
    /* Bytes of tag for which it is worth beginning an entry in one leaf and ending it in the
     * next: a reader then needs both, and the branch a whole key. */
    WORTH_SPLITTING = 128
};

/* The least key of a block: what its parent says of it. */
struct divider {
    size_t length;
    uint32_t component;
    uint8_t key[GLASS_KEY_MAX];
};

struct level {
    struct glass_block *block;
    struct divider divider;
};

struct glass_table {
    enum glass_kind kind;
    char *folder;
    char *path;
    int fd; /* -1 until there is something to write */
    unsigned top;
    uint32_t blocks;
    uint64_t entries;
    struct level levels[GLASS_LEVELS];
    size_t filled; /* bytes in the buffer */
    uint8_t *buffer;
};

static const char *const table_names[GLASS_KINDS] = {
    [GLASS_POSTLIST] = "postlist", [GLASS_DOCDATA] = "docdata",   [GLASS_TERMLIST] = "termlist",
    [GLASS_POSITION] = "position", [GLASS_SPELLING] = "spelling", [GLASS_SYNONYM] = "synonym",
};

const char *glass_table_name(enum glass_kind kind)
{
    return table_names[kind];
}

/* Bytes of an item of the entry before its part of the tag. */
static size_t item_head(const struct glass_entry *e, uint32_t component)
{
    return GLASS_ITEM_HEAD + e->key_length + (component > 1 ? COMPONENT_BYTES : 0);
}

/* Puts `part` bytes of the tag, from `from` on, into the leaf as a component of the entry. */
static void put_component(struct glass_block *leaf, const struct glass_entry *e, uint32_t component,
                          size_t from, size_t part)
{
    size_t size = item_head(e, component) + part;
    uint8_t *item = glass_block_item(leaf, size);
    glass_put_be16(item, (uint32_t)(size - GLASS_ITEM_HEAD) |
                             (e->deflated ? GLASS_ITEM_DEFLATED : 0u) |
                             (component == 1 ? GLASS_ITEM_FIRST : 0u) |
                             (from + part == e->tag_length ? GLASS_ITEM_LAST : 0u));
    item[2] = (uint8_t)e->key_length;
    item = glass_put_bytes(item + GLASS_ITEM_HEAD, e->key, e->key_length);
    if (component > 1) {
        glass_put_be16(item, component);
        item += COMPONENT_BYTES;
    }
    if (part)
        memcpy(item, (const uint8_t *)e->tag + from, part);
}

static void add_level(struct glass_table *t, unsigned level)
{
    t->levels[level].block = xmalloc(sizeof *t->levels[level].block);
    glass_block_clear(t->levels[level].block);
    t->top = level;
}

struct glass_table *glass_table_new(const char *folder, enum glass_kind kind)
{
    struct glass_table *t = xcalloc(1, sizeof *t);
    struct buf path = {0};
    buf_printf(&path, "%s/%s.glass", folder, table_names[kind]);
    t->kind = kind;
    t->folder = xstrdup(folder);
    t->path = buf_take(&path);
    t->fd = -1;
    t->buffer = xmalloc((size_t)BUFFER_BLOCKS * GLASS_BLOCK_SIZE);
    add_level(t, 0);
    put_component(t->levels[0].block, &(struct glass_entry){.key_length = 0}, 1, 0, 0);
    return t;
}

void glass_table_free(struct glass_table *t)
{
    if (t == NULL)
        return;
    if (t->fd >= 0)
        close(t->fd);
    for (unsigned i = 0; i < GLASS_LEVELS; i++)
        free(t->levels[i].block);
    free(t->buffer);
    free(t->folder);
    free(t->path);
    free(t);
}

static bool flush_buffer(struct glass_table *t, struct error *error)
{
    if (t->fd < 0)
        t->fd = folder_create_in(t->folder, t->path + strlen(t->folder) + 1, error);
    if (t->fd < 0)
        return false;
    for (size_t done = 0; done < t->filled;) {
        ssize_t n = write(t->fd, t->buffer + done, t->filled - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            return error_system(error, errno, t->path);
    }
    t->filled = 0;
    return true;
}

/* Writes the block of a level, as number t->blocks, and empties it. */
static bool write_level(struct glass_table *t, unsigned level, struct error *error)
{
    if (t->filled == (size_t)BUFFER_BLOCKS * GLASS_BLOCK_SIZE && !flush_buffer(t, error))
        return false;
    if (t->blocks == UINT32_MAX)
        return error_set(error, ERROR_LIMIT, "%s: too many blocks", t->path);
    glass_block_write(t->levels[level].block, GLASS_REVISION, level, t->buffer + t->filled);
    glass_block_clear(t->levels[level].block);
    t->filled += GLASS_BLOCK_SIZE;
    t->blocks++;
    return true;
}

static void put_branch(struct glass_block *b, const struct divider *key, uint32_t number)
{
    bool named = b->count > 0;
    size_t length = named ? key->length : 0;
    uint8_t *item = glass_block_item(b, BRANCH_BYTES + length);
    glass_put_be32(item, number);
    item[4] = (uint8_t)length;
    item = glass_put_bytes(item + 5, key->key, length);
    glass_put_be16(item, named ? key->component : 0);
}

static bool close_level(struct glass_table *t, unsigned level, struct error *error);

/* Enters a block, written under `number`, in the branch at `level`, which may have to be made. */
static bool enter(struct glass_table *t, unsigned level, const struct divider *key, uint32_t number,
                  struct error *error)
{
    if (level == GLASS_LEVELS)
        return error_set(error, ERROR_LIMIT, "%s: too many levels", t->path);
    if (level > t->top)
        add_level(t, level);
    struct level *l = &t->levels[level];
    if (glass_block_room(l->block) < (int)(BRANCH_BYTES + key->length)) {
        if (!close_level(t, level, error))
            return false;
        l->divider = *key;
    }
    put_branch(l->block, key, number);
    return true;
}

/* Writes the full block of a level and tells the level above. */
static bool close_level(struct glass_table *t, unsigned level, struct error *error)
{
    uint32_t number = t->blocks;
    return write_level(t, level, error) &&
           enter(t, level + 1, &t->levels[level].divider, number, error);
}

/* Goes on to a new leaf, whose first item will be the given component of the key. */
static bool next_leaf(struct glass_table *t, const uint8_t *key, size_t length, uint32_t component,
                      struct error *error)
{
    const uint8_t *last = glass_block_last(t->levels[0].block);
    size_t same = 0;
    while (same < length && same < last[2] && last[GLASS_ITEM_HEAD + same] == key[same])
        same++;

    struct divider divider = {.component = component};
    divider.length = same < length ? same + 1 : length;
    memcpy(divider.key, key, divider.length);
    if (!close_level(t, 0, error))
        return false;
    t->levels[0].divider = divider;
    return true;
}

/* Adds an entry as one item if it fits into the leaf, else in as many components as it takes. */
static bool add_components(struct glass_table *t, const struct glass_entry *e, struct error *error)
{
    struct glass_block *leaf = t->levels[0].block;
    size_t done = 0;
    for (uint32_t component = 1; component == 1 || done < e->tag_length; component++) {
        if (component > COMPONENTS_MAX)
            return error_set(error, ERROR_LIMIT, "%s: an entry of %zu bytes is too long", t->path,
                             e->tag_length);
        int head = (int)item_head(e, component);
        size_t part = e->tag_length - done;
        int room = glass_block_room(leaf) - head;
        if (room < (part < WORTH_SPLITTING ? (int)part : WORTH_SPLITTING)) {
            if (!next_leaf(t, e->key, e->key_length, component, error))
                return false;
            room = glass_block_room(leaf) - head;
        }
        if (room > GLASS_ITEM_MAX - head)
            room = GLASS_ITEM_MAX - head;
        if (part > (size_t)room)
            part = (size_t)room;
        put_component(leaf, e, component, done, part);
        done += part;
    }
    t->entries++;
    return true;
}

/* Whether the key comes after the one of the last entry. */
static bool in_order(const struct glass_table *t, const struct glass_entry *e)
{
    const uint8_t *last = glass_block_last(t->levels[0].block);
    return bytes_compare(e->key, e->key_length, last + GLASS_ITEM_HEAD, last[2]) > 0;
}

bool glass_table_add(struct glass_table *t, const struct glass_entry *entry, struct error *error)
{
    if (entry->key_length == 0 || entry->key_length > GLASS_KEY_MAX)
        return error_set(error, ERROR_INTERNAL, "%s: a key has 1 to %d bytes, not %zu", t->path,
                         GLASS_KEY_MAX, entry->key_length);
    if (!in_order(t, entry))
        return error_set(error, ERROR_INTERNAL, "%s: entries are not in the order of their keys",
                         t->path);
    return add_components(t, entry, error);
}

uint8_t *glass_table_begin(struct glass_table *t, size_t most)
{
    struct glass_block *leaf = t->levels[0].block;
    if (most > GLASS_ITEM_MAX || (int)most > glass_block_room(leaf))
        return NULL;
    return leaf->items + leaf->used;
}

void glass_table_end(struct glass_table *t, size_t key_length, size_t tag_length)
{
    size_t size = GLASS_ITEM_HEAD + key_length + tag_length;
    uint8_t *item = glass_block_item(t->levels[0].block, size);
    glass_put_be16(item, (uint32_t)(key_length + tag_length) | GLASS_ITEM_FIRST | GLASS_ITEM_LAST);
    item[2] = (uint8_t)key_length;
    t->entries++;
}

/* Writes the unfinished blocks of all levels, from the leaf up; the last one is the root. */
static bool write_levels(struct glass_table *t, struct glass_root *root, struct error *error)
{
    for (unsigned level = 0;; level++) {
        uint32_t number = t->blocks;
        if (!write_level(t, level, error))
            return false;
        if (level == t->top) {
            *root = (struct glass_root){number, level, t->blocks, t->entries};
            return true;
        }
        if (!enter(t, level + 1, &t->levels[level].divider, number, error))
            return false;
    }
}

bool glass_table_finish(struct glass_table *t, struct glass_root *root, struct error *error)
{
    *root = (struct glass_root){0};
    if (t->entries == 0 && t->kind != GLASS_POSTLIST && t->kind != GLASS_TERMLIST)
        return true;
    if (!write_levels(t, root, error) || !flush_buffer(t, error))
        return false;
    int fd = t->fd;
    t->fd = -1;
    int failed = fsync(fd) == 0 ? 0 : errno;
    if (close(fd) != 0 && !failed)
        failed = errno;
    return !failed || error_system(error, failed, t->path);
}
