/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/glass/old_reader.h"

#include <stdatomic.h>
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

struct old_cursor *old_cursor_new(const struct old_tree *tree)
{
    struct old_cursor *c = xcalloc(1, sizeof *c);
    c->tree = tree;
    return c;
}

void old_cursor_free(struct old_cursor *c)
{
    if (!c)
        return;
    for (unsigned i = 0; i < GLASS_LEVELS; i++)
        free(c->levels[i].block);
    buf_free(&c->parts);
    free(c);
}

/* After an error the levels may disagree: the next search begins at the root. */
static enum glass_status at_end(struct old_cursor *c, enum glass_status status)
{
    if (status != GLASS_OK)
        c->levels[0].count = 0;
    c->key = NULL;
    c->key_length = 0;
    return status;
}

/* ---- blocks ---- */

static enum glass_status check_block(struct old_level *l, unsigned level)
{
    uint32_t end = glass_get_be16(l->block + 9);
    if (l->block[4] != level || end < GLASS_BLOCK_HEAD + 2 || end > GLASS_BLOCK_SIZE ||
        end % 2 == 0)
        return GLASS_CORRUPT;
    l->count = (end - GLASS_BLOCK_HEAD) / 2;
    return GLASS_OK;
}

/* Copies a block. A writer writes a block from its head on: if the head is still the old one
 * after copying, so is all of the copy. */
static enum glass_status load(struct old_cursor *c, unsigned level, uint32_t number)
{
    struct old_level *l = &c->levels[level];
    if (l->count && l->number == number)
        return GLASS_OK;
    l->count = 0;
    l->number = number;
    if (number >= c->tree->blocks)
        return GLASS_CORRUPT;
    if (!l->block)
        l->block = xmalloc(GLASS_BLOCK_SIZE);
    const uint8_t *from = c->tree->map + (size_t)number * GLASS_BLOCK_SIZE;
    memcpy(l->block, from, GLASS_BLOCK_SIZE);
    atomic_thread_fence(memory_order_acquire);
    if (glass_get_be32(l->block) > c->tree->revision || glass_get_be32(from) > c->tree->revision)
        return GLASS_MODIFIED;
    return check_block(l, level);
}

static uint32_t item_start(const struct old_level *l, unsigned i)
{
    return glass_get_be16(l->block + GLASS_BLOCK_HEAD + 2 * i);
}

static bool leaf_item(const struct old_level *l, unsigned i, struct item *item)
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

