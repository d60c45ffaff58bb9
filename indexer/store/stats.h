/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an index holds (--stats): sizes by shard and table, and articles by where their dates came
 * from and how precise they are, by format and by publisher. */
#ifndef DATELINE_INDEXER_STORE_STATS_H
#define DATELINE_INDEXER_STORE_STATS_H

#include <stdbool.h>

#include "lib/base/error.h"
#include "lib/index/home.h"

/* Prints on stdout. False and *error if the index cannot be read. */
bool stats_print(const struct home *home, struct error *error);

#endif
