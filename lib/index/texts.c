/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/texts.h"

#include <stdio.h>
#include <zstd.h>

#include "lib/base/little.h"
#include "lib/base/varint.h"

enum { ENTRY = 16, FOOT = 16, PACKED_MOST = 65536 /* bytes that one byte can be unpacked to */ };

/* A block, as the table has it. */
struct place {
    uint32_t first; /* docid */
    uint32_t count; /* records; 0: it is a dictionary */
    uint32_t plain; /* bytes of these */
    uint64_t at;
    size_t length;
};

static bool read_foot(struct texts *t, struct error *error)
{
    if (t->file.length < FOOT + ENTRY)
        return sealed_damaged(&t->file, "it is too short", error);
    const uint8_t *foot = sealed_bytes(&t->file, t->file.length - FOOT, FOOT, error);
    if (!foot)
        return false;
    t->documents = little_32(foot);
    t->blocks = little_32(foot + 4);
    t->dictionaries = little_32(foot + 8);
    uint64_t table = ((uint64_t)t->blocks + 1) * ENTRY + (uint64_t)t->dictionaries * 4;
    if (table > t->file.length - FOOT || t->dictionaries > t->blocks ||
        t->blocks - t->dictionaries > t->documents || little_32(foot + 12))
        return sealed_damaged(&t->file, "its table is longer than the file", error);
    t->blocks_at = t->file.length - FOOT - table;
    t->dictionaries_at = t->file.length - FOOT - (uint64_t)t->dictionaries * 4;
    return true;
}

bool texts_open(struct texts *t, int folder, const char *shown, struct error *error)
{
    *t = (struct texts){0};
    if (!sealed_open(&t->file, folder, TEXTS_FILE, shown, TEXTS_MAGIC, TEXTS_VERSION, error))
        return false;
    if (read_foot(t, error))
        return true;
    texts_close(t);
    return false;
}

void texts_close(struct texts *t)
{
    sealed_close(&t->file);
    buf_free(&t->block);
    ZSTD_freeDCtx(t->unpacker);
    *t = (struct texts){0};
}

static bool nonsense(const struct texts *t, uint32_t block, struct error *error)
{
    char what[64];
    snprintf(what, sizeof what, "text block %u makes no sense", block);
    return sealed_damaged(&t->file, what, error);
}

static bool place_of(struct texts *t, uint32_t block, struct place *p, struct error *error)
{
    const uint8_t *e =
        sealed_bytes(&t->file, t->blocks_at + (uint64_t)block * ENTRY, 2 * ENTRY, error);
    if (!e)
        return false;
    uint64_t end = little_64(e + ENTRY);
    uint32_t next = little_32(e + ENTRY + 8);
    *p = (struct place){.first = little_32(e + 8), .plain = little_32(e + 12), .at = little_64(e)};
    if (p->at > end || end > t->blocks_at || p->first > next || p->first == 0)
        return nonsense(t, block, error);
    p->length = (size_t)(end - p->at);
    p->count = next - p->first;
    if (p->plain > TEXTS_RECORD_MAX + TEXTS_BLOCK || p->plain / PACKED_MOST > p->length ||
        p->count > p->length || (p->count == 0 && p->plain != p->length))
        return nonsense(t, block, error);
    return true;
}

bool texts_place(struct texts *t, uint32_t block, struct texts_place *to, struct error *error)
{
    struct place p;
    if (block >= t->blocks)
        return nonsense(t, block, error);
    if (!place_of(t, block, &p, error))
        return false;
    const uint8_t *bytes = sealed_bytes(&t->file, p.at, p.length, error);
    *to = (struct texts_place){p.first, p.count, p.plain, {(const char *)bytes, p.length}};
    return bytes != NULL;
}

/* The block that has a docid: the last whose first docid is not greater. A dictionary comes before
 * the block that has its docid. */
static bool find_block(struct texts *t, uint32_t docid, uint32_t *block, struct error *error)
{
    uint32_t low = 0, high = t->blocks;
    if (docid == 0 || docid > t->documents || t->blocks == 0) {
        error_set(error, ERROR_DAMAGED, "%s: damaged: there is no article %u, the last one is %u",
                  t->file.shown, docid, t->documents);
        return error_cure(error, "build the index anew with 'indexer --rebuild'");
    }
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        const uint8_t *first =
            sealed_bytes(&t->file, t->blocks_at + (uint64_t)middle * ENTRY + 8, 4, error);
        if (!first)
            return false;
        if (little_32(first) <= docid)
            low = middle;
        else
            high = middle;
    }
    *block = low;
    return true;
}

/* Where the n-th record of a block stands in it, and its length. *lengths is how many bytes the
 * lengths of the records take. */
static bool measure(struct texts *t, uint32_t block, const struct place *p, const uint8_t *bytes,
                    uint32_t n, size_t *begin, size_t *length, size_t *lengths, struct error *error)
{
    const uint8_t *at = bytes, *end = bytes + p->length;
    uint64_t total = 0;
    *begin = *length = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        uint64_t of_record;
        at = varint_read(at, end, &of_record);
        if (!at || of_record > p->plain)
            return nonsense(t, block, error);
        if (i == n) {
            *begin = (size_t)total;
            *length = (size_t)of_record;
        }
        total += of_record;
    }
    *lengths = (size_t)(at - bytes);
    return total == p->plain || nonsense(t, block, error);
}

