/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Term lists and slots in use. */
#include "indexer/glass_termlist.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/glass_pack.h"
#include "lib/mem.h"

/* Bytes that a term may need: shared, following, itself, wdf. */
enum { TERM_ROOM = 2 + GLASS_TERM_MAX + GLASS_UINT32_MAX };

struct glass_termlist {
    struct glass_table *table;
    uint32_t docid; /* the last one */
};

/* Adds up the wdf and checks the terms, but for their order. */
static bool sum_wdf(const struct glass_term *terms, size_t count, uint32_t *length,
                    struct glass_error *error)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (terms[i].length == 0 || terms[i].length > GLASS_TERM_MAX)
            return glass_fail(error, "a term has 1 to %d bytes, not %" PRIu32, GLASS_TERM_MAX,
                              terms[i].length);
        sum += terms[i].wdf;
    }
    *length = (uint32_t)sum;
    if (sum > UINT32_MAX)
        return glass_fail(error, "a document has %" PRIu64 " words", sum);
    return true;
}

static size_t shared_bytes(const struct glass_term *a, const struct glass_term *b)
{
    size_t shorter = a->length < b->length ? a->length : b->length;
    size_t n = 0;
    while (n < shorter && a->bytes[n] == b->bytes[n])
        n++;
    return n;
}

static uint8_t *put_first(uint8_t *to, const struct glass_term *term)
{
    *to++ = (uint8_t)term->length;
    to = glass_put_bytes(to, term->bytes, term->length);
    return glass_put_uint(to, term->wdf);
}

static uint8_t *put_next(uint8_t *to, const struct glass_term *before,
                         const struct glass_term *term, size_t shared)
{
    uint64_t both = ((uint64_t)term->wdf + 1) * (before->length + 1) + shared;
    bool fits = both < 256;
    *to++ = (uint8_t)(fits ? both : shared);
    *to++ = (uint8_t)(term->length - shared);
    to = glass_put_bytes(to, term->bytes + shared, term->length - shared);
    return fits ? to : glass_put_uint(to, term->wdf);
}

/* Whether `b`, which shares so many bytes with `a`, comes after it. */
static bool follows(const struct glass_term *a, const struct glass_term *b, size_t shared)
{
    return shared < b->length &&
           (shared == a->length || (uint8_t)a->bytes[shared] < (uint8_t)b->bytes[shared]);
}

bool glass_termlist_encode(const struct glass_term *terms, size_t count, struct buf *out,
                           uint32_t *length, struct glass_error *error)
{
    if (!sum_wdf(terms, count, length, error))
        return false;
    if (count == 0)
        return true;
    uint8_t *start = (uint8_t *)buf_reserve(out, GLASS_UINT32_MAX + GLASS_UINT64_MAX + TERM_ROOM);
    uint8_t *end = glass_put_uint(glass_put_uint(start, *length), count);
    end = put_first(end, &terms[0]);
    bool ordered = true;
    for (size_t i = 1; ordered && i < count; i++) {
        size_t shared = shared_bytes(&terms[i - 1], &terms[i]);
        ordered = follows(&terms[i - 1], &terms[i], shared);
        if (out->capacity - out->length - (size_t)(end - start) <= TERM_ROOM) {
            out->length += (size_t)(end - start);
            start = (uint8_t *)buf_reserve(out, TERM_ROOM);
            end = start;
        }
        end = put_next(end, &terms[i - 1], &terms[i], shared);
    }
    out->length += (size_t)(end - start);
    out->data[out->length] = '\0';
    return ordered || glass_fail(error, "terms of a document are not in order");
}

struct glass_termlist *glass_termlist_new(const char *folder)
{
    struct glass_termlist *t = xcalloc(1, sizeof *t);
    t->table = glass_table_new(folder, GLASS_TERMLIST);
    return t;
}

void glass_termlist_free(struct glass_termlist *t)
{
    if (t == NULL)
        return;
    glass_table_free(t->table);
    free(t);
}

bool glass_termlist_add(struct glass_termlist *t, uint32_t docid, const void *tag, size_t length,
                        bool deflated, struct glass_error *error)
{
    if (docid <= t->docid)
        return glass_fail(error, "the terms of document %" PRIu32 " are out of order", docid);
    t->docid = docid;
    uint8_t key[GLASS_SORTABLE_MAX];
    struct glass_entry entry = {
        .key = key,
        .key_length = (size_t)(glass_put_sortable(key, docid) - key),
        .tag = tag,
        .tag_length = length,
        .deflated = deflated,
    };
    return glass_table_add(t->table, &entry, error);
}

bool glass_termlist_slots(struct glass_termlist *t, const uint32_t *slots, size_t count,
                          struct glass_error *error)
{
    if (count == 0)
        return true;
    uint8_t key[GLASS_SORTABLE_MAX + 1];
    uint8_t *key_end = glass_put_sortable(key, t->docid);
    *key_end++ = '\0';

    uint8_t *tag = xreallocarray(NULL, count, GLASS_UINT32_MAX);
    uint8_t *end = tag;
    bool ascending = true;
    for (size_t i = 0; i < count; i++) {
        ascending = ascending && (i == 0 || slots[i] > slots[i - 1]);
        end = glass_put_uint(end, i == 0 ? slots[i] : slots[i] - slots[i - 1] - 1);
    }
    struct glass_entry entry = {
        .key = key,
        .key_length = (size_t)(key_end - key),
        .tag = tag,
        .tag_length = (size_t)(end - tag),
    };
    bool done = ascending && glass_table_add(t->table, &entry, error);
    free(tag);
    if (!ascending)
        return glass_fail(error, "slots of document %" PRIu32 " do not ascend", t->docid);
    return done;
}

bool glass_termlist_finish(struct glass_termlist *t, struct glass_root *root,
                           struct glass_error *error)
{
    return glass_table_finish(t->table, root, error);
}
