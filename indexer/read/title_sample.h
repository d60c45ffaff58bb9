/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a sample of the files that are to be indexed, before all of them are: which sentences do
 * many texts begin with? Up to SAMPLE_FILES files, spread evenly over the list of work, and of
 * files of many records the first ones. Files whose articles bring titles are left after the
 * first; pages always do, and are not opened. What is wrong with a file is not told here.
 *
 * A sample reads up to about SAMPLE_BYTES, so that a build of 60,000 files takes a hundredth
 * longer by it.
 */
#ifndef DATELINE_INDEXER_READ_TITLE_SAMPLE_H
#define DATELINE_INDEXER_READ_TITLE_SAMPLE_H

#include <signal.h>

#include "indexer/files/work.h"
#include "indexer/read/source.h"

#define SAMPLE_FILES 2048
#define SAMPLE_BYTES ((uint64_t)16 << 20)

/* Adds to the counts, which are to be settled then. False and *error: the list cannot be read. */
bool title_sample(struct title_counts *counts, struct work_list *list, const struct home *home,
                  const struct source_settings *settings, const volatile sig_atomic_t *stop,
                  struct error *error);

#endif
