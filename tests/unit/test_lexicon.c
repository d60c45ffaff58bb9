/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every term that was added to a lexicon is found with its value, and no other. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/index/lexicon.h"
#include "tests/unit/scratch.h"

enum { TERM_MAX = 245 };

struct term {
    size_t length;
    char bytes[TERM_MAX];
};

static struct error lerror;

static void assert_done(bool done)
{
    if (!done)
        fail_msg("%s", lerror.message);
}

static int compare(const void *a, const void *b)
{
    const struct term *s = a;
    const struct term *t = b;
    return bytes_compare(s->bytes, s->length, t->bytes, t->length);
}

/* Terms that share beginnings: few letters among them 00 and ff, most short, some as long as can
 * be. Sorted, each once; returns how many. */
static size_t make_terms(struct term *terms, size_t count, uint64_t *seed)
{
    static const char letters[] = {'a', 'b', 'c', '\0', '\xff', 'e'};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t most = next_random(seed) % 50 ? 14 : TERM_MAX;
        terms[i].length = 1 + (size_t)(next_random(seed) >> 20) % most;
        for (size_t k = 0; k < terms[i].length; k++)
            terms[i].bytes[k] = letters[(next_random(seed) >> 20) % (k > 14 ? 1 : COUNT(letters))];
    }
    if (count)
        qsort(terms, count, sizeof *terms, compare);
    for (size_t i = 0; i < count; i++)
        if (!kept || compare(&terms[kept - 1], &terms[i]) != 0)
            terms[kept++] = terms[i];
    return kept;
}

/* Values of a term: up to LEXICON_VALUE bytes, told by its number. */
static struct slice value_of(size_t number, uint8_t room[LEXICON_VALUE])
{
    size_t length = number % 97 == 0 ? LEXICON_VALUE - number % 5 : number % 9;
    memset(room, (int)(number * 7 & 0xff), LEXICON_VALUE);
    return (struct slice){(const char *)room, length};
}

static void write_terms(int folder, const struct term *terms, size_t count)
{
    uint8_t room[LEXICON_VALUE];
    struct sealed_writer *file = sealed_create(folder, "lex", "lex", "DLinelex", 1, &lerror);
    assert_non_null(file);
    struct lexicon_writer *w = lexicon_new(file);
    for (size_t i = 0; i < count; i += 2) {
        if (i % 10 == 0) /* what its owner keeps in between */
            assert_done(sealed_write(file, room, i % 61, &lerror));
        assert_done(lexicon_add(w, (struct slice){terms[i].bytes, terms[i].length}, i % 4 == 0,
                                value_of(i, room), &lerror));
    }
    assert_done(lexicon_finish(w, &lerror));
    assert_done(sealed_finish(file, &lerror));
    lexicon_free(w);
    sealed_writer_free(file);
}

/* Every other term was added. */
static void find_terms(int folder, const struct term *terms, size_t count)
{
    struct sealed s;
    uint8_t room[LEXICON_VALUE];
    assert_done(sealed_open(&s, folder, "lex", "lex", "DLinelex", 1, &lerror));
    for (size_t i = 0; i < count; i++) {
        bool mark = false;
        struct slice value;
        struct slice expected = value_of(i, room);
        assert_done(lexicon_find(&s, s.length - LEXICON_TAIL,
                                 (struct slice){terms[i].bytes, terms[i].length}, &mark, &value,
                                 &lerror));
        assert_true((value.data != NULL) == (i % 2 == 0));
        if (i % 2)
            continue;
        assert_int_equal(mark, i % 4 == 0);
        assert_int_equal(value.length, expected.length);
        assert_memory_equal(value.data, expected.data, expected.length);
    }
    sealed_close(&s);
}

static void finds_what_was_added(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 40, 700, 9000, 200000};
    uint64_t seed = 31;
    int folder = open(".", O_RDONLY | O_DIRECTORY);
    for (size_t i = 0; i < COUNT(counts); i++) {
        struct term *terms = xcalloc(counts[i] + 1, sizeof *terms);
        size_t count = make_terms(terms, counts[i], &seed);
        write_terms(folder, terms, count);
        find_terms(folder, terms, count);
        assert_int_equal(unlinkat(folder, "lex", 0), 0);
        free(terms);
    }
    close(folder);
}

static void takes_terms_in_order(void **state)
{
    (void)state;
    int folder = open(".", O_RDONLY | O_DIRECTORY);
    struct sealed_writer *file = sealed_create(folder, "lex", "lex", "DLinelex", 1, &lerror);
    struct lexicon_writer *w = lexicon_new(file);
    struct slice value = {"", 0};
    assert_true(lexicon_add(w, (struct slice){"b", 1}, true, value, &lerror));
    assert_false(lexicon_add(w, (struct slice){"b", 1}, true, value, &lerror));
    assert_false(lexicon_add(w, (struct slice){"a", 1}, true, value, &lerror));
    assert_false(lexicon_add(w, (struct slice){"", 0}, true, value, &lerror));
    assert_int_equal(lerror.status, ERROR_INTERNAL);
    lexicon_free(w);
    sealed_writer_free(file);
    close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(finds_what_was_added),
        SCRATCH_TEST(takes_terms_in_order),
    };
    return run_tap(tests);
}
