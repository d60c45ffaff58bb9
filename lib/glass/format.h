/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The form of a table of a glass database (libxapian 1.4): what the writers of indexer/ and the
 * reader (glass_tree.h) have to agree on.
 *
 * A table is a B-tree in a file FOLDER/NAME.glass of 8 KiB blocks, numbered from 0. An entry is
 * a key of 1 to 255 bytes, compared bytewise, and a tag of any bytes, which may be empty and may
 * be deflated. Numbers in blocks are highest byte first. A block:
 *
 *    0  4  revision of the table when the block was written
 *    4  1  level: 0 for leaves, one more for each level towards the root
 *    5  2  free bytes between the directory and the first item
 *    7  2  free bytes in all: the same, unless items were removed
 *    9  2  where the directory ends
 *   11     the directory: for each item, in key order, 2 bytes that say where it begins
 *          (free bytes, 00)
 *          the items, in any order, up to the end of the block
 *
 * Leaves hold entries:
 *
 *    0  2  flags and the item's size less 3: 80.. the tag is deflated, 40.. the last component
 *          of its tag, 20.. the first one; 13 bits of size
 *    2  1  length of the key
 *    3     the key, in full
 *          2 bytes: the number of the component, from 1; left out of the first one
 *          bytes of the tag, to the end of the item
 *
 * An item has at most 2043 bytes, so that four fit in a block: libxapian counts on it when it
 * splits one. A longer tag is cut into components, items of the same key one after the other; so
 * is a shorter one when there is room left in the block that is worth filling. The first leaf
 * begins with an item of no key and no tag.
 *
 * Higher levels hold, for each block below:
 *
 *    0  4  number of the block
 *    4  1  length of the dividing key
 *    5     the dividing key: of the first item in the block, as much as tells it from the item
 *          before it, and one of no bytes in the first item of each block
 *          2  number of the component of that first item; 0 with a key of no bytes
 *
 * libxapian changes a database by writing new blocks where none of the last revision are, the
 * way up to a new root, and then the version file (lib/glass/version.h), which says where
 * the roots are: blocks of a revision are not overwritten before the one after next.
 */
#ifndef DATELINE_LIB_GLASS_FORM_H
#define DATELINE_LIB_GLASS_FORM_H

enum {
    GLASS_BLOCK_SIZE = 8192,
    GLASS_BLOCK_HEAD = 11,
    GLASS_KEY_MAX = 255,
    GLASS_ITEM_HEAD = 3,   /* bytes of an item before its key */
    GLASS_BRANCH_HEAD = 5, /* the same above the leaves */
    GLASS_LEVELS = 10      /* at most */
};

enum glass_item_flags {
    GLASS_ITEM_DEFLATED = 0x8000,
    GLASS_ITEM_LAST = 0x4000,
    GLASS_ITEM_FIRST = 0x2000,
    GLASS_ITEM_SIZE = 0x1fff
};

/* The tables of a database, in the order in which its version file lists them. */
enum glass_kind {
    GLASS_POSTLIST,
    GLASS_DOCDATA,
    GLASS_TERMLIST,
    GLASS_POSITION,
    GLASS_SPELLING,
    GLASS_SYNONYM,
    GLASS_KINDS
};

/* The version of the format, the date of its last change: 2016-03-14 for libxapian 1.4. */
enum { GLASS_FORMAT = (2016 - 2014) << 9 | 3 << 5 | 14 };

#define GLASS_MAGIC "\x0f\x0dXapian Glass" /* how the version file begins */

enum glass_root_flags { GLASS_ROOT_SEQUENTIAL = 2, GLASS_ROOT_NO_BLOCKS = 1 };

#endif
