/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/postings.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/glass/pack.h"

/*
 * A list, in one of its chunks: `docid` and `wdf` are the posting read last, `at` is what follows
 * it. If it is `fresh` it was not given out yet.
 */
struct glass_postings {
    struct glass_reader *reader;
    struct old_cursor *cursor;
    const uint8_t *at;
    const uint8_t *end;
    uint32_t docid;
    uint32_t wdf;
    uint32_t last_docid; /* of the chunk */
    bool fresh;
    bool last; /* this is the last chunk */
    uint32_t documents;
    uint32_t occurrences;
    size_t name_length; /* of the list's name in `key`, the key of the first chunk */
    size_t more_length; /* of the name with what comes before a docid in the others */
    uint8_t key[GLASS_PACKED_MAX + 1 + GLASS_SORTABLE_MAX];
};

/* ---- finding a list ---- */

/* False if no key can be that long: no document has such a term. */
static bool make_key(struct glass_postings *p, const void *term, size_t length)
{
    static const uint8_t lengths_name[2] = {0x00, 0xe0};
    if (length > GLASS_TERM_MAX)
        return false;
    uint8_t *end = length ? glass_put_term(p->key, term, length)
                          : glass_put_bytes(p->key, lengths_name, sizeof lengths_name);
    p->name_length = p->more_length = (size_t)(end - p->key);
    if (length)
        p->key[p->more_length++] = 0x00;
    return p->name_length <= GLASS_KEY_MAX;
}

/* Reads what a chunk begins with, from `p->at` on. */
static bool get_chunk_head(struct glass_postings *p, uint32_t docid)
{
    uint32_t span;
    if (!docid || p->at == p->end || (*p->at != '0' && *p->at != '1'))
        return false;
    p->last = *p->at++ == '1';
    if (!(p->at = glass_get_uint(p->at, p->end, &span)) ||
        !(p->at = glass_get_uint(p->at, p->end, &p->wdf)) || p->reader->last_docid < docid ||
        p->reader->last_docid - docid < span)
        return false;
    p->docid = docid;
    p->last_docid = docid + span;
    p->fresh = true;
    return true;
}

/* Reads what the first chunk begins with. */
static bool get_list_head(struct glass_postings *p)
{
    uint32_t before;
    return (p->at = glass_get_uint(p->at, p->end, &p->documents)) != NULL &&
           (p->at = glass_get_uint(p->at, p->end, &p->occurrences)) != NULL &&
           (p->at = glass_get_uint(p->at, p->end, &before)) != NULL &&
           get_chunk_head(p, before + 1);
}

static enum glass_status finish(struct glass_postings *p, enum glass_status status)
{
    p->at = p->end = NULL;
    p->last = true;
    p->fresh = false;
    return status;
}

/* Enters the chunk that the cursor is on. */
static enum glass_status enter(struct glass_postings *p)
{
    const struct old_cursor *c = p->cursor;
    bool first = old_cursor_is(c, p->key, p->name_length);
    uint32_t docid = 0;
    size_t length;
    if (!first) {
        if (!old_cursor_begins(c, p->key, p->more_length))
            return finish(p, GLASS_CORRUPT);
        const uint8_t *end = c->key + c->key_length;
        if (glass_get_sortable(c->key + p->more_length, end, &docid) != end)
            return finish(p, GLASS_CORRUPT);
    }
    enum glass_status status = old_cursor_tag(p->cursor, &p->at, &length);
    if (status != GLASS_OK)
        return finish(p, status);
    p->end = p->at + length;
    if (!(first ? get_list_head(p) : get_chunk_head(p, docid)))
        return finish(p, GLASS_CORRUPT);
    return GLASS_OK;
}

static enum glass_status begin(struct glass_postings *p, struct glass_reader *r, const void *term,
                               size_t length)
{
    memset(p, 0, offsetof(struct glass_postings, key));
    p->reader = r;
    p->cursor = glass_reader_take(r, GLASS_POSTLIST);
    p->last = true;
    if (!make_key(p, term, length))
        return GLASS_OK;
    enum glass_status status = old_cursor_find(p->cursor, p->key, p->name_length);
    if (status != GLASS_OK || !old_cursor_is(p->cursor, p->key, p->name_length))
        return status;
    return enter(p);
}

static void end(struct glass_postings *p)
{
    glass_reader_give(p->reader, GLASS_POSTLIST, p->cursor);
}

enum glass_status glass_frequency(struct glass_reader *r, const void *term, size_t length,
                                  uint32_t *documents, uint32_t *occurrences)
{
    struct glass_postings p;
    enum glass_status status = begin(&p, r, term, length);
    *documents = p.documents;
    *occurrences = p.occurrences;
    end(&p);
    return status;
}

enum glass_status glass_postings_open(struct glass_reader *r, const void *term, size_t length,
                                      struct glass_postings **postings)
{
    struct glass_postings *p = xmalloc(sizeof *p);
    enum glass_status status = begin(p, r, term, length);
    *postings = p;
    if (status != GLASS_OK) {
        glass_postings_free(p);
        *postings = NULL;
    }
    return status;
}

void glass_postings_free(struct glass_postings *p)
{
    if (p)
        end(p);
    free(p);
}

/* ---- reading ---- */

/*
 * Four postings at once: how far the last of them is from the one before them, if there are 8
 * bytes and each is a number of its own; else 0.
 */
static inline uint32_t span_of_four(const uint8_t *at, const uint8_t *end)
{
    uint64_t bytes;
    if (end - at < 8)
        return 0;
    memcpy(&bytes, at, sizeof bytes);
    if (bytes & UINT64_C(0x8080808080808080))
        return 0;
    return 4u + at[0] + at[2] + at[4] + at[6];
}

