/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file `positions`, a sealed file (sealed.h) "DLinepos", version 1. Numbers are little endian.
 *
 * The body is, for each term in byte order that has positions or more than POSTING_BLOCK postings,
 * its data; between these, nodes of the lexicon (lexicon.h), which leads from a term to its data;
 * at the end the lexicon's tail. Postings are counted as they stand in postlist.glass: block b has
 * the postings from b * POSTING_BLOCK on.
 *
 * A term's value in the lexicon
 *
 *     mark 0: its data, which has at most POSITIONS_INLINE bytes
 *     mark 1: varint where its data begins in the body, varint length of the data
 *
 * Data of a term of one block: that block (packed.h). Of more:
 *
 *         its blocks (packed.h), if it has positions
 *         a row each block: 4 the last docid; 2 a bound of its greatest wdf, rounded up; 2 a
 *         bound of its shortest article, rounded down (bound.h); if it has positions, 4 where the
 *         block ends, from the beginning of the data
 *      4  postings
 *      4  1 if it has positions, else 0
 *      2  the greatest of the bounds of wdf
 *      2  the least of the bounds of lengths
 *
 * So a block is found by its row, and no other is read.
 *
 * Limits: 2^32 - 1 postings and 2^32 - 1 bytes of blocks a term (some 3 billion positions);
 * POSTING_WDF_MAX positions in an article. Writing keeps in memory the positions of one block and
 * 12 bytes for each block of the term at hand.
 */
#include "lib/index/positions.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/varint.h"
#include "lib/glass/pack.h"
#include "lib/index/bound.h"
#include "lib/index/lexicon.h"
#include "lib/index/packed.h"
#include "lib/index/posting.h"

#define MAGIC "DLinepos"

enum { VERSION = 1, POSITIONS_INLINE = 64, ROW = 8, ROW_PLACED = 12, TRAILER = 12 };

_Static_assert(PACKED_POSTINGS == POSTING_BLOCK, "a block of positions is one of postings");

struct positions_writer {
    struct sealed_writer *file;
    struct lexicon_writer *lexicon;
    char *shown;
    struct packed_block block;
    struct buf data; /* of the term: all of it, or what follows its last whole block */
    struct buf rows;
    struct buf term;
    uint64_t begin; /* of the term's data */
    bool placed;
    bool many;          /* more than one block */
    uint32_t documents; /* as told; 0: there is no term */
    uint32_t seen;
    uint32_t last;
    uint32_t max_wdf; /* of the block at hand */
    uint32_t min_length;
    uint16_t top_wdf; /* of all before */
    uint16_t top_length;
};

/* ---- writing ---- */

struct positions_writer *positions_create(int folder, const char *shown, struct error *error)
{
    struct sealed_writer *file =
        sealed_create(folder, POSITIONS_NAME, shown, MAGIC, VERSION, error);
    if (!file)
        return NULL;
    struct positions_writer *w = xcalloc(1, sizeof *w);
    w->file = file;
    w->lexicon = lexicon_new(file);
    w->shown = xstrdup(shown);
    return w;
}

void positions_writer_free(struct positions_writer *w)
{
    if (!w)
        return;
    packed_block_free(&w->block);
    buf_free(&w->data);
    buf_free(&w->rows);
    buf_free(&w->term);
    lexicon_free(w->lexicon);
    sealed_writer_free(w->file);
    free(w->shown);
    free(w);
}

static bool refuse(const struct positions_writer *w, const char *what, struct error *error)
{
    return error_set(error, ERROR_INTERNAL, "%s: the term '%.*s' %s", w->shown, (int)w->term.length,
                     w->term.data ? w->term.data : "", what);
}

/* Ends the block at hand. */
static bool end_block(struct positions_writer *w, struct error *error)
{
    uint8_t row[ROW_PLACED];
    if (w->placed)
        packed_write(&w->block, &w->data);
    if (!w->many)
        return true;
    uint32_t wdf = bound_above(w->max_wdf);
    uint32_t length = bound_below(w->min_length);
    w->top_wdf = wdf > w->top_wdf ? (uint16_t)wdf : w->top_wdf;
    w->top_length = length < w->top_length ? (uint16_t)length : w->top_length;
    w->max_wdf = 0;
    w->min_length = UINT32_MAX;
    little_put(row, w->last, 4);
    little_put(row + 4, wdf, 2);
    little_put(row + 6, length, 2);
    if (w->placed) {
        if (!sealed_write(w->file, w->data.data, w->data.length, error))
            return false;
        buf_clear(&w->data);
        uint64_t end = sealed_at(w->file) - w->begin;
        if (end > UINT32_MAX)
            return error_set(error, ERROR_LIMIT, "%s: a term has more than 4 GiB of positions",
                             w->shown);
        little_put(row + 8, end, 4);
    }
    buf_add(&w->rows, row, w->placed ? ROW_PLACED : ROW);
    return true;
}

/* Writes what comes after the blocks. */
static bool write_rows(struct positions_writer *w, struct error *error)
{
    uint8_t trailer[TRAILER];
    little_put(trailer, w->documents, 4);
    little_put(trailer + 4, w->placed, 4);
    little_put(trailer + 8, w->top_wdf, 2);
    little_put(trailer + 10, w->top_length, 2);
    return sealed_write(w->file, w->rows.data, w->rows.length, error) &&
           sealed_write(w->file, trailer, sizeof trailer, error);
}

