/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which shards are merged, and when: like with like, so that each article is merged O(log n) times
 * however many small runs there are; and those of which much is gone. Then the merging.
 */
#ifndef DATELINE_INDEXER_STORE_TIERS_H
#define DATELINE_INDEXER_STORE_TIERS_H

#include "indexer/build/shard_merge.h"
#include "indexer/store/store.h"

#define TIERS_SHARDS 8 /* more than these are merged */
#define TIERS_GONE 4   /* a shard of which one in so many articles is gone is written anew */

/*
 * Chooses what is to be merged next: numbers of shards into `chosen` (room for all), ascending,
 * returned is how many; 0: nothing is due. With `all`, all shards, unless there is just one of
 * which nothing is gone or moved. Merged are the smallest shards, as long as the next is not more
 * than twice what is together so far.
 */
size_t tiers_choose(const struct manifest *m, bool all, size_t *chosen);

/* Merges these shards into one and publishes that. False: the index is as it was. */
bool tiers_merge(struct store *s, const size_t *chosen, size_t count,
                 const struct shard_options *options, struct error *error);

#endif
