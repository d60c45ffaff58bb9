/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the index's files share: the current folder, and damage to a file in it. */
#ifndef DATELINE_TESTS_UNIT_SEALED_TEST_H
#define DATELINE_TESTS_UNIT_SEALED_TEST_H

#include "lib/base/folder.h"
#include "lib/base/hash.h"
#include "lib/base/little.h"
#include "lib/index/sealed.h"
#include "tests/unit/scratch.h"

static inline int here(void)
{
    struct error error;
    int folder = folder_open(".", &error);
    assert_true(folder >= 0);
    return folder;
}

#define assert_ok(call) assert_ok_at(call, &error, __FILE__, __LINE__)
static inline void assert_ok_at(bool ok, const struct error *error, const char *file, int line)
{
    if (!ok)
        print_message("# %s:%d: %s\n", file, line, error->message);
    assert_true(ok);
}

/* A whole file; the caller frees it. */
static inline uint8_t *file_read(const char *name, size_t *length)
{
    FILE *f = fopen(name, "rb");
    assert_non_null(f);
    uint8_t *bytes = xmalloc(1 << 24);
    *length = fread(bytes, 1, 1 << 24, f);
    assert_true(*length < 1 << 24);
    fclose(f);
    return bytes;
}

/* Makes the checksums of a sealed file right again, after its bytes were changed. */
static inline void file_reseal(uint8_t *bytes, size_t length)
{
    uint64_t covered = SEALED_HEAD + little_64(bytes + 16);
    uint64_t blocks = (covered + SEALED_BLOCK - 1) / SEALED_BLOCK;
    if (covered > length || covered + blocks * 4 + 8 != length)
        return;
    for (uint64_t b = 0; b < blocks; b++) {
        uint64_t left = covered - b * SEALED_BLOCK;
        little_put(bytes + covered + b * 4,
                   hash_64(bytes + b * SEALED_BLOCK, left < SEALED_BLOCK ? left : SEALED_BLOCK), 4);
    }
    little_put(bytes + covered + blocks * 4, hash_64(bytes + covered, blocks * 4), 8);
}

/* Calls `use` for many damaged versions of a sealed file: one bit flipped anywhere, which `use` is
 * told as `sealed`, or some bytes changed and the checksums made right again. The file is then as
 * it was. */
static inline void file_damage(const char *name, unsigned times, uint64_t seed,
                               void (*use)(bool sealed, void *context), void *context)
{
    size_t length;
    uint8_t *whole = file_read(name, &length), *broken = xmalloc(length);
    for (unsigned i = 0; i < times; i++) {
        memcpy(broken, whole, length);
        bool sealed = i % 2 == 0;
        for (uint64_t n = sealed ? 1 : 1 + next_random(&seed) % 3; n > 0; n--) {
            /* Half of them where heads and tables are. */
            size_t at = next_random(&seed) % length;
            if (next_random(&seed) % 2)
                at = next_random(&seed) % 2 ? at % 128 : length - 1 - at % 128;
            at %= length;
            broken[at] ^=
                sealed ? (uint8_t)(1u << next_random(&seed) % 8) : (uint8_t)next_random(&seed);
        }
        if (!sealed && length > SEALED_HEAD)
            file_reseal(broken, length);
        scratch_write(name, broken, length);
        use(sealed, context);
    }
    for (size_t cut = 0; cut < length; cut += 1 + length / 50) {
        scratch_write(name, whole, cut);
        use(true, context);
    }
    scratch_write(name, whole, length);
    free(broken);
    free(whole);
}

#endif
