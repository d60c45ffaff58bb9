/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of records, and what they are packed with. */
#define ZSTD_STATIC_LINKING_ONLY /* parameters of a dictionary; the library is linked whole */
#include <stdlib.h>
#include <zstd.h>

#include "lib/base/mem.h"
#include "lib/base/varint.h"
#include "lib/index/texts.h"

enum { LEVEL = 6, LEAST_PLAIN = 1 << 18, PLAIN_PER_BYTE = 64 };

/*
 * Of zstd's own levels the ones that look for matches of 5 bytes are slower against a dictionary,
 * and pack worse: news of 3.5 KB, blocks of 16 KB, 1 MB of dictionary, bytes of text and seconds
 * for 36 MB: level 5 0.330 and 0.46, level 6 0.318 and 0.71; these 0.311 and 0.58. A table as large
 * as the dictionary is most of it.
 */
static const ZSTD_compressionParameters against_dictionary = {.windowLog = 21,
                                                              .chainLog = 18,
                                                              .hashLog = 20,
                                                              .searchLog = 5,
                                                              .minMatch = 6,
                                                              .targetLength = 4,
                                                              .strategy = ZSTD_greedy};

struct texts_dictionary {
    ZSTD_CDict *compiled;
};

struct texts_packer {
    ZSTD_CCtx *stream;
};

size_t texts_dictionary_size(uint64_t plain)
{
    uint64_t size = plain < LEAST_PLAIN ? 0 : plain / PLAIN_PER_BYTE;
    return size < TEXTS_DICTIONARY_MAX ? (size_t)size : TEXTS_DICTIONARY_MAX;
}

struct texts_dictionary *texts_dictionary_new(const void *bytes, size_t length)
{
    struct texts_dictionary *d = xmalloc(sizeof *d);
    d->compiled = ZSTD_createCDict_advanced(bytes, length, ZSTD_dlm_byCopy, ZSTD_dct_rawContent,
                                            against_dictionary, ZSTD_defaultCMem);
    return d;
}

void texts_dictionary_free(struct texts_dictionary *d)
{
    if (d)
        ZSTD_freeCDict(d->compiled);
    free(d);
}

struct texts_packer *texts_packer_new(const struct texts_dictionary *d)
{
    struct texts_packer *p = xmalloc(sizeof *p);
    p->stream = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(p->stream, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(p->stream, ZSTD_c_checksumFlag, 1);
    if (d)
        ZSTD_CCtx_refCDict(p->stream, d->compiled);
    return p;
}

void texts_packer_free(struct texts_packer *p)
{
    if (p)
        ZSTD_freeCCtx(p->stream);
    free(p);
}

void texts_block_add(struct texts_block *b, struct slice record)
{
    uint8_t length[VARINT_MAX];
    buf_add(&b->plain, record.data, record.length);
    buf_add(&b->lengths, length, (size_t)(varint_put(length, record.length) - length));
    b->count++;
}

bool texts_block_full(const struct texts_block *b)
{
    return b->plain.length >= TEXTS_BLOCK || b->lengths.length >= TEXTS_BLOCK;
}

/* Appends the frame; false if it would not be shorter than the records. */
static bool pack(struct texts_block *b, struct texts_packer *p)
{
    size_t room = b->plain.length ? b->plain.length - 1 : 0;
    char *to = buf_reserve(&b->packed, room);
    size_t length = ZSTD_compress2(p->stream, to, room, b->plain.data, b->plain.length);
    if (ZSTD_isError(length))
        return false;
    b->packed.length += length;
    return true;
}

bool texts_block_pack(struct texts_block *b, struct texts_packer *p, struct error *error)
{
    if (b->plain.length > TEXTS_RECORD_MAX)
        return error_set(error, ERROR_LIMIT, "an article of %zu bytes, where %d is the most",
                         b->plain.length, TEXTS_RECORD_MAX);
    buf_clear(&b->packed);
    buf_add(&b->packed, b->lengths.data, b->lengths.length);
    if (!pack(b, p))
        buf_add(&b->packed, b->plain.data, b->plain.length);
    return true;
}

void texts_block_clear(struct texts_block *b)
{
    buf_clear(&b->plain);
    buf_clear(&b->lengths);
    buf_clear(&b->packed);
    b->count = 0;
}

void texts_block_free(struct texts_block *b)
{
    buf_free(&b->plain);
    buf_free(&b->lengths);
    buf_free(&b->packed);
    *b = (struct texts_block){0};
}