static bool branch_item(const struct old_level *l, unsigned i, struct item *item)
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
static bool search_branch(struct old_level *l, const uint8_t *key, size_t length)
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
static bool stays(const struct old_level *l, const uint8_t *key, size_t length, unsigned *low)
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
static bool search_leaf(struct old_level *l, unsigned low, unsigned stride, const uint8_t *key,
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
static enum glass_status descend(struct old_cursor *c, const uint8_t *key, size_t length)
{
    uint32_t number = c->tree->root;
    for (unsigned level = c->tree->top;; level--) {
        struct item item;
        struct old_level *l = &c->levels[level];
        enum glass_status status = load(c, level, number);
        if (status != GLASS_OK || level == 0)
            return status;
        if (!search_branch(l, key, length) || !branch_item(l, l->at, &item))
            return GLASS_CORRUPT;
        number = item.head;
    }
}

/* Finds the place of a key in its leaf: levels[0].at is the first item not less, if there is one
 * in this leaf, else the number of its items. */
static enum glass_status place(struct old_cursor *c, const uint8_t *key, size_t length,
                               bool *exact)
{
    struct old_level *leaf = &c->levels[0];
    unsigned low;
    unsigned stride = 1;
    c->walked = 0;
    if (!stays(leaf, key, length, &low)) {
        enum glass_status status = descend(c, key, length);
        if (status != GLASS_OK)
            return status;
        low = 0;
        stride = GLASS_BLOCK_SIZE;
    }
    return search_leaf(leaf, low, stride, key, length, exact) ? GLASS_OK : GLASS_CORRUPT;
}

/* ---- moving ---- */

/* Goes to the item before or after at a level, through the levels above where need be. *moved is
 * false if there is none. */
static enum glass_status step(struct old_cursor *c, unsigned level, bool forward, bool *moved)
{
    struct old_level *l = &c->levels[level];
    struct item item;
    *moved = true;
    if (forward && l->at + 1 < l->count) {
        l->at++;
        return GLASS_OK;
    }
    if (!forward && l->at > 0) {
        l->at--;
        return GLASS_OK;
    }
    *moved = false;
    if (level == c->tree->top)
        return GLASS_OK;
    enum glass_status status = step(c, level + 1, forward, moved);
    if (status != GLASS_OK || !*moved)
        return status;
    if (++c->walked > c->tree->blocks)
        return GLASS_CORRUPT;
    struct old_level *above = &c->levels[level + 1];
    if (!branch_item(above, above->at, &item))
        return GLASS_CORRUPT;
    status = load(c, level, item.head);
    if (status == GLASS_OK)
        l->at = forward ? 0 : l->count - 1;
    return status;
}

/* Takes the key of the item that the levels lead to. */
static enum glass_status take_key(struct old_cursor *c, struct item *item)
{
    if (!leaf_item(&c->levels[0], c->levels[0].at, item))
        return at_end(c, GLASS_CORRUPT);
    c->key = item->key;
    c->key_length = item->key_length;
    return GLASS_OK;
}

/* Goes to the next item; the cursor is at the end if there is none. */
static enum glass_status next_item(struct old_cursor *c, struct item *item)
{
    bool moved;
    enum glass_status status = step(c, 0, true, &moved);
    if (status != GLASS_OK || !moved)
        return at_end(c, status);
    return take_key(c, item);
}

enum glass_status old_cursor_find(struct old_cursor *c, const void *key, size_t length)
{
    struct item item;
    bool exact;
    if (c->tree->blocks == 0)
        return at_end(c, GLASS_OK);
    enum glass_status status = place(c, key, length, &exact);
    if (status != GLASS_OK)
        return at_end(c, status);
    if (c->levels[0].at < c->levels[0].count)
        return take_key(c, &item);
    c->levels[0].at--;
    return next_item(c, &item);
}

enum glass_status old_cursor_find_last(struct old_cursor *c, const void *key, size_t length)
{
    struct item item = {.head = 0};
    bool exact;
    bool moved = true;
    if (c->tree->blocks == 0)
        return at_end(c, GLASS_OK);
    enum glass_status status = place(c, key, length, &exact);
    if (status == GLASS_OK && !exact)
        status = step(c, 0, false, &moved);
    while (status == GLASS_OK && moved) {
        status = take_key(c, &item);
        if (status != GLASS_OK || item.head & GLASS_ITEM_FIRST)
            return status;
        status = step(c, 0, false, &moved);
    }
    return at_end(c, status == GLASS_OK ? GLASS_CORRUPT : status);
}

enum glass_status old_cursor_next(struct old_cursor *c)
{
    struct item item;
    enum glass_status status;
    if (!c->key)
        return GLASS_OK;
    do
        status = next_item(c, &item);
    while (status == GLASS_OK && c->key && !(item.head & GLASS_ITEM_FIRST));
    return status;
}

bool old_cursor_begins(const struct old_cursor *c, const void *prefix, size_t length)
{
    return c->key && c->key_length >= length && memcmp(c->key, prefix, length) == 0;
}

bool old_cursor_is(const struct old_cursor *c, const void *key, size_t length)
{
    return c->key_length == length && old_cursor_begins(c, key, length);
}

/* ---- tags ---- */

/* Puts the components of a tag together, of which `item` is the first. */
static enum glass_status gather(struct old_cursor *c, struct item *item)
{
    buf_clear(&c->parts);
    buf_add(&c->parts, item->rest, item->rest_length);
    for (uint32_t component = 2; !(item->head & GLASS_ITEM_LAST); component++) {
        enum glass_status status = next_item(c, item);
        if (status != GLASS_OK)
            return status;
        if (!c->key || item->head & (GLASS_ITEM_FIRST | GLASS_ITEM_DEFLATED) ||
            item->rest_length < 2 || glass_get_be16(item->rest) != component)
            return at_end(c, GLASS_CORRUPT);
        buf_add(&c->parts, item->rest + 2, item->rest_length - 2);
    }
    return GLASS_OK;
}

enum glass_status old_cursor_tag(struct old_cursor *c, const uint8_t **tag, size_t *length)
{
    struct item item;
    if (!c->key || !leaf_item(&c->levels[0], c->levels[0].at, &item) ||
        item.head & GLASS_ITEM_DEFLATED || !(item.head & GLASS_ITEM_FIRST))
        return at_end(c, GLASS_CORRUPT);
    *tag = item.rest;
    *length = item.rest_length;
    if (item.head & GLASS_ITEM_LAST)
        return GLASS_OK;
    enum glass_status status = gather(c, &item);
    *tag = (const uint8_t *)c->parts.data;
    *length = c->parts.length;
    return status;
}
