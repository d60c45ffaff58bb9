/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Xapian's other tables (--tables=full), out of a shard that has none of them: position.glass from
 * its positions, docdata.glass from its texts, and termlist.glass from its postings, turned over
 * from by term to by article in as many passes as the memory asks for.
 */
#ifndef DATELINE_INDEXER_BUILD_FULL_TABLES_H
#define DATELINE_INDEXER_BUILD_FULL_TABLES_H

#include <signal.h>

#include "lib/glass/table_writer.h"
#include "lib/index/shard.h"

/* Writes the tables into the folder of the shard, and sets their roots. */
bool full_tables_write(struct shard *s, size_t jobs, uint64_t memory,
                       const volatile sig_atomic_t *stop, struct glass_root roots[GLASS_KINDS],
                       struct error *error);

#endif
