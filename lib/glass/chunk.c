/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chunks of postings. */
#include "lib/glass/chunk.h"

static void begin(struct glass_chunks *c, uint8_t *name_end)
{
    c->last_docid = 0;
    c->first = true;
    c->end = c->room + GLASS_CHUNK_HEAD;
    c->name_end = name_end;
    c->more_end = name_end;
}

void glass_chunks_lengths(struct glass_chunks *c)
{
    static const uint8_t name[] = {0x00, 0xe0};
    c->total = 0;
    c->sum = 0;
    begin(c, glass_put_bytes(c->key, name, sizeof name));
}

void glass_chunks_term(struct glass_chunks *c, const char *term, size_t length, uint32_t total,
                       uint32_t sum)
{
    c->total = total;
    c->sum = sum;
    begin(c, glass_put_term(c->key, term, length));
    *c->more_end++ = '\0';
}

/* Puts the head right before the postings and returns where it begins. */
static uint8_t *put_head(struct glass_chunks *c, bool last)
{
    uint8_t head[GLASS_CHUNK_HEAD];
    uint8_t *end = head;
    if (c->first) {
        end = glass_put_uint(end, c->total);
        end = glass_put_uint(end, c->sum);
        end = glass_put_uint(end, c->first_docid - 1);
    }
    *end++ = last ? '1' : '0';
    end = glass_put_uint(end, c->last_docid - c->first_docid);
    size_t length = (size_t)(end - head);
    uint8_t *start = c->room + GLASS_CHUNK_HEAD - length;
    memcpy(start, head, length);
    return start;
}

bool glass_chunks_cut(struct glass_chunks *c, bool last, struct error *error)
{
    uint8_t *tag = put_head(c, last);
    uint8_t *key_end = c->first ? c->name_end : glass_put_sortable(c->more_end, c->first_docid);
    struct glass_entry entry = {
        .key = c->key,
        .key_length = (size_t)(key_end - c->key),
        .tag = tag,
        .tag_length = (size_t)(c->end - tag),
    };
    c->first = false;
    c->end = c->room + GLASS_CHUNK_HEAD;
    return glass_table_add(c->table, &entry, error);
}
