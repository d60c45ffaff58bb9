/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a table: the version file, and the mapping. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/glass/pack.h"
#include "lib/glass/table_reader.h"

enum { VERSION_HEAD = 32 /* the magic, the version and the uuid */ };

/* What the version file says of a table. */
struct root {
    uint32_t block;
    uint32_t level_and_flags;
    uint32_t block_size; /* in 2 KiB */
};

struct version {
    struct root roots[GLASS_KINDS];
    uint32_t documents;
    uint32_t unused_docids;
};

/* The layout is that of lib/glass/version.h. */
static const uint8_t *get_root(const uint8_t *at, const uint8_t *end, struct root *root)
{
    uint64_t entries;
    uint32_t deflate_min;
    uint32_t list;
    if (!(at = glass_get_uint(at, end, &root->block)) ||
        !(at = glass_get_uint(at, end, &root->level_and_flags)) ||
        !(at = glass_get_uint64(at, end, &entries)) ||
        !(at = glass_get_uint(at, end, &root->block_size)) ||
        !(at = glass_get_uint(at, end, &deflate_min)) || !(at = glass_get_uint(at, end, &list)) ||
        (size_t)(end - at) < list)
        return NULL;
    return at + list;
}

/* What comes after the head. */
static bool get_version(const uint8_t *at, const uint8_t *end, struct version *v)
{
    uint64_t revision;
    at = glass_get_uint64(at, end, &revision);
    for (unsigned i = 0; at && i < GLASS_KINDS; i++)
        at = get_root(at, end, &v->roots[i]);
    v->documents = v->unused_docids = 0; /* all there is to say of a new database is nothing */
    return at && (at == end || ((at = glass_get_uint(at, end, &v->documents)) != NULL &&
                                glass_get_uint(at, end, &v->unused_docids) != NULL &&
                                v->unused_docids <= UINT32_MAX - v->documents));
}

static bool refuse(enum error_status status, const char *shown, const char *what,
                   struct error *error)
{
    error_set(error, status, "%s: %s", shown, what);
    return error_cure(error, "restore the index, or build it anew with 'indexer --rebuild'");
}

static bool read_version(const uint8_t *bytes, size_t length, const char *shown, struct version *v,
                         struct error *error)
{
    size_t magic = sizeof GLASS_MAGIC - 1;
    if (length < VERSION_HEAD || memcmp(bytes, GLASS_MAGIC, magic) != 0)
        return refuse(ERROR_DAMAGED, shown, "it is no version file of a Xapian database", error);
    if (glass_get_be16(bytes + magic) != GLASS_FORMAT)
        return refuse(ERROR_VERSION, shown, "another version of Xapian's format", error);
    return get_version(bytes + VERSION_HEAD, bytes + length, v) ||
           refuse(ERROR_DAMAGED, shown, "damaged", error);
}

static bool open_version(int folder, const char *shown, struct version *v, struct error *error)
{
    struct map map = {0};
    struct buf path = {0};
    buf_printf(&path, "%s/iamglass", shown);
    bool done = map_open(&map, folder, "iamglass", path.data, error);
    if (done) {
        done = read_version(map.bytes, map.length, path.data, v, error);
        map_close(&map);
    }
    buf_free(&path);
    return done;
}

/* Maps the table's file, which is opened. */
static bool take_blocks(struct glass_tree *t, const struct version *v, struct error *error)
{
    const struct root *root = &v->roots[GLASS_POSTLIST];
    uint64_t blocks = t->map.length / GLASS_BLOCK_SIZE;
    t->documents = v->documents;
    t->last_docid = v->documents + v->unused_docids;
    if (root->level_and_flags & GLASS_ROOT_NO_BLOCKS)
        return true;
    t->root = root->block;
    t->top = root->level_and_flags >> 2;
    t->blocks = blocks > UINT32_MAX ? UINT32_MAX : (uint32_t)blocks;
    t->verified = xcalloc(blocks / 8 + 1, 1);
    return (t->top < GLASS_LEVELS && root->block_size == GLASS_BLOCK_SIZE / 2048 &&
            t->root < t->blocks) ||
           glass_damaged(t, error);
}

bool glass_tree_open(struct glass_tree *t, int folder, const char *shown, struct error *error)
{
    struct version v = {0};
    struct buf path = {0};
    *t = (struct glass_tree){0};
    if (!open_version(folder, shown, &v, error))
        return false;
    buf_printf(&path, "%s/postlist.glass", shown);
    if (!map_open(&t->map, folder, "postlist.glass", path.data, error)) {
        buf_free(&path);
        return false;
    }
    t->shown = buf_take(&path);
    if (take_blocks(t, &v, error))
        return true;
    glass_tree_close(t);
    return false;
}

void glass_tree_close(struct glass_tree *t)
{
    if (t->shown)
        map_close(&t->map);
    free(t->shown);
    free(t->verified);
    *t = (struct glass_tree){0};
}

bool glass_damaged(const struct glass_tree *t, struct error *error)
{
    return refuse(ERROR_DAMAGED, t->shown, "damaged: a block makes no sense", error);
}
