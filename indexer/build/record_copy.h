/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The records of shards, copied into the texts of a new one: without those that are gone, and with
 * the new paths and ids of those that were moved. A block of which every record stays as it is is
 * copied as it stands in the file, unless it is a small one: those of small shards would otherwise
 * be small for ever.
 */
#ifndef DATELINE_INDEXER_BUILD_RECORD_COPY_H
#define DATELINE_INDEXER_BUILD_RECORD_COPY_H

#include <signal.h>

#include "lib/index/shard.h"

struct record_copy {
    struct texts_writer *to;
    const volatile sig_atomic_t *stop;
    struct texts_deflater *deflater;
    struct texts_block block; /* in the making */
    struct buf record;
};

void record_copy_init(struct record_copy *c, struct texts_writer *to,
                      const volatile sig_atomic_t *stop);
void record_copy_free(struct record_copy *c);

/* Copies those of a shard, then of the next. */
bool record_copy_shard(struct record_copy *c, struct shard *s, struct error *error);

/* Writes the last block. */
bool record_copy_end(struct record_copy *c, struct error *error);

#endif
