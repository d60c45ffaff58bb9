/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/positions.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/glass/bits.h"
#include "lib/glass/pack.h"

struct glass_positions {
    struct glass_reader *reader;
    struct old_cursor *cursor;
    uint32_t *list;
    size_t room;
    size_t term_length; /* of the term in `key`, with what comes before a docid; 0: no such key */
    uint8_t key[GLASS_PACKED_MAX + 1 + GLASS_SORTABLE_MAX];
};

struct glass_positions *glass_positions_open(struct glass_reader *r, const void *term,
                                             size_t length)
{
    struct glass_positions *p = xcalloc(1, sizeof *p);
    p->reader = r;
    p->cursor = glass_reader_take(r, GLASS_POSITION);
    if (length <= GLASS_TERM_MAX) {
        uint8_t *end = glass_put_term(p->key, term, length);
        *end++ = 0x00;
        p->term_length = (size_t)(end - p->key);
    }
    return p;
}

void glass_positions_free(struct glass_positions *p)
{
    if (!p)
        return;
    glass_reader_give(p->reader, GLASS_POSITION, p->cursor);
    free(p->list);
    free(p);
}

/* Decodes a tag of bits, which follow the last position. */
static bool decode(struct glass_positions *p, const uint8_t *at, const uint8_t *end, uint32_t last,
                   size_t *count)
{
    struct glass_bits_in bits = {.at = at, .end = end};
    if (last == 0)
        return false;
    uint32_t first = glass_bits_get(&bits, last);
    uint32_t more = glass_bits_get(&bits, last - first);
    if (more > GLASS_POSITIONS_MAX - 2)
        return false;
    *count = (size_t)more + 2;
    p->list = xgrow(p->list, &p->room, *count, sizeof *p->list);
    p->list[0] = first;
    p->list[*count - 1] = last;
    glass_bits_get_between(&bits, p->list, *count - 1);
    return glass_bits_sound(&bits);
}

enum glass_status glass_positions_read(struct glass_positions *p, uint32_t docid,
                                       const uint32_t **positions, size_t *count)
{
    const uint8_t *tag;
    size_t tag_length;
    uint32_t last;
    *positions = NULL;
    *count = 0;
    size_t length = (size_t)(glass_put_sortable(p->key + p->term_length, docid) - p->key);
    if (!p->term_length || length > GLASS_KEY_MAX)
        return GLASS_OK;
    enum glass_status status = old_cursor_find(p->cursor, p->key, length);
    if (status != GLASS_OK || !old_cursor_is(p->cursor, p->key, length))
        return status;
    status = old_cursor_tag(p->cursor, &tag, &tag_length);
    if (status != GLASS_OK)
        return status;
    const uint8_t *end = tag + tag_length;
    const uint8_t *at = glass_get_uint(tag, end, &last);
    if (!at)
        return GLASS_CORRUPT;
    p->list = xgrow(p->list, &p->room, 1, sizeof *p->list);
    p->list[0] = last;
    *count = 1;
    if (at < end && !decode(p, at, end, last, count)) {
        *count = 0;
        return GLASS_CORRUPT;
    }
    *positions = p->list;
    return GLASS_OK;
}
