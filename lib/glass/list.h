/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a list of postings out of the postlist table, chunk by chunk (chunk.h). Question: which
 * documents have this term, and how often? Aligned with nothing: posting.h of lib/index puts it in
 * blocks.
 */
#ifndef DATELINE_LIB_GLASS_LIST_H
#define DATELINE_LIB_GLASS_LIST_H

#include "lib/glass/pack.h"
#include "lib/glass/table_reader.h"

/*
 * A list, in one of its chunks: `docid` and `wdf` are the posting read last, `at` is what follows
 * it. If it is `fresh` it was not given out yet. All is private but the three counts.
 */
struct glass_list {
    uint32_t documents;   /* postings; 0: there is no such list */
    uint32_t occurrences; /* the sum of their wdf */
    uint32_t wdf_max;     /* a greater one is damage; UINT32_MAX after opening */
    struct glass_cursor cursor;
    const uint8_t *at;
    const uint8_t *end;
    uint32_t docid;
    uint32_t wdf;
    uint32_t last_docid; /* of the chunk */
    bool fresh;
    bool last;          /* this is the last chunk */
    size_t name_length; /* of the list's name in `key`, the key of the first chunk */
    size_t more_length; /* of the name with what comes before a docid in the others */
    uint8_t key[GLASS_PACKED_MAX + 1 + GLASS_SORTABLE_MAX];
};

/* Opens the list of a term, or of no term: that of document lengths. Close it with
 * glass_list_close(), also after an error. */
bool glass_list_open(struct glass_list *l, struct glass_tree *tree, const void *term, size_t length,
                     struct error *error);
void glass_list_close(struct glass_list *l);

/* Reads the next postings, up to `room`; *count is less only at the end. */
bool glass_list_read(struct glass_list *l, uint32_t *docids, uint32_t *wdfs, size_t room,
                     size_t *count, struct error *error);

/* Passes over the postings before a docid. Never goes back. */
bool glass_list_skip(struct glass_list *l, uint32_t docid, struct error *error);

/* True if every posting was read or passed over. */
static inline bool glass_list_ended(const struct glass_list *l)
{
    return l->at == l->end && l->last && !l->fresh;
}

#endif
