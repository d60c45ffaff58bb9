/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes one table of a glass database (libxapian 1.4) from entries in ascending key order.
 * lib/glass/format.h says what is in it.
 *
 * Blocks are written one after the other as they fill up: a leaf before its branch, the root
 * last. Leaves are in key order in the file, which the table's root says in its flag
 * "sequential" (glass_version.h), so readers run through them without the branches.
 *
 * Limits: 2^32 blocks (32 TiB), 10 levels, 65535 components (about 127 MiB) a tag. Tables share
 * nothing, so each can be written by a thread of its own.
 */
#ifndef DATELINE_LIB_GLASS_TABLE_WRITER_H
#define DATELINE_LIB_GLASS_TABLE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"
#include "lib/glass/block.h"

enum {
    GLASS_ITEM_MAX = (GLASS_BLOCK_SIZE - GLASS_BLOCK_HEAD - 4 * 2) / 4,
    GLASS_REVISION = 1 /* of every block and of the database */
};

/* What the version file says of a table. All zero for one that is not there. */
struct glass_root {
    uint32_t block;   /* number of the root block */
    uint32_t level;   /* levels above the leaves */
    uint32_t blocks;  /* blocks in the file; 0: there is no file */
    uint64_t entries; /* without the one of no key */
};

struct glass_entry {
    const void *key;
    size_t key_length;
    const void *tag;
    size_t tag_length;
    bool deflated; /* the tag is given as glass_deflate() made it */
};

struct glass_table;

/* "postlist" and so on; a constant string. */
const char *glass_table_name(enum glass_kind kind);

/*
 * A table to be written in a folder that exists. The file is made when the first bytes are
 * written; one that is there already is an error then. The caller frees the table, whether it
 * was finished or not; the file of one given up stays, for the caller to remove.
 */
struct glass_table *glass_table_new(const char *folder, enum glass_kind kind);
void glass_table_free(struct glass_table *t);

/* Adds an entry. Its key must come after that of the last one. */
bool glass_table_add(struct glass_table *t, const struct glass_entry *entry, struct error *error);

/*
 * The fast way for many short entries, put together where they go. glass_table_begin() returns
 * room for an item of at most `most` bytes in the leaf, GLASS_ITEM_HEAD of them before the key
 * and the tag after it; or NULL if that many may not fit: the entry is then added as above.
 * glass_table_end() adds the item; it may have become shorter. The caller answers for the order
 * of the keys.
 */
uint8_t *glass_table_begin(struct glass_table *t, size_t most);
void glass_table_end(struct glass_table *t, size_t key_length, size_t tag_length);

/*
 * Writes what is left, waits until all is on the disk and closes the file. A table without entries
 * has no file (its root is all zero), except for postlist and termlist, without which libxapian
 * sees no database.
 */
bool glass_table_finish(struct glass_table *t, struct glass_root *root, struct error *error);

#endif
