/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A shard, opened for reading: its tables, mapped. Opening costs the same for every size. A shard
 * never changed since it was published, and one that is removed stays readable until it is closed.
 * Several threads may read it, but for its texts: those are one thread's at a time.
 */
#ifndef DATELINE_LIB_INDEX_SHARD_H
#define DATELINE_LIB_INDEX_SHARD_H

#include "lib/glass/table_reader.h"
#include "lib/index/columns.h"
#include "lib/index/gone.h"
#include "lib/index/manifest.h"
#include "lib/index/names.h"
#include "lib/index/sums.h"
#include "lib/index/texts.h"

struct shard {
    struct manifest_shard info;
    char *path; /* of its folder, for messages; NULL if it is not open */
    int folder;
    struct glass_tree postlist; /* verified by sums when a block is first read */
    struct sums sums;
    struct sealed positions;
    struct columns columns;
    struct texts texts;
    struct names names;
    struct gone_shard gone;
    struct gone *gone_file; /* what `gone` is a part of, for its moves: as given to shard_open() */
};

/* Opens the shard `info` of the index folder; its counts and dates are held against `info`.
 * Tombstones are of `gone`, which must outlive it; NULL if the index has none. An open shard must
 * not be moved or copied: its parts point to each other. Whatever the error, there is nothing to
 * close. A file that is missing is ERROR_DAMAGED with ENOENT as number: a newer revision may have
 * been published since the manifest was read; one that cannot be opened now is ERROR_SYSTEM. */
bool shard_open(struct shard *s, int index, const char *index_path,
                const struct manifest_shard *info, struct gone *gone, struct error *error);
void shard_close(struct shard *s); /* takes {0}, too */

/* False and *error if a mapped page of it could not be read since it was opened: what was read is
 * not to be believed. */
bool shard_intact(const struct shard *s, struct error *error);

/* Verifies every byte of it, and its tables against each other: reads all postings and positions,
 * whose frequencies must add up to the lengths in the columns; every word of the names must be a
 * term. Memory: 4 bytes an article. The file of tombstones is checked by gone_check(). */
bool shard_check(struct shard *s, struct error *error);

/* True if an article is gone. */
static inline bool shard_is_gone(const struct shard *s, uint32_t docid)
{
    return s->gone.count && s->gone.bits[docid >> 6] >> (docid & 63) & 1;
}

#endif
