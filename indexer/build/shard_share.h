/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A share of a batch of articles: what one thread makes of it. Postings become runs, one unless its
 * part of the memory does not suffice; records become packed blocks.
 */
#ifndef DATELINE_INDEXER_BUILD_SHARD_SHARE_H
#define DATELINE_INDEXER_BUILD_SHARD_SHARE_H

#include <pthread.h>

#include "indexer/build/runs.h"
#include "indexer/build/shard_writer.h"
#include "lib/base/arena.h"
#include "lib/index/texts.h"

enum { SHARD_PARTS = 6 };

struct shard_share {
    const struct shard_options *options;
    struct runs *all; /* of the shard, to write runs that are too large */
    struct stemmer *stemmer;
    struct texts_packer *packer; /* made by the owner before the first batch; the share's to free */
    struct run_builder builder;
    pthread_t thread;
    /* What is to be done. */
    const struct article *const *articles;
    size_t count;
    uint32_t first;    /* docid of the first */
    uint32_t *lengths; /* to be filled in, for each */
    /* What came of it. */
    struct stored_run *runs; /* in docid order */
    size_t run_count;
    size_t run_room;
    struct texts_place *blocks; /* packed records; their docids are not filled in */
    size_t block_count;
    size_t block_room;
    struct error error; /* of status 0 if there is none */
    /* private */
    struct arena packed;      /* the bytes of the blocks */
    struct texts_block block; /* in the making */
    struct buf record;
    uint64_t held; /* bytes of runs in memory */
};

void shard_share_init(struct shard_share *s, const struct shard_options *options, struct runs *all);
void shard_share_free(struct shard_share *s);

/* Frees what came of it, which was taken. */
void shard_share_clear(struct shard_share *s);

/* The work, as a thread's function: takes and returns the share, replacing what came of the last
 * one, of which runs were taken or are freed. */
void *shard_share_work(void *share);

#endif
