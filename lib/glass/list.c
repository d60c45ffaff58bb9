/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/list.h"

#include <string.h>

#include "lib/base/little.h"

/* ---- finding a list ---- */

/* False if no key can be that long: no document has such a term. */
static bool make_key(struct glass_list *l, const void *term, size_t length)
{
    static const uint8_t lengths_name[2] = {0x00, 0xe0};
    if (length > GLASS_TERM_MAX)
        return false;
    uint8_t *end = length ? glass_put_term(l->key, term, length)
                          : glass_put_bytes(l->key, lengths_name, sizeof lengths_name);
    l->name_length = l->more_length = (size_t)(end - l->key);
    if (length)
        l->key[l->more_length++] = 0x00;
    return l->name_length <= GLASS_KEY_MAX;
}

/* Reads what a chunk begins with, from `l->at` on. */
static bool get_chunk_head(struct glass_list *l, uint32_t docid)
{
    uint32_t span;
    if (!docid || l->at == l->end || (*l->at != '0' && *l->at != '1'))
        return false;
    l->last = *l->at++ == '1';
    if (!(l->at = glass_get_uint(l->at, l->end, &span)) ||
        !(l->at = glass_get_uint(l->at, l->end, &l->wdf)) || l->wdf > l->wdf_max ||
        l->cursor.tree->last_docid < docid || l->cursor.tree->last_docid - docid < span)
        return false;
    l->docid = docid;
    l->last_docid = docid + span;
    l->fresh = true;
    return true;
}

/* Reads what the first chunk begins with. */
static bool get_list_head(struct glass_list *l)
{
    uint32_t before;
    return (l->at = glass_get_uint(l->at, l->end, &l->documents)) != NULL &&
           (l->at = glass_get_uint(l->at, l->end, &l->occurrences)) != NULL &&
           (l->at = glass_get_uint(l->at, l->end, &before)) != NULL &&
           get_chunk_head(l, before + 1);
}

/* Ends the list: what `done` says is whether it was right to. */
static bool finish(struct glass_list *l, bool done)
{
    l->at = l->end = NULL;
    l->last = true;
    l->fresh = false;
    return done;
}

static bool damaged(struct glass_list *l, struct error *error)
{
    glass_damaged(l->cursor.tree, error);
    return finish(l, false);
}

/* Enters the chunk that the cursor is on. */
static bool enter(struct glass_list *l, struct error *error)
{
    const struct glass_cursor *c = &l->cursor;
    bool first = glass_cursor_is(c, l->key, l->name_length);
    uint32_t docid = 0;
    size_t length;
    if (!first) {
        if (!glass_cursor_begins(c, l->key, l->more_length))
            return damaged(l, error);
        const uint8_t *end = c->key + c->key_length;
        if (glass_get_sortable(c->key + l->more_length, end, &docid) != end)
            return damaged(l, error);
    }
    if (!glass_cursor_tag(&l->cursor, &l->at, &length, error))
        return finish(l, false);
    l->end = l->at + length;
    return (first ? get_list_head(l) : get_chunk_head(l, docid)) || damaged(l, error);
}

bool glass_list_open(struct glass_list *l, struct glass_tree *tree, const void *term, size_t length,
                     struct error *error)
{
    memset(l, 0, offsetof(struct glass_list, key));
    l->cursor.tree = tree;
    l->wdf_max = UINT32_MAX;
    l->last = true;
    if (!make_key(l, term, length))
        return true;
    if (!glass_cursor_find(&l->cursor, l->key, l->name_length, error))
        return false;
    return !glass_cursor_is(&l->cursor, l->key, l->name_length) || enter(l, error);
}

void glass_list_close(struct glass_list *l)
{
    glass_cursor_close(&l->cursor);
}

/* ---- reading ---- */

#define LANES UINT64_C(0x0001000100010001) /* 1 in each of four lanes of 16 bits */
#define LOW_BYTES (LANES * 0xff)
#define CONTINUED UINT64_C(0x8080808080808080) /* the top bits of bytes */

/* Four postings of 2 bytes: in lane i, how far the docid of the i-th is from the one before the
 * first; in the top one, how far they go. Each docid is at least one on. */
static inline uint64_t lane_sums(uint64_t bytes)
{
    return ((bytes & LOW_BYTES) + LANES) * LANES;
}

static inline uint32_t lane(uint64_t lanes, unsigned i)
{
    return (uint32_t)(lanes >> 16 * i) & 0xffff;
}

/* Reads one posting; NULL if there is none here. Most have a gap of one or two bytes and a wdf of
 * one: these take no branch on which. */
