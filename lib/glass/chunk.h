/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list of postings cut into chunks, entries of the postlist table: the documents of a term
 * with its frequency in each (wdf), or all documents with their lengths.
 *
 *   key  of the first chunk: the list's name. Of others: the name, for a term 00, and the
 *        sortable docid of their first posting (glass_pack.h)
 *   tag  of the first chunk only: uint number of postings in all chunks; uint sum of their
 *        numbers; uint first docid less 1. (The list of document lengths has 0 and 0.)
 *        Of all: the byte '1' if it is the last chunk, else '0'; uint last docid less first
 *        docid; uint number of the first posting; then for each posting uint docid less the
 *        one before less 1, uint number
 *
 * A chunk that has 2000 bytes after this head takes no more postings, as with libxapian.
 */
#ifndef DATELINE_LIB_GLASS_CHUNK_H
#define DATELINE_LIB_GLASS_CHUNK_H

#include "lib/glass/pack.h"
#include "lib/glass/table_writer.h"

enum {
    GLASS_CHUNK_FULL = 2000,
    GLASS_CHUNK_HEAD = 4 * GLASS_UINT32_MAX + 1,
    GLASS_CHUNK_ROOM = GLASS_CHUNK_HEAD + GLASS_CHUNK_FULL + 2 * GLASS_UINT32_MAX
};

struct glass_chunks {
    struct glass_table *table;
    uint32_t total;       /* postings, as told beforehand */
    uint32_t sum;         /* of their numbers, likewise */
    uint32_t first_docid; /* of the chunk */
    uint32_t last_docid;  /* 0: the list has no posting yet */
    bool first;           /* this is the first chunk */
    uint8_t *end;         /* of the postings in `room`, which begin after GLASS_CHUNK_HEAD */
    uint8_t *name_end;    /* of the list's name in `key` */
    uint8_t *more_end;    /* of the name with what comes before a docid */
    uint8_t key[GLASS_PACKED_MAX + 1 + GLASS_SORTABLE_MAX];
    uint8_t room[GLASS_CHUNK_ROOM];
};

/* Begins the list of a term that is in `total` documents, `sum` times in all. */
void glass_chunks_term(struct glass_chunks *c, const char *term, size_t length, uint32_t total,
                       uint32_t sum);

/* Begins the list of document lengths. */
void glass_chunks_lengths(struct glass_chunks *c);

/* Writes the postings gathered so far as a chunk. */
bool glass_chunks_cut(struct glass_chunks *c, bool last, struct error *error);

/* Adds a posting, whose docid is above the last one; the chunk may be written before. */
static inline bool glass_chunks_add(struct glass_chunks *c, uint32_t docid, uint32_t number,
                                    struct error *error)
{
    if (c->end - c->room >= GLASS_CHUNK_HEAD + GLASS_CHUNK_FULL &&
        !glass_chunks_cut(c, false, error))
        return false;
    if (c->end == c->room + GLASS_CHUNK_HEAD)
        c->first_docid = docid;
    else
        c->end = glass_put_small(c->end, docid - c->last_docid - 1);
    c->end = glass_put_small(c->end, number);
    c->last_docid = docid;
    return true;
}

#endif
