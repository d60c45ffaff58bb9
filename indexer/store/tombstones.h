/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tombstones and moves in the making: what a run takes out of the shards that there are. It begins
 * with those of the current revision (lib/index/gone.h), and is written as those of the next.
 */
#ifndef DATELINE_INDEXER_STORE_TOMBSTONES_H
#define DATELINE_INDEXER_STORE_TOMBSTONES_H

#include "indexer/store/store.h"
#include "lib/index/columns.h"
#include "lib/index/gone.h"

struct tombstones;

/* Those of the store's revision; the store must outlive it. NULL and *error. */
struct tombstones *tombstones_new(const struct store *s, struct error *error);
void tombstones_free(struct tombstones *t);

/* The tombstones of the revision itself, as shard_open() wants them; NULL if there are none. */
struct gone *tombstones_base(struct tombstones *t);

/* True if an article is gone, or has been taken out by this run. */
bool tombstones_has(const struct tombstones *t, size_t shard, uint32_t docid);

/* Takes an article out; false if it was gone already. */
bool tombstones_add(struct tombstones *t, size_t shard, uint32_t docid);

/* Asks that the article of this id, a file of one article, is taken out; or that it gets another
 * path and id. tombstones_resolve() then finds them all in one pass over the ids. */
void tombstones_drop_id(struct tombstones *t, const char *id);
void tombstones_move_id(struct tombstones *t, const char *id, const char *new_id, const char *path);
bool tombstones_resolve(struct tombstones *t, struct error *error);

/* For a rebuild: all articles are taken out but those that are asked to stay, here and, by
 * tombstones_keep_id(), with tombstones_resolve(). */
void tombstones_keep(struct tombstones *t, size_t shard, uint32_t docid);
void tombstones_keep_id(struct tombstones *t, const char *id);

/* Whether this run changed anything. */
bool tombstones_changed(const struct tombstones *t);

/* Writes the file of the next revision, of those shards that it still has, and sets next->gone (""
 * if nothing is gone or moved) and the counts of the shards. */
bool tombstones_write(struct tombstones *t, struct manifest *next, struct error *error);

#endif
