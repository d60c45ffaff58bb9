/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The synonym table. */
#include "lib/glass/synonym.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/glass/deflate.h"

enum { LENGTH_XOR = 96, LENGTH_MAX = 255 };

struct glass_synonym {
    struct glass_table *table;
    struct glass_deflater *deflater;
    struct buf term;
    struct buf tag;
    size_t last; /* where the last synonym begins in the tag */
    struct buf deflated;
};

struct glass_synonym *glass_synonym_new(const char *folder)
{
    struct glass_synonym *s = xcalloc(1, sizeof *s);
    s->table = glass_table_new(folder, GLASS_SYNONYM);
    s->deflater = glass_deflater_new(GLASS_SMALL);
    return s;
}

void glass_synonym_free(struct glass_synonym *s)
{
    if (s == NULL)
        return;
    glass_table_free(s->table);
    glass_deflater_free(s->deflater);
    buf_free(&s->term);
    buf_free(&s->tag);
    buf_free(&s->deflated);
    free(s);
}

/* Writes the term at hand, if it has synonyms. */
static bool end_term(struct glass_synonym *s, struct error *error)
{
    if (s->tag.length == 0)
        return true;
    buf_clear(&s->deflated);
    bool shorter = glass_deflate(s->deflater, s->tag.data, s->tag.length, &s->deflated);
    const struct buf *tag = shorter ? &s->deflated : &s->tag;
    struct glass_entry entry = {
        .key = s->term.data,
        .key_length = s->term.length,
        .tag = tag->data,
        .tag_length = tag->length,
        .deflated = shorter,
    };
    bool done = glass_table_add(s->table, &entry, error);
    buf_clear(&s->tag);
    return done;
}

bool glass_synonym_term(struct glass_synonym *s, const char *term, size_t length,
                        struct error *error)
{
    if (length == 0 || length > LENGTH_MAX)
        return error_set(error, ERROR_INTERNAL, "a term with synonyms has 1 to %d bytes, not %zu",
                         LENGTH_MAX, length);
    if (!end_term(s, error))
        return false;
    buf_clear(&s->term);
    buf_add(&s->term, term, length);
    return true;
}

/* Whether the synonym comes after the last one of the term. */
static bool in_order(const struct glass_synonym *s, const char *synonym, size_t length)
{
    if (s->tag.length == 0)
        return true;
    const char *last = s->tag.data + s->last + 1;
    size_t last_length = s->tag.length - s->last - 1;
    return bytes_compare(synonym, length, last, last_length) > 0;
}

bool glass_synonym_add(struct glass_synonym *s, const char *synonym, size_t length,
                       struct error *error)
{
    if (length == 0 || length > LENGTH_MAX)
        return error_set(error, ERROR_INTERNAL, "a synonym has 1 to %d bytes, not %zu", LENGTH_MAX,
                         length);
    if (s->term.length == 0 || !in_order(s, synonym, length))
        return error_set(error, ERROR_INTERNAL, "synonyms are not in order");
    s->last = s->tag.length;
    buf_putc(&s->tag, (char)(length ^ LENGTH_XOR));
    buf_add(&s->tag, synonym, length);
    return true;
}

bool glass_synonym_finish(struct glass_synonym *s, struct glass_root *root, struct error *error)
{
    return end_term(s, error) && glass_table_finish(s->table, root, error);
}
