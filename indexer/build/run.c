/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/run.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/build/term_merge.h"
#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/base/varint.h"

/* What the run will have of a term. */
struct term_sums {
    uint32_t documents;
    uint32_t occurrences;
    uint32_t last;            /* number of the last document that has it, from 1; 0: none yet */
    bool positional;          /* it has positions */
    uint64_t postings_length; /* then where its bytes go */
    uint64_t positions_length;
};

/*
 * What is known of a term lies anywhere in a table of many megabytes, and each posting asks for it:
 * it is fetched this many postings ahead, so that nobody waits for it.
 */
enum { AHEAD = 24 };

void run_free(struct run *r)
{
    free(r->terms);
    free(r->postings);
    free(r->positions);
    arena_free(&r->texts);
    *r = (struct run){0};
}

void run_builder_init(struct run_builder *b, struct stemmer *stemmer)
{
    *b = (struct run_builder){0};
    analyser_init(&b->analyser, stemmer);
}

void run_builder_free(struct run_builder *b)
{
    analyser_free(&b->analyser);
    free(b->forward);
    free(b->documents);
    free(b->sums);
    buf_free(&b->positions);
    *b = (struct run_builder){0};
}

/* Appends positions as varints of their distances; returns the bytes. */
static size_t add_positions(struct run_builder *b, const uint32_t *positions, size_t count)
{
    uint8_t *start = (uint8_t *)buf_reserve(&b->positions, count * 5);
    uint8_t *to = start;
    uint32_t before = 0;
    for (size_t i = 0; i < count; i++) {
        to = varint_put(to, positions[i] - before);
        before = positions[i];
    }
    size_t length = (size_t)(to - start);
    b->positions.length += length;
    return length;
}

static void add_posting(struct run_builder *b, const struct posting *p, const uint32_t *positions,
                        uint32_t document)
{
    b->forward[b->forward_count++] = (struct forward){p->term, p->wdf};
    struct term_sums *s = &b->sums[p->term];
    s->documents++;
    s->occurrences += p->wdf;
    s->postings_length += varint_size(document - s->last) + varint_size(p->wdf);
    s->last = document;
    s->positional = p->count > 0;
    if (p->count)
        s->positions_length += add_positions(b, positions + p->first, p->count);
}

bool run_builder_add(struct run_builder *b, const struct article *a, struct error *error)
{
    size_t had = b->analyser.vocabulary.count;
    const struct analysed *terms = analyse(&b->analyser, a);
    if (terms->length > UINT32_MAX)
        return error_set(error, ERROR_INTERNAL, "%s: more words than an index can count", a->path);
    size_t have = b->analyser.vocabulary.count;
    b->sums = xgrow(b->sums, &b->sums_room, have, sizeof *b->sums);
    memset(b->sums + had, 0, (have - had) * sizeof *b->sums);
    b->forward =
        xgrow(b->forward, &b->forward_room, b->forward_count + terms->count, sizeof *b->forward);
    b->documents =
        xgrow(b->documents, &b->document_room, b->document_count + 1, sizeof *b->documents);
    b->documents[b->document_count++] =
        (struct run_document){b->forward_count, (uint32_t)terms->count, (uint32_t)terms->length};
    for (size_t i = 0; i < terms->count; i++) {
        if (i + AHEAD < terms->count)
            __builtin_prefetch(&b->sums[terms->postings[i + AHEAD].term], 1);
        add_posting(b, &terms->postings[i], terms->positions, (uint32_t)b->document_count);
    }
    return true;
}

size_t run_builder_memory(const struct run_builder *b)
{
    const struct analyser *a = &b->analyser;
    const struct vocabulary *v = &a->vocabulary;
    return v->texts.total + v->table_size * sizeof *v->table +
           v->capacity * (sizeof *v->entries + sizeof *v->titles) + a->met_room * sizeof *a->met +
           b->sums_room * sizeof *b->sums + b->forward_room * sizeof *b->forward +
           b->positions.capacity + b->document_room * sizeof *b->documents;
}

/* A term to be sorted: by its head, then by all of its bytes. */
struct sort_key {
    uint64_t head;
    const struct term_entry *entry;
};

