/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Streams of bytes: lines, peeks and reads against the bytes themselves, in pieces of any size. */
#include "indexer/read/input.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

/* Bytes that come a few at a time, and end in an error if `broken`. */
struct drip {
    struct slice left;
    uint64_t seed;
    bool broken;
};

static bool drip_read(void *source, char *to, size_t room, size_t *got, struct error *error)
{
    struct drip *d = source;
    size_t n = (size_t)(next_random(&d->seed) % 40) + 1;
    n = n < room ? n : room;
    n = n < d->left.length ? n : d->left.length;
    if (n == 0 && d->broken)
        return error_set(error, ERROR_DAMAGED, "cut off");
    if (n)
        memcpy(to, d->left.data, n);
    d->left = (struct slice){d->left.data + n, d->left.length - n};
    *got = n;
    return true;
}

static void drip_close(void *source)
{
    free(source);
}

static const struct input_kind drip_kind = {drip_read, drip_close};

static void open_drip(struct input *in, struct slice bytes, uint64_t seed, bool broken)
{
    struct drip *d = xmalloc(sizeof *d);
    *d = (struct drip){bytes, seed, broken};
    input_open(in, &drip_kind, d, "drip");
}

/* Reads all of it by calls in a random order, and holds each against the bytes. */
static void read_at_random(struct input *in, struct slice all, uint64_t *seed)
{
    struct error error;
    struct slice s;
    size_t at = 0;
    char piece[64];
    for (;;) {
        size_t want = (size_t)(next_random(seed) % sizeof piece) + 1;
        size_t left = all.length - at;
        bool found;
        bool cut;
        assert_int_equal(in->taken, at);
        switch (next_random(seed) % 3) {
        case 0:
            assert_true(input_peek(in, want, &s, &error));
            assert_int_equal(s.length, want < left ? want : left);
            assert_memory_equal(s.data, all.data + at, s.length);
            break;
        case 1:
            assert_true(input_read(in, piece, want, &s.length, &error));
            assert_true(s.length <= want && (s.length > 0) == (left > 0));
            assert_memory_equal(piece, all.data + at, s.length);
            at += s.length;
            break;
        default:
            assert_true(input_line(in, want, &s, &found, &cut, &error));
            assert_int_equal(found, left > 0);
            const char *stop = left ? memchr(all.data + at, '\n', left) : NULL;
            size_t length = stop ? (size_t)(stop + 1 - all.data) - at : left;
            assert_int_equal(cut, found && length > want);
            if (!found)
                return;
            assert_int_equal(s.length, cut ? want : length);
            assert_memory_equal(s.data, all.data + at, s.length);
            at += length;
        }
    }
}

static void test_random(void **state)
{
    (void)state;
    uint64_t seed = 7;
    char bytes[600];
    for (int run = 0; run < 3000; run++) {
        struct input in;
        size_t length = (size_t)(next_random(&seed) % sizeof bytes);
        for (size_t i = 0; i < length; i++)
            bytes[i] = next_random(&seed) % 30 ? (char)('a' + next_random(&seed) % 26) : '\n';
        struct slice all = {bytes, length};
        if (run % 2)
            input_open_memory(&in, all, "memory");
        else
            open_drip(&in, all, seed, false);
        read_at_random(&in, all, &seed);
        input_close(&in);
    }
}

static void test_all(void **state)
{
    (void)state;
    static char bytes[300000];
    struct slice text;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)i;
    for (size_t limit = sizeof bytes - 1; limit <= sizeof bytes; limit++) {
        struct input in;
        struct error error;
        struct arena arena = {0};
        open_drip(&in, (struct slice){bytes, sizeof bytes}, 3, false);
        assert_true(input_peek(&in, 100, &text, &error));
        if (limit == sizeof bytes) {
            assert_true(input_all(&in, limit, &arena, &text, &error));
            assert_int_equal(text.length, sizeof bytes);
            assert_memory_equal(text.data, bytes, sizeof bytes);
        } else {
            assert_false(input_all(&in, limit, &arena, &text, &error));
            assert_int_equal(error.status, ERROR_LIMIT);
        }
        input_close(&in);
        arena_free(&arena);
    }
}

static void test_broken(void **state)
{
    (void)state;
    struct input in;
    struct error error;
    struct slice line;
    bool found;
    bool cut;
    open_drip(&in, (struct slice){"one\ntwo", 7}, 3, true);
    assert_true(input_line(&in, 100, &line, &found, &cut, &error));
    assert_true(found && line.length == 4);
    assert_true(input_peek(&in, 100, &line, &error));
    assert_int_equal(line.length, 3);
    assert_false(input_ahead(&in, 3, &line, &error));
    assert_true(input_line(&in, 100, &line, &found, &cut, &error));
    assert_true(found && line.length == 3);
    for (int i = 0; i < 2; i++) {
        error.status = ERROR_NONE;
        assert_false(input_line(&in, 100, &line, &found, &cut, &error));
        assert_int_equal(error.status, ERROR_DAMAGED);
        assert_false(input_peek(&in, 1, &line, &error));
    }
    input_close(&in);
}

/* A GB that is one line, and then another. */
struct giant {
    size_t left;
};

static bool giant_read(void *source, char *to, size_t room, size_t *got, struct error *error)
{
    struct giant *g = source;
    (void)error;
    *got = room < g->left ? room : g->left;
    memset(to, 'x', *got);
    g->left -= *got;
    if (*got && g->left == 4)
        to[*got - 1] = '\n';
    return true;
}

static void giant_close(void *source)
{
    (void)source;
}

static void test_giant_line(void **state)
{
    (void)state;
    static const struct input_kind kind = {giant_read, giant_close};
    struct giant g = {((size_t)1 << 28) + 4};
    struct input in;
    struct error error;
    struct slice line;
    bool found;
    bool cut;
    input_open(&in, &kind, &g, "giant");
    assert_true(input_line(&in, 1 << 20, &line, &found, &cut, &error));
    assert_true(found && cut && line.length == 1 << 20 && line.data[0] == 'x');
    assert_true(in.room < (1 << 20) + (1 << 18));
    assert_true(input_line(&in, 1 << 20, &line, &found, &cut, &error));
    input_close(&in);
}

static void test_files(void **state)
{
    (void)state;
    struct input in;
    struct error error;
    struct slice text;
    struct arena arena = {0};
    assert_false(input_open_file(&in, "a", "a", &error));
    assert_int_equal(error.status, ERROR_MISSING);
    scratch_text("a", "hello\n");
    assert_true(input_open_file(&in, "a", "a", &error));
    assert_true(input_all(&in, 6, &arena, &text, &error));
    assert_int_equal(text.length, 6);
    input_close(&in);
    assert_int_equal(symlink("a", "link"), 0);
    assert_false(input_open_file(&in, "link", "link", &error));
    assert_string_equal(error.message, "link: not a regular file");
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_false(input_open_file(&in, "pipe", "pipe", &error));
    assert_string_equal(error.message, "pipe: not a regular file");
    assert_false(input_open_file(&in, ".", "folder", &error));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random), cmocka_unit_test(test_all),
        cmocka_unit_test(test_broken), cmocka_unit_test(test_giant_line),
        SCRATCH_TEST(test_files),
    };
    return run_tap(tests);
}
