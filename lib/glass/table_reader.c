/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/table_reader.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/glass/pack.h"

/* An item, checked to lie within its block. */
struct item {
    const uint8_t *key;
    size_t key_length;
    const uint8_t *rest; /* what follows the key */
    size_t rest_length;
    uint32_t head; /* of a leaf's: its flags; above: the block that it leads to */
};

void glass_cursor_close(struct glass_cursor *c)
{
    buf_free(&c->parts);
}

/* Ends the walk: what `done` says is whether it was right to. After an error the levels may
 * disagree: the next search begins at the root. */
static bool at_end(struct glass_cursor *c, bool done)
{
    if (!done)
        c->levels[0].count = 0;
    c->key = NULL;
    c->key_length = 0;
    return done;
}

static bool damaged(struct glass_cursor *c, struct error *error)
{
    glass_damaged(c->tree, error);
    return at_end(c, false);
}

/* ---- blocks ---- */

/* Verifies a block, once. */
static bool verify(struct glass_tree *t, uint32_t number, const uint8_t *block, struct error *error)
{
    if (!t->verify)
        return true;
    uint8_t bit = (uint8_t)(1u << (number & 7));
    uint8_t *bits = &t->verified[number >> 3];
    if (__atomic_load_n(bits, __ATOMIC_RELAXED) & bit)
        return true;
    if (!t->verify(t->context, number, block, error))
        return false;
    __atomic_fetch_or(bits, bit, __ATOMIC_RELAXED);
    return true;
}

/* Goes to a block at a level. */
static bool load(struct glass_cursor *c, unsigned level, uint32_t number, struct error *error)
{
    struct glass_level *l = &c->levels[level];
    if (l->count && l->number == number)
        return true;
    l->count = 0;
    l->number = number;
    if (number >= c->tree->blocks)
        return glass_damaged(c->tree, error);
    l->block = c->tree->map.bytes + (size_t)number * GLASS_BLOCK_SIZE;
    if (!verify(c->tree, number, l->block, error))
        return false;
    uint32_t end = glass_get_be16(l->block + 9);
    if (l->block[4] != level || end < GLASS_BLOCK_HEAD + 2 || end > GLASS_BLOCK_SIZE ||
        end % 2 == 0)
        return glass_damaged(c->tree, error);
    l->count = (end - GLASS_BLOCK_HEAD) / 2;
    return true;
}

static uint32_t item_start(const struct glass_level *l, unsigned i)
{
    return glass_get_be16(l->block + GLASS_BLOCK_HEAD + 2 * i);
}

static bool leaf_item(const struct glass_level *l, unsigned i, struct item *item)
{
    uint32_t start = item_start(l, i);
    if (start > GLASS_BLOCK_SIZE - GLASS_ITEM_HEAD)
        return false;
    const uint8_t *bytes = l->block + start;
    item->head = glass_get_be16(bytes);
    uint32_t size = item->head & GLASS_ITEM_SIZE;
    item->key = bytes + GLASS_ITEM_HEAD;
    item->key_length = bytes[2];
    item->rest = item->key + item->key_length;
    item->rest_length = size - item->key_length;
    return item->key_length <= size && start + GLASS_ITEM_HEAD + size <= GLASS_BLOCK_SIZE;
}

static bool branch_item(const struct glass_level *l, unsigned i, struct item *item)
{
    uint32_t start = item_start(l, i);
    if (start > GLASS_BLOCK_SIZE - GLASS_BRANCH_HEAD)
        return false;
    const uint8_t *bytes = l->block + start;
    item->head = glass_get_be32(bytes);
    item->key = bytes + GLASS_BRANCH_HEAD;
    item->key_length = bytes[4];
    item->rest = item->key + item->key_length;
    item->rest_length = 2;
    return start + GLASS_BRANCH_HEAD + item->key_length + 2 <= GLASS_BLOCK_SIZE;
}

static int compare(const struct item *item, const uint8_t *key, size_t length)
{
    return bytes_compare(item->key, item->key_length, key, length);
}

