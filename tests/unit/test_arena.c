/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for small things: aligned, apart, unmoved, and used again. */
#include "lib/base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "tests/unit/test.h"

#define THINGS 4000

struct thing {
    unsigned char *memory;
    size_t size;
    unsigned char mark;
};

static size_t random_size(uint64_t *seed)
{
    switch (next_random(seed) % 40) {
    case 0:
        return next_random(seed) % 300000; /* some larger than a block */
    case 1:
        return 0;
    default:
        return next_random(seed) % 200;
    }
}

/* Fills an arena, and looks whether each thing is still what was put there. */
static void fill(struct arena *a, uint64_t *seed)
{
    struct thing *things = xcalloc(THINGS, sizeof *things);
    size_t sum = 0;
    for (size_t i = 0; i < THINGS; i++) {
        struct thing *t = &things[i];
        t->size = random_size(seed);
        t->memory = arena_alloc(a, t->size);
        t->mark = (unsigned char)next_random(seed);
        assert_int_equal((uintptr_t)t->memory % alignof(max_align_t), 0);
        memset(t->memory, t->mark, t->size);
        sum += t->size;
    }
    assert_true(a->total >= sum);
    for (size_t i = 0; i < THINGS; i++)
        for (size_t k = 0; k < things[i].size; k++)
            if (things[i].memory[k] != things[i].mark)
                fail_msg("thing %zu was overwritten", i);
    free(things);
}

static void test_things_stay(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct arena a = {0};
    for (int round = 0; round < 3; round++) {
        fill(&a, &seed);
        arena_clear(&a);
        assert_int_equal(a.used, 0);
    }
    arena_free(&a);
    assert_null(a.blocks);
    assert_int_equal(a.total, 0);
    arena_free(&a);
}

static void test_copies(void **state)
{
    (void)state;
    struct arena a = {0};
    char *empty = arena_copy(&a, "", 0);
    char *cut = arena_copy(&a, "mali", 3);
    char *nul = arena_copy(&a, "a\0b", 3);
    assert_string_equal(empty, "");
    assert_string_equal(cut, "mal");
    assert_memory_equal(nul, "a\0b", 4);
    arena_free(&a);
}

/* What is cleared costs one block, the largest, which serves again. */
static void test_clear_keeps_the_largest(void **state)
{
    (void)state;
    struct arena a = {0};
    arena_clear(&a);
    assert_int_equal(a.total, 0);
    arena_alloc(&a, 10);
    size_t block = a.total;
    char *large = arena_alloc(&a, 10 * block);
    arena_alloc(&a, 10);
    assert_int_equal(a.total, 12 * block);
    arena_clear(&a);
    assert_int_equal(a.total, 10 * block);
    assert_ptr_equal(arena_alloc(&a, 10), large);
    for (size_t i = 0; i < 9 * block; i += 16)
        arena_alloc(&a, 16);
    assert_int_equal(a.total, 10 * block);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_things_stay),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_clear_keeps_the_largest),
    };
    return run_tap(tests);
}