/* Reads one posting; NULL if there is none here. */
static inline const uint8_t *get_posting(const uint8_t *at, const uint8_t *end, uint32_t last,
                                         uint32_t *docid, uint32_t *wdf)
{
    uint32_t gap;
    at = glass_get_uint(at, end, &gap);
    if (!at || gap >= last - *docid)
        return NULL;
    *docid += gap + 1;
    return glass_get_uint(at, end, wdf);
}

/* Reads postings of the chunk, as many as there are and `room` for. Returns how many, or room + 1
 * if there is something else. */
static size_t read_chunk(struct glass_postings *p, struct xc_posting *out, size_t room)
{
    const uint8_t *at = p->at;
    uint32_t docid = p->docid;
    size_t n = 0;
    while (n < room && at < p->end) {
        uint32_t span = room - n >= 4 ? span_of_four(at, p->end) : 0;
        if (span && span <= p->last_docid - docid) {
            for (unsigned i = 0; i < 4; i++, at += 2)
                out[n++] = (struct xc_posting){docid += at[0] + 1u, at[1]};
        } else {
            at = get_posting(at, p->end, p->last_docid, &docid, &p->wdf);
            if (!at)
                return room + 1;
            out[n++] = (struct xc_posting){docid, p->wdf};
        }
    }
    p->at = at;
    p->docid = docid;
    return n;
}

/* Goes to the next chunk. */
static enum glass_status next_chunk(struct glass_postings *p)
{
    uint32_t docid = p->last_docid;
    if (p->docid != docid)
        return finish(p, GLASS_CORRUPT);
    enum glass_status status = old_cursor_next(p->cursor);
    if (status != GLASS_OK)
        return finish(p, status);
    status = enter(p);
    return status == GLASS_OK && p->docid <= docid ? finish(p, GLASS_CORRUPT) : status;
}

enum glass_status glass_postings_read(struct glass_postings *p, struct xc_posting *out, size_t room,
                                      size_t *count)
{
    size_t n = 0;
    *count = 0;
    while (n < room) {
        if (p->fresh) {
            out[n++] = (struct xc_posting){p->docid, p->wdf};
            p->fresh = false;
        }
        size_t more = read_chunk(p, out + n, room - n);
        if (more > room - n)
            return finish(p, GLASS_CORRUPT);
        n += more;
        if (n == room || (p->at == p->end && p->last))
            break;
        enum glass_status status = next_chunk(p);
        if (status != GLASS_OK)
            return status;
    }
    *count = n;
    return GLASS_OK;
}

/* ---- skipping ---- */

/* Goes to the chunk that a document would be in, or to the one after if that one has ended. */
static enum glass_status skip_chunks(struct glass_postings *p, uint32_t docid)
{
    uint32_t behind = p->last_docid;
    uint8_t *key_end = glass_put_sortable(p->key + p->more_length, docid);
    size_t length = (size_t)(key_end - p->key);
    if (length > GLASS_KEY_MAX)
        length = GLASS_KEY_MAX;
    enum glass_status status = old_cursor_find_last(p->cursor, p->key, length);
    if (status != GLASS_OK)
        return finish(p, status);
    status = enter(p);
    if (status != GLASS_OK)
        return status;
    if (p->last_docid < behind)
        return finish(p, GLASS_CORRUPT);
    if (p->last_docid >= docid)
        return GLASS_OK;
    if (p->last)
        return finish(p, GLASS_OK);
    p->docid = p->last_docid;
    return next_chunk(p);
}

/* Goes on in the chunk, which ends at `docid` or later. */
static enum glass_status skip_postings(struct glass_postings *p, uint32_t docid)
{
    const uint8_t *at = p->at;
    while (p->docid < docid) {
        uint32_t span = span_of_four(at, p->end);
        if (span && span < docid - p->docid) {
            p->docid += span;
            at += 8;
        } else {
            at = get_posting(at, p->end, p->last_docid, &p->docid, &p->wdf);
            if (!at)
                return finish(p, GLASS_CORRUPT);
        }
    }
    p->at = at;
    p->fresh = true;
    return GLASS_OK;
}

enum glass_status glass_postings_skip(struct glass_postings *p, uint32_t docid)
{
    if (p->docid >= docid || (p->at == p->end && !p->fresh && p->last))
        return GLASS_OK;
    if (p->last_docid < docid) {
        if (p->last)
            return finish(p, GLASS_OK);
        enum glass_status status = skip_chunks(p, docid);
        if (status != GLASS_OK || p->docid >= docid)
            return status;
        if (p->at == NULL)
            return GLASS_OK;
    }
    return skip_postings(p, docid);
}

enum glass_status glass_lengths(struct glass_reader *r, uint32_t first, size_t count,
                                uint32_t *lengths)
{
    struct xc_posting batch[512];
    struct glass_postings p;
    size_t n = 1;
    enum glass_status status = begin(&p, r, "", 0);
    memset(lengths, 0, count * sizeof *lengths);
    if (status == GLASS_OK)
        status = glass_postings_skip(&p, first);
    while (status == GLASS_OK && n) {
        status = glass_postings_read(&p, batch, 512, &n);
        for (size_t i = 0; i < n; i++) {
            if (batch[i].docid - first >= count)
                n = i;
            else
                lengths[batch[i].docid - first] = batch[i].wdf;
        }
        if (n < 512)
            break;
    }
    end(&p);
    return status;
}
