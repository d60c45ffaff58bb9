/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run learned of files, waiting on disk until the run is done: entries to be put into the
 * table of files, and paths to be taken out of it. Then the old table and these are merged into
 * the new one, so that memory does not grow with either.
 */
#ifndef DATELINE_INDEXER_FILES_CHANGES_H
#define DATELINE_INDEXER_FILES_CHANGES_H

#include "indexer/files/file_table.h"
#include "indexer/files/tempfile.h"

struct changes;

/* Takes the folder where it may keep a temporary file. NULL and *error. */
struct changes *changes_new(int folder, struct error *error);
void changes_free(struct changes *c);

/* Notes an entry that is new or takes the place of that of the same path; or that a path is gone.
 * Any order; that of path_compare() costs least. Of several for one path the last counts. */
bool changes_put(struct changes *c, const struct known_file *f, struct error *error);
bool changes_drop(struct changes *c, const char *path, struct error *error);

/* How many were noted. */
uint64_t changes_count(const struct changes *c);

/* Writes the table that `old` (NULL: none) becomes with them. */
bool changes_write(struct changes *c, struct file_table *old, struct file_table_writer *to,
                   struct error *error);

#endif
