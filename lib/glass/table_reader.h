/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the entries of the postlist table of a glass database (format.h) that is never changed.
 * Question: which entry has this key, and which come after it?
 *
 * The table's file is mapped, and read where it is: an entry lies in one block, or is put together
 * when its tag has several components. A block is verified when it is first read, by a hook of the
 * tree's owner. Whatever the bytes are, nothing is read outside of the mapping, and nothing loops
 * without end: bytes that make no sense are ERROR_DAMAGED. After any error the cursor is at the
 * end. A tree may be read by several threads, each with cursors of its own.
 */
#ifndef DATELINE_LIB_GLASS_TABLE_READER_H
#define DATELINE_LIB_GLASS_TABLE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/map.h"
#include "lib/glass/format.h"

struct glass_tree {
    struct map map;
    char *shown;     /* the file's path, for messages */
    uint32_t blocks; /* 0: there are no entries */
    uint32_t root;
    unsigned top;        /* level of the root */
    uint32_t documents;  /* of the database */
    uint32_t last_docid; /* the greatest ever used */
    /* True if the GLASS_BLOCK_SIZE bytes are what was written as that block; may be asked again.
     * NULL, as it is after opening: all are. Set it before the first read. */
    bool (*verify)(void *context, uint32_t block, const uint8_t *bytes, struct error *error);
    void *context;
    uint8_t *verified; /* private: a bit by block */
};

/* Opens the postlist table of the database in a folder, whose path is `shown`: reads the version
 * file, and maps the table. ERROR_VERSION if it is of another version of glass. Free with
 * glass_tree_close(), which takes {0}, too. */
bool glass_tree_open(struct glass_tree *t, int folder, const char *shown, struct error *error);
void glass_tree_close(struct glass_tree *t);

/* Fills in the error for a block, or for what is in it, that makes no sense; returns false. */
bool glass_damaged(const struct glass_tree *t, struct error *error);

struct glass_level {
    const uint8_t *block;
    uint32_t number; /* of the block */
    unsigned count;  /* items; 0: no block is loaded */
    unsigned at;     /* the item that leads to the entry */
};

/* Start with {.tree = TREE}, at the end; the tree must outlive it. */
struct glass_cursor {
    struct glass_tree *tree;
    struct glass_level levels[GLASS_LEVELS];
    uint64_t walked;    /* leaves since the last search */
    const uint8_t *key; /* of the entry, mapped; NULL at the end */
    size_t key_length;  /* 0 for what stands before the first entry */
    struct buf parts;   /* a tag of several components, put together */
};

void glass_cursor_close(struct glass_cursor *c);

/* Goes to the first entry whose key is not less. Entries near by, forward, are found fastest. */
bool glass_cursor_find(struct glass_cursor *c, const void *key, size_t length, struct error *error);

/* Goes to the last entry whose key is not greater; there always is one if only that of no key. */
bool glass_cursor_find_last(struct glass_cursor *c, const void *key, size_t length,
                            struct error *error);

/* Goes to the next entry. */
bool glass_cursor_next(struct glass_cursor *c, struct error *error);

/* Whether the cursor is on an entry of this very key, or one whose key begins with it. */
bool glass_cursor_is(const struct glass_cursor *c, const void *key, size_t length);
bool glass_cursor_begins(const struct glass_cursor *c, const void *prefix, size_t length);

/* The tag of the entry, which is not deflated: ERROR_DAMAGED if it is. Asked for once, and good
 * until the cursor moves; the key is good no more. */
bool glass_cursor_tag(struct glass_cursor *c, const uint8_t **tag, size_t *length,
                      struct error *error);

#endif
