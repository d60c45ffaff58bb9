/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An input that hashes what passes through it: XXH3, 64 bits. */
#ifndef DATELINE_INDEXER_READ_HASHED_H
#define DATELINE_INDEXER_READ_HASHED_H

#include "indexer/read/input.h"

struct hashed;

/* Opens `in` on a file; closing it closes all but the result, which hashed_free() frees. NULL:
 * *error says why. */
struct hashed *hashed_open(struct input *in, const char *path, const char *name,
                           struct error *error);

/* The hash of the bytes that have passed, and how many they are. */
uint64_t hashed_value(const struct hashed *h, uint64_t *bytes);

void hashed_free(struct hashed *h);

#endif
