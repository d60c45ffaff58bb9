/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A glass database (libxapian 1.4) opened for reading what searching reads most: postings and
 * document lengths (glass_postings.h), values (glass_values.h), positions (glass_positions.h).
 * They are several times as fast as libxapian's iterators, which stay for all else, and for
 * databases of another form.
 *
 * What is opened is one revision, and it is read as of that revision or not at all: when a writer
 * overwrites parts of it, calls return GLASS_MODIFIED. Readers take no lock. The tables are mapped
 * into memory; libxapian never cuts one short, and one that is removed stays until it is closed.
 * A reader, with all that is made from it, may be used by one thread at a time.
 */
#ifndef DATELINE_LIB_GLASS_READ_H
#define DATELINE_LIB_GLASS_READ_H

#include "lib/glass/old_reader.h"

struct glass_reader {
    struct old_tree trees[GLASS_KINDS];    /* of postlist and position; the others are empty */
    struct old_cursor *spare[GLASS_KINDS]; /* cursors not in use, with what they have loaded */
    uint32_t last_docid;                     /* the greatest ever used */
};

/*
 * Opens the database in a folder. GLASS_UNKNOWN if it is none, or of another version or block size;
 * GLASS_MODIFIED if its revision is not the one given. Free with glass_reader_free().
 */
enum glass_status glass_reader_open(const char *folder, uint64_t revision,
                                    struct glass_reader **reader);
void glass_reader_free(struct glass_reader *r);

/* Lends a cursor of a table; give it back. */
struct old_cursor *glass_reader_take(struct glass_reader *r, enum glass_kind kind);
void glass_reader_give(struct glass_reader *r, enum glass_kind kind, struct old_cursor *c);

#endif
