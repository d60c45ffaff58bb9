/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the entries of one table of a glass database (glass_form.h), at one revision.
 *
 * The table's file is mapped into memory, and another program may be writing to it. So a block is
 * copied before anything is read from it, and then its revision is looked at, in the copy and once
 * more in the file: if it is newer than the revision being read, the block was overwritten, and
 * what was asked for is GLASS_MODIFIED. A copy that passed is good for ever.
 *
 * Whatever the bytes are, nothing is read outside of the copies, and nothing loops without end:
 * bytes that make no sense are GLASS_CORRUPT. After either, the cursor is at the end.
 */
#ifndef DATELINE_LIB_GLASS_OLD_READER_H
#define DATELINE_LIB_GLASS_OLD_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/glass/format.h"

enum glass_status {
    GLASS_OK,
    GLASS_UNKNOWN,  /* it is no database that can be read this way; libxapian may know it */
    GLASS_MODIFIED, /* the revision is gone: open it anew */
    GLASS_CORRUPT
};

struct old_tree {
    const uint8_t *map; /* `blocks` blocks */
    uint32_t blocks;    /* 0: there are no entries */
    uint32_t root;
    unsigned top; /* level of the root */
    uint32_t revision;
};

struct old_level {
    uint32_t number; /* of the block */
    unsigned count;  /* items; 0: no block is loaded */
    unsigned at;     /* the item that leads to the entry */
    uint8_t *block;  /* the copy; NULL until there is one */
};

struct old_cursor {
    const struct old_tree *tree;
    struct old_cursor *next; /* for whoever keeps cursors (glass_read.h) */
    struct old_level levels[GLASS_LEVELS];
    uint64_t walked;    /* leaves since the last search */
    const uint8_t *key; /* of the entry; NULL at the end. Good until the cursor moves */
    size_t key_length;  /* 0 for what stands before the first entry */
    struct buf parts;   /* a tag of several components, put together */
};

/* A cursor, at the end. The tree must outlive it. */
struct old_cursor *old_cursor_new(const struct old_tree *tree);
void old_cursor_free(struct old_cursor *c);

/* Goes to the first entry whose key is not less. Entries near by, forward, are found fastest. */
enum glass_status old_cursor_find(struct old_cursor *c, const void *key, size_t length);

/* Goes to the last entry whose key is not greater; there always is one if only that of no key. */
enum glass_status old_cursor_find_last(struct old_cursor *c, const void *key, size_t length);

/* Goes to the next entry. */
enum glass_status old_cursor_next(struct old_cursor *c);

/* Whether the cursor is on an entry of this very key, or one whose key begins with it. */
bool old_cursor_is(const struct old_cursor *c, const void *key, size_t length);
bool old_cursor_begins(const struct old_cursor *c, const void *prefix, size_t length);

/* The tag of the entry, which is not deflated: GLASS_CORRUPT if it is. Asked for once, and good
 * until the cursor moves; the key is good no more. */
enum glass_status old_cursor_tag(struct old_cursor *c, const uint8_t **tag, size_t *length);

#endif
