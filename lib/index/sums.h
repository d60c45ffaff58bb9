/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sums: checksums of the files of a shard that are Xapian's, which have none: postlist.glass by
 * its blocks, iamglass whole, and position.glass, termlist.glass, docdata.glass where they are.
 *
 *     (format: see sums.c)
 */
#ifndef DATELINE_LIB_INDEX_SUMS_H
#define DATELINE_LIB_INDEX_SUMS_H

#include "lib/index/sealed.h"

/* Computes the sums of the Xapian files in the shard's folder, and writes `sums`. */
bool sums_write(int folder, const char *shown, struct error *error);

struct sums {
    struct sealed file;
    /* private */
    uint64_t postlist_at; /* where the sums of its blocks begin */
    uint32_t blocks;      /* of postlist.glass */
};

bool sums_open(struct sums *s, int folder, const char *shown, struct error *error);
void sums_close(struct sums *s);

/* True if these GLASS_BLOCK_SIZE bytes are block `number` of postlist.glass. */
bool sums_block(struct sums *s, uint32_t number, const uint8_t *bytes, struct error *error);

/* Verifies all files that the sums name; and that no Xapian file is there which they do not. */
bool sums_check(struct sums *s, int folder, const char *shown, struct error *error);

#endif
