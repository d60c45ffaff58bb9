/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/term_merge.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"

void term_block_free(struct term_block *b)
{
    free(b->positions);
    b->positions = NULL;
    b->position_room = 0;
}

static int compare_terms(const struct term_source *a, const struct term_source *b)
{
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return bytes_compare(a->text, a->length, b->text, b->length);
}

/* By term, then by docid. */
static bool is_before(const struct term_merge *m, size_t a, size_t b)
{
    int order = compare_terms(m->sources[a], m->sources[b]);
    return order ? order < 0 : a < b;
}

static void sink(struct term_merge *m, size_t at)
{
    for (size_t least; (least = 2 * at + 1) < m->heap_count; at = least) {
        if (least + 1 < m->heap_count && is_before(m, m->heap[least + 1], m->heap[least]))
            least++;
        if (is_before(m, m->heap[at], m->heap[least]))
            return;
        size_t source = m->heap[at];
        m->heap[at] = m->heap[least];
        m->heap[least] = source;
    }
}

static void push(struct term_merge *m, size_t source)
{
    size_t at = m->heap_count++;
    m->heap[at] = source;
    for (size_t up; at && is_before(m, source, m->heap[up = (at - 1) / 2]); at = up) {
        m->heap[at] = m->heap[up];
        m->heap[up] = source;
    }
}

static bool advance(struct term_merge *m, size_t source, struct error *error)
{
    bool found;
    if (!m->sources[source]->kind->next(m->sources[source], &found, error))
        return false;
    if (found)
        push(m, source);
    return true;
}

bool term_merge_open(struct term_merge *m, struct term_source **sources, size_t count,
                     struct error *error)
{
    *m = (struct term_merge){.sources = sources,
                             .count = count,
                             .heap = xcalloc(count, sizeof *m->heap),
                             .parts = xcalloc(count, sizeof *m->parts)};
    for (size_t i = 0; i < count; i++)
        if (!advance(m, i, error))
            return false;
    return true;
}

void term_merge_close(struct term_merge *m)
{
    for (size_t i = 0; i < m->count; i++)
        m->sources[i]->kind->close(m->sources[i]);
    free(m->sources);
    free(m->heap);
    free(m->parts);
    *m = (struct term_merge){0};
}

/* Takes the source on top of the heap for a part of the current term. */
static bool take_part(struct term_merge *m, struct error *error)
{
    const struct term_source *s = m->sources[m->heap[0]];
    if (m->part_count == 0) {
        m->text = s->text;
        m->length = s->length;
        m->placed = s->placed;
    } else if (s->placed != m->placed) {
        return error_set(error, ERROR_DAMAGED, "'%.*s' has positions in one shard, none in another",
                         (int)m->length, m->text);
    }
    m->documents += s->documents;
    m->occurrences += s->occurrences;
    m->parts[m->part_count++] = m->heap[0];
    m->heap[0] = m->heap[--m->heap_count];
    sink(m, 0);
    return true;
}

bool term_merge_next(struct term_merge *m, bool *found, struct error *error)
{
    /* The sources of the last term have stood still, since its bytes were theirs. */
    for (size_t i = 0; i < m->part_count; i++)
        if (!advance(m, m->parts[i], error))
            return false;
    m->part_count = m->part = 0;
    m->documents = m->occurrences = 0;
    *found = m->heap_count > 0;
    while (m->heap_count && (m->part_count == 0 ||
                             compare_terms(m->sources[m->heap[0]], m->sources[m->parts[0]]) == 0))
        if (!take_part(m, error))
            return false;
    return true;
}

bool term_merge_read(struct term_merge *m, struct term_block *block, struct error *error)
{
    block->count = 0;
    for (; m->part < m->part_count; m->part++) {
        struct term_source *s = m->sources[m->parts[m->part]];
        if (!s->kind->read(s, block, error))
            return false;
        if (block->count)
            return true;
    }
    return true;
}
