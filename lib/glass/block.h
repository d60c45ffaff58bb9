/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One block of a B-tree being filled, and the form it takes in the file (lib/glass/format.h).
 *
 * Here items are kept in the order in which they come, and moved as one piece to the end of the
 * block when it is full. What an item holds is glass_table.h's affair.
 */
#ifndef DATELINE_LIB_GLASS_BLOCK_H
#define DATELINE_LIB_GLASS_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "lib/glass/format.h"

enum {
    GLASS_BLOCK_ITEMS = GLASS_BLOCK_SIZE / 5 /* an item has at least 3 bytes, and 2 in front */
};

struct glass_block {
    uint32_t count; /* items */
    uint32_t used;  /* bytes of them */
    uint16_t start[GLASS_BLOCK_ITEMS];
    uint8_t items[GLASS_BLOCK_SIZE];
};

static inline void glass_block_clear(struct glass_block *b)
{
    b->count = 0;
    b->used = 0;
}

/* The bytes that the next item may have; negative when not even its directory entry fits. */
static inline int glass_block_room(const struct glass_block *b)
{
    return GLASS_BLOCK_SIZE - GLASS_BLOCK_HEAD - 2 - (int)(2 * b->count + b->used);
}

/* Makes an item of `size` bytes, for which there is room, and returns where its bytes go. */
static inline uint8_t *glass_block_item(struct glass_block *b, size_t size)
{
    uint8_t *item = b->items + b->used;
    b->start[b->count++] = (uint16_t)b->used;
    b->used += (uint32_t)size;
    return item;
}

static inline const uint8_t *glass_block_last(const struct glass_block *b)
{
    return b->items + b->start[b->count - 1];
}

/* Lays the block out in the GLASS_BLOCK_SIZE bytes at `to`. */
void glass_block_write(const struct glass_block *b, uint32_t revision, unsigned level, uint8_t *to);

#endif
