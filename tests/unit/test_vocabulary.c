/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms to numbers: many of them, against a list that is searched from the front. */
#include "indexer/words/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "tests/unit/test.h"

#define TERMS 3000

struct list {
    struct {
        char text[SCHEMA_TERM_MAX];
        size_t length;
    } terms[TERMS];
    uint32_t count;
};

static uint32_t add_slowly(struct list *l, const char *text, size_t length)
{
    for (uint32_t i = 0; i < l->count; i++)
        if (l->terms[i].length == length && memcmp(l->terms[i].text, text, length) == 0)
            return i;
    memcpy(l->terms[l->count].text, text, length);
    l->terms[l->count].length = length;
    return l->count++;
}

/* Short ones, that come again; some with NULs, empty, or as long as can be. */
static size_t random_term(uint64_t *seed, char text[SCHEMA_TERM_MAX])
{
    static const char letters[] = "aeb\0Z~";
    size_t length = next_random(seed) % 6;
    if (next_random(seed) % 50 == 0)
        length = SCHEMA_TERM_MAX - next_random(seed) % 3;
    for (size_t i = 0; i < length; i++)
        text[i] = letters[next_random(seed) % (sizeof letters - 1)];
    return length;
}

static void fill(struct vocabulary *v, uint64_t *seed)
{
    struct list *list = xcalloc(1, sizeof *list);
    while (list->count < TERMS) {
        char text[SCHEMA_TERM_MAX];
        size_t length = random_term(seed, text);
        uint32_t expected = add_slowly(list, text, length);
        assert_int_equal(vocabulary_add(v, text, length), expected);
        assert_int_equal(v->count, list->count);
        const struct term_entry *e = &v->entries[expected];
        assert_int_equal(e->length, length);
        assert_memory_equal(e->text, text, length);
    }
    for (uint32_t i = 0; i < TERMS; i++) {
        const struct term_entry *e = &v->entries[i];
        assert_int_equal(e->length, list->terms[i].length);
        assert_memory_equal(e->text, list->terms[i].text, e->length);
        assert_int_equal(vocabulary_add(v, e->text, e->length), i);
    }
    free(list);
}

static void test_random_terms(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct vocabulary v = {0};
    for (int round = 0; round < 2; round++) {
        fill(&v, &seed);
        vocabulary_clear(&v);
        assert_int_equal(v.count, 0);
    }
    vocabulary_free(&v);
    assert_int_equal(v.count + v.capacity + v.table_size, 0);
}

/* So many that the table grows again and again. */
static void test_many_terms(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    struct vocabulary v = {0};
    char text[20];
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < MANY; i++) {
            int n = snprintf(text, sizeof text, "t%u", i);
            assert_int_equal(vocabulary_add(&v, text, (size_t)n), i);
        }
    assert_int_equal(v.count, MANY);
    assert_true(2 * v.table_size >= 3 * v.count);
    vocabulary_clear(&v);
    assert_int_equal(vocabulary_add(&v, "t7", 2), 0);
    vocabulary_free(&v);
}

/* A new term has no links, also where an old one stood before. */
static void test_new_terms(void **state)
{
    (void)state;
    struct vocabulary v = {0};
    for (int round = 0; round < 2; round++) {
        assert_int_equal(vocabulary_add(&v, "mali", 4), 0);
        struct term_entry *e = &v.entries[0];
        assert_false(e->word);
        assert_int_equal(e->stem, TERM_UNSET);
        assert_int_equal(v.titles[0].word, TERM_UNSET);
        assert_int_equal(v.titles[0].stem, TERM_UNSET);
        e->word = true;
        e->stem = v.titles[0].word = v.titles[0].stem = 5;
        assert_int_equal(vocabulary_add(&v, "mali", 4), 0);
        assert_int_equal(v.entries[0].stem, 5);
        vocabulary_clear(&v);
    }
    vocabulary_free(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_terms),
        cmocka_unit_test(test_many_terms),
        cmocka_unit_test(test_new_terms),
    };
    return run_tap(tests);
}
