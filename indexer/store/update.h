/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The writer for changes: adds, replaces, moves and deletes articles one by one through libxapian.
 * What belongs to one file (its articles and its `file:` entry) is changed in one shard and in one
 * transaction. Nothing is seen by readers before store_commit().
 */
#ifndef DATELINE_INDEXER_STORE_UPDATE_H
#define DATELINE_INDEXER_STORE_UPDATE_H

#include "indexer/store/store.h"
#include "indexer/words/analyse.h"

struct update {
    struct store *store;
    struct analyser analyser;
    struct buf scratch;
    struct vocabulary dropped; /* words of documents that went: names to drop if none is left */
};

void update_init(struct update *u, struct store *store, struct stemmer *stemmer);
void update_free(struct update *u);

/* Adds an article to a shard. */
bool update_add(struct update *u, size_t shard, const struct article *a, struct xc_error *error);

/* Replaces the article of a file that holds one: `path` as the index knows it. */
bool update_replace(struct update *u, size_t shard, const char *path, const struct article *a,
                    struct xc_error *error);

/* Gives the article of `path` the source and date of `a`, whose text is the same. */
bool update_move(struct update *u, size_t shard, const char *path, const struct article *a,
                 struct xc_error *error);

/* Deletes the articles of a file. */
bool update_delete(struct update *u, const struct known_file *f, struct xc_error *error);

/* Writes what is known of a file to its shard; and forgets a file. */
bool update_known(struct update *u, const struct known_file *f, struct xc_error *error);
bool update_forget(struct update *u, const struct known_file *f, struct xc_error *error);

/* Drops names whose last article went. To be called before each commit. */
bool update_names(struct update *u, struct xc_error *error);

#endif
