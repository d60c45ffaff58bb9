/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts: the record of each article (record.h: title, path, url, text), in packed blocks of some
 * 8 KB. Question: here is a docid, what is shown of it? Not for searching.
 *
 * A sealed file "DLinetxt", version 3. Its body:
 *
 *     the blocks, one after the other. A block:
 *         for each of its records its length, a varint (varint.h)
 *         the records, one after the other: a zstd frame (RFC 8878) with its checksum, or as they
 *         are where that is not longer
 *     the table, for each block 16 bytes, and one more entry that says where the last block ends:
 *         0   8  where the block begins in the body
 *         8   4  docid of its first record; in the last entry the number of documents + 1
 *        12   4  bytes of its records, unpacked; 0 in the last entry
 *     for each dictionary 4 bytes: its number among the blocks
 *     4 bytes: the number of documents; 4 bytes: the number of blocks; 4 bytes: the number of
 *     dictionaries; 4 bytes: 0
 *
 * Docids go from 1 on without a gap. A block whose frame has as many bytes as its records holds
 * them as they are. A block without records is a dictionary, as it is: the blocks from there on, up
 * to the next one, were packed against it (its docid is that of the next block). It is some records
 * of the shard, one of each 64 bytes of text and at most 1 MB: so that blocks that are small, since
 * one is unpacked for each hit, are packed as well as large ones. A merge copies dictionaries with
 * the blocks that need them. A block that is read has its own bytes verified,
 * and by the frame's checksum what came of them: so of its dictionary, of which it needs a few
 * places, no more is read than these.
 *
 * On news of 3.5 KB, a block takes of its text, with a dictionary of 1 MB, 0.32 (blocks of 16 KB
 * 0.31; no dictionary, 16 KB: 0.46); deflated by ISA-L 0.48, by zlib's level 6 0.46, in blocks of
 * 64 KB 0.42. Packing takes 16 ns a byte (ISA-L: 4, zlib: 32), unpacking a block 25 to 45
 * microseconds. At 260 bytes an article, table and lengths take 3.2 bytes of it.
 */
#ifndef DATELINE_LIB_INDEX_TEXTS_H
#define DATELINE_LIB_INDEX_TEXTS_H

#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "lib/index/sealed.h"

#define TEXTS_FILE "texts"
#define TEXTS_MAGIC "DLinetxt"
#define TEXTS_VERSION 3
#define TEXTS_RECORD_MAX (256 << 20) /* bytes of the longest record that is written or read */
#define TEXTS_BLOCK 8192 /* bytes after which a block ends; a longer record has one of its own */
#define TEXTS_DICTIONARY_MAX (1 << 20)

struct texts {
    struct sealed file;
    uint32_t documents;
    uint32_t blocks; /* dictionaries included */
    /* private */
    uint32_t dictionaries;
    uint64_t blocks_at;       /* where the table begins */
    uint64_t dictionaries_at; /* where their numbers are */
    uint32_t loaded;          /* number of the block in `block` + 1; 0: none */
    struct buf block;         /* unpacked */
    void *unpacker;           /* NULL until there is need of one */
};

bool texts_open(struct texts *t, int folder, const char *shown, struct error *error);
void texts_close(struct texts *t); /* takes {0}, too */

/* The bytes of a record; good until the next call. Neighbours in one block are unpacked once. Each
 * thread has a struct texts of its own. */
bool texts_read(struct texts *t, uint32_t docid, struct slice *record, struct error *error);

/* Verifies every byte, and reads every record. */
bool texts_check(struct texts *t, struct error *error);

/* ---- writing ---- */

/* What blocks are packed against: bytes like theirs, copied. One may be used by several threads. */
struct texts_dictionary;
struct texts_dictionary *texts_dictionary_new(const void *bytes, size_t length);
void texts_dictionary_free(struct texts_dictionary *d);

/* How long it should be for so many bytes of records; 0: there should be none. */
size_t texts_dictionary_size(uint64_t plain);

/* A block in the making, packed by whoever made it: so that threads can make blocks side by side.
 * Start with {0}; records are added in docid order. */
struct texts_block {
    struct buf plain;   /* records, one after the other */
    struct buf lengths; /* varints */
    uint32_t count;     /* records */
    struct buf packed;  /* after texts_block_pack(): the block as it stands in the file */
};

/* One a thread, which takes some MB; `d`, if not NULL, must outlive it. */
struct texts_packer;
struct texts_packer *texts_packer_new(const struct texts_dictionary *d);
void texts_packer_free(struct texts_packer *p);

void texts_block_add(struct texts_block *b, struct slice record);
bool texts_block_full(const struct texts_block *b);
/* ERROR_LIMIT if a record is longer than TEXTS_RECORD_MAX. */
bool texts_block_pack(struct texts_block *b, struct texts_packer *p, struct error *error);
void texts_block_clear(struct texts_block *b);
void texts_block_free(struct texts_block *b);

struct texts_writer;
struct texts_writer *texts_create(int folder, const char *shown, struct error *error);
void texts_writer_free(struct texts_writer *w);

/* Blocks that are added from here on were packed against these bytes; of length 0: against none. */
bool texts_add_dictionary(struct texts_writer *w, struct slice bytes, struct error *error);

/* Appends a packed block. */
bool texts_add_block(struct texts_writer *w, const struct texts_block *b, struct error *error);

/* ---- copying blocks of another shard, for merges ---- */

/* A block as it stands in its file. */
struct texts_place {
    uint32_t first; /* docid */
    uint32_t count; /* records; 0: it is a dictionary */
    uint32_t plain; /* bytes of these, unpacked */
    struct slice bytes;
};

/* Number `block` (0..blocks-1), verified, and mapped. */
bool texts_place(struct texts *t, uint32_t block, struct texts_place *p, struct error *error);

/* Appends it, as it is. What it was packed against must be what texts_add_dictionary() was told. */
bool texts_copy_block(struct texts_writer *w, const struct texts_place *p, struct error *error);

bool texts_finish(struct texts_writer *w, struct error *error);

#endif
