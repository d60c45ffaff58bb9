/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of searcher/match/scores.h that looks at documents. */
#include <string.h>

#include "searcher/match/bm25.h"
#include "searcher/match/scores.h"

/* A sum in another order may differ in its last bits, by less than this part of the bound. */
#define SLACK 1e-12

/* ---- candidates ---- */

static void sort_by_bound(struct scores *s)
{
    if (s->sorted)
        return;
    s->sorted = true;
    for (size_t i = 0; i < s->count; i++) {
        size_t at = i;
        for (; at > 0 && s->list[s->ascending[at - 1]].bound > s->list[i].bound; at--)
            s->ascending[at] = s->ascending[at - 1];
        s->ascending[at] = i;
    }
}

/* The least wdf of a term with which a document can earn `least`, all others at their bounds. */
static uint32_t least_wdf(const struct scores *s, const struct scored *t, double least)
{
    double others = s->bound - t->bound + s->bound * SLACK;
    if (t->max_wdf > 64)
        return 0;
    for (uint32_t wdf = 0; wdf < t->max_wdf; wdf++) {
        double most =
            bm25_earn(t->weight, bm25_wdf(t->bonus, wdf), t->min_length, s->factor) + others;
        if (most >= least)
            return wdf;
    }
    return t->max_wdf;
}

/* Adds a list's documents of the span that have at least this wdf. They are of one block, in which
 * the cursor stays where the span begins. */
static bool add_documents(const struct scores *s, struct cursor *c, uint32_t wdf, uint64_t *out,
                          struct error *error)
{
    const struct posting_list *l = &c->list;
    if (!l->documents)
        return true;
    if (!cursor_seek(c, s->first, error))
        return false;
    for (size_t i = c->at; i < l->count && l->docids[i] <= s->last; i++)
        if (l->wdfs[i] >= wdf)
            docset_add(out, l->docids[i] - s->window.base);
    return true;
}

static bool sum_up(struct scores *s, struct scored *t, struct error *error);

static bool add_candidates(struct scores *s, struct scored *t, double least, uint64_t *out,
                           struct error *error)
{
    if (t->count == 1)
        return add_documents(s, &t->cursors[0], least_wdf(s, t, least), out, error);
    if (!t->summed && !sum_up(s, t, error))
        return false;
    for (uint32_t i = 0; i <= s->last - s->first; i++)
        if (t->sums[i])
            docset_add(out, s->first + i - s->window.base);
    return true;
}

/* How many terms a document must have at least to earn `least`: those with the greatest bounds
 * must reach it together. */
static size_t least_terms(const struct scores *s, double least)
{
    double sum = s->bound * SLACK;
    size_t n = 0;
    while (n < s->count && sum < least)
        sum += s->list[s->ascending[s->count - ++n]].bound;
    return n ? n : 1;
}

/* One term suffices: documents of those terms that with all lesser ones reach `least`. */
static bool add_essential(struct scores *s, double least, uint64_t *out, struct error *error)
{
    double sum = s->bound * SLACK;
    for (size_t k = 0; k < s->count; k++) {
        struct scored *t = &s->list[s->ascending[k]];
        sum += t->bound;
        if (t->bound > 0 && sum >= least && !add_candidates(s, t, least, out, error))
            return false;
    }
    return true;
}

/* Documents that have `terms` of the terms: level i has those that have i + 1. */
static bool add_levels(struct scores *s, double least, size_t terms, size_t first, size_t words,
                       struct error *error)
{
    uint64_t *one = s->levels + s->count * WINDOW_WORDS;
    for (size_t i = 0; i < terms; i++)
        memset(s->levels + i * WINDOW_WORDS + first, 0, words * sizeof *one);
    for (size_t k = s->count; k > 0; k--) {
        struct scored *t = &s->list[s->ascending[k - 1]];
        if (t->bound <= 0)
            break;
        memset(one + first, 0, words * sizeof *one);
        if (!add_candidates(s, t, least, one, error))
            return false;
        for (size_t i = terms - 1; i > 0; i--) {
            uint64_t *level = s->levels + i * WINDOW_WORDS + first;
            for (size_t j = 0; j < words; j++)
                level[j] |= level[j - WINDOW_WORDS] & one[first + j];
        }
        docset_or(s->levels + first, one + first, words);
    }
    return true;
}

bool scores_candidates(struct scores *s, double least, uint64_t *out, struct error *error)
{
    size_t first = (s->first - s->window.base) >> 6;
    size_t words = ((s->last - s->window.base) >> 6) + 1 - first;
    sort_by_bound(s);
    size_t terms = least_terms(s, least);
    if (terms > 1) {
        if (!add_levels(s, least, terms, first, words, error))
            return false;
        memcpy(out + first, s->levels + (terms - 1) * WINDOW_WORDS + first, words * sizeof *out);
        return true;
    }
    memset(out + first, 0, words * sizeof *out);
    return add_essential(s, least, out, error);
}

