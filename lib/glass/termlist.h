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
 * Term lists are encoded apart from the table, so that other threads can do it and deflate them,
 * and term by term, so that the lists of many documents can grow side by side.
 */
#ifndef DATELINE_LIB_GLASS_TERMLIST_H
#define DATELINE_LIB_GLASS_TERMLIST_H

#include "lib/base/buf.h"
#include "lib/glass/pack.h"
#include "lib/glass/table_writer.h"

struct glass_term {
    const char *bytes; /* may hold any byte, 00 too */
    uint32_t length;   /* 1 to 245 */
    uint32_t wdf;
};

/* The tag of a document in the making. */
struct glass_list {
    uint8_t *to;              /* where its next byte goes, in memory of the caller's */
    struct glass_term before; /* the term added last, whose bytes are the caller's, too */
};

/* How many bytes a list needs at most: for its beginning, and for a term. */
enum { GLASS_LIST_HEAD = 2 * GLASS_UINT32_MAX };
static inline size_t glass_list_room(uint32_t length, uint32_t wdf)
{
    return 2 + length + (wdf < 128 ? 1 : GLASS_UINT32_MAX);
}

/* Begins the list of a document of this length, at `to`. So many terms are to be added, for which
 * the caller answers; if there are none, the tag is empty, and what was begun is of no use. */
void glass_list_begin(struct glass_list *l, uint8_t *to, uint32_t length, uint32_t count);

/* Adds the next term. False if it has no length that a term may have, or does not come after the
 * one before, bytewise. */
bool glass_list_add(struct glass_list *l, const struct glass_term *term);

struct glass_termlist;

/* The folder must exist. The caller frees the writer, finished or not. */
struct glass_termlist *glass_termlist_new(const char *folder);
void glass_termlist_free(struct glass_termlist *t);

/*
 * Adds a document with its list as the tag, also if that is empty. Docids ascend from 1.
 * `deflated` says that glass_deflate() went over it.
 */
bool glass_termlist_add(struct glass_termlist *t, uint32_t docid, const void *tag, size_t length,
                        bool deflated, struct error *error);

/* Adds the slots in which the document added last has values; they ascend. */
bool glass_termlist_slots(struct glass_termlist *t, const uint32_t *slots, size_t count,
                          struct error *error);

bool glass_termlist_finish(struct glass_termlist *t, struct glass_root *root, struct error *error);

#endif
