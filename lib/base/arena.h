/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for many small things that die together. What arena_alloc() returns is aligned for any
 * type, never moves, and is good until arena_clear() or arena_free(). Start with {0}.
 */
#ifndef DATELINE_LIB_BASE_ARENA_H
#define DATELINE_LIB_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* the one in use first */
    size_t used;                /* bytes of it */
    size_t total;               /* bytes of all blocks: what the arena costs */
};

void *arena_alloc(struct arena *a, size_t size);

/* A copy with a NUL behind it. */
char *arena_copy(struct arena *a, const char *text, size_t length);

/* Forgets what was allocated, and keeps the largest block for what comes. */
void arena_clear(struct arena *a);
void arena_free(struct arena *a);

#endif
