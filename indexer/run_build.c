/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of indexer/run.h that makes runs. */
#include <stdlib.h>
#include <string.h>

#include "indexer/glass_termlist.h"
#include "indexer/run.h"
#include "indexer/varint.h"
#include "lib/mem.h"

/* What the run will have of a term. */
struct term_sums {
    uint32_t documents;
    uint32_t occurrences;
    uint32_t last;            /* number of the last document that has it, from 1; 0: none yet */
    uint32_t rank : 31;       /* its place in byte order */
    uint32_t positional : 1;  /* it has positions */
    uint64_t postings_length; /* then where its bytes go */
    uint64_t positions_length;
};

/*
 * What is known of a term lies anywhere in a table of many megabytes, and each posting asks for it:
 * it is fetched this many postings ahead, so that nobody waits for it.
 */
enum { AHEAD = 12 };

void run_builder_init(struct run_builder *b, struct stemmer *stemmer,
                      struct glass_deflater *deflater)
{
    *b = (struct run_builder){.deflater = deflater};
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
    if (p->count)
        s->positions_length += add_positions(b, positions + p->first, p->count);
}

bool run_builder_add(struct run_builder *b, const struct article *a, struct glass_error *error)
{
    const struct analysed *terms = analyse(&b->analyser, a);
    if (terms->length > UINT32_MAX)
        return glass_fail(error, "%s: more words than an index can count", a->path);
    size_t had = b->sums_room;
    b->sums = xgrow(b->sums, &b->sums_room, b->analyser.vocabulary.count, sizeof *b->sums);
    memset(b->sums + had, 0, (b->sums_room - had) * sizeof *b->sums);
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

/* A term to be sorted: by its first eight bytes as a number, then by all of them. */
struct sort_key {
    uint64_t head;
    const struct term_entry *entry;
};

static uint64_t head_of(const struct term_entry *e)
{
    uint64_t head = 0;
    for (uint32_t i = 0; i < 8; i++)
        head = head << 8 | (i < e->length ? (unsigned char)e->text[i] : 0u);
    return head;
}

static int by_bytes(const void *a, const void *b)
{
    const struct sort_key *x = a;
    const struct sort_key *y = b;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    size_t shorter = x->entry->length < y->entry->length ? x->entry->length : y->entry->length;
    int order = memcmp(x->entry->text, y->entry->text, shorter);
    return order ? order
                 : (x->entry->length > y->entry->length) - (x->entry->length < y->entry->length);
}

/* Sorts the vocabulary into the run's terms; sums get their ranks and where bytes go. */
static void sort_terms(struct run_builder *b, struct run *run)
{
    struct vocabulary *v = &b->analyser.vocabulary;
    struct sort_key *keys = xcalloc(v->count, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < v->count; i++) /* some only lead to others: a word cut in a title */
        if (b->sums[i].documents)
            keys[count++] = (struct sort_key){head_of(&v->entries[i]), &v->entries[i]};
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
            e->text,  e->length,          s->documents, s->occurrences,     e->word,
            postings, s->postings_length, positions,    s->positions_length};
        postings += s->postings_length;
        positions += s->positions_length;
        s->rank = (uint32_t)i & 0x7FFFFFFF;
        s->positional = s->positions_length > 0;
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

enum { RADIX_BITS = 11, RADIX = 1 << RADIX_BITS };

/* Sorts numbers by their high 32 bits, RADIX_BITS at a time, of which `bits` are in use. */
static uint64_t *radix_sort(uint64_t *numbers, uint64_t *spare, size_t count, unsigned bits)
{
    for (unsigned shift = 32; shift < 32 + bits; shift += RADIX_BITS) {
        uint32_t places[RADIX] = {0};
        for (size_t i = 0; i < count; i++)
            places[numbers[i] >> shift & (RADIX - 1)]++;
        uint32_t next = 0;
        for (size_t i = 0; i < RADIX; i++) {
            uint32_t n = places[i];
            places[i] = next;
            next += n;
        }
        for (size_t i = 0; i < count; i++)
            spare[places[numbers[i] >> shift & (RADIX - 1)]++] = numbers[i];
        uint64_t *sorted = spare;
        spare = numbers;
        numbers = sorted;
    }
    return numbers;
}

struct list_maker {
    uint64_t *numbers; /* rank << 32 | wdf */
    uint64_t *spare;
    size_t numbers_room;
    size_t spare_room;
    struct glass_term *terms;
    size_t terms_room;
    struct buf plain;
    unsigned bits; /* of a rank */
};

/* Encodes the term list of a document, and deflates it if that makes it shorter. */
static bool make_list(struct run_builder *b, const struct run *run, size_t document,
                      struct list_maker *m, struct buf *out, struct document_tag *tag,
                      struct glass_error *error)
{
    const struct run_document *doc = &b->documents[document];
    m->numbers = xgrow(m->numbers, &m->numbers_room, doc->count, sizeof *m->numbers);
    m->spare = xgrow(m->spare, &m->spare_room, doc->count, sizeof *m->spare);
    m->terms = xgrow(m->terms, &m->terms_room, doc->count, sizeof *m->terms);
    for (uint32_t i = 0; i < doc->count; i++) {
        struct forward f = b->forward[doc->forward + i];
        if (i + AHEAD < doc->count)
            __builtin_prefetch(&b->sums[b->forward[doc->forward + i + AHEAD].term]);
        m->numbers[i] = (uint64_t)b->sums[f.term].rank << 32 | f.wdf;
    }
    const uint64_t *sorted = radix_sort(m->numbers, m->spare, doc->count, m->bits);
    for (uint32_t i = 0; i < doc->count; i++) {
        const struct run_term *t = &run->terms[sorted[i] >> 32];
        if (i + AHEAD < doc->count)
            __builtin_prefetch(&run->terms[sorted[i + AHEAD] >> 32]);
        __builtin_prefetch(t->text);
        m->terms[i] = (struct glass_term){t->text, t->length, (uint32_t)sorted[i]};
    }
    uint32_t length;
    buf_clear(&m->plain);
    if (!glass_termlist_encode(m->terms, doc->count, &m->plain, &length, error))
        return false;
    tag->offset = out->length;
    tag->deflated = glass_deflate(b->deflater, m->plain.data, m->plain.length, out);
    if (!tag->deflated)
        buf_add(out, m->plain.data, m->plain.length);
    tag->length = out->length - tag->offset;
    return true;
}

static bool make_lists(struct run_builder *b, const struct run *run, struct buf *out,
                       struct document_tag *tags, struct glass_error *error)
{
    struct list_maker m = {0};
    while (run->term_count >> m.bits)
        m.bits++;
    bool ok = true;
    for (size_t d = 0; ok && d < b->document_count; d++)
        ok = make_list(b, run, d, &m, out, &tags[d], error);
    free(m.numbers);
    free(m.spare);
    free(m.terms);
    buf_free(&m.plain);
    return ok;
}

bool run_builder_finish(struct run_builder *b, uint32_t first, struct run *run, struct buf *out,
                        struct document_tag *tags, uint32_t *lengths, struct glass_error *error)
{
    *run = (struct run){.first = first, .documents = (uint32_t)b->document_count};
    sort_terms(b, run);
    scatter(b, run);
    for (size_t d = 0; d < b->document_count; d++)
        lengths[d] = b->documents[d].length;
    bool ok = make_lists(b, run, out, tags, error);
    /* The texts of the terms go with the run. */
    run->texts = b->analyser.vocabulary.texts;
    b->analyser.vocabulary.texts = (struct arena){0};
    if (b->sums_room)
        memset(b->sums, 0, b->sums_room * sizeof *b->sums);
    analyser_clear(&b->analyser);
    b->forward_count = b->document_count = 0;
    buf_clear(&b->positions);
    return ok;
}
