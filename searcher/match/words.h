/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terms of all shards of an archive as one list in byte order, each once. */
#ifndef DATELINE_SEARCHER_MATCH_WORDS_H
#define DATELINE_SEARCHER_MATCH_WORDS_H

#include "lib/base/slice.h"
#include "searcher/match/archive.h"

struct words;

/* Terms that begin with a prefix. NULL and *error. */
struct words *words_open(struct archive *a, const char *prefix, size_t length, struct error *error);
void words_close(struct words *w);

/* The next term, and in how many articles it is; term->length is 0 at the end. It is good until
 * the next call. */
bool words_next(struct words *w, struct slice *term, uint64_t *documents, struct error *error);

#endif
