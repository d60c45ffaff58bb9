/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The position table. An entry is put together in place, as the item that goes into a leaf. */
#include "lib/glass/position.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/glass/bits.h"
#include "lib/glass/pack.h"

enum {
    /* The packed term is copied in steps of this size, so that short ones take one. */
    COPY = 16,
    TERM_ROOM = (GLASS_PACKED_MAX + 1 + COPY) / COPY * COPY,
    /* What an item needs besides its term and 4 bytes for each position, with the 4 that do not
     * count. Also more than a copy of the term goes too far. */
    MORE = GLASS_ITEM_HEAD + GLASS_SORTABLE_MAX + GLASS_UINT32_MAX + 4
};

struct glass_position {
    struct glass_table *table;
    uint32_t docid;     /* the last one of the term */
    size_t term_length; /* of the packed term with its 00; 0 before the first term */
    uint8_t term[TERM_ROOM];
    uint8_t *item; /* one that may not fit into the leaf */
    size_t capacity;
};

struct glass_position *glass_position_new(const char *folder)
{
    struct glass_position *p = xcalloc(1, sizeof *p);
    p->table = glass_table_new(folder, GLASS_POSITION);
    return p;
}

void glass_position_free(struct glass_position *p)
{
    if (p == NULL)
        return;
    glass_table_free(p->table);
    free(p->item);
    free(p);
}

bool glass_position_term(struct glass_position *p, const char *term, size_t length,
                         struct error *error)
{
    uint8_t packed[GLASS_PACKED_MAX + 1];
    if (length == 0 || length > GLASS_TERM_MAX)
        return error_set(error, ERROR_INTERNAL, "a term has 1 to %d bytes, not %zu", GLASS_TERM_MAX,
                         length);
    uint8_t *end = glass_put_term(packed, term, length);
    *end++ = '\0';
    size_t packed_length = (size_t)(end - packed);
    if (packed_length + GLASS_SORTABLE_MAX > GLASS_KEY_MAX)
        return error_set(error, ERROR_INTERNAL, "a term of %zu bytes has too many NULs", length);

    if (bytes_compare(packed, packed_length, p->term, p->term_length) <= 0)
        return error_set(error, ERROR_INTERNAL, "terms with positions are not in order");
    memcpy(p->term, packed, packed_length);
    p->term_length = packed_length;
    p->docid = 0;
    return true;
}

static bool ascending(const uint32_t *positions, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (positions[i] <= positions[i - 1])
            return false;
    return true;
}

/* Writes the tag for one or more positions: at most 5 bytes, 4 for each of them, and 4 that do
 * not count. */
static uint8_t *put_positions(uint8_t *to, const uint32_t *positions, size_t count)
{
    uint32_t first = positions[0];
    uint32_t last = positions[count - 1];
    to = glass_put_small(to, last);
    if (count == 1)
        return to;
    struct glass_bits bits = {.to = to};
    glass_bits_number(&bits, first, last);
    glass_bits_number(&bits, (uint32_t)(count - 2), last - first);
    glass_bits_between(&bits, positions, count - 1);
    return glass_bits_end(&bits);
}

/* An entry that may be too long for the leaf is put together elsewhere. */
static bool add_apart(struct glass_position *p, uint32_t docid, const uint32_t *positions,
                      size_t count, struct error *error)
{
    p->item = xgrow(p->item, &p->capacity, p->term_length + 4 * count + MORE, 1);
    memcpy(p->item, p->term, p->term_length);
    uint8_t *tag = glass_put_sortable(p->item + p->term_length, docid);
    uint8_t *end = put_positions(tag, positions, count);
    struct glass_entry entry = {
        .key = p->item,
        .key_length = (size_t)(tag - p->item),
        .tag = tag,
        .tag_length = (size_t)(end - tag),
    };
    return glass_table_add(p->table, &entry, error);
}

bool glass_position_add(struct glass_position *p, uint32_t docid, const uint32_t *positions,
                        size_t count, struct error *error)
{
    if (count == 0)
        return true;
    if (docid <= p->docid || p->term_length == 0)
        return error_set(error, ERROR_INTERNAL,
                         "positions of document %" PRIu32 " are not in order", docid);
    if (!ascending(positions, count))
        return error_set(error, ERROR_INTERNAL, "positions in document %" PRIu32 " do not ascend",
                         docid);
    p->docid = docid;

    uint8_t *item = glass_table_begin(p->table, p->term_length + 4 * count + MORE);
    if (item == NULL)
        return add_apart(p, docid, positions, count, error);
    uint8_t *key = item + GLASS_ITEM_HEAD;
    for (size_t i = 0; i < p->term_length; i += COPY)
        memcpy(key + i, p->term + i, COPY);
    uint8_t *tag = glass_put_sortable(key + p->term_length, docid);
    uint8_t *end = put_positions(tag, positions, count);
    glass_table_end(p->table, (size_t)(tag - key), (size_t)(end - tag));
    return true;
}

bool glass_position_finish(struct glass_position *p, struct glass_root *root, struct error *error)
{
    return glass_table_finish(p->table, root, error);
}