static bool end_term(struct positions_writer *w, struct error *error)
{
    struct slice term = {w->term.data, w->term.length};
    if (w->seen != w->documents)
        return refuse(w, "has not as many postings as were told", error);
    if (!w->documents || (!w->placed && !w->many))
        return true;
    if (w->documents % POSTING_BLOCK && !end_block(w, error))
        return false;
    if (!w->many && w->data.length <= POSITIONS_INLINE)
        return lexicon_add(w->lexicon, term, false, (struct slice){w->data.data, w->data.length},
                           error);
    if (w->many ? !write_rows(w, error)
                : !sealed_write(w->file, w->data.data, w->data.length, error))
        return false;
    uint8_t place[2 * VARINT_MAX];
    uint8_t *end = varint_put(place, w->begin);
    end = varint_put(end, sealed_at(w->file) - w->begin);
    return lexicon_add(w->lexicon, term, true,
                       (struct slice){(const char *)place, (size_t)(end - place)}, error);
}

bool positions_term(struct positions_writer *w, const char *term, size_t length, uint32_t documents,
                    bool placed, struct error *error)
{
    if (!end_term(w, error))
        return false;
    buf_clear(&w->term);
    buf_add(&w->term, term, length);
    buf_clear(&w->data);
    buf_clear(&w->rows);
    w->begin = sealed_at(w->file);
    w->placed = placed;
    w->many = documents > POSTING_BLOCK;
    w->documents = documents;
    w->seen = w->last = w->max_wdf = 0;
    w->min_length = UINT32_MAX;
    w->top_wdf = 0;
    w->top_length = UINT16_MAX;
    return documents ? true : refuse(w, "is in no article", error);
}

bool positions_posting(struct positions_writer *w, uint32_t docid, uint32_t wdf, uint32_t length,
                       const uint32_t *positions, struct error *error)
{
    if (w->seen == w->documents || docid <= w->last)
        return refuse(w, "has more postings than were told, or not in order", error);
    w->seen++;
    w->last = docid;
    if (w->placed && wdf > POSTING_WDF_MAX)
        return error_set(error, ERROR_LIMIT, "%s: a word is more than %u times in one article",
                         w->shown, POSTING_WDF_MAX);
    if (w->placed && !packed_add(&w->block, positions, wdf))
        return refuse(w, "has positions that do not ascend", error);
    w->max_wdf = wdf > w->max_wdf ? wdf : w->max_wdf;
    w->min_length = length < w->min_length ? length : w->min_length;
    return w->seen % POSTING_BLOCK || end_block(w, error);
}

bool positions_finish(struct positions_writer *w, struct error *error)
{
    return end_term(w, error) && lexicon_finish(w->lexicon, error) && sealed_finish(w->file, error);
}

/* ---- reading ---- */

bool positions_open(struct sealed *s, int folder, const char *shown, struct error *error)
{
    return sealed_open(s, folder, POSITIONS_NAME, shown, MAGIC, VERSION, error);
}

static bool damaged(struct sealed *s, struct error *error)
{
    return sealed_damaged(s, "it does not go with postlist.glass", error);
}

/* Reads what stands after the blocks of a term that has many. */
static bool get_rows(struct sealed *s, uint32_t documents, struct positions_place *p,
                     struct error *error)
{
    uint64_t blocks = (uint64_t)documents / POSTING_BLOCK + (documents % POSTING_BLOCK != 0);
    if (p->length < TRAILER)
        return damaged(s, error);
    const uint8_t *trailer = sealed_bytes(s, p->at + p->length - TRAILER, TRAILER, error);
    if (!trailer)
        return false;
    uint32_t placed = little_32(trailer + 4);
    p->placed = placed == 1;
    p->stride = p->placed ? ROW_PLACED : ROW;
    p->top_wdf = little_16(trailer + 8);
    p->top_length = little_16(trailer + 10);
    p->length -= TRAILER;
    if (little_32(trailer) != documents || placed > 1 || p->length < blocks * p->stride)
        return damaged(s, error);
    p->length -= blocks * p->stride;
    p->bounds = sealed_bytes(s, p->at + p->length, (size_t)(blocks * p->stride), error);
    return p->bounds != NULL;
}

bool positions_find(struct sealed *s, const void *term, size_t length, uint32_t documents,
                    struct positions_place *place, struct error *error)
{
    bool outside;
    struct slice value;
    *place = (struct positions_place){0};
    if (s->length < LEXICON_TAIL)
        return damaged(s, error);
    if (!lexicon_find(s, s->length - LEXICON_TAIL, (struct slice){term, length}, &outside, &value,
                      error))
        return false;
    if (!value.data)
        return documents > POSTING_BLOCK ? damaged(s, error) : true;
    const uint8_t *at = (const uint8_t *)value.data;
    const uint8_t *end = at + value.length;
    place->placed = true;
    if (!outside) {
        place->inlined = at;
        place->length = value.length;
        return documents > POSTING_BLOCK ? damaged(s, error) : true;
    }
    if (!(at = glass_get_uint64(at, end, &place->at)) ||
        glass_get_uint64(at, end, &place->length) != end || place->length > s->length ||
        place->at > s->length - place->length)
        return damaged(s, error);
    return documents > POSTING_BLOCK ? get_rows(s, documents, place, error) : true;
}

const uint8_t *positions_block(struct sealed *s, const struct positions_place *p, uint32_t block,
                               size_t *length, struct error *error)
{
    uint64_t begin = 0;
    uint64_t end = p->length;
    if (p->inlined) {
        *length = (size_t)p->length;
        return p->inlined;
    }
    if (p->bounds) {
        const uint8_t *row = p->bounds + (size_t)block * p->stride;
        begin = block ? little_32(row - p->stride + 8) : 0;
        end = little_32(row + 8);
    }
    if (begin > end || end > p->length) {
        damaged(s, error);
        return NULL;
    }
    *length = (size_t)(end - begin);
    return sealed_bytes(s, p->at + begin, *length, error);
}
