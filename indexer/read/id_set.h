/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of 64-bit hashes, some 12 bytes each: which keys a file of records had so far. Start with
 * {0}. */
#ifndef DATELINE_INDEXER_READ_ID_SET_H
#define DATELINE_INDEXER_READ_ID_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct id_set {
    uint64_t *slots; /* 0: free */
    size_t count;
    size_t room; /* a power of 2 */
};

/* False if it was there. */
bool id_set_add(struct id_set *s, uint64_t hash);
bool id_set_has(const struct id_set *s, uint64_t hash);
void id_set_free(struct id_set *s);

#endif
