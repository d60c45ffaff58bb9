/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sums: checksums of the files of a shard that are Xapian's, which have none: postlist.glass by
 * its blocks, iamglass whole, and position.glass, termlist.glass, docdata.glass where they are.
 * The sealed files beside them have their own; of these it keeps the last one, the seal, so that
 * one of another shard is told from that which belongs here.
 *
 * A sealed file "DLinesum", version 2. Its body:
 *
 *     0   4  number of files
 *     4   4  0
 *     8      for each file 32 bytes, in the order of sums_names[], then of sums_sealed[]:
 *            0  16  its name, 0 behind
 *           16   8  its length in bytes
 *           24   8  where its sums are in the body; of a sealed file its last 8 bytes
 *            the sums: for each SUMS_BLOCK bytes of a file, the last ones fewer, the low 32 bits
 *            of their XXH3 64-bit hash
 *
 * A byte for each 2 KB of the tables.
 */
#ifndef DATELINE_LIB_INDEX_SUMS_H
#define DATELINE_LIB_INDEX_SUMS_H

#include "lib/glass/format.h"
#include "lib/index/sealed.h"

#define SUMS_FILE "sums"
#define SUMS_MAGIC "DLinesum"
#define SUMS_VERSION 2
#define SUMS_BLOCK GLASS_BLOCK_SIZE

/* The files that Xapian may have in a shard; NULL at the end. */
extern const char *const sums_names[];

/* The sealed files of a shard but `sums` itself; NULL at the end. */
extern const char *const sums_sealed[];

/* Computes the sums of the files in the shard's folder, and writes `sums`; `shown` is the path of
 * the folder. */
bool sums_write(int folder, const char *shown, struct error *error);

struct sums {
    struct sealed file;
    uint64_t postlist_length; /* of postlist.glass, in bytes */
    uint32_t blocks;          /* of postlist.glass */
    /* private */
    uint32_t files;
    uint64_t postlist_at; /* where the sums of its blocks begin */
};

/* `shown` is the path of the shard's folder here and below. */
bool sums_open(struct sums *s, int folder, const char *shown, struct error *error);
void sums_close(struct sums *s); /* takes {0}, too */

/* True if these GLASS_BLOCK_SIZE bytes are block `number` of postlist.glass. */
bool sums_block(struct sums *s, uint32_t number, const uint8_t *bytes, struct error *error);

/* True if these bytes are the whole of iamglass. */
bool sums_iamglass(struct sums *s, const uint8_t *bytes, size_t length, struct error *error);

/* True if an open sealed file is the one that `sums` means by this name. */
bool sums_seal(struct sums *s, const char *name, const struct sealed *file, struct error *error);

/* Verifies all files that the sums name, but for sealed ones; and that no Xapian file is there
 * which they do not. */
bool sums_check(struct sums *s, int folder, const char *shown, struct error *error);

#endif
