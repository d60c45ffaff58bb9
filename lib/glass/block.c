/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The form of a block in the file. */
#include "lib/glass/block.h"

#include <string.h>

#include "lib/glass/pack.h"

void glass_block_write(const struct glass_block *b, uint32_t revision, unsigned level, uint8_t *to)
{
    uint32_t directory_end = GLASS_BLOCK_HEAD + 2 * b->count;
    uint32_t first = GLASS_BLOCK_SIZE - b->used;
    uint32_t free_bytes = first - directory_end;

    glass_put_be32(to, revision);
    to[4] = (uint8_t)level;
    glass_put_be16(to + 5, free_bytes);
    glass_put_be16(to + 7, free_bytes);
    glass_put_be16(to + 9, directory_end);
    for (uint32_t i = 0; i < b->count; i++)
        glass_put_be16(to + GLASS_BLOCK_HEAD + 2 * i, first + b->start[i]);
    memset(to + directory_end, 0, free_bytes);
    memcpy(to + first, b->items, b->used);
}
