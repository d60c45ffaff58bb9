/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts: the record of each article (record.h: title, path, url, text), in deflated blocks of some
 * 16 KB. Question: here is a docid, what is shown of it? Not for searching.
 *
 * A sealed file "DLinetxt", version 1. Its body:
 *
 *     the blocks, one after the other. A block:
 *         for each of its records its length, a varint (varint.h)
 *         the records, one after the other: a raw deflate stream, or as they are where that is
 *         not longer
 *     the table, for each block 16 bytes, and one more entry that says where the last block ends:
 *         0   8  where the block begins in the body
 *         8   4  docid of its first record; in the last entry the number of documents + 1
 *        12   4  bytes of its records, inflated; 0 in the last entry
 *     4 bytes: the number of documents; 4 bytes: the number of blocks
 *
 * Docids go from 1 on without a gap. A block has at least one record. A block whose stream has as
 * many bytes as its records holds them as they are.
 *
 * Records of 3.9 KB take 0.41 bytes a byte (0.39 with TEXTS_BLOCK 32768), of 0.9 KB 0.45, with
 * ISA-L's level 3; zlib's level 6 would make 0.39 and 0.43 of them, in seven times the time. ISA-L
 * inflates a block in 35 microseconds, zlib in 80, on the same texts; what of a block stands
 * behind the record that is wanted is not inflated. At 260 bytes an article, table and
 * lengths take 2.3 bytes of it.
 */
#ifndef DATELINE_LIB_INDEX_TEXTS_H
#define DATELINE_LIB_INDEX_TEXTS_H

#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "lib/index/sealed.h"

#define TEXTS_FILE "texts"
#define TEXTS_MAGIC "DLinetxt"
#define TEXTS_VERSION 1
#define TEXTS_RECORD_MAX (256 << 20) /* bytes of the longest record that is written or read */
#define TEXTS_BLOCK 16384 /* bytes after which a block ends; a longer record has one of its own */

struct texts {
    struct sealed file;
    uint32_t documents;
    /* private */
    uint32_t blocks;
    uint64_t blocks_at;        /* where the table begins */
    uint32_t loaded;           /* number of the block in `block` + 1; 0: none */
    struct buf block;          /* as much of it as was asked for */
    struct inflater *inflater; /* NULL until there is need of one */
};

bool texts_open(struct texts *t, int folder, const char *shown, struct error *error);
void texts_close(struct texts *t); /* takes {0}, too */

/* The bytes of a record; good until the next call. Neighbours in one block are inflated once,
 * when the last of them comes first. Each thread has a struct texts of its own. */
bool texts_read(struct texts *t, uint32_t docid, struct slice *record, struct error *error);

/* A block as it stands in the file, mapped; *plain is how many bytes its records have. */
bool texts_block_bytes(struct texts *t, uint32_t block, uint32_t *count, uint32_t *plain,
                       const uint8_t **bytes, size_t *length, struct error *error);

/* Verifies every byte, and reads every record. */
bool texts_check(struct texts *t, struct error *error);

/* ---- writing ---- */

/* A block in the making, deflated by whoever made it: so that threads can make blocks side by
 * side. Start with {0}; records are added in docid order. */
struct texts_block {
    struct buf plain;    /* records, one after the other */
    struct buf lengths;  /* varints */
    uint32_t count;      /* records */
    struct buf deflated; /* after texts_block_deflate(): the block as it stands in the file */
};

struct texts_deflater; /* one a thread */
struct texts_deflater *texts_deflater_new(void);
void texts_deflater_free(struct texts_deflater *d);

void texts_block_add(struct texts_block *b, struct slice record);
bool texts_block_full(const struct texts_block *b);
/* ERROR_LIMIT if a record is longer than TEXTS_RECORD_MAX. */
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
