/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes that grow, and the memory below them. */
#include "lib/base/buf.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "tests/unit/test.h"

static void test_empty(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_free(&b);
    buf_clear(&b);
    assert_string_equal(b.data, "");
    assert_int_equal(b.length, 0);
    buf_add(&b, NULL, 0);
    buf_puts(&b, "");
    buf_printf(&b, "%s", "");
    assert_string_equal(b.data, "");
    buf_free(&b);
    assert_null(b.data);
    char *taken = buf_take(&b);
    assert_string_equal(taken, "");
    free(taken);
}

static void test_added(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "one");
    buf_putc(&b, ' ');
    buf_add(&b, "tw\0o", 4);
    buf_printf(&b, " %d%%%s", 100, "!");
    assert_int_equal(b.length, 14);
    assert_memory_equal(b.data, "one tw\0o 100%!", 15);
    buf_clear(&b);
    assert_int_equal(b.length, 0);
    assert_string_equal(b.data, "");
    buf_putc(&b, '\0');
    assert_int_equal(b.length, 1);
    buf_free(&b);
}

static void test_taken(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "text");
    char *taken = buf_take(&b);
    assert_null(b.data);
    assert_int_equal(b.length + b.capacity, 0);
    buf_puts(&b, "other");
    assert_string_equal(taken, "text");
    free(taken);
    buf_free(&b);
}

static void test_reserved(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "ab");
    for (size_t more = 0; more < 5000; more += 97) {
        char *end = buf_reserve(&b, more);
        assert_ptr_equal(end, b.data + 2);
        memset(end, 'x', more);
        assert_int_equal(b.length, 2);
        assert_true(b.capacity > 2 + more);
    }
    buf_puts(&b, "c");
    assert_string_equal(b.data, "abc");
    buf_free(&b);
}

/* Pieces of all kinds and lengths, against plain memory. */
static void test_random(void **state)
{
    (void)state;
    enum { ROOM = 100000 };
    char *expected = xmalloc(ROOM);
    uint64_t seed = 1;
    for (int run = 0; run < 20; run++) {
        struct buf b = {0};
        size_t length = 0;
        buf_clear(&b);
        while (length < ROOM - 1000) {
            char piece[800];
            size_t n = next_random(&seed) % (next_random(&seed) % 10 ? 30 : sizeof piece);
            memset(piece, 'a' + (int)(next_random(&seed) % 26), n);
            piece[n] = '\0';
            if (next_random(&seed) % 2)
                buf_add(&b, piece, n);
            else
                buf_printf(&b, "%s", piece);
            memcpy(expected + length, piece, n);
            length += n;
            assert_int_equal(b.length, length);
            assert_int_equal(b.data[length], 0);
        }
        assert_memory_equal(b.data, expected, length);
        buf_free(&b);
    }
    free(expected);
}

/* ---- memory ---- */

static void test_grow(void **state)
{
    (void)state;
    static const struct {
        size_t capacity;
        size_t need;
        size_t grown;
    } rows[] = {{0, 0, 0},    {0, 1, 16},     {0, 16, 16},  {0, 17, 32},     {16, 16, 16},
                {16, 17, 32}, {16, 100, 128}, {10, 11, 20}, {100, 100, 100}, {3, 1000, 1536}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t capacity = rows[i].capacity;
        uint32_t *array = capacity ? xcalloc(capacity, sizeof *array) : NULL;
        for (size_t k = 0; k < capacity; k++)
            array[k] = (uint32_t)k;
        array = xgrow(array, &capacity, rows[i].need, sizeof *array);
        assert_int_equal(capacity, rows[i].grown);
        for (size_t k = 0; k < rows[i].capacity; k++)
            assert_int_equal(array[k], k);
        for (size_t k = 0; k < capacity; k++)
            array[k] = 0; /* there is room for them all */
        free(array);
    }
}

static void test_one_by_one(void **state)
{
    (void)state;
    uint64_t *array = NULL;
    size_t capacity = 0;
    size_t moves = 0;
    for (size_t i = 0; i < 100000; i++) {
        size_t before = capacity;
        array = xgrow(array, &capacity, i + 1, sizeof *array);
        array[i] = i;
        moves += capacity != before;
    }
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(array[i], i);
    assert_true(moves < 20);
    free(array);
}

static void test_nothing_and_copies(void **state)
{
    (void)state;
    free(xmalloc(0));
    free(xcalloc(0, 0));
    free(xcalloc(5, 0));
    free(xrealloc(xmalloc(10), 0));
    free(xreallocarray(NULL, 0, 8));
    unsigned char *zero = xcalloc(100, 3);
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(zero[i], 0);
    free(zero);
    char *copy = xstrndup("a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    free(copy);
    copy = xstrdup("text");
    assert_string_equal(copy, "text");
    free(copy);
}

/* What cannot be had ends the program, with status 2 and a word on stderr. */
static void test_out_of_memory(void **state)
{
    (void)state;
    int ends[2];
    char said[100] = "";
    int status = 0;
    fflush(stdout);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        xreallocarray(NULL, SIZE_MAX / 2, 3);
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    close(ends[0]);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
    assert_string_equal(said, "dateline: out of memory\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),         cmocka_unit_test(test_added),
        cmocka_unit_test(test_taken),         cmocka_unit_test(test_reserved),
        cmocka_unit_test(test_random),        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_one_by_one),    cmocka_unit_test(test_nothing_and_copies),
        cmocka_unit_test(test_out_of_memory),
    };
    return run_tap(tests);
}
