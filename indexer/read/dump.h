/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --dump: an article as it would be indexed, as a JSON object on a line. */
#ifndef DATELINE_INDEXER_READ_DUMP_H
#define DATELINE_INDEXER_READ_DUMP_H

#include "indexer/read/article.h"
#include "lib/base/buf.h"

/* Appends {"path":...,"record":...,"id":...,"title":...,"date":...,"date_source":...,
 * "date_where":...,"url":...,"publisher":...,"author":...,"text":...} and a newline. All are
 * strings, "" where nothing is known; `path` is as it is to be shown. Bytes that are no UTF-8,
 * which only paths have, become U+FFFD. */
void dump_article(struct buf *out, const struct article *a, const char *path);

#endif
