/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/index/lexicon.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/little.h"
#include "lib/base/mem.h"
#include "lib/base/varint.h"
#include "lib/glass/pack.h"

enum {
    LEVELS = 12, /* at most: nodes have at least two children */
    NODE_MAX = LEXICON_NODE + LEXICON_TERM + LEXICON_VALUE + 4 * VARINT_MAX
};

/* A node in the making. */
struct node {
    struct buf bytes;
    uint8_t term[LEXICON_TERM]; /* the last one */
    size_t length;
    struct buf lead; /* what tells its first term from the one before */
};

struct lexicon_writer {
    struct sealed_writer *file;
    struct node nodes[LEVELS];
    unsigned top; /* level of the root so far */
};

/* ---- writing ---- */

struct lexicon_writer *lexicon_new(struct sealed_writer *file)
{
    struct lexicon_writer *w = xcalloc(1, sizeof *w);
    w->file = file;
    return w;
}

void lexicon_free(struct lexicon_writer *w)
{
    if (!w)
        return;
    for (unsigned i = 0; i < LEVELS; i++) {
        buf_free(&w->nodes[i].bytes);
        buf_free(&w->nodes[i].lead);
    }
    free(w);
}

static void put_varint(struct buf *b, uint64_t n)
{
    uint8_t *to = (uint8_t *)buf_reserve(b, VARINT_MAX);
    b->length += (size_t)(varint_put(to, n) - to);
}

static size_t shared_length(const struct node *n, struct slice term)
{
    size_t shared = 0;
    while (shared < n->length && shared < term.length &&
           n->term[shared] == (uint8_t)term.data[shared])
        shared++;
    return shared;
}

static void put_entry(struct node *n, size_t shared, struct slice term, bool mark,
                      struct slice value)
{
    size_t rest = term.length - shared;
    buf_putc(&n->bytes, (char)((shared < 15 ? shared : 15) << 4 | (rest < 15 ? rest : 15)));
    if (shared >= 15)
        put_varint(&n->bytes, shared - 15);
    if (rest >= 15)
        put_varint(&n->bytes, rest - 15);
    buf_add(&n->bytes, term.data + shared, rest);
    put_varint(&n->bytes, (uint64_t)value.length << 1 | mark);
    buf_add(&n->bytes, value.data, value.length);
    memcpy(n->term, term.data, term.length);
    n->length = term.length;
}

static bool add(struct lexicon_writer *w, unsigned level, struct slice term, bool mark,
                struct slice value, struct error *error);

/* Writes the node of a level and adds it to the one above. */
static bool cut(struct lexicon_writer *w, unsigned level, struct error *error)
{
    struct node *n = &w->nodes[level];
    struct buf value = {0};
    put_varint(&value, sealed_at(w->file));
    put_varint(&value, n->bytes.length);
    bool done = sealed_write(w->file, n->bytes.data, n->bytes.length, error) &&
                add(w, level + 1, (struct slice){n->lead.data, n->lead.length}, false,
                    (struct slice){value.data, value.length}, error);
    buf_clear(&n->bytes);
    buf_free(&value);
    return done;
}

static bool add(struct lexicon_writer *w, unsigned level, struct slice term, bool mark,
                struct slice value, struct error *error)
{
    if (level == LEVELS)
        return error_set(error, ERROR_LIMIT, "too many terms for one lexicon");
    struct node *n = &w->nodes[level];
    if (level > w->top)
        w->top = level;
    size_t shared = shared_length(n, term);
    if (n->bytes.length >= LEXICON_NODE && !cut(w, level, error))
        return false;
    if (n->bytes.length == 0) {
        buf_clear(&n->lead);
        if (n->length)
            buf_add(&n->lead, term.data, level || shared == term.length ? term.length : shared + 1);
        shared = 0;
    }
    put_entry(n, shared, term, mark, value);
    return true;
}

bool lexicon_add(struct lexicon_writer *w, struct slice term, bool mark, struct slice value,
                 struct error *error)
{
    const struct node *leaf = &w->nodes[0];
    if (!term.length || term.length > LEXICON_TERM || value.length > LEXICON_VALUE ||
        bytes_compare(leaf->term, leaf->length, term.data, term.length) >= 0)
        return error_set(error, ERROR_INTERNAL, "a term that a lexicon does not take");
    return add(w, 0, term, mark, value, error);
}

