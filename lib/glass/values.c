/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/values.h"

#include "lib/glass/pack.h"

enum { PREFIX_MAX = 2 + GLASS_UINT32_MAX };

struct scan {
    struct old_cursor *cursor;
    uint32_t first;
    size_t count;
    uint32_t last_docid; /* that there is */
    uint64_t next;       /* the least docid that the next value may have */
    void (*each)(void *context, uint32_t docid, const char *value, size_t length);
    void *context;
};

/* Goes through the values of the chunk that the cursor is on, whose key ends with `docid`. */
static enum glass_status scan_chunk(struct scan *s, uint32_t docid)
{
    const uint8_t *at;
    size_t size;
    enum glass_status status = old_cursor_tag(s->cursor, &at, &size);
    if (status != GLASS_OK)
        return status;
    const uint8_t *end = at + size;
    s->next = docid;
    for (uint32_t gap = 0;; s->next++) {
        uint32_t length;
        s->next += gap;
        at = glass_get_uint(at, end, &length);
        if (!at || (size_t)(end - at) < length || s->next > s->last_docid)
            return GLASS_CORRUPT;
        if (s->next >= s->first && s->next - s->first < s->count)
            s->each(s->context, (uint32_t)s->next, (const char *)at, length);
        at += length;
        if (at == end)
            break;
        at = glass_get_uint(at, end, &gap);
        if (!at)
            return GLASS_CORRUPT;
    }
    s->next++;
    return GLASS_OK;
}

/* Goes through chunks from the one on that the cursor is on. */
static enum glass_status scan_chunks(struct scan *s, const uint8_t *prefix, size_t length)
{
    enum glass_status status = GLASS_OK;
    if (!old_cursor_begins(s->cursor, prefix, length))
        status = old_cursor_next(s->cursor);
    while (status == GLASS_OK && old_cursor_begins(s->cursor, prefix, length)) {
        uint32_t docid = 0;
        const uint8_t *end = s->cursor->key + s->cursor->key_length;
        if (glass_get_sortable(s->cursor->key + length, end, &docid) != end || docid < s->next)
            return GLASS_CORRUPT;
        if (docid > s->first && docid - s->first >= s->count)
            break;
        status = scan_chunk(s, docid);
        if (status == GLASS_OK)
            status = old_cursor_next(s->cursor);
    }
    return status;
}

enum glass_status glass_values(struct glass_reader *r, uint32_t slot, uint32_t first, size_t count,
                               void (*each)(void *context, uint32_t docid, const char *value,
                                            size_t length),
                               void *context)
{
    uint8_t key[PREFIX_MAX + GLASS_SORTABLE_MAX] = {0x00, 0xd8};
    uint8_t *prefix_end = glass_put_uint(key + 2, slot);
    uint8_t *end = glass_put_sortable(prefix_end, first);
    struct scan s = {
        glass_reader_take(r, GLASS_POSTLIST), first, count, r->last_docid, 1, each, context};
    enum glass_status status = old_cursor_find_last(s.cursor, key, (size_t)(end - key));
    if (status == GLASS_OK)
        status = scan_chunks(&s, key, (size_t)(prefix_end - key));
    glass_reader_give(r, GLASS_POSTLIST, s.cursor);
    return status;
}
