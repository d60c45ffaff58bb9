/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

#define BLOCK_SIZE ((size_t)1 << 18)

struct arena_block {
    struct arena_block *next;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static void add_block(struct arena *a, size_t size)
{
    size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
    struct arena_block *block = xmalloc(sizeof *block + room);
    block->size = room;
    block->next = a->blocks;
    a->blocks = block;
    a->used = 0;
    a->total += room;
}

void *arena_alloc(struct arena *a, size_t size)
{
    const size_t unit = alignof(max_align_t);
    size = (size + unit - 1) / unit * unit;
    if (!a->blocks || size > a->blocks->size - a->used)
        add_block(a, size);
    void *memory = a->blocks->bytes + a->used;
    a->used += size;
    return memory;
}

char *arena_copy(struct arena *a, const char *text, size_t length)
{
    char *copy = arena_alloc(a, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void arena_clear(struct arena *a)
{
    struct arena_block *largest = a->blocks;
    for (struct arena_block *b = a->blocks; b; b = b->next)
        if (b->size > largest->size)
            largest = b;
    while (a->blocks) {
        struct arena_block *next = a->blocks->next;
        if (a->blocks != largest)
            free(a->blocks);
        a->blocks = next;
    }
    a->blocks = largest;
    a->used = 0;
    a->total = 0;
    if (largest) {
        largest->next = NULL;
        a->total = largest->size;
    }
}

void arena_free(struct arena *a)
{
    while (a->blocks) {
        struct arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    *a = (struct arena){0};
}
