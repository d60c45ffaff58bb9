/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a shard's postings and positions, with checksums that hold: what the cursor reads
 * ascends and keeps to its limits, or is an error; it comes to an end, and touches nothing else.
 *
 * The input is a byte of choices and three pieces. A choice makes of the first two a block of the
 * table as they are, its beginning and its end, or a sound block with two chunks of the term "t";
 * of the third the body of `positions` as it is, or a sound body with a lexicon, which leads from
 * "t" to the piece.
 */
#undef NDEBUG

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/base/varint.h"
#include "lib/glass/block.h"
#include "lib/glass/pack.h"
#include "lib/index/lexicon.h"
#include "lib/index/posting.h"
#include "lib/index/shard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RAW_BLOCK = 1, RAW_BODY = 2, INLINED = 4, SECOND_CHUNK = 300, CHUNK_MAX = 1900 };

static void put_item(struct glass_block *b, const void *key, size_t length, struct slice tag)
{
    size_t tag_length = tag.length < CHUNK_MAX ? tag.length : CHUNK_MAX;
    uint8_t *item = glass_block_item(b, GLASS_ITEM_HEAD + length + tag_length);
    glass_put_be16(item, (uint32_t)(length + tag_length) |
                             (uint32_t)(GLASS_ITEM_FIRST | GLASS_ITEM_LAST));
    item[2] = (uint8_t)length;
    glass_put_bytes(glass_put_bytes(item + GLASS_ITEM_HEAD, key, length), tag.data, tag_length);
}

static void make_block(uint8_t *to, unsigned choice, struct slice first, struct slice second)
{
    memset(to, 0, GLASS_BLOCK_SIZE);
    if (choice & RAW_BLOCK) {
        size_t length = first.length < GLASS_BLOCK_SIZE ? first.length : GLASS_BLOCK_SIZE;
        glass_put_bytes(to, first.data, length);
        length = second.length < GLASS_BLOCK_SIZE ? second.length : GLASS_BLOCK_SIZE;
        glass_put_bytes(to + GLASS_BLOCK_SIZE - length, second.data, length);
        to[4] = 0;
        return;
    }
    struct glass_block *b = xmalloc(sizeof *b);
    uint8_t key[2 + GLASS_SORTABLE_MAX] = {'t', 0};
    glass_block_clear(b);
    put_item(b, "", 0, (struct slice){"", 0});
    put_item(b, key, 1, first);
    put_item(b, key, (size_t)(glass_put_sortable(key + 2, SECOND_CHUNK) - key), second);
    glass_block_write(b, 1, 0, to);
    free(b);
}

/* Returns a body of exact size, so that a sanitizer sees what reads past it. */
static uint8_t *make_body(unsigned choice, struct slice piece, uint64_t *length)
{
    struct buf body = {0};
    uint8_t place[2 * VARINT_MAX];
    uint8_t tail[LEXICON_TAIL] = {0};
    bool inlined = choice & INLINED && piece.length <= LEXICON_VALUE;
    buf_add(&body, piece.data, piece.length);
    if (!(choice & RAW_BODY)) {
        uint64_t root = body.length;
        uint8_t *end = varint_put(varint_put(place, 0), piece.length);
        struct slice value =
            inlined ? piece : (struct slice){(const char *)place, (size_t)(end - place)};
        uint8_t size[VARINT_MAX];
        buf_add(&body, "\x01t", 2);
        buf_add(&body, size,
                (size_t)(varint_put(size, (uint64_t)value.length << 1 | !inlined) - size));
        buf_add(&body, value.data, value.length);
        little_put(tail, root, 8);
        little_put(tail + 8, body.length - root, 4);
        buf_add(&body, tail, sizeof tail);
    }
    uint8_t *exact = xmalloc(body.length);
    if (body.length)
        memcpy(exact, body.data, body.length);
    *length = body.length;
    buf_free(&body);
    return exact;
}

static bool failed(const struct error *error)
{
    assert(error->status == ERROR_DAMAGED && error->message[0] && error->cure[0]);
    return false;
}

static bool read_positions(struct posting_list *l, struct error *error)
{
    static uint32_t out[1 << 16];
    for (size_t i = 0; i < l->count; i++) {
        size_t count = 0;
        assert(l->wdfs[i] <= POSTING_WDF_MAX && (i == 0 || l->docids[i] > l->docids[i - 1]));
        if (l->wdfs[i] > sizeof out / sizeof *out)
            continue;
        if (!posting_positions(l, i, out, &count, error))
            return failed(error);
        assert(count == 0 || count == l->wdfs[i]);
        for (size_t k = 1; k < count; k++)
            assert(out[k] > out[k - 1]);
    }
    return true;
}

static void read_list(struct shard *s, uint32_t step)
{
    struct error error;
    struct posting_list l = {0};
    struct posting_bound bound;
    uint32_t docid = 1;
    bool done = posting_list_open(&l, s, "t", 1, &error) || failed(&error);
    while (done) {
        done = posting_list_bound(&l, docid, &bound, &error) &&
               (step ? posting_list_seek(&l, docid, &error) : posting_list_next(&l, &error));
        if (!done)
            failed(&error);
        done = done && l.count && read_positions(&l, &error);
        if (done && l.docids[l.count - 1] > UINT32_MAX - 1 - step)
            break;
        docid = done ? l.docids[l.count - 1] + 1 + step : docid;
    }
    posting_list_close(&l);
}

static void walk_terms(struct shard *s)
{
    struct error error;
    const char *term;
    size_t length;
    uint32_t documents;
    struct term_walk *w = term_walk_open(s, "", 0, &error);
    while (term_walk_next(w, &term, &length, &documents, &error) && length)
        assert(length <= GLASS_TERM_MAX && term[length] == '\0');
    term_walk_close(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    unsigned choice = data[0];
    const char *at = (const char *)data + 3;
    size_t left = size - 3;
    struct slice piece[3];
    for (unsigned i = 0; i < 3; i++) {
        size_t length = i < 2 && data[1 + i] * 8u < left ? data[1 + i] * 8u : left;
        piece[i] = (struct slice){at, length};
        at += length;
        left -= length;
    }
    struct shard s = {.postlist = {.shown = "postlist.glass", .blocks = 1, .documents = 1000}};
    uint8_t *block = xmalloc(GLASS_BLOCK_SIZE);
    make_block(block, choice, piece[0], piece[1]);
    s.postlist.map.bytes = block;
    s.postlist.last_docid = choice & 8 ? UINT32_MAX : 100000;
    uint8_t *body = make_body(choice, piece[2], &s.positions.length);
    s.positions.body = body;
    s.positions.shown = "positions";
    s.positions.verified = xcalloc(s.positions.length / SEALED_BLOCK + 2, 1);
    memset((void *)s.positions.verified, 1, s.positions.length / SEALED_BLOCK + 2);
    walk_terms(&s);
    for (uint32_t step = 0; step < 300; step += 130)
        read_list(&s, step);
    free((void *)s.positions.verified);
    free(body);
    free(block);
    return 0;
}