/* The dictionary of a block, not verified: the last one before it. */
static bool find_dictionary(struct texts *t, uint32_t block, struct slice *found,
                            struct error *error)
{
    uint32_t low = 0, high = t->dictionaries; /* those below `low` come before the block */
    struct place p;
    const uint8_t *numbers;
    *found = (struct slice){NULL, 0};
    if (high == 0)
        return true;
    if (!(numbers = sealed_bytes(&t->file, t->dictionaries_at, (size_t)high * 4, error)))
        return false;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (little_32(numbers + 4 * (size_t)middle) < block)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return true;
    uint32_t number = little_32(numbers + 4 * (size_t)(low - 1));
    if (number >= t->blocks)
        return nonsense(t, number, error);
    if (!place_of(t, number, &p, error))
        return false;
    if (p.count || p.plain > TEXTS_DICTIONARY_MAX)
        return nonsense(t, number, error);
    const uint8_t *bytes = sealed_unverified(&t->file, p.at, p.length, error);
    *found = (struct slice){(const char *)bytes, p.length};
    return bytes != NULL;
}

/* Whether a frame has the checksum of what it holds: a bit of its descriptor (RFC 8878). */
static bool has_checksum(const uint8_t *frame, size_t length)
{
    return length > 4 && frame[4] & 4;
}

static bool unpack(struct texts *t, uint32_t block, const uint8_t *frame, size_t length,
                   size_t plain, struct error *error)
{
    struct slice dictionary;
    if (t->loaded == block + 1)
        return true;
    if (!find_dictionary(t, block, &dictionary, error))
        return false;
    t->loaded = 0;
    buf_clear(&t->block);
    char *to = buf_reserve(&t->block, plain);
    if (!t->unpacker)
        t->unpacker = ZSTD_createDCtx();
    if (!t->unpacker)
        return error_set(error, ERROR_MEMORY, "%s: no memory to unpack it", t->file.shown);
    if (!has_checksum(frame, length))
        return nonsense(t, block, error);
    ZSTD_DCtx_refPrefix(t->unpacker, dictionary.data, dictionary.length);
    if (ZSTD_decompressDCtx(t->unpacker, to, plain, frame, length) != plain)
        return nonsense(t, block, error);
    t->block.length = plain;
    t->loaded = block + 1;
    return true;
}

static bool read_record(struct texts *t, uint32_t block, const struct place *p, uint32_t n,
                        struct slice *record, struct error *error)
{
    size_t begin, length, lengths = 0;
    const uint8_t *bytes = sealed_bytes(&t->file, p->at, p->length, error);
    if (!bytes || !measure(t, block, p, bytes, n, &begin, &length, &lengths, error))
        return false;
    const uint8_t *stream = bytes + lengths;
    size_t stream_length = p->length - lengths;
    if (stream_length == p->plain) {
        *record = (struct slice){(const char *)stream + begin, length};
        return true;
    }
    if (!unpack(t, block, stream, stream_length, p->plain, error))
        return false;
    *record = (struct slice){t->block.data + begin, length};
    return true;
}

bool texts_read(struct texts *t, uint32_t docid, struct slice *record, struct error *error)
{
    struct place p;
    uint32_t block = 0;
    if (!find_block(t, docid, &block, error) || !place_of(t, block, &p, error))
        return false;
    if (docid < p.first || docid - p.first >= p.count)
        return nonsense(t, block, error);
    return read_record(t, block, &p, docid - p.first, record, error);
}

/* A dictionary must be the one that the list of them has next. */
static bool check_dictionary(struct texts *t, uint32_t block, uint32_t n, struct error *error)
{
    const uint8_t *number =
        n < t->dictionaries ? sealed_bytes(&t->file, t->dictionaries_at + 4 * (uint64_t)n, 4, error)
                            : NULL;
    return number && little_32(number) == block ? true : nonsense(t, block, error);
}

/* Checks a block, which begins at `at`, with docid `next`. */
static bool check_block(struct texts *t, uint32_t block, uint64_t at, uint32_t next,
                        uint32_t *dictionaries, struct place *p, struct error *error)
{
    struct slice record;
    if (!place_of(t, block, p, error))
        return false;
    if (p->first != next || p->at != at)
        return nonsense(t, block, error);
    if (p->count == 0)
        return check_dictionary(t, block, (*dictionaries)++, error);
    return read_record(t, block, p, p->count - 1, &record, error); /* unpacks all of it */
}

bool texts_check(struct texts *t, struct error *error)
{
    uint32_t next = 1, dictionaries = 0;
    uint64_t at = 0;
    if (!sealed_check(&t->file, error))
        return false;
    for (uint32_t b = 0; b < t->blocks; b++) {
        struct place p;
        if (!check_block(t, b, at, next, &dictionaries, &p, error))
            return false;
        next += p.count;
        at += p.length;
    }
    const uint8_t *last =
        sealed_bytes(&t->file, t->blocks_at + (uint64_t)t->blocks * ENTRY, ENTRY, error);
    if (!last)
        return false;
    if (at != t->blocks_at || next - 1 != t->documents || dictionaries != t->dictionaries ||
        little_64(last) != at || little_32(last + 8) != next)
        return sealed_damaged(&t->file, "its table does not end where the blocks do", error);
    return true;
}
