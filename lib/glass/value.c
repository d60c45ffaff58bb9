/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Value statistics and value chunks. */
#include "lib/glass/value.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/glass/pack.h"

enum { CHUNK_FULL = 2000, KEY_ROOM = 2 + GLASS_UINT32_MAX + GLASS_SORTABLE_MAX };

static size_t stats_key(uint8_t *key, uint32_t slot)
{
    static const uint8_t start[] = {0x00, 0xd0};
    return (size_t)(glass_put_last(glass_put_bytes(key, start, sizeof start), slot) - key);
}

static size_t chunk_key(uint8_t *key, uint32_t slot, uint32_t docid)
{
    static const uint8_t start[] = {0x00, 0xd8};
    uint8_t *end = glass_put_uint(glass_put_bytes(key, start, sizeof start), slot);
    return (size_t)(glass_put_sortable(end, docid) - key);
}

/* Slot numbers are written lowest byte first, so the order of keys is not that of numbers. */
static int by_stats_key(const void *a, const void *b)
{
    uint8_t key_a[KEY_ROOM];
    uint8_t key_b[KEY_ROOM];
    size_t length_a = stats_key(key_a, ((const struct glass_slot *)a)->number);
    size_t length_b = stats_key(key_b, ((const struct glass_slot *)b)->number);
    return bytes_compare(key_a, length_a, key_b, length_b);
}

static int by_chunk_key(const void *a, const void *b)
{
    uint8_t key_a[KEY_ROOM] = {0};
    uint8_t key_b[KEY_ROOM] = {0};
    chunk_key(key_a, ((const struct glass_slot *)a)->number, 0);
    chunk_key(key_b, ((const struct glass_slot *)b)->number, 0);
    return memcmp(key_a, key_b, sizeof key_a);
}

static int compare(const struct glass_value *value, const struct buf *bound)
{
    return bytes_compare(value->bytes, value->length, bound->data, bound->length);
}

static void keep(struct buf *bound, const struct glass_value *value)
{
    buf_clear(bound);
    buf_add(bound, value->bytes, value->length);
}

static void add_uint(struct buf *b, uint64_t number)
{
    uint8_t bytes[GLASS_UINT64_MAX];
    buf_add(b, bytes, (size_t)(glass_put_uint(bytes, number) - bytes));
}

/* Finds the bounds of a slot, and what is wrong with its values. */
static bool find_bounds(const struct glass_slot *slot, struct buf *least, struct buf *greatest,
                        uint32_t *last_docid, struct error *error)
{
    uint32_t docid = 0;
    for (uint32_t i = 0; i < slot->count; i++) {
        struct glass_value value = slot->get(slot->from, i);
        if (value.docid <= docid)
            return error_set(error, ERROR_INTERNAL,
                             "values of slot %" PRIu32 " are not in the order of documents",
                             slot->number);
        if (value.length == 0)
            return error_set(error, ERROR_INTERNAL,
                             "slot %" PRIu32 " of document %" PRIu32 " has an empty value",
                             slot->number, value.docid);
        docid = value.docid;
        if (i == 0 || compare(&value, least) < 0)
            keep(least, &value);
        if (i == 0 || compare(&value, greatest) > 0)
            keep(greatest, &value);
    }
    if (docid > *last_docid)
        *last_docid = docid;
    return true;
}

static bool write_stats(struct glass_table *table, const struct glass_slot *slot,
                        uint32_t *last_docid, struct error *error)
{
    if (slot->count == 0)
        return true;
    struct buf least = {0};
    struct buf greatest = {0};
    struct buf tag = {0};
    bool done = find_bounds(slot, &least, &greatest, last_docid, error);
    if (done) {
        uint8_t key[KEY_ROOM];
        add_uint(&tag, slot->count);
        add_uint(&tag, least.length);
        buf_add(&tag, least.data, least.length);
        if (least.length != greatest.length || memcmp(least.data, greatest.data, least.length))
            buf_add(&tag, greatest.data, greatest.length);
        struct glass_entry entry = {
            .key = key,
            .key_length = stats_key(key, slot->number),
            .tag = tag.data,
            .tag_length = tag.length,
        };
        done = glass_table_add(table, &entry, error);
    }
    buf_free(&least);
    buf_free(&greatest);
    buf_free(&tag);
    return done;
}

static bool write_chunks(struct glass_table *table, const struct glass_slot *slot,
                         struct error *error)
{
    struct buf tag = {0};
    uint8_t key[KEY_ROOM];
    size_t key_length = 0;
    uint32_t last_docid = 0;
    bool done = true;
    for (uint32_t i = 0; done && i < slot->count; i++) {
        struct glass_value value = slot->get(slot->from, i);
        if (tag.length == 0)
            key_length = chunk_key(key, slot->number, value.docid);
        else
            add_uint(&tag, value.docid - last_docid - 1);
        last_docid = value.docid;
        add_uint(&tag, value.length);
        buf_add(&tag, value.bytes, value.length);
        if (tag.length >= CHUNK_FULL || i + 1 == slot->count) {
            struct glass_entry entry = {
                .key = key,
                .key_length = key_length,
                .tag = tag.data,
                .tag_length = tag.length,
            };
            done = glass_table_add(table, &entry, error);
            buf_clear(&tag);
        }
    }
    buf_free(&tag);
    return done;
}

bool glass_value_write(struct glass_table *table, const struct glass_slot *slots, size_t count,
                       uint32_t *last_docid, struct error *error)
{
    if (count == 0)
        return true;
    struct glass_slot *sorted = xreallocarray(NULL, count, sizeof *sorted);
    memcpy(sorted, slots, count * sizeof *sorted);
    bool done = true;
    qsort(sorted, count, sizeof *sorted, by_stats_key);
    for (size_t i = 0; done && i < count; i++)
        done = write_stats(table, &sorted[i], last_docid, error);
    qsort(sorted, count, sizeof *sorted, by_chunk_key);
    for (size_t i = 0; done && i < count; i++)
        done = write_chunks(table, &sorted[i], error);
    free(sorted);
    return done;
}
