/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the termlist table: what terms and what value slots each document has.
 *
 *   key  sortable docid                (glass_pack.h)
 *   tag  nothing if the document has no terms. Else uint length of the document (the sum of
 *        wdf), uint number of terms, and the terms in order:
 *            first     1 byte length, the bytes, uint wdf
 *            others    1 byte: how many bytes are those of the term before; 1 byte: how many
 *                      follow; these bytes; uint wdf.
 *                      Or, if (wdf + 1) * (length of the term before + 1) + bytes shared is
 *                      below 256: that in the first byte, and no wdf at the end
 *
 *   key  sortable docid, 00
 *   tag  the slots in use, ascending: uint first slot; then for each uint slot less the one
 *        before less 1. No entry if there are none
 *
 * Term lists are encoded apart from the table, so that other threads can do it and deflate them.
 */
#ifndef DATELINE_INDEXER_GLASS_TERMLIST_H
#define DATELINE_INDEXER_GLASS_TERMLIST_H

#include "indexer/glass_table.h"
#include "lib/buf.h"

struct glass_term {
    const char *bytes; /* may hold any byte, 00 too */
    uint32_t length;   /* 1 to 245 */
    uint32_t wdf;
};

/*
 * Appends the tag for the terms of a document to `out`: terms ascend bytewise. `length` is set
 * to the document's length. Any thread may call it.
 */
bool glass_termlist_encode(const struct glass_term *terms, size_t count, struct buf *out,
                           uint32_t *length, struct glass_error *error);

struct glass_termlist;

/* The folder must exist. The caller frees the writer, finished or not. */
struct glass_termlist *glass_termlist_new(const char *folder);
void glass_termlist_free(struct glass_termlist *t);

/*
 * Adds a document with the tag that glass_termlist_encode() made, also if that is empty. Docids
 * ascend from 1. `deflated` says that glass_deflate() went over it.
 */
bool glass_termlist_add(struct glass_termlist *t, uint32_t docid, const void *tag, size_t length,
                        bool deflated, struct glass_error *error);

/* Adds the slots in which the document added last has values; they ascend. */
bool glass_termlist_slots(struct glass_termlist *t, const uint32_t *slots, size_t count,
                          struct glass_error *error);

bool glass_termlist_finish(struct glass_termlist *t, struct glass_root *root,
                           struct glass_error *error);

#endif
