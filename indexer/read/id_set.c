/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/id_set.h"

#include <stdlib.h>

#include "lib/base/mem.h"

/* Where a hash is, or where it would be put. */
static size_t slot_of(const struct id_set *s, uint64_t hash)
{
    size_t i = (size_t)(hash ^ hash >> 32) & (s->room - 1);
    while (s->slots[i] && s->slots[i] != hash)
        i = (i + 1) & (s->room - 1);
    return i;
}

static void grow(struct id_set *s)
{
    struct id_set larger = {.room = s->room ? s->room * 2 : 64, .count = s->count};
    larger.slots = xcalloc(larger.room, sizeof *larger.slots);
    for (size_t i = 0; i < s->room; i++)
        if (s->slots[i])
            larger.slots[slot_of(&larger, s->slots[i])] = s->slots[i];
    free(s->slots);
    *s = larger;
}

bool id_set_add(struct id_set *s, uint64_t hash)
{
    hash += hash == 0;
    if ((s->count + 1) * 4 > s->room * 3)
        grow(s);
    size_t i = slot_of(s, hash);
    if (s->slots[i])
        return false;
    s->slots[i] = hash;
    s->count++;
    return true;
}

bool id_set_has(const struct id_set *s, uint64_t hash)
{
    hash += hash == 0;
    return s->room && s->slots[slot_of(s, hash)];
}

void id_set_free(struct id_set *s)
{
    free(s->slots);
    *s = (struct id_set){0};
}
