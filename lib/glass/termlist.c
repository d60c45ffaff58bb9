/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Term lists and slots in use. */
#include "lib/glass/termlist.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

struct glass_termlist {
    struct glass_table *table;
    uint32_t docid; /* the last one */
};

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

void glass_list_begin(struct glass_list *l, uint8_t *to, uint32_t length, uint32_t count)
{
    l->to = glass_put_uint(glass_put_uint(to, length), count);
    l->before = (struct glass_term){0};
}

bool glass_list_add(struct glass_list *l, const struct glass_term *term)
{
    if (term->length == 0 || term->length > GLASS_TERM_MAX)
        return false;
    if (l->before.length == 0) {
        l->to = put_first(l->to, term);
    } else {
        size_t shared = shared_bytes(&l->before, term);
        if (!follows(&l->before, term, shared))
            return false;
        l->to = put_next(l->to, &l->before, term, shared);
    }
    l->before = *term;
    return true;
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
                        bool deflated, struct error *error)
{
    if (docid <= t->docid)
        return error_set(error, ERROR_INTERNAL,
                         "the terms of document %" PRIu32 " are out of order", docid);
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
                          struct error *error)
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
        return error_set(error, ERROR_INTERNAL, "slots of document %" PRIu32 " do not ascend",
                         t->docid);
    return done;
}

bool glass_termlist_finish(struct glass_termlist *t, struct glass_root *root, struct error *error)
{
    return glass_table_finish(t->table, root, error);
}
