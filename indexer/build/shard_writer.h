/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The writer of shards: articles in, a folder out with all tables of a shard (lib/index/shard.h).
 * Written once, from front to back, then never changed. Each batch of articles is split among
 * threads, and each makes a sorted run of its share (run.h); at the end the runs are merged by
 * term into the tables. An index gets new articles by a new shard, so there is no other writer;
 * shards are merged by shard_merge.h, into the same tables by the same code (shard_tables.h).
 *
 * What is written is on the disk when shard_writer_finish() returns true, and has been held
 * against what libxapian reads of it. A folder that was not finished is of no use: the caller
 * removes it, with whatever is in it (runs are among that).
 */
#ifndef DATELINE_INDEXER_BUILD_SHARD_WRITER_H
#define DATELINE_INDEXER_BUILD_SHARD_WRITER_H

#include <signal.h>

#include "indexer/read/article.h"
#include "lib/base/error.h"
#include "lib/index/manifest.h"

/* An article of more bytes of text than this is no article: readers cut it, and say so
 * (READER_TEXT_MAX). shard_writer_add() fails with ERROR_LIMIT, naming the article. */
#define SHARD_TEXT_MAX ((size_t)64 << 20)

struct shard_options {
    const char *language;              /* of the stemmer, which must be known */
    size_t jobs;                       /* threads, at least 1 */
    uint64_t memory;                   /* bytes that the process is to stay under; see below */
    bool full;                         /* write Xapian's other tables, too (--tables=full) */
    const volatile sig_atomic_t *stop; /* not 0: end soon, with ERROR_STOPPED */
};

struct shard_writer;

/* Makes the folder NAME in the index folder, open as `index`, whose path is `index_path`; one that
 * is there is an error. NULL and *error. Free with shard_writer_free(), finished or not. The
 * options are copied, but not the language. */
struct shard_writer *shard_writer_new(int index, const char *index_path, const char *name,
                                      const struct shard_options *options, struct error *error);
void shard_writer_free(struct shard_writer *w);

/* How many bytes of text a batch should have for the memory to suffice: the text of a batch is the
 * caller's memory, and a part of options->memory, as is what is worked on. */
uint64_t shard_batch_bytes(const struct shard_options *options);

/* Adds articles, which get the next docids, from 1, in this order; they are not needed afterwards.
 * Callers sort a batch by date, so that a shard of one batch is in date order. */
bool shard_writer_add(struct shard_writer *w, const struct article *const *articles, size_t count,
                      struct error *error);

/* Writes what is left. *info has the name, and documents, total_length, first_date and last_date;
 * nothing is gone. At least one article must have been added. */
bool shard_writer_finish(struct shard_writer *w, struct manifest_shard *info, struct error *error);

#endif
