/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/posting.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/glass/list.h"
#include "lib/index/bound.h"
#include "lib/index/packed.h"
#include "lib/index/positions.h"
#include "lib/index/shard.h"

/*
 * A list in the middle: `next` is the number of the block that comes after the one at hand. What
 * the file `positions` has of the term is looked up when it is needed: at once for the bounds of a
 * list of many blocks, else when positions are asked for.
 */
struct posting_state {
    struct shard *shard;
    struct glass_list list;
    uint32_t blocks;
    uint32_t next;
    uint32_t bound_at; /* the block that was asked about last */
    bool placed_known; /* `place` is filled in */
    struct positions_place place;
    struct packed packed; /* of the block before `next`, if `entered` is next */
    uint32_t entered;
    size_t term_length;
    char term[GLASS_TERM_MAX];
};

static bool at_end(struct posting_list *l, bool done)
{
    l->count = 0;
    if (l->state)
        l->state->next = l->state->blocks;
    return done;
}

static bool damaged(struct posting_list *l, struct error *error)
{
    glass_damaged(&l->state->shard->postlist, error);
    return at_end(l, false);
}

static bool locate(struct posting_list *l, struct error *error)
{
    struct posting_state *s = l->state;
    s->placed_known = true;
    return positions_find(&s->shard->positions, s->term, s->term_length, l->documents, &s->place,
                          error);
}

/* What is known of the whole list. */
static bool take_top(struct posting_list *l, struct error *error)
{
    struct posting_state *s = l->state;
    s->blocks = l->documents / POSTING_BLOCK + (l->documents % POSTING_BLOCK != 0);
    if (s->blocks == 1) {
        bool whole = s->list.last; /* its one chunk has begun */
        l->top.last = whole ? s->list.last_docid : UINT32_MAX;
        l->top.max_wdf = (uint32_t)l->occurrences;
        l->top.min_length = 0;
        return true;
    }
    if (!locate(l, error))
        return false;
    l->top.last = positions_last(&s->place, s->blocks - 1);
    l->top.max_wdf = bound_number(s->place.top_wdf);
    l->top.min_length = bound_number(s->place.top_length);
    return true;
}

bool posting_list_open(struct posting_list *l, struct shard *shard, const void *term, size_t length,
                       struct error *error)
{
    l->documents = 0;
    l->occurrences = 0;
    l->top = (struct posting_bound){0};
    l->count = 0;
    l->state = NULL;
    if (!length || length > GLASS_TERM_MAX)
        return true;
    struct posting_state *s = l->state = xmalloc(sizeof *s);
    memset(s, 0, offsetof(struct posting_state, term));
    s->shard = shard;
    s->term_length = length;
    memcpy(s->term, term, length);
    bool done = glass_list_open(&s->list, &shard->postlist, term, length, error);
    if (done && s->list.documents) {
        s->list.wdf_max = POSTING_WDF_MAX;
        l->documents = s->list.documents;
        l->occurrences = s->list.occurrences;
        done = s->list.wdf <= POSTING_WDF_MAX ? take_top(l, error) : damaged(l, error);
    }
    if (!done) {
        posting_list_close(l);
        l->documents = 0;
    }
    return done;
}

void posting_list_close(struct posting_list *l)
{
    if (!l->state)
        return;
    glass_list_close(&l->state->list);
    packed_close(&l->state->packed);
    free(l->state);
    l->state = NULL;
    l->count = 0;
}

bool posting_frequency(struct shard *s, const void *term, size_t length, uint32_t *documents,
                       uint64_t *occurrences, struct error *error)
{
    struct glass_list list = {0};
    bool done = !length || glass_list_open(&list, &s->postlist, term, length, error);
    *documents = list.documents;
    *occurrences = list.occurrences;
    glass_list_close(&list);
    return done;
}

/* ---- blocks ---- */

/* What a list of one block can score is known once it is decoded. */
static void tighten(struct posting_list *l)
{
    l->top.last = l->docids[l->count - 1];
    l->top.max_wdf = 0;
    for (size_t i = 0; i < l->count; i++)
        l->top.max_wdf = l->wdfs[i] > l->top.max_wdf ? l->wdfs[i] : l->top.max_wdf;
}