bool lexicon_finish(struct lexicon_writer *w, struct error *error)
{
    uint8_t tail[LEXICON_TAIL] = {0};
    for (unsigned level = 0; level < w->top; level++)
        if (w->nodes[level].bytes.length && !cut(w, level, error))
            return false;
    const struct node *root = &w->nodes[w->top];
    little_put(tail, root->bytes.length ? sealed_at(w->file) : 0, 8);
    little_put(tail + 8, root->bytes.length, 4);
    little_put(tail + 12, w->top, 4);
    return sealed_write(w->file, root->bytes.data, root->bytes.length, error) &&
           sealed_write(w->file, tail, sizeof tail, error);
}

/* ---- reading ---- */

struct entry {
    size_t shared;
    const uint8_t *rest;
    size_t rest_length;
    bool mark;
    struct slice value;
};

/* Half of an entry's first byte, or that and a varint. */
static inline const uint8_t *get_half(const uint8_t *at, const uint8_t *end, unsigned half,
                                      size_t *n)
{
    uint32_t more = 0;
    if (half == 15 && !(at = glass_get_uint(at, end, &more)))
        return NULL;
    *n = (size_t)half + more;
    return at;
}

/* Reads an entry; NULL if the bytes do not hold one. */
static inline const uint8_t *get_entry(const uint8_t *at, const uint8_t *end, struct entry *e)
{
    uint32_t size;
    unsigned halves = *at++;
    if (!(at = get_half(at, end, halves >> 4, &e->shared)) ||
        !(at = get_half(at, end, halves & 15, &e->rest_length)) ||
        (size_t)(end - at) < e->rest_length)
        return NULL;
    e->rest = at;
    if (!(at = glass_get_uint(at + e->rest_length, end, &size)) || (size_t)(end - at) < size >> 1)
        return NULL;
    e->mark = size & 1;
    e->value = (struct slice){(const char *)at, size >> 1};
    return at + (size >> 1);
}

/*
 * Finds the last entry of a node whose term is not greater; *exact tells whether it is equal.
 * false if the node is damaged; e->value.data is NULL if all are greater. `same` is how many bytes
 * the term has in common with the one before: what the next one shares beyond them needs no look.
 */
static bool search(const uint8_t *at, size_t length, struct slice term, struct entry *found,
                   bool *exact)
{
    const uint8_t *end = at + length;
    size_t same = 0;
    found->value.data = NULL;
    *exact = false;
    while (at < end) {
        struct entry e;
        if (!(at = get_entry(at, end, &e)))
            return false;
        if (e.shared < same)
            return true;
        if (e.shared == same) {
            size_t i = 0;
            while (i < e.rest_length && same + i < term.length &&
                   e.rest[i] == (uint8_t)term.data[same + i])
                i++;
            if (i < e.rest_length &&
                (same + i == term.length || e.rest[i] > (uint8_t)term.data[same + i]))
                return true;
            same += i;
            *exact = i == e.rest_length && same == term.length;
        }
        *found = e;
        if (*exact)
            return true;
    }
    return true;
}

static bool damaged(struct sealed *s, struct error *error)
{
    return sealed_damaged(s, "a node of its lexicon makes no sense", error);
}

/* The child that an entry leads to. */
static bool get_child(const struct entry *e, uint64_t *at, uint32_t *length)
{
    const uint8_t *bytes = (const uint8_t *)e->value.data;
    const uint8_t *end = bytes + e->value.length;
    return (bytes = glass_get_uint64(bytes, end, at)) != NULL &&
           glass_get_uint(bytes, end, length) == end;
}

bool lexicon_find(struct sealed *s, uint64_t tail, struct slice term, bool *mark,
                  struct slice *value, struct error *error)
{
    const uint8_t *bytes = sealed_bytes(s, tail, LEXICON_TAIL, error);
    struct entry e;
    bool exact = false;
    *value = (struct slice){0};
    if (!bytes)
        return false;
    uint64_t at = little_64(bytes);
    uint32_t length = little_32(bytes + 8);
    uint32_t levels = little_32(bytes + 12);
    if (levels >= LEVELS || (length == 0 && levels))
        return damaged(s, error);
    if (length == 0)
        return true;
    for (;;) {
        if (length > NODE_MAX)
            return damaged(s, error);
        if (!(bytes = sealed_bytes(s, at, length, error)))
            return false;
        if (!search(bytes, length, term, &e, &exact))
            return damaged(s, error);
        if (levels-- == 0)
            break;
        if (!e.value.data || !get_child(&e, &at, &length) || !length)
            return damaged(s, error);
    }
    if (exact) {
        *mark = e.mark;
        *value = e.value;
    }
    return true;
}
