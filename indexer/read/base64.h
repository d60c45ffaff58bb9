/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Base64, as it stands in feeds. */
#ifndef DATELINE_INDEXER_READ_BASE64_H
#define DATELINE_INDEXER_READ_BASE64_H

#include "lib/base/arena.h"
#include "lib/base/slice.h"

/* The bytes, in the arena. Blanks are passed over, and what is not of base64, too: *wrong counts
 * it. */
struct slice base64_decode(struct slice text, struct arena *arena, size_t *wrong);

#endif