static int by_bytes(const void *a, const void *b)
{
    const struct sort_key *x = a;
    const struct sort_key *y = b;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return bytes_compare(x->entry->text, x->entry->length, y->entry->text, y->entry->length);
}

/* Sorts the vocabulary into the run's terms; sums get where its bytes go. */
static void sort_terms(struct run_builder *b, struct run *run)
{
    struct vocabulary *v = &b->analyser.vocabulary;
    struct sort_key *keys = xcalloc(v->count, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < v->count; i++) {
        const struct term_entry *e = &v->entries[i];
        if (b->sums[i].documents) /* some only lead to others: a word cut in a title */
            keys[count++] = (struct sort_key){term_head(e->text, e->length), e};
    }
    if (count)
        qsort(keys, count, sizeof *keys, by_bytes);
    run->terms = xcalloc(count, sizeof *run->terms);
    run->term_count = count;
    size_t postings = 0;
    size_t positions = 0;
    for (size_t i = 0; i < count; i++) {
        const struct term_entry *e = keys[i].entry;
        struct term_sums *s = &b->sums[e - v->entries];
        run->terms[i] = (struct run_term){
            e->text,  keys[i].head,       e->length, s->documents,       s->occurrences,
            postings, s->postings_length, positions, s->positions_length};
        postings += s->postings_length;
        positions += s->positions_length;
        s->last = 0;
        s->postings_length = run->terms[i].postings;
        s->positions_length = run->terms[i].positions;
    }
    free(keys);
    run->postings = xmalloc(postings);
    run->positions = xmalloc(positions);
    run->memory = postings + positions + count * sizeof *run->terms + v->texts.total;
}

/* First what is known of a term, then, when that is there, the places where its bytes go. */
static void fetch_ahead(const struct run_builder *b, const struct run *run, size_t near, size_t far)
{
    const struct term_sums *s = &b->sums[b->forward[near].term];
    __builtin_prefetch(&b->sums[b->forward[far].term], 1);
    __builtin_prefetch(run->postings + s->postings_length, 1);
    if (s->positional)
        __builtin_prefetch(run->positions + s->positions_length, 1);
}

/* Deals the postings out to their terms. */
static void scatter(struct run_builder *b, struct run *run)
{
    const uint8_t *from = (const uint8_t *)b->positions.data;
    const size_t last = b->forward_count ? b->forward_count - 1 : 0;
    for (size_t d = 0; d < b->document_count; d++) {
        const struct run_document *doc = &b->documents[d];
        for (size_t i = doc->forward; i < doc->forward + doc->count; i++) {
            struct forward f = b->forward[i];
            struct term_sums *s = &b->sums[f.term];
            fetch_ahead(b, run, i + AHEAD < last ? i + AHEAD : last,
                        i + 2 * AHEAD < last ? i + 2 * AHEAD : last);
            uint8_t *start = run->postings + s->postings_length;
            uint8_t *to = varint_put(start, (uint32_t)d + 1 - s->last);
            to = varint_put(to, f.wdf);
            s->postings_length += (size_t)(to - start);
            s->last = (uint32_t)d + 1;
            if (!s->positional)
                continue;
            start = to = run->positions + s->positions_length;
            for (uint32_t left = f.wdf; left; from++) {
                *to++ = *from;
                left -= *from < 0x80;
            }
            s->positions_length += (size_t)(to - start);
        }
    }
}

void run_builder_finish(struct run_builder *b, uint32_t first, struct run *run, uint32_t *lengths)
{
    *run = (struct run){.first = first, .documents = (uint32_t)b->document_count};
    sort_terms(b, run);
    scatter(b, run);
    for (size_t d = 0; d < b->document_count; d++)
        lengths[d] = b->documents[d].length;
    /* The texts of the terms go with the run. */
    run->texts = b->analyser.vocabulary.texts;
    b->analyser.vocabulary.texts = (struct arena){0};
    analyser_clear(&b->analyser);
    b->document_count = 0;
    b->forward_count = 0;
    buf_clear(&b->positions);
}
