/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds a shard that was written in bulk against what libxapian reads of it. */
#ifndef DATELINE_INDEXER_BUILD_BULK_VERIFY_H
#define DATELINE_INDEXER_BUILD_BULK_VERIFY_H

#include "indexer/build/bulk_tables.h"

/* See bulk_verify(). */
bool bulk_content_verify(const struct bulk_content *c, bool all, struct error *error);

#endif
