/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The writer for many articles at once: writes a whole new shard, sequentially, from sorted runs
 * (run.h), without libxapian, which only reads it. Each batch of articles, in date order, is split
 * among threads; each makes a run of its share, and the entries of the tables that are kept by
 * document. At the end the runs are merged by term, into the tables kept by term.
 */
#ifndef DATELINE_INDEXER_BUILD_BULK_H
#define DATELINE_INDEXER_BUILD_BULK_H

#include <signal.h>

#include "indexer/read/article.h"
#include "lib/base/error.h"

struct bulk;

struct bulk_options {
    const char *folder;                /* of the shard: made by bulk_new(), must not exist */
    const char *language;              /* of the stemmer, which must be known */
    size_t jobs;                       /* threads */
    uint64_t memory;                   /* bytes to stay under, roughly */
    const volatile sig_atomic_t *stop; /* not 0: what is added may be dropped; do not finish */
};

/* NULL: *error says why. Free with bulk_free(), finished or not; an unfinished folder is left to
 * the caller to remove. */
struct bulk *bulk_new(const struct bulk_options *options, struct error *error);
void bulk_free(struct bulk *b);

/* How many bytes of text a batch should have, so that the memory suffices. */
uint64_t bulk_batch_bytes(const struct bulk_options *options);

/* Adds articles, which get the next docids in this order. */
bool bulk_add(struct bulk *b, const struct article *const *articles, size_t count,
              struct error *error);

/* Adds a metadata entry; keys come in any order, each once. Both are copied. */
void bulk_metadata(struct bulk *b, const char *key, size_t key_length, const char *value,
                   size_t length);

/* Writes what is left; the shard is a database then. */
bool bulk_finish(struct bulk *b, struct error *error);

/*
 * Opens the finished shard with libxapian, and holds it against what was written: the number of
 * articles, their lengths, and of a sample of terms and articles all there is. With `all`, Xapian
 * checks the whole of it, too. False: *error says what differs.
 */
bool bulk_verify(const struct bulk *b, bool all, struct error *error);

/* True if libxapian is one whose format we write: 1.4. */
bool bulk_knows_library(void);

#endif
