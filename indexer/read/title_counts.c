/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/title_counts.h"

#include <stdint.h>
#include <xxhash.h>

#include "lib/base/mem.h"

#define CELLS ((size_t)1 << 19)
#define SHARED 8
#define PART 2000

struct title_counts {
    uint64_t total;
    uint32_t cells[2][CELLS];
};

struct title_counts *title_counts_new(void)
{
    return xcalloc(1, sizeof(struct title_counts));
}

/* Where the sentence is counted in a row. */
static size_t cell(struct slice sentence, int row)
{
    return XXH3_64bits(sentence.data, sentence.length) >> (row ? 40 : 10) & (CELLS - 1);
}

void title_counts_add(struct title_counts *c, struct slice sentence)
{
    c->total++;
    for (int row = 0; row < 2; row++) {
        uint32_t *n = &c->cells[row][cell(sentence, row)];
        *n += *n < UINT32_MAX;
    }
}

void title_counts_merge(struct title_counts *c, const struct title_counts *other)
{
    c->total += other->total;
    for (int row = 0; row < 2; row++)
        for (size_t i = 0; i < CELLS; i++) {
            uint64_t sum = (uint64_t)c->cells[row][i] + other->cells[row][i];
            c->cells[row][i] = sum < UINT32_MAX ? (uint32_t)sum : UINT32_MAX;
        }
}

bool title_counts_shared(const struct title_counts *c, struct slice sentence)
{
    uint32_t a = c->cells[0][cell(sentence, 0)];
    uint32_t b = c->cells[1][cell(sentence, 1)];
    uint32_t least = a < b ? a : b;
    return least >= SHARED && least >= c->total / PART;
}
