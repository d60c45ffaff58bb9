/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of indexer/build/run.h that makes runs. */
#include <stdlib.h>
#include <string.h>

#include "indexer/build/run.h"
#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/base/varint.h"
#include "lib/glass/termlist.h"

/* What the run will have of a term. */
struct term_sums {
    uint32_t documents;
    uint32_t occurrences;
    uint32_t last;            /* number of the last document that has it, from 1; 0: none yet */
    uint8_t length;           /* of the term */
    bool positional;          /* it has positions */
    uint64_t postings_length; /* then where its bytes go */
    uint64_t positions_length;
};

/*
 * What is known of a term lies anywhere in a table of many megabytes, and each posting asks for it:
 * it is fetched this many postings ahead, so that nobody waits for it.
 */
enum { AHEAD = 24 };

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
    buf_free(&b->plain);
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
    if (s->documents++ == 0)
        s->length = (uint8_t)b->analyser.vocabulary.entries[p->term].length;
    b->documents[document - 1].list_room += glass_list_room(s->length, p->wdf);
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
    b->documents[b->document_count++] = (struct run_document){
        b->forward_count, (uint32_t)terms->count, (uint32_t)terms->length, GLASS_LIST_HEAD};
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
            keys[count++] = (struct sort_key){run_head(e->text, e->length), e};
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
            e->text, keys[i].head, e->length,          s->documents, s->occurrences,
            e->word, postings,     s->postings_length, positions,    s->positions_length};
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

/* Deals the postings out to their terms, and lets go of them by document: the term lists want the
 * memory. */
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
    free(b->forward);
    b->forward = NULL;
    b->forward_count = b->forward_room = 0;
    buf_free(&b->positions);
}

/* Begins the list of each document in the memory for all of them. */
static struct glass_list *begin_lists(struct run_builder *b)
{
    size_t room = 0;
    for (size_t d = 0; d < b->document_count; d++)
        room += b->documents[d].list_room;
    uint8_t *to = (uint8_t *)buf_reserve(&b->plain, room);
    struct glass_list *lists = xcalloc(b->document_count, sizeof *lists);
    for (size_t d = 0; d < b->document_count; d++) {
        const struct run_document *doc = &b->documents[d];
        glass_list_begin(&lists[d], to, doc->length, doc->count);
        to += doc->list_room;
    }
    return lists;
}

enum { WINDOW = 32 };

/* Adds some postings to the lists of their documents; the lists are fetched already. */
static bool add_to_lists(struct glass_list *const to[WINDOW], const struct glass_term terms[WINDOW],
                         size_t count)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(to[i]->to, 1);
    for (size_t i = 0; i < count; i++)
        ok = glass_list_add(to[i], &terms[i]) && ok;
    return ok;
}

/*
 * Term lists are in byte order, as the run is: its postings, read from first to last, each go to
 * the end of their document's list. So nothing is sorted by document, and what is touched at any
 * time are neighbouring terms and the ends of the lists, which are fetched WINDOW at a time.
 */
static bool fill_lists(const struct run *run, struct glass_list *lists)
{
    struct glass_list *to[WINDOW];
    struct glass_term terms[WINDOW];
    size_t count = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < run->term_count; i++) {
        const struct run_term *t = &run->terms[i];
        const uint8_t *at = run->postings + t->postings;
        uint32_t document = 0;
        for (uint32_t left = t->documents; left; left--) {
            uint32_t distance;
            terms[count] = (struct glass_term){t->text, t->length, 0};
            at = varint_get(varint_get(at, &distance), &terms[count].wdf);
            document += distance;
            to[count] = &lists[document - 1];
            __builtin_prefetch(to[count++], 1);
            if (count == WINDOW) {
                ok = ok && add_to_lists(to, terms, count);
                count = 0;
            }
        }
    }
    return ok && add_to_lists(to, terms, count);
}

/* Appends the lists to `out`, deflated if that makes them shorter. */
static void deflate_lists(struct run_builder *b, const struct glass_list *lists, struct buf *out,
                          struct document_tag *tags)
{
    const char *start = b->plain.data;
    for (size_t d = 0; d < b->document_count; d++) {
        size_t length = b->documents[d].count ? (size_t)((const char *)lists[d].to - start) : 0;
        struct document_tag *tag = &tags[d];
        tag->offset = out->length;
        tag->deflated = glass_deflate(b->deflater, start, length, out);
        if (!tag->deflated)
            buf_add(out, start, length);
        tag->length = out->length - tag->offset;
        start += b->documents[d].list_room;
    }
}

static bool make_lists(struct run_builder *b, const struct run *run, struct buf *out,
                       struct document_tag *tags, struct error *error)
{
    struct glass_list *lists = begin_lists(b);
    bool ok = fill_lists(run, lists);
    if (ok)
        deflate_lists(b, lists, out, tags);
    free(lists);
    return ok || error_set(error, ERROR_INTERNAL, "a term of a run is too long, or not in order");
}

bool run_builder_finish(struct run_builder *b, uint32_t first, struct run *run, struct buf *out,
                        struct document_tag *tags, uint32_t *lengths, struct error *error)
{
    *run = (struct run){.first = first, .documents = (uint32_t)b->document_count};
    sort_terms(b, run);
    scatter(b, run);
    for (size_t d = 0; d < b->document_count; d++)
        lengths[d] = b->documents[d].length;
    bool ok = !out || make_lists(b, run, out, tags, error);
    /* The texts of the terms go with the run. */
    run->texts = b->analyser.vocabulary.texts;
    b->analyser.vocabulary.texts = (struct arena){0};
    analyser_clear(&b->analyser);
    b->document_count = 0;
    buf_free(&b->plain);
    return ok;
}
