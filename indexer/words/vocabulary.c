/* SPDX-License-Identifier: GPL-2.0-or-later */
#define XXH_INLINE_ALL
#include "indexer/words/vocabulary.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/base/mem.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the halves of a word are put together lowest byte first"
#endif

#define FIRST_SIZE ((size_t)1 << 14)

/* The first eight bytes, the first one lowest; without a call or a loop, since each word of a text
 * comes by here. */
static uint64_t head_of(const char *text, size_t length)
{
    const unsigned char *t = (const unsigned char *)text;
    uint64_t head = 0;
    uint32_t low;
    uint32_t high;
    if (length >= sizeof head) {
        memcpy(&head, t, sizeof head);
        return head;
    }
    if (length >= sizeof low) { /* two halves, which may overlap */
        memcpy(&low, t, sizeof low);
        memcpy(&high, t + length - sizeof high, sizeof high);
        return low | (uint64_t)high << (8 * (length - sizeof high));
    }
    if (length > 0)
        head = t[0] | (uint64_t)t[length / 2] << (8 * (length / 2)) |
               (uint64_t)t[length - 1] << (8 * (length - 1));
    return head;
}

/* Short terms are mixed by hand (a multiplication and a fold, as Fibonacci hashing does it), which
 * is quicker than calling for it; the rest of a long one is left to XXH3. */
static uint64_t hash_of(const char *text, size_t length, uint64_t head)
{
    uint64_t x = head ^ length;
    if (length > sizeof head)
        x ^= XXH3_64bits(text + sizeof head, length - sizeof head);
    x *= UINT64_C(0x9E3779B97F4A7C15);
    x ^= x >> 32;
    return x * UINT64_C(0xD6E8FEB86659FD93);
}

static size_t first_place(const struct vocabulary *v, uint64_t hash)
{
    return (size_t)(hash >> 32) & (v->table_size - 1);
}

static uint32_t tag_of(uint64_t hash, size_t length)
{
    return (uint32_t)(hash & 0xFFFFFF00) | (uint32_t)length;
}

/* Keeps the table at most two thirds full. */
static void grow(struct vocabulary *v)
{
    v->table_size = v->table_size ? v->table_size * 2 : FIRST_SIZE;
    free(v->table);
    v->table = xcalloc(v->table_size, sizeof *v->table);
    for (size_t i = 0; i < v->count; i++) {
        const struct term_entry *e = &v->entries[i];
        uint64_t head = head_of(e->text, e->length);
        uint64_t hash = hash_of(e->text, e->length, head);
        size_t at = first_place(v, hash);
        while (v->table[at].number)
            at = (at + 1) & (v->table_size - 1);
        v->table[at] = (struct term_place){head, tag_of(hash, e->length), (uint32_t)i + 1};
    }
}

static bool is_same(const struct vocabulary *v, const struct term_place *place, const char *text,
                    size_t length)
{
    const size_t known = sizeof place->head;
    return length <= known ||
           memcmp(v->entries[place->number - 1].text + known, text + known, length - known) == 0;
}

struct term_key vocabulary_prepare(const struct vocabulary *v, const char *text, size_t length)
{
    struct term_key key = {.head = head_of(text, length)};
    key.hash = hash_of(text, length, key.head);
    if (v->table_size)
        __builtin_prefetch(&v->table[first_place(v, key.hash)]);
    return key;
}

static uint32_t enter(struct vocabulary *v, const char *text, size_t length)
{
    size_t capacity = v->capacity;
    v->entries = xgrow(v->entries, &v->capacity, v->count + 1, sizeof *v->entries);
    v->titles = xgrow(v->titles, &capacity, v->count + 1, sizeof *v->titles);
    v->entries[v->count] = (struct term_entry){.text = arena_copy(&v->texts, text, length),
                                               .length = (uint16_t)length,
                                               .stem = TERM_UNSET};
    v->titles[v->count] = (struct title_entry){TERM_UNSET, TERM_UNSET};
    return (uint32_t)v->count++;
}

uint32_t vocabulary_add_key(struct vocabulary *v, struct term_key key, const char *text,
                            size_t length)
{
    if (3 * (v->count + 1) > 2 * v->table_size)
        grow(v);
    uint32_t tag = tag_of(key.hash, length);
    size_t at = first_place(v, key.hash);
    for (; v->table[at].number; at = (at + 1) & (v->table_size - 1)) {
        const struct term_place *place = &v->table[at];
        if (place->tag == tag && place->head == key.head && is_same(v, place, text, length))
            return place->number - 1;
    }
    uint32_t number = enter(v, text, length);
    v->table[at] = (struct term_place){key.head, tag, number + 1};
    return number;
}

uint32_t vocabulary_add(struct vocabulary *v, const char *text, size_t length)
{
    return vocabulary_add_key(v, vocabulary_prepare(v, text, length), text, length);
}

void vocabulary_clear(struct vocabulary *v)
{
    v->count = 0;
    arena_clear(&v->texts);
    if (v->table)
        memset(v->table, 0, v->table_size * sizeof *v->table);
}

void vocabulary_free(struct vocabulary *v)
{
    free(v->entries);
    free(v->titles);
    free(v->table);
    arena_free(&v->texts);
    *v = (struct vocabulary){0};
}
