/* SPDX-License-Identifier: GPL-2.0-or-later */
#define XXH_INLINE_ALL
#include "indexer/vocabulary.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/mem.h"

#define FIRST_SIZE ((size_t)1 << 14)

static void place(struct vocabulary *v, uint32_t number)
{
    size_t at = v->entries[number].hash & (v->table_size - 1);
    while (v->table[at])
        at = (at + 1) & (v->table_size - 1);
    v->table[at] = number + 1;
}

/* Keeps the table at most half full. */
static void grow(struct vocabulary *v)
{
    v->table_size = v->table_size ? v->table_size * 2 : FIRST_SIZE;
    free(v->table);
    v->table = xcalloc(v->table_size, sizeof *v->table);
    for (size_t i = 0; i < v->count; i++)
        place(v, (uint32_t)i);
}

uint32_t vocabulary_add(struct vocabulary *v, const char *text, size_t length)
{
    if (2 * (v->count + 1) > v->table_size)
        grow(v);
    uint32_t hash = (uint32_t)XXH3_64bits(text, length);
    size_t at = hash & (v->table_size - 1);
    for (uint32_t found; (found = v->table[at]) != 0; at = (at + 1) & (v->table_size - 1)) {
        const struct term_entry *e = &v->entries[found - 1];
        if (e->hash == hash && e->length == length && memcmp(e->text, text, length) == 0)
            return found - 1;
    }
    v->entries = xgrow(v->entries, &v->capacity, v->count + 1, sizeof *v->entries);
    uint32_t number = (uint32_t)v->count++;
    v->entries[number] = (struct term_entry){.text = arena_copy(&v->texts, text, length),
                                             .hash = hash,
                                             .length = (uint16_t)length,
                                             .stem = TERM_UNSET,
                                             .title = TERM_UNSET,
                                             .title_stem = TERM_UNSET,
                                             .article = UINT32_MAX};
    v->table[at] = number + 1;
    return number;
}

size_t vocabulary_memory(const struct vocabulary *v)
{
    return v->texts.total + v->capacity * sizeof *v->entries + v->table_size * sizeof *v->table;
}

void vocabulary_clear(struct vocabulary *v)
{
    v->count = 0;
    arena_clear(&v->texts);
    if (v->table)
        memset(v->table, 0, v->table_size * sizeof *v->table);
}

void vocabulary_free(struct vocabulary *v)
{
    free(v->entries);
    free(v->table);
    arena_free(&v->texts);
    *v = (struct vocabulary){0};
}
