/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The values of documents in the postlist table. For each slot, statistics:
 *
 *   key  00 d0, last slot              (glass_pack.h)
 *   tag  uint number of values; uint length of the least value; its bytes; the bytes of the
 *        greatest one, or nothing if that is the same
 *
 * and then, for each slot, chunks:
 *
 *   key  00 d8, uint slot, sortable docid of the first value
 *   tag  uint length, bytes of the first value; then for each: uint docid less the one before
 *        less 1, uint length, bytes
 *
 * A chunk ends with the value that brings it to 2000 bytes or more. (Which slots a document
 * uses is in the termlist table, glass_termlist.h.)
 */
#ifndef DATELINE_LIB_GLASS_VALUE_H
#define DATELINE_LIB_GLASS_VALUE_H

#include "lib/glass/table_writer.h"

struct glass_value {
    uint32_t docid;
    uint32_t length; /* at least 1 */
    const void *bytes;
};

/*
 * A slot and its values. The statistics come before the values, and those of all slots before
 * any value, so values are asked for twice: get(from, i) returns number i, counted from 0, of
 * `count`, and their docids ascend from 1. The bytes need to stay until the next call only.
 */
struct glass_slot {
    uint32_t number;
    uint32_t count;
    struct glass_value (*get)(const void *from, uint32_t i);
    const void *from;
};

/* Writes all slots, given in any order. `last_docid` is raised to the greatest docid seen. */
bool glass_value_write(struct glass_table *table, const struct glass_slot *slots, size_t count,
                       uint32_t *last_docid, struct error *error);

#endif
