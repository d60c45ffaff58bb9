/* SPDX-License-Identifier: GPL-2.0-or-later */
/* indexer --dump: prints each article as it would be indexed, one JSON object a line, on stdout,
 * and writes nothing. What the index knows plays no part. */
#ifndef DATELINE_INDEXER_DUMPING_H
#define DATELINE_INDEXER_DUMPING_H

#include "indexer/indexing.h"

/* As indexing_run(). */
enum indexing_status dumping_run(const struct request *q, struct report *report,
                                 struct update_counts *counts, struct error *error);

#endif
