/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sealed files: what is written is read, what is damaged is found, whole or where it is read. */
#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/sealed_test.h"

#define KIND "DLinetst"

static void write_file(int folder, const uint8_t *bytes, size_t length, uint64_t seed)
{
    struct error error;
    struct sealed_writer *w = sealed_create(folder, "file", "file", KIND, 3, &error);
    assert_non_null(w);
    for (size_t at = 0; at < length;) {
        size_t part = next_random(&seed) % (next_random(&seed) % 2 ? 10 : 300000);
        part = part > length - at ? length - at : part;
        assert_ok(sealed_write(w, bytes + at, part, &error));
        at += part;
        assert_int_equal(sealed_at(w), at);
    }
    assert_ok(sealed_finish(w, &error));
    sealed_writer_free(w);
}

static const size_t sizes[] = {0,    1,      4063,   4064,   4065,   8160,
                               8161, 131039, 131040, 131041, 200000, 1000000};

static void round_trip(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    uint64_t seed = 1;
    uint8_t *bytes = xmalloc(1000000);
    for (size_t i = 0; i < 1000000; i++)
        bytes[i] = (uint8_t)next_random(&seed);
    for (size_t t = 0; t < COUNT(sizes); t++) {
        write_file(folder, bytes, sizes[t], t + 1);
        struct sealed s;
        assert_ok(sealed_open(&s, folder, "file", "file", KIND, 3, &error));
        assert_int_equal(s.length, sizes[t]);
        const uint8_t *all = sealed_bytes(&s, 0, sizes[t], &error);
        assert_non_null(all);
        assert_memory_equal(all, bytes, sizes[t]);
        assert_null(sealed_bytes(&s, sizes[t], 1, &error));
        assert_null(sealed_bytes(&s, sizes[t] + 1, 0, &error));
        assert_null(sealed_bytes(&s, 1, SIZE_MAX, &error));
        assert_null(sealed_bytes(&s, UINT64_MAX, 1, &error));
        assert_non_null(sealed_bytes(&s, sizes[t], 0, &error));
        assert_ok(sealed_check(&s, &error));
        sealed_close(&s);
        sealed_close(&s);
        assert_false(sealed_open(&s, folder, "file", "file", "DLinexxx", 3, &error));
        assert_int_equal(error.status, ERROR_DAMAGED);
        assert_false(sealed_open(&s, folder, "file", "file", KIND, 4, &error));
        assert_int_equal(error.status, ERROR_VERSION);
        assert_true(error.cure[0]);
        assert_null(sealed_create(folder, "file", "file", KIND, 3, &error));
        assert_int_equal(unlink("file"), 0);
    }
    free(bytes);
    close(folder);
}

/* A flipped bit at `at`: found by the check, and by the read of what is there, and by no other. */
static void flipped(int folder, const uint8_t *whole, uint8_t *broken, size_t length, size_t at,
                    unsigned bit, size_t body)
{
    struct error error;
    struct sealed s;
    memcpy(broken, whole, length);
    broken[at] ^= (uint8_t)(1 << bit);
    scratch_write("file", broken, length);
    if (!sealed_open(&s, folder, "file", "file", KIND, 3, &error)) {
        assert_true(at < SEALED_BLOCK || (at >= SEALED_HEAD + body && at < SEALED_HEAD + body + 4));
        assert_int_equal(error.status, ERROR_DAMAGED);
        assert_non_null(strstr(error.message, "file"));
        return;
    }
    assert_false(sealed_check(&s, &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    if (at >= SEALED_HEAD && at < SEALED_HEAD + body) {
        assert_null(sealed_bytes(&s, at - SEALED_HEAD, 1, &error));
        assert_null(sealed_bytes(&s, 0, body, &error));
        size_t other = at + SEALED_BLOCK < SEALED_HEAD + body ? at + SEALED_BLOCK : SEALED_HEAD;
        assert_non_null(sealed_bytes(&s, other - SEALED_HEAD, 1, &error));
    }
    sealed_close(&s);
}

static void finds_every_flipped_bit(void **state)
{
    (void)state;
    int folder = here();
    uint64_t seed = 7;
    static const size_t bodies[] = {0, 100, 20000};
    for (size_t t = 0; t < COUNT(bodies); t++) {
        uint8_t *bytes = xcalloc(1, bodies[t] + 1);
        write_file(folder, bytes, bodies[t], t + 1);
        free(bytes);
        size_t length;
        uint8_t *whole = file_read("file", &length), *broken = xmalloc(length);
        for (size_t at = 0; at < length; at += at < 64 || at + 64 > length ? 1 : 37)
            flipped(folder, whole, broken, length, at, (unsigned)next_random(&seed) % 8, bodies[t]);
        for (size_t cut = 0; cut < length; cut += 1 + length / 100) {
            struct error error;
            struct sealed s;
            scratch_write("file", whole, cut);
            assert_false(sealed_open(&s, folder, "file", "file", KIND, 3, &error));
            assert_int_equal(error.status, ERROR_DAMAGED);
        }
        free(whole);
        free(broken);
        unlink("file");
    }
    close(folder);
}

static void cut_short_while_open(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct sealed s;
    uint8_t *bytes = xcalloc(1, 100000);
    write_file(folder, bytes, 100000, 5);
    map_guard();
    assert_ok(sealed_open(&s, folder, "file", "file", KIND, 3, &error));
    assert_int_equal(truncate("file", 4096), 0);
    assert_null(sealed_bytes(&s, 50000, 10, &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_non_null(strstr(error.message, "cut short"));
    sealed_close(&s);
    free(bytes);
    close(folder);
}

/* A limit on the size of files stands in for a disk that is full. */
static void full_disk(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    struct rlimit limit, small;
    uint8_t *bytes = xcalloc(1, 1 << 20);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = 300000;
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    struct sealed_writer *w = sealed_create(folder, "file", "file", KIND, 1, &error);
    assert_non_null(w);
    assert_false(sealed_write(w, bytes, 1 << 20, &error));
    assert_int_equal(error.status, ERROR_SYSTEM);
    error = (struct error){0};
    assert_false(sealed_write(w, bytes, 1, &error));
    assert_int_equal(error.status, ERROR_SYSTEM);
    error = (struct error){0};
    assert_false(sealed_finish(w, &error));
    assert_int_equal(error.status, ERROR_SYSTEM);
    assert_non_null(strstr(error.message, "file"));
    sealed_writer_free(w);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, before);
    struct sealed s;
    assert_false(sealed_open(&s, folder, "file", "file", KIND, 1, &error));
    free(bytes);
    close(folder);
}

/* What is whole, but the file of another revision, is not taken for it. */
static void another_revision(void **state)
{
    (void)state;
    struct error error;
    struct sealed s;
    int folder = here();
    struct sealed_writer *w = sealed_create(folder, "gone-2", "gone-2", KIND, 1, &error);
    assert_non_null(w);
    assert_ok(sealed_finish(w, &error));
    sealed_writer_free(w);
    assert_ok(sealed_open(&s, folder, "gone-2", "gone-2", KIND, 1, &error));
    sealed_close(&s);
    assert_int_equal(rename("gone-2", "gone-3"), 0);
    assert_false(sealed_open(&s, folder, "gone-3", "gone-3", KIND, 1, &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(round_trip),           SCRATCH_TEST(finds_every_flipped_bit),
        SCRATCH_TEST(cut_short_while_open), SCRATCH_TEST(full_disk),
        SCRATCH_TEST(another_revision),
    };
    return run_tap(tests);
}
