/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/list.h"

#include <string.h>

#include "lib/glass/lanes.h"

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

/* Reads one posting; NULL if there is none here, or its docid is above `last`. Most have a gap of
 * one or two bytes and a wdf of one: these take no branch on which. */
static inline const uint8_t *get_posting(const uint8_t *at, const uint8_t *end, uint32_t last,
                                         uint32_t *docid, uint32_t *wdf)
{
    uint32_t gap;
    if (end - at >= 4) {
        uint32_t bytes = little_32(at);
        uint32_t longer = bytes >> 7 & 1;
        uint32_t after = bytes >> 8 * longer;
        if (!((bytes | after) & 0x8000)) {
            gap = (bytes & 0x7f) | (bytes >> 1 & 0x3f80 & (0u - longer));
            *wdf = after >> 8 & 0xff;
            if (gap >= last - *docid)
                return NULL;
            *docid += gap + 1;
            return at + 2 + longer;
        }
    }
    at = glass_get_uint(at, end, &gap);
    if (!at || gap >= last - *docid)
        return NULL;
    *docid += gap + 1;
    return glass_get_uint(at, end, wdf);
}

/*
 * Reads postings of the chunk, as many as there are and `room` for. Returns how many, or room + 1
 * if there is something else. Where a lane comes to nothing the next postings are likely to be
 * long, too: some are read one by one, and more of them each time.
 */
static size_t read_chunk(struct glass_list *l, uint32_t *docids, uint32_t *wdfs, size_t room)
{
    const uint8_t *at = l->at;
    const uint8_t *const end = l->end;
    const uint32_t last = l->last_docid;
    uint32_t docid = l->docid;
    size_t patience = 2;
    size_t n = 0;
    while (n < room && at < end) {
        size_t stop = room;
        if (room - n >= LANES && end - at >= LANES_BYTES) {
            unsigned right = lanes_read(at, docid, docids + n, wdfs + n);
            if (right && docids[n + right - 1] - docid <= last - docid) {
                n += right;
                at += 2 * right;
                docid = docids[n - 1];
                stop = n + (right < LANES);
            } else {
                patience *= 2;
                stop = n + patience;
            }
        }
        for (stop = stop < room ? stop : room; n < stop && at < end; n++) {
            if (!(at = get_posting(at, end, last, &docid, &wdfs[n])) || wdfs[n] > l->wdf_max)
                return room + 1;
            docids[n] = docid;
        }
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
    const uint8_t *const end = l->end;
    uint32_t now = l->docid;
    uint32_t wdf = l->wdf;
    while (now < docid) {
        uint32_t span = end - at >= LANES_BYTES ? lanes_span(at) : 0;
        if (span && span < docid - now) {
            now += span;
            at += LANES_BYTES;
            continue;
        }
        for (unsigned singly = LANES; singly && now < docid; singly--)
            if (!(at = get_posting(at, end, l->last_docid, &now, &wdf)) || wdf > l->wdf_max)
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
