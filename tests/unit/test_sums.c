/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sums: every flipped bit of a Xapian file is found, whole or block by block. */
#include "lib/index/sums.h"
#include "tests/unit/sealed_test.h"

static uint8_t *random_file(const char *name, size_t length, uint64_t seed)
{
    uint8_t *bytes = xmalloc(length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)next_random(&seed);
    scratch_write(name, bytes, length);
    return bytes;
}

static void finds_flipped_bits(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t length;
    } files[] = {{"postlist.glass", 5 * SUMS_BLOCK}, {"iamglass", 133}, {"position.glass", 20000}};
    struct error error;
    struct sums s;
    int folder = here();
    uint64_t seed = 3;
    uint8_t *bytes[COUNT(files)];
    for (size_t i = 0; i < COUNT(files); i++)
        bytes[i] = random_file(files[i].name, files[i].length, i + 1);
    assert_ok(sums_write(folder, "shard", &error));
    assert_ok(sums_open(&s, folder, "shard", &error));
    assert_int_equal(s.blocks, 5);
    assert_ok(sums_check(&s, folder, "shard", &error));
    assert_ok(sums_iamglass(&s, bytes[1], files[1].length, &error));
    for (uint32_t b = 0; b < 5; b++)
        assert_ok(sums_block(&s, b, bytes[0] + b * SUMS_BLOCK, &error));
    assert_false(sums_block(&s, 5, bytes[0], &error));
    assert_false(sums_block(&s, 1, bytes[0], &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_string_equal(error.message,
                        "shard/postlist.glass: damaged: block 1 has a wrong checksum");
    for (int n = 0; n < 300; n++) {
        size_t i = next_random(&seed) % COUNT(files), at = next_random(&seed) % files[i].length;
        uint8_t bit = (uint8_t)(1u << next_random(&seed) % 8);
        bytes[i][at] ^= bit;
        scratch_write(files[i].name, bytes[i], files[i].length);
        assert_false(sums_check(&s, folder, "shard", &error));
        assert_non_null(strstr(error.message, files[i].name));
        if (i == 0)
            assert_false(sums_block(&s, (uint32_t)(at / SUMS_BLOCK),
                                    bytes[0] + at / SUMS_BLOCK * SUMS_BLOCK, &error));
        if (i == 1)
            assert_false(sums_iamglass(&s, bytes[1], files[1].length, &error));
        bytes[i][at] ^= bit;
        scratch_write(files[i].name, bytes[i], files[i].length);
    }
    assert_ok(sums_check(&s, folder, "shard", &error));
    sums_close(&s);
    for (size_t i = 0; i < COUNT(files); i++)
        free(bytes[i]);
    close(folder);
}

static void knows_which_files(void **state)
{
    (void)state;
    struct error error;
    struct sums s;
    int folder = here();
    scratch_text("iamglass", "x");
    assert_ok(sums_write(folder, "shard", &error));
    assert_false(sums_open(&s, folder, "shard", &error));
    assert_int_equal(unlink(SUMS_FILE), 0);
    scratch_text("postlist.glass", "");
    assert_ok(sums_write(folder, "shard", &error));
    assert_ok(sums_open(&s, folder, "shard", &error));
    assert_ok(sums_check(&s, folder, "shard", &error));
    scratch_text("termlist.glass", "");
    assert_false(sums_check(&s, folder, "shard", &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    assert_int_equal(unlink("termlist.glass"), 0);
    scratch_text("postlist.glass", "x");
    assert_false(sums_check(&s, folder, "shard", &error));
    assert_int_equal(unlink("postlist.glass"), 0);
    assert_false(sums_check(&s, folder, "shard", &error));
    assert_int_equal(error.status, ERROR_MISSING);
    assert_int_equal(symlink("iamglass", "postlist.glass"), 0);
    assert_false(sums_check(&s, folder, "shard", &error));
    assert_int_equal(error.status, ERROR_DAMAGED);
    sums_close(&s);
    close(folder);
}

static void use_damaged(bool sealed, void *context)
{
    struct error error = {0};
    struct sums s;
    int folder = *(int *)context;
    if (!sums_open(&s, folder, "shard", &error)) {
        assert_int_not_equal(error.status, ERROR_NONE);
        return;
    }
    uint8_t block[SUMS_BLOCK] = {0};
    for (uint32_t b = 0; b < 6; b++)
        sums_block(&s, b, block, &error);
    if (sealed)
        assert_false(sums_check(&s, folder, "shard", &error));
    else
        sums_check(&s, folder, "shard", &error);
    sums_close(&s);
}

static void damaged(void **state)
{
    (void)state;
    struct error error;
    int folder = here();
    free(random_file("postlist.glass", 5 * SUMS_BLOCK, 1));
    free(random_file("iamglass", 100, 2));
    assert_ok(sums_write(folder, "shard", &error));
    file_damage(SUMS_FILE, 600, 1, use_damaged, &folder);
    close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(finds_flipped_bits),
        SCRATCH_TEST(knows_which_files),
        SCRATCH_TEST(damaged),
    };
    return run_tap(tests);
}