static inline const uint8_t *get_posting(const struct glass_list *l, const uint8_t *at,
                                         uint32_t *docid, uint32_t *wdf)
{
    uint32_t gap;
    if (l->end - at >= 4) {
        uint32_t bytes = little_32(at);
        uint32_t longer = bytes >> 7 & 1;
        uint32_t after = bytes >> 8 * longer;
        if (!((bytes | after) & 0x8000)) {
            gap = (bytes & 0x7f) | (bytes >> 1 & 0x3f80 & (0u - longer));
            *wdf = after >> 8 & 0xff;
            if (gap >= l->last_docid - *docid)
                return NULL;
            *docid += gap + 1;
            return at + 2 + longer;
        }
    }
    at = glass_get_uint(at, l->end, &gap);
    if (!at || gap >= l->last_docid - *docid)
        return NULL;
    *docid += gap + 1;
    at = glass_get_uint(at, l->end, wdf);
    return *wdf > l->wdf_max ? NULL : at;
}

/* Reads postings of the chunk, as many as there are and `room` for. Returns how many, or room + 1
 * if there is something else. */
static size_t read_chunk(struct glass_list *l, uint32_t *docids, uint32_t *wdfs, size_t room)
{
    const uint8_t *at = l->at;
    uint32_t docid = l->docid;
    size_t n = 0;
    while (n < room && at < l->end) {
        uint64_t bytes = CONTINUED;
        if (room - n >= 4 && l->end - at >= 8)
            bytes = little_64(at);
        uint64_t sums = lane_sums(bytes);
        if (bytes & CONTINUED || lane(sums, 3) > l->last_docid - docid) {
            at = get_posting(l, at, &docid, &wdfs[n]);
            if (!at)
                return room + 1;
            docids[n++] = docid;
            continue;
        }
        for (unsigned i = 0; i < 4; i++) {
            docids[n + i] = docid + lane(sums, i);
            wdfs[n + i] = lane(bytes >> 8 & LOW_BYTES, i);
        }
        docid += lane(sums, 3);
        n += 4;
        at += 8;
    }
    l->at = at;
    l->docid = docid;
    return n;
}

/* Goes to the next chunk. */
static bool next_chunk(struct glass_list *l, struct error *error)
{
    uint32_t docid = l->last_docid;
    if (l->docid != docid)
        return damaged(l, error);
    if (!glass_cursor_next(&l->cursor, error))
        return finish(l, false);
    return enter(l, error) && (l->docid > docid || damaged(l, error));
}

bool glass_list_read(struct glass_list *l, uint32_t *docids, uint32_t *wdfs, size_t room,
                     size_t *count, struct error *error)
{
    size_t n = 0;
    *count = 0;
    while (n < room) {
        if (l->fresh) {
            docids[n] = l->docid;
            wdfs[n++] = l->wdf;
            l->fresh = false;
        }
        size_t more = read_chunk(l, docids + n, wdfs + n, room - n);
        if (more > room - n)
            return damaged(l, error);
        n += more;
        if (n == room || (l->at == l->end && l->last))
            break;
        if (!next_chunk(l, error))
            return false;
    }
    *count = n;
    return true;
}

/* ---- skipping ---- */

/* Goes to the chunk that a document would be in, or to the one after if that one has ended. */
static bool skip_chunks(struct glass_list *l, uint32_t docid, struct error *error)
{
    uint32_t behind = l->last_docid;
    uint8_t *key_end = glass_put_sortable(l->key + l->more_length, docid);
    size_t length = (size_t)(key_end - l->key);
    if (length > GLASS_KEY_MAX)
        length = GLASS_KEY_MAX;
    if (!glass_cursor_find_last(&l->cursor, l->key, length, error))
        return finish(l, false);
    if (!enter(l, error))
        return false;
    if (l->last_docid < behind)
        return damaged(l, error);
    if (l->last_docid >= docid)
        return true;
    if (l->last)
        return finish(l, true);
    l->docid = l->last_docid;
    return next_chunk(l, error);
}

/* Goes on in the chunk, which ends at `docid` or later. */
static bool skip_postings(struct glass_list *l, uint32_t docid, struct error *error)
{
    const uint8_t *at = l->at;
    uint32_t now = l->docid;
    uint32_t wdf = l->wdf;
    while (now < docid) {
        uint64_t bytes = l->end - at >= 8 ? little_64(at) : CONTINUED;
        uint32_t span = lane(lane_sums(bytes), 3);
        if (!(bytes & CONTINUED) && span < docid - now) {
            now += span;
            at += 8;
            continue;
        }
        at = get_posting(l, at, &now, &wdf);
        if (!at)
            return damaged(l, error);
    }
    l->docid = now;
    l->wdf = wdf;
    l->at = at;
    l->fresh = true;
    return true;
}

bool glass_list_skip(struct glass_list *l, uint32_t docid, struct error *error)
{
    if (l->docid >= docid || glass_list_ended(l))
        return true;
    if (l->last_docid < docid) {
        if (l->last)
            return finish(l, true);
        if (!skip_chunks(l, docid, error))
            return false;
        if (l->docid >= docid || !l->at)
            return true;
    }
    return skip_postings(l, docid, error);
}
