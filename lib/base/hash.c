/* SPDX-License-Identifier: GPL-2.0-or-later */
#define XXH_INLINE_ALL /* searcher links no library for it */
#include "lib/base/hash.h"

#include <xxhash.h>

uint64_t hash_64(const void *bytes, size_t length)
{
    return XXH3_64bits(bytes, length);
}
