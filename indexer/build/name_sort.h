/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sorts the words of a shard by the keys of their names (lib/text/name_key.h) within a limit of
 * memory: what does not fit is sorted part by part into one file of the shard's folder, and the
 * parts are merged at the end.
 */
#ifndef DATELINE_INDEXER_BUILD_NAME_SORT_H
#define DATELINE_INDEXER_BUILD_NAME_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"
#include "lib/base/slice.h"

struct name_sort;

/* `shown` is the path of the folder, for messages; it must outlive the sorter. */
struct name_sort *name_sort_new(int folder, const char *shown, uint64_t memory);
void name_sort_free(struct name_sort *s); /* removes its file, too */

/* Takes a term of the shard, in byte order; those that have no key are passed over: all that are
 * no words, too. */
bool name_sort_add(struct name_sort *s, const char *term, size_t length, struct error *error);

/* Calls `each` for all, in the order of keys, then words; false from it ends the walk. Once. */
bool name_sort_walk(struct name_sort *s,
                    bool (*each)(void *context, struct slice key, struct slice word,
                                 struct error *error),
                    void *context, struct error *error);

#endif
