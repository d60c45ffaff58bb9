/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sentences that many texts begin with, so that one which an archive puts before all its articles
 * becomes no title. They are counted once, in a sample of a whole archive (title_sample.h), before
 * any title is cut out; what is found is remembered by the index as hashes, and later updates
 * follow it: a title depends on the sample that the index was built by, not on the order of files
 * or threads. Hashes are XXH3, 64 bits.
 */
#ifndef DATELINE_INDEXER_READ_TITLE_COUNTS_H
#define DATELINE_INDEXER_READ_TITLE_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/slice.h"

#define TITLE_COUNTS_SHARED 8  /* texts that begin with a sentence that is shared, at least */
#define TITLE_COUNTS_PART 2000 /* and one in so many of those that were counted */

struct title_counts;

struct title_counts *title_counts_new(void);
void title_counts_free(struct title_counts *c); /* NULL is none */

/* Counts a text's first sentence (title_first_sentence()), once for all texts that are the same.
 * Texts that have titles are not added. */
void title_counts_add(struct title_counts *c, struct slice sentence, struct slice text);

/* Keeps those that are shared: nothing is added after it, and nothing asked before. */
void title_counts_settle(struct title_counts *c);

/* Adds one that is known to be shared, after that. */
void title_counts_know(struct title_counts *c, uint64_t hash);

/* The hashes of those that are shared, *count of them, ascending where they were counted. */
const uint64_t *title_counts_list(const struct title_counts *c, size_t *count);

bool title_counts_shared(const struct title_counts *c, struct slice sentence);

#endif
