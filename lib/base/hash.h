/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash of all checksums in an index: XXH3, 64 bits, seed 0. */
#ifndef DATELINE_LIB_BASE_HASH_H
#define DATELINE_LIB_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_64(const void *bytes, size_t length);

#endif
