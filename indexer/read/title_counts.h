/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many texts begin with the same sentence, so that one which an archive puts before all its
 * articles becomes no title. The counts are of a whole archive, made before any title is cut out:
 * adding is commutative, so that the order of files and threads says nothing, and the same archive
 * has the same titles after every rebuild. 4 MB, whatever the archive: counts are by hash, in two
 * rows, of which the lesser is taken. A count can be too high by what falls on the same hashes,
 * about one per million texts, and the limit grows faster than that.
 */
#ifndef DATELINE_INDEXER_READ_TITLE_COUNTS_H
#define DATELINE_INDEXER_READ_TITLE_COUNTS_H

#include <stdbool.h>

#include "lib/base/slice.h"

struct title_counts;

/* Free with free(). */
struct title_counts *title_counts_new(void);

/* Counts a text's first sentence (title_first_sentence()). Texts that have titles are not added. */
void title_counts_add(struct title_counts *c, struct slice sentence);

/* Adds what another thread counted. */
void title_counts_merge(struct title_counts *c, const struct title_counts *other);

/* At least 8 texts, and one in 2000, begin so. */
bool title_counts_shared(const struct title_counts *c, struct slice sentence);

#endif
