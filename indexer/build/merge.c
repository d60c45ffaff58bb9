/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/merge.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"

static int compare_terms(const struct run_term *a, const struct run_term *b)
{
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return bytes_compare(a->text, a->length, b->text, b->length);
}

/* By term, then by docid. */
static bool is_before(const struct merge *m, size_t a, size_t b)
{
    int order = compare_terms(&m->readers[a].term, &m->readers[b].term);
    return order ? order < 0 : a < b;
}

static void sink(struct merge *m, size_t at)
{
    for (size_t least; (least = 2 * at + 1) < m->heap_count; at = least) {
        if (least + 1 < m->heap_count && is_before(m, m->heap[least + 1], m->heap[least]))
            least++;
        if (is_before(m, m->heap[at], m->heap[least]))
            return;
        size_t reader = m->heap[at];
        m->heap[at] = m->heap[least];
        m->heap[least] = reader;
    }
}

static void push(struct merge *m, size_t reader)
{
    size_t at = m->heap_count++;
    m->heap[at] = reader;
    for (size_t up; at && is_before(m, reader, m->heap[up = (at - 1) / 2]); at = up) {
        m->heap[at] = m->heap[up];
        m->heap[up] = reader;
    }
}

static bool advance(struct merge *m, size_t reader, struct error *error)
{
    bool found;
    if (!run_reader_next(&m->readers[reader], &found, error))
        return false;
    if (found)
        push(m, reader);
    return true;
}

bool merge_open(struct merge *m, const struct run *runs, size_t count, bool wants_positions,
                struct error *error)
{
    *m = (struct merge){.readers = xcalloc(count, sizeof *m->readers),
                        .count = count,
                        .heap = xcalloc(count, sizeof *m->heap),
                        .parts = xcalloc(count, sizeof *m->parts)};
    for (size_t i = 0; i < count; i++)
        if (!run_reader_open(&m->readers[i], &runs[i], wants_positions, error) ||
            !advance(m, i, error))
            return false;
    return true;
}

void merge_close(struct merge *m)
{
    for (size_t i = 0; i < m->count; i++)
        run_reader_close(&m->readers[i]);
    free(m->readers);
    free(m->heap);
    free(m->parts);
    *m = (struct merge){0};
}

bool merge_next(struct merge *m, bool *found, struct error *error)
{
    /* The readers of the last term have stood still, since its bytes were theirs. */
    for (size_t i = 0; i < m->part_count; i++)
        if (!advance(m, (size_t)(m->parts[i] - m->readers), error))
            return false;
    m->part_count = 0;
    m->documents = m->occurrences = 0;
    *found = m->heap_count > 0;
    while (m->heap_count && (m->part_count == 0 || compare_terms(&m->readers[m->heap[0]].term,
                                                                 &m->parts[0]->term) == 0)) {
        const struct run_reader *r = &m->readers[m->heap[0]];
        m->parts[m->part_count++] = r;
        m->documents += r->term.documents;
        m->occurrences += r->term.occurrences;
        m->heap[0] = m->heap[--m->heap_count];
        sink(m, 0);
    }
    return true;
}
