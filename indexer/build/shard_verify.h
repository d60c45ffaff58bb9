/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds a shard against what libxapian reads of it: the number of articles, the sum of their
 * lengths, and of a sample of terms all postings. A whole Database::check() walks every block of
 * each table again; what it can find that this does not, sums.h finds whenever a block is read.
 */
#ifndef DATELINE_INDEXER_BUILD_SHARD_VERIFY_H
#define DATELINE_INDEXER_BUILD_SHARD_VERIFY_H

#include "indexer/build/shard_tables.h"

bool shard_verify(const struct shard_tables *t, struct error *error);

#endif