bool posting_list_next(struct posting_list *l, struct error *error)
{
    struct posting_state *s = l->state;
    if (!s || s->next == s->blocks)
        return at_end(l, true);
    uint32_t left = l->documents - s->next * POSTING_BLOCK;
    size_t expected = left < POSTING_BLOCK ? left : POSTING_BLOCK;
    if (!glass_list_read(&s->list, l->docids, l->wdfs, expected, &l->count, error))
        return at_end(l, false);
    if (l->count != expected || (expected == left && !glass_list_ended(&s->list)) ||
        (s->place.bounds && l->docids[expected - 1] != positions_last(&s->place, s->next)))
        return damaged(l, error);
    s->next++;
    if (s->blocks == 1)
        tighten(l);
    return true;
}

/* The first block from `from` on that ends at a docid or later; `blocks` if there is none. Steps
 * double until one goes too far; then the rest is halved. */
static uint32_t find_block(const struct posting_state *s, uint32_t from, uint32_t docid)
{
    uint32_t low = from; /* blocks before end before the docid */
    uint32_t step = 1;
    uint32_t high;
    for (;; step *= 2) {
        high = s->blocks - low > step ? low + step - 1 : s->blocks;
        if (high == s->blocks || positions_last(&s->place, high) >= docid)
            break;
        low = high + 1;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (positions_last(&s->place, middle) < docid)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool posting_list_seek(struct posting_list *l, uint32_t docid, struct error *error)
{
    struct posting_state *s = l->state;
    if (l->count && l->docids[l->count - 1] >= docid)
        return true;
    if (!s || s->next == s->blocks)
        return at_end(l, true);
    if (!s->place.bounds) {
        if (!posting_list_next(l, error))
            return false;
        return l->docids[l->count - 1] >= docid || at_end(l, true);
    }
    uint32_t block = find_block(s, s->next, docid);
    if (block == s->blocks)
        return at_end(l, true);
    if (block > s->next) {
        uint32_t before = positions_last(&s->place, block - 1);
        if (before == UINT32_MAX)
            return damaged(l, error);
        if (!glass_list_skip(&s->list, before + 1, error))
            return at_end(l, false);
        s->next = block;
    }
    return posting_list_next(l, error);
}

bool posting_list_bound(struct posting_list *l, uint32_t docid, struct posting_bound *bound,
                        struct error *error)
{
    struct posting_state *s = l->state;
    (void)error;
    *bound = (struct posting_bound){0};
    if (!s || (s->next == s->blocks && !l->count))
        return true;
    if (!s->place.bounds) {
        if (docid <= l->top.last)
            *bound = l->top;
        return true;
    }
    uint32_t from = s->next - (l->count != 0);
    if (s->bound_at < from)
        s->bound_at = from;
    s->bound_at = find_block(s, s->bound_at, docid);
    if (s->bound_at == s->blocks)
        return true;
    struct positions_row row = positions_row(&s->place, s->bound_at);
    *bound = (struct posting_bound){row.last, bound_number(row.wdf), bound_number(row.length)};
    return true;
}

/* ---- positions ---- */

/* Enters the positions of the block at hand. */
static bool enter(struct posting_list *l, struct error *error)
{
    struct posting_state *s = l->state;
    size_t length;
    const uint8_t *bytes =
        positions_block(&s->shard->positions, &s->place, s->next - 1, &length, error);
    if (!bytes)
        return false;
    if (!packed_open(&s->packed, bytes, length, l->wdfs, l->count))
        return sealed_damaged(&s->shard->positions, "positions of a block make no sense", error);
    s->entered = s->next;
    return true;
}

bool posting_positions(struct posting_list *l, size_t i, uint32_t *out, size_t *count,
                       struct error *error)
{
    struct posting_state *s = l->state;
    *count = 0;
    if (!s || i >= l->count)
        return true;
    if (!s->placed_known && !locate(l, error))
        return false;
    if (!s->place.placed)
        return true;
    if (s->entered != s->next && !enter(l, error))
        return false;
    if (!packed_get(&s->packed, l->wdfs, i, out))
        return sealed_damaged(&s->shard->positions, "positions do not ascend", error);
    *count = l->wdfs[i];
    return true;
}
