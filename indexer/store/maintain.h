/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work on an index as a whole: --check, --stats. */
#ifndef DATELINE_INDEXER_STORE_MAINTAIN_H
#define DATELINE_INDEXER_STORE_MAINTAIN_H

#include <stdbool.h>

#include "lib/index/home.h"

/* Checks each shard with Xapian's own check, in a process of its own, since that may crash on a
 * damaged shard, and prints what it found. False if there are faults or one cannot be checked;
 * *message is not empty in the second case. SIGCHLD gets its default handling. */
bool maintain_check(const struct home *home, char message[512]);

/* Prints articles, dates, size by table and text bytes of the index. */
bool maintain_stats(const struct home *home, char message[512]);

#endif