/* ---- documents ---- */

static bool find_length(struct scores *s, uint32_t docid, uint32_t *length, struct error *error)
{
    struct reader *r = &s->archive->readers[s->reader];
    if (!s->lengths || docid < s->lengths_first || docid > s->lengths_last) {
        uint32_t first = docid & ~1023u;
        first = first ? first : 1;
        uint32_t last = docid | 1023u;
        last = last < r->documents ? last : r->documents;
        s->lengths = reader_lengths(r, first, last - first + 1, &s->width, error);
        if (!s->lengths)
            return false;
        s->lengths_first = first;
        s->lengths_last = last;
    }
    *length = columns_length(s->lengths, s->width, docid - s->lengths_first);
    return true;
}

/* Adds up the wdf of a synonym's terms, for all documents of the span. */
static bool sum_up(struct scores *s, struct scored *t, struct error *error)
{
    memset(t->sums, 0, (s->last - s->first + 1) * sizeof *t->sums);
    for (size_t i = 0; i < t->count; i++) {
        struct cursor *c = &t->cursors[i];
        const struct posting_list *l = &c->list;
        if (!l->documents)
            continue;
        if (!cursor_seek(c, s->first, error))
            return false;
        while (c->docid <= s->last) {
            size_t at = c->at;
            for (; at < l->count && l->docids[at] <= s->last; at++) {
                uint32_t *sum = &t->sums[l->docids[at] - s->first];
                *sum = (*sum + 2 * l->wdfs[at]) | 1;
            }
            if (at < l->count) {
                c->at = at;
                c->docid = l->docids[at];
            } else if (!cursor_next_block(c, error)) {
                return false;
            }
        }
    }
    t->summed = true;
    return true;
}

/* The wdf of a term in a document; *there tells whether it has it. */
static bool find_wdf(struct scores *s, struct scored *t, uint32_t docid, uint32_t *wdf, bool *there,
                     struct error *error)
{
    *there = false;
    if (t->bound <= 0)
        return true; /* it is not there, or earns nothing */
    if (t->condition && !docset_has(s->conditions[t->condition - 1].set, docid - s->window.base))
        return true;
    if (t->count > 1) {
        if (!t->summed && !sum_up(s, t, error))
            return false;
        *wdf = t->sums[docid - s->first] >> 1;
        *there = t->sums[docid - s->first] & 1;
        return true;
    }
    struct cursor *c = &t->cursors[0];
    if (!c->list.documents)
        return true;
    if (!cursor_seek(c, docid, error))
        return false;
    *there = c->docid == docid;
    if (*there)
        *wdf = c->list.wdfs[c->at];
    return true;
}

/* Adds what a term earns to the sums of a span: to those of documents where its condition holds. */
static bool add_term(struct scores *s, struct scored *t, struct error *error)
{
    const uint64_t *set = t->condition ? s->conditions[t->condition - 1].set : NULL;
    if (!sum_up(s, t, error))
        return false;
    for (uint32_t i = 0; i <= s->last - s->first; i++) {
        uint32_t docid = s->first + i;
        uint32_t length;
        if (!t->sums[i] || (set && !docset_has(set, docid - s->window.base)))
            continue;
        if (!find_length(s, docid, &length, error))
            return false;
        s->sums[i] += bm25_earn(t->weight, bm25_wdf(t->bonus, t->sums[i] >> 1), length, s->factor);
    }
    return true;
}

static bool fill(struct scores *s, struct error *error)
{
    memset(s->sums, 0, (s->last - s->first + 1) * sizeof *s->sums);
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].bound > 0 && !add_term(s, &s->list[i], error))
            return false;
    s->filled = true;
    return true;
}

/* From the term on that can earn most; given up when what is left is too little. The sum is made
 * in the order of the plan. */
static bool add_up(struct scores *s, uint32_t docid, double least, double *score,
                   struct error *error)
{
    double left = s->bound;
    uint32_t length = 0;
    sort_by_bound(s);
    for (size_t k = s->count; k > 0; k--) {
        struct scored *t = &s->list[s->ascending[k - 1]];
        uint32_t wdf = 0;
        bool there;
        if (!find_wdf(s, t, docid, &wdf, &there, error) ||
            (there && !length && !find_length(s, docid, &length, error)))
            return false;
        double earned =
            there ? bm25_earn(t->weight, bm25_wdf(t->bonus, wdf), length, s->factor) : 0;
        s->earned[t - s->list] = earned;
        left += earned - t->bound;
        if (left + s->bound * SLACK < least) {
            *score = left;
            return true;
        }
    }
    *score = 0;
    for (size_t i = 0; i < s->count; i++)
        *score += s->earned[i];
    return true;
}

bool scores_of(struct scores *s, uint32_t docid, double least, double *score, struct error *error)
{
    if (!s->dense)
        return add_up(s, docid, least, score, error);
    if (!s->filled && !fill(s, error))
        return false;
    *score = s->sums[docid - s->first];
    return true;
}
