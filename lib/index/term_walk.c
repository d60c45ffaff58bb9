/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms in byte order: the keys of first chunks in the postlist table (lib/glass/chunk.h). */
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/glass/pack.h"
#include "lib/glass/table_reader.h"
#include "lib/index/posting.h"
#include "lib/index/shard.h"

struct term_walk {
    struct glass_cursor cursor; /* on the next key, once begun */
    bool begun;
    size_t prefix_length;
    uint8_t prefix[GLASS_PACKED_MAX]; /* packed */
    char terms[2][GLASS_KEY_MAX + 1]; /* the one given out, and the one before it or to come */
    unsigned which;                   /* of them was given out */
    size_t length;                    /* of that one; 0: none was */
};

struct term_walk *term_walk_open(struct shard *s, const void *prefix, size_t length,
                                 struct error *error)
{
    (void)error;
    struct term_walk *w = xcalloc(1, sizeof *w);
    w->cursor.tree = &s->postlist;
    if (length <= GLASS_TERM_MAX)
        w->prefix_length = (size_t)(glass_put_term(w->prefix, prefix, length) - w->prefix);
    else
        w->cursor.tree = NULL; /* no term is that long */
    return w;
}

void term_walk_close(struct term_walk *w)
{
    if (w)
        glass_cursor_close(&w->cursor);
    free(w);
}

/* Unpacks a key; returns the term's length. 0 if it is that of a later chunk, or of what is no
 * term: they have a 00 with something else than ff after it. */
static size_t unpack(const uint8_t *key, size_t length, char *term)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        term[n++] = (char)key[i];
        if (key[i] == 0x00 && (++i == length || key[i] != 0xff))
            return 0;
    }
    term[n] = '\0';
    return n;
}

/* Passes over the later chunks of the term, none of whose keys go on with 00 ff. */
static bool pass_chunks(struct term_walk *w, struct error *error)
{
    uint8_t key[2 * GLASS_KEY_MAX + 2];
    uint8_t *end = glass_put_term(key, w->terms[w->which], w->length);
    *end++ = 0x00;
    *end++ = 0xff;
    size_t length = (size_t)(end - key);
    return glass_cursor_find(&w->cursor, key, length > GLASS_KEY_MAX ? GLASS_KEY_MAX : length,
                             error);
}

/* Goes to the next key that may be of a term. */
static bool advance(struct term_walk *w, struct error *error)
{
    static const uint8_t first[] = {0x00, 0xff}; /* all else that begins with 00 is no term */
    if (w->begun)
        return glass_cursor_next(&w->cursor, error);
    w->begun = true;
    return w->prefix_length ? glass_cursor_find(&w->cursor, w->prefix, w->prefix_length, error)
                            : glass_cursor_find(&w->cursor, first, sizeof first, error);
}

/* Takes the term of the key that the cursor is on. They ascend: whatever the bytes are, a walk
 * comes to an end. */
static bool take(struct term_walk *w, size_t length, struct error *error)
{
    if (!length || length > GLASS_TERM_MAX ||
        bytes_compare(w->terms[w->which], w->length, w->terms[!w->which], length) >= 0)
        return glass_damaged(w->cursor.tree, error);
    w->which = !w->which;
    w->length = length;
    return true;
}

bool term_walk_next(struct term_walk *w, const char **term, size_t *length, uint32_t *documents,
                    struct error *error)
{
    const uint8_t *tag;
    size_t tag_length;
    struct glass_cursor *c = &w->cursor;
    *term = "";
    *length = 0;
    *documents = 0;
    if (!c->tree)
        return true;
    if (!advance(w, error))
        return false;
    if (!glass_cursor_begins(c, w->prefix, w->prefix_length))
        return true;
    size_t n = unpack(c->key, c->key_length, w->terms[!w->which]);
    if (!n) {
        if (!pass_chunks(w, error))
            return false;
        if (!glass_cursor_begins(c, w->prefix, w->prefix_length))
            return true;
        n = unpack(c->key, c->key_length, w->terms[!w->which]);
    }
    if (!take(w, n, error) || !glass_cursor_tag(c, &tag, &tag_length, error))
        return false;
    if (!glass_get_uint(tag, tag + tag_length, documents))
        return glass_damaged(c->tree, error);
    *term = w->terms[w->which];
    *length = w->length;
    return true;
}
