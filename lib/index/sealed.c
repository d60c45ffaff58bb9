/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/sealed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/hash.h"
#include "lib/base/little.h"
#include "lib/base/mem.h"

enum { SUM = 4, SUM_OF_SUMS = 8, MAGIC = 8 };

/* Bytes that blocks are of, and the number of blocks. */
static uint64_t covered(const struct sealed *s)
{
    return SEALED_HEAD + s->length;
}

static uint64_t blocks(const struct sealed *s)
{
    return (covered(s) + SEALED_BLOCK - 1) / SEALED_BLOCK;
}

bool sealed_damaged(const struct sealed *s, const char *what, struct error *error)
{
    error_set(error, ERROR_DAMAGED, "%s: damaged: %s", s->shown, what);
    return error_cure(error, "restore the index, or build it anew with 'indexer --rebuild'");
}

static bool verify_block(const struct sealed *s, uint64_t block)
{
    const uint8_t *bytes = s->map.bytes + block * SEALED_BLOCK;
    uint64_t left = covered(s) - block * SEALED_BLOCK;
    size_t length = left < SEALED_BLOCK ? (size_t)left : SEALED_BLOCK;
    const uint8_t *sum = s->map.bytes + covered(s) + block * SUM;
    return (uint32_t)hash_64(bytes, length) == little_32(sum);
}

static bool is_verified(const struct sealed *s, uint64_t block)
{
    return atomic_load_explicit(&s->verified[block / 8], memory_order_relaxed) >> block % 8 & 1;
}

static void set_verified(struct sealed *s, uint64_t block)
{
    atomic_fetch_or_explicit(&s->verified[block / 8], (unsigned char)(1u << block % 8),
                             memory_order_relaxed);
}

static bool wrong_block(const struct sealed *s, uint64_t block, struct error *error)
{
    char what[96];
    if (map_failed(&s->map))
        return sealed_damaged(s, "the file was cut short, or the disk does not give it", error);
    snprintf(what, sizeof what, "block %ju has a wrong checksum", (uintmax_t)block);
    return sealed_damaged(s, what, error);
}

/* Whether the file is as long as its head says. */
static bool fits(const struct sealed *s)
{
    size_t size = s->map.length;
    if (s->length > size || covered(s) > size)
        return false;
    uint64_t sums = blocks(s) * SUM + SUM_OF_SUMS;
    return sums == size - covered(s);
}

static bool verify_head(struct sealed *s, const char magic[8], uint32_t version, uint64_t number,
                        struct error *error)
{
    const uint8_t *head = s->map.bytes;
    if (s->map.length < SEALED_HEAD || memcmp(head, magic, MAGIC) != 0)
        return sealed_damaged(s, "it does not begin as such a file does", error);
    s->length = little_64(head + 16);
    if (!fits(s))
        return sealed_damaged(s, "its length is not what it says", error);
    if (!verify_block(s, 0))
        return wrong_block(s, 0, error);
    if (little_32(head + 8) != version) {
        error_set(error, ERROR_VERSION, "%s: version %u of its format, where %u is known", s->shown,
                  little_32(head + 8), version);
        return error_cure(error, "build the index anew with 'indexer --rebuild'");
    }
    if (little_32(head + 12) != 0)
        return sealed_damaged(s, "its head is not 0 where it should be", error);
    return little_64(head + 24) == number ||
           sealed_damaged(s, "it is the file of another revision", error);
}

bool sealed_open(struct sealed *s, int folder, const char *name, const char *shown,
                 const char magic[8], uint32_t version, struct error *error)
{
    *s = (struct sealed){0};
    if (!map_open(&s->map, folder, name, shown, error))
        return false;
    s->shown = xstrdup(shown);
    if (!verify_head(s, magic, version, sealed_number(name), error)) {
        sealed_close(s);
        return false;
    }
    s->body = s->map.bytes + SEALED_HEAD;
    s->verified = xcalloc((size_t)blocks(s) / 8 + 1, sizeof *s->verified);
    set_verified(s, 0);
    return true;
}

void sealed_close(struct sealed *s)
{
    map_close(&s->map);
    free(s->shown);
    free((void *)s->verified);
    *s = (struct sealed){0};
}

static bool has(const struct sealed *s, uint64_t at, size_t length, struct error *error)
{
    return (at <= s->length && length <= s->length - at) ||
           sealed_damaged(s, "it leads past its own end", error);
}

const uint8_t *sealed_unverified(const struct sealed *s, uint64_t at, size_t length,
                                 struct error *error)
{
    return has(s, at, length, error) ? s->body + at : NULL;
}

const uint8_t *sealed_bytes(struct sealed *s, uint64_t at, size_t length, struct error *error)
{
    if (!has(s, at, length, error))
        return NULL;
    uint64_t last = (SEALED_HEAD + at + (length ? length - 1 : 0)) / SEALED_BLOCK;
    for (uint64_t b = (SEALED_HEAD + at) / SEALED_BLOCK; b <= last && length > 0; b++) {
        if (is_verified(s, b))
            continue;
        if (!verify_block(s, b)) {
            wrong_block(s, b, error);
            return NULL;
        }
        set_verified(s, b);
    }
    return s->body + at;
}

bool sealed_check(struct sealed *s, struct error *error)
{
    uint64_t count = blocks(s);
    const uint8_t *sums = s->map.bytes + covered(s);
    if (hash_64(sums, (size_t)count * SUM) != little_64(sums + count * SUM))
        return sealed_damaged(s, "its list of checksums is not what was written", error);
    for (uint64_t b = 0; b < count; b++)
        if (!verify_block(s, b))
            return wrong_block(s, b, error);
    return !map_failed(&s->map) || wrong_block(s, 0, error);
}
