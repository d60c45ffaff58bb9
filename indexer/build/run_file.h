/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run on disk, and the reading of runs, there or in memory, as sources of terms. A file holds,
 * for each term in byte order:
 *
 *     length, bytes, documents, occurrences, placed (0 or 1)
 *     chunks, until all documents were there: postings, docid before the first, bytes of the
 *     postings, bytes of the positions, then both, as in a run (run.h)
 *
 * All numbers are LEB128 varints. There is no header: a file is read back by the process that wrote
 * it, and removed at the end. A chunk is closed at RUN_CHUNK postings or bytes of positions, so
 * that reading takes little memory; a single posting is not divided.
 */
#ifndef DATELINE_INDEXER_BUILD_RUN_FILE_H
#define DATELINE_INDEXER_BUILD_RUN_FILE_H

#include <signal.h>

#include "indexer/build/run.h"
#include "indexer/build/term_merge.h"

enum { RUN_CHUNK = 512, RUN_CHUNK_POSITIONS = 16384 };

/* Writes a run that is in memory to a new file of the folder; `shown` is its path for messages. */
bool run_file_write(const struct run *r, int folder, const char *name, const char *shown,
                    struct error *error);

/* Writes what a merge that wants positions yields. ERROR_STOPPED when *stop is not 0. */
bool run_file_merge(struct term_merge *m, int folder, const char *name, const char *shown,
                    const volatile sig_atomic_t *stop, struct error *error);

/* Sources; positions are passed over unless wanted. A run in memory must outlive its source. */
struct term_source *run_source_memory(const struct run *r, bool positions);
struct term_source *run_source_file(int folder, const char *name, const char *shown, bool positions,
                                    struct error *error);

#endif