/* ---- searching ---- */

/* The last item of a branch that leads to keys that are not greater. */
static bool search_branch(struct glass_level *l, const uint8_t *key, size_t length)
{
    struct item item;
    unsigned low = 0;
    unsigned high = l->count;
    while (high - low > 1) {
        unsigned middle = low + (high - low) / 2;
        if (!branch_item(l, middle, &item))
            return false;
        int order = compare(&item, key, length);
        if (order < 0 || (order == 0 && glass_get_be16(item.rest) <= 1))
            low = middle;
        else
            high = middle;
    }
    l->at = low;
    return true;
}

/* Whether the leaf that is loaded must have the first key that is not less. Items before *low are
 * less then. */
static bool stays(const struct glass_level *l, const uint8_t *key, size_t length, unsigned *low)
{
    struct item item;
    *low = 0;
    if (!l->count || !leaf_item(l, l->count - 1, &item) || compare(&item, key, length) < 0)
        return false;
    if (l->at < l->count && leaf_item(l, l->at, &item) && compare(&item, key, length) < 0)
        *low = l->at + 1;
    return *low || (leaf_item(l, 0, &item) && compare(&item, key, length) < 0);
}

/*
 * Goes to the first item of a leaf whose key is not less, or to l->count if there is none; *exact
 * says whether it is equal. Items before `low` are less. The first step is that long, each one
 * after it twice as long, until one goes too far; then the rest is halved.
 */
static bool search_leaf(struct glass_level *l, unsigned low, unsigned stride, const uint8_t *key,
                        size_t length, bool *exact)
{
    struct item item;
    unsigned high = l->count;
    *exact = false;
    for (; low < high; stride *= 2) {
        unsigned at = high - low > stride ? low + stride - 1 : low + (high - low) / 2;
        if (!leaf_item(l, at, &item))
            return false;
        int order = compare(&item, key, length);
        if (order < 0) {
            low = at + 1;
        } else {
            *exact |= order == 0;
            high = at;
            stride = GLASS_BLOCK_SIZE;
        }
    }
    l->at = low;
    return true;
}

/* Goes down from the root to the leaf where a key is or would be. */
static bool descend(struct glass_cursor *c, const uint8_t *key, size_t length, struct error *error)
{
    uint32_t number = c->tree->root;
    for (unsigned level = c->tree->top;; level--) {
        struct item item;
        struct glass_level *l = &c->levels[level];
        if (!load(c, level, number, error))
            return false;
        if (level == 0)
            return true;
        if (!search_branch(l, key, length) || !branch_item(l, l->at, &item))
            return glass_damaged(c->tree, error);
        number = item.head;
    }
}

/* Finds the place of a key in its leaf: levels[0].at is the first item not less, if there is one
 * in this leaf, else the number of its items. */
static bool place(struct glass_cursor *c, const uint8_t *key, size_t length, bool *exact,
                  struct error *error)
{
    struct glass_level *leaf = &c->levels[0];
    unsigned low;
    unsigned stride = 1;
    c->walked = 0;
    if (!stays(leaf, key, length, &low)) {
        if (!descend(c, key, length, error))
            return false;
        low = 0;
        stride = GLASS_BLOCK_SIZE;
    }
    return search_leaf(leaf, low, stride, key, length, exact) || glass_damaged(c->tree, error);
}

/* ---- moving ---- */

/* Goes to the item before or after at a level, through the levels above where need be. *moved is
 * false if there is none. */
static bool step(struct glass_cursor *c, unsigned level, bool forward, bool *moved,
                 struct error *error)
{
    struct glass_level *l = &c->levels[level];
    struct item item;
    *moved = true;
    if (forward ? l->at + 1 < l->count : l->at > 0) {
        l->at += forward ? 1 : -1u;
        return true;
    }
    *moved = false;
    if (level == c->tree->top)
        return true;
    if (!step(c, level + 1, forward, moved, error))
        return false;
    if (!*moved)
        return true;
    struct glass_level *above = &c->levels[level + 1];
    if (++c->walked > c->tree->blocks || !branch_item(above, above->at, &item))
        return glass_damaged(c->tree, error);
    if (!load(c, level, item.head, error))
        return false;
    l->at = forward ? 0 : l->count - 1;
    return true;
}

