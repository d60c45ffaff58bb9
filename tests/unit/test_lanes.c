/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Postings eight at a time are those that are read one by one, with the processor's wide registers
 * and without. */
#include "lib/glass/lanes.h"
#include "tests/unit/test.h"

/* Bytes of which one in `rarity` has its top bit set. */
static void fill(uint8_t bytes[LANES_BYTES], uint64_t rarity, uint64_t *seed)
{
    for (size_t i = 0; i < LANES_BYTES; i++) {
        uint64_t chance = next_random(seed) >> 20;
        bytes[i] = (uint8_t)(chance & 0x7f) | (uint8_t)(chance % rarity ? 0 : 0x80);
    }
}

static unsigned one_by_one(const uint8_t *bytes, uint32_t docid, uint32_t *docids, uint32_t *wdfs)
{
    unsigned n = 0;
    for (; n < LANES && !((bytes[2 * n] | bytes[2 * n + 1]) & 0x80); n++) {
        docids[n] = docid += bytes[2 * n] + 1u;
        wdfs[n] = bytes[2 * n + 1];
    }
    return n;
}

static void lanes_are_postings(void **state)
{
    (void)state;
    uint64_t seed = 9;
    for (uint32_t i = 0; i < 100000; i++) {
        uint8_t bytes[LANES_BYTES];
        uint32_t docids[3][LANES];
        uint32_t wdfs[3][LANES];
        uint32_t docid = (uint32_t)(next_random(&seed) >> (32 + i % 31)) / 2;
        fill(bytes, 1 + i % 50, &seed);
        unsigned n = one_by_one(bytes, docid, docids[0], wdfs[0]);
        assert_int_equal(lanes_read(bytes, docid, docids[1], wdfs[1]), n);
        assert_int_equal(lanes_read_plain(bytes, docid, docids[2], wdfs[2]), n);
        for (unsigned k = 1; k < 3 && n; k++) {
            assert_memory_equal(docids[k], docids[0], n * sizeof(uint32_t));
            assert_memory_equal(wdfs[k], wdfs[0], n * sizeof(uint32_t));
        }
        uint32_t span = n == LANES ? docids[0][LANES - 1] - docid : 0;
        assert_int_equal(lanes_span(bytes), span);
        assert_int_equal(lanes_span_plain(bytes), span);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_are_postings),
    };
    return run_tap(tests);
}
