/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts: the record of each article (record.h: title, path, url, text), in deflated blocks of some
 * 16 KB. Question: here is a docid, what is shown of it? Not for searching.
 *
 *     (format: see texts.c)
 */
#ifndef DATELINE_LIB_INDEX_TEXTS_H
#define DATELINE_LIB_INDEX_TEXTS_H

#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "lib/index/sealed.h"

#define TEXTS_BLOCK 16384 /* bytes after which a block ends; a longer record has one of its own */

struct texts {
    struct sealed file;
    uint32_t documents;
    /* private */
    uint64_t blocks_at;
    uint32_t blocks;
    uint32_t loaded; /* number of the block in `block` + 1; 0: none */
    struct buf block;
};

bool texts_open(struct texts *t, int folder, const char *shown, struct error *error);
void texts_close(struct texts *t);

/* The bytes of a record; good until the next call. Neighbours in one block are inflated once. */
bool texts_read(struct texts *t, uint32_t docid, struct slice *record, struct error *error);

/* ---- writing ---- */

/* A block in the making, deflated by whoever made it: so that threads can make blocks side by
 * side. Start with {0}; records are added in docid order. */
struct texts_block {
    struct buf plain;    /* records, one after the other */
    struct buf lengths;  /* varints */
    uint32_t count;      /* records */
    struct buf deflated; /* after texts_block_deflate() */
};

struct texts_deflater; /* one a thread */
struct texts_deflater *texts_deflater_new(void);
void texts_deflater_free(struct texts_deflater *d);

void texts_block_add(struct texts_block *b, struct slice record);
bool texts_block_full(const struct texts_block *b);
bool texts_block_deflate(struct texts_block *b, struct texts_deflater *d, struct error *error);
void texts_block_clear(struct texts_block *b);
void texts_block_free(struct texts_block *b);

struct texts_writer;
struct texts_writer *texts_create(int folder, const char *shown, struct error *error);
void texts_writer_free(struct texts_writer *w);

/* Appends a deflated block. */
bool texts_add_block(struct texts_writer *w, const struct texts_block *b, struct error *error);

/* Appends a block of another shard as it is, for merges where no record of it is gone: number
 * `block` (0..blocks-1) of `from`; *count is how many records it has. */
bool texts_copy_block(struct texts_writer *w, struct texts *from, uint32_t block, uint32_t *count,
                      struct error *error);
/* First docid and number of records of a block. */
bool texts_block_docids(struct texts *t, uint32_t block, uint32_t *first, uint32_t *count,
                        struct error *error);

bool texts_finish(struct texts_writer *w, struct error *error);

#endif
