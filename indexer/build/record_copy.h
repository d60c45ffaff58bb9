/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The records of shards, copied into the texts of a new one: without those that are gone, and with
 * the new paths and ids of those that were moved. A block of which every record stays as it is is
 * copied as it stands in its file, with its dictionary. Blocks of small shards would be small for
 * ever, and packed without a dictionary, or with a short one: their records are packed anew.
 */
#ifndef DATELINE_INDEXER_BUILD_RECORD_COPY_H
#define DATELINE_INDEXER_BUILD_RECORD_COPY_H

#include <signal.h>

#include "lib/index/shard.h"

struct record_copy {
    struct texts_writer *to;
    struct shard *const *shards;
    size_t count;
    uint64_t memory;
    const volatile sig_atomic_t *stop;
    /* private */
    struct texts_block block; /* in the making */
    struct buf record;
    size_t wanted;                     /* bytes that a dictionary of all should have */
    struct slice dictionary;           /* that of the blocks written last; mapped, or `own` */
    struct buf own;                    /* one made here */
    struct texts_dictionary *compiled; /* of `dictionary`, and what packs with it; NULL until a */
    struct texts_packer *packer;       /* record is packed anew */
};

/* Copies all. Start with the first members set, the others 0. */
bool record_copy(struct record_copy *c, struct error *error);
void record_copy_free(struct record_copy *c);

#endif