/* Takes the key of the item that the levels lead to. */
static bool take_key(struct glass_cursor *c, struct item *item, struct error *error)
{
    if (!leaf_item(&c->levels[0], c->levels[0].at, item))
        return damaged(c, error);
    c->key = item->key;
    c->key_length = item->key_length;
    return true;
}

/* Goes to the next item; the cursor is at the end if there is none. */
static bool next_item(struct glass_cursor *c, struct item *item, struct error *error)
{
    bool moved;
    if (!step(c, 0, true, &moved, error))
        return at_end(c, false);
    return moved ? take_key(c, item, error) : at_end(c, true);
}

bool glass_cursor_find(struct glass_cursor *c, const void *key, size_t length, struct error *error)
{
    struct item item;
    bool exact;
    if (c->tree->blocks == 0)
        return at_end(c, true);
    if (!place(c, key, length, &exact, error))
        return at_end(c, false);
    if (c->levels[0].at < c->levels[0].count)
        return take_key(c, &item, error);
    c->levels[0].at--;
    return next_item(c, &item, error);
}

bool glass_cursor_find_last(struct glass_cursor *c, const void *key, size_t length,
                            struct error *error)
{
    struct item item = {.head = 0};
    bool exact;
    bool moved = true;
    if (c->tree->blocks == 0)
        return at_end(c, true);
    if (!place(c, key, length, &exact, error) || (!exact && !step(c, 0, false, &moved, error)))
        return at_end(c, false);
    while (moved) {
        if (!take_key(c, &item, error))
            return false;
        if (item.head & GLASS_ITEM_FIRST)
            return true;
        if (!step(c, 0, false, &moved, error))
            return at_end(c, false);
    }
    return damaged(c, error);
}

bool glass_cursor_next(struct glass_cursor *c, struct error *error)
{
    struct item item;
    if (!c->key)
        return true;
    do
        if (!next_item(c, &item, error))
            return false;
    while (c->key && !(item.head & GLASS_ITEM_FIRST));
    return true;
}

bool glass_cursor_begins(const struct glass_cursor *c, const void *prefix, size_t length)
{
    return c->key && c->key_length >= length && memcmp(c->key, prefix, length) == 0;
}

bool glass_cursor_is(const struct glass_cursor *c, const void *key, size_t length)
{
    return c->key_length == length && glass_cursor_begins(c, key, length);
}

/* ---- tags ---- */

/* Puts the components of a tag together, of which `item` is the first. */
static bool gather(struct glass_cursor *c, struct item *item, struct error *error)
{
    buf_clear(&c->parts);
    buf_add(&c->parts, item->rest, item->rest_length);
    for (uint32_t component = 2; !(item->head & GLASS_ITEM_LAST); component++) {
        if (!next_item(c, item, error))
            return false;
        if (!c->key || item->head & (GLASS_ITEM_FIRST | GLASS_ITEM_DEFLATED) ||
            item->rest_length < 2 || glass_get_be16(item->rest) != component)
            return damaged(c, error);
        buf_add(&c->parts, item->rest + 2, item->rest_length - 2);
    }
    return true;
}

bool glass_cursor_tag(struct glass_cursor *c, const uint8_t **tag, size_t *length,
                      struct error *error)
{
    struct item item;
    if (!c->key || !leaf_item(&c->levels[0], c->levels[0].at, &item) ||
        item.head & GLASS_ITEM_DEFLATED || !(item.head & GLASS_ITEM_FIRST))
        return damaged(c, error);
    *tag = item.rest;
    *length = item.rest_length;
    if (item.head & GLASS_ITEM_LAST)
        return true;
    if (!gather(c, &item, error))
        return false;
    *tag = (const uint8_t *)c->parts.data;
    *length = c->parts.length;
    return true;
}
