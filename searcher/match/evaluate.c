/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/evaluate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/lists.h"
#include "searcher/match/positions.h"

#define BATCH 1024
#define BATCH_WITHIN 64 /* shorter, so as not to read far beyond what is asked for */
/* A list this many times longer than the documents in question is skipped through. */
#define SKIP_RATIO 24

void evaluation_init(struct evaluation *e, struct archive *a, struct shard_reader *r,
                     const struct planned *p, bool scored, const struct docset *within,
                     struct xc_error *error)
{
    *e = (struct evaluation){.archive = a,
                             .reader = r,
                             .states = xcalloc(p->nodes, sizeof *e->states),
                             .count = p->nodes,
                             .scored = scored,
                             .within = within,
                             .error = error};
}

void evaluation_free(struct evaluation *e)
{
    for (size_t i = 0; i < e->count; i++) {
        docset_free(&e->states[i].set);
        free(e->states[i].postings);
    }
    free(e->states);
}

static struct node_state *state_of(struct evaluation *e, const struct plan *p)
{
    return &e->states[p->number];
}

static struct docset empty(const struct evaluation *e)
{
    return docset_new(e->reader->statistics.last_docid);
}

static bool is_term(const struct plan *p)
{
    return p->kind == PLAN_TERM || p->kind == PLAN_FILTER;
}

/* The frequency of a term in this shard, looked up once. */
static bool look_up(struct evaluation *e, const struct plan *p)
{
    uint32_t times;
    return lists_frequency(e->reader, p->term.text, p->term.length, &state_of(e, p)->frequency,
                           &times, e->error);
}

/* Reads the next postings; passes over stretches of the list that nobody asked for. */
static bool read_batch(struct evaluation *e, struct lists_postings *list, uint32_t after,
                       struct xc_posting batch[BATCH], size_t *n)
{
    if (!e->within)
        return lists_postings_read(list, batch, BATCH, n, e->error);
    uint32_t next = docset_next(e->within, after + 1);
    *n = 0;
    return !next || lists_postings_read_from(list, next, batch, BATCH_WITHIN, n, e->error);
}

static bool read_term(struct evaluation *e, const struct plan *p);

/* Reads the list of a term's word in titles, if scores are asked for. */
static bool read_title(struct evaluation *e, const struct plan *p)
{
    if (!e->scored || p->kind != PLAN_TERM || p->count == 0)
        return true;
    return look_up(e, p->parts[0]) && read_term(e, p->parts[0]);
}

/* Reads the posting list of a term. */
static bool read_term(struct evaluation *e, const struct plan *p)
{
    struct node_state *s = state_of(e, p);
    size_t n = 0;
    s->set = empty(e);
    if (s->frequency == 0)
        return true;
    bool keep = e->scored && p->kind == PLAN_TERM;
    struct xc_posting batch[BATCH] = {{0}};
    struct lists_postings *list =
        lists_postings_open(e->reader, p->term.text, p->term.length, e->error);
    if (keep)
        s->postings = xreallocarray(NULL, s->frequency, sizeof *s->postings);
    uint32_t last = 0;
    bool ok = list != NULL;
    while (ok && (ok = read_batch(e, list, last, batch, &n)) && n) {
        for (size_t i = 0; i < n; i++)
            docset_add(&s->set, batch[i].docid);
        if (keep && s->count + n <= s->frequency) {
            memcpy(s->postings + s->count, batch, n * sizeof *batch);
            s->count += n;
        }
        last = batch[n - 1].docid;
    }
    lists_postings_free(list);
    return ok && read_title(e, p);
}

/* Looks for the documents of `among` alone in a posting list; takes the others out of it. */
static bool skip_term(struct evaluation *e, const struct plan *p, struct docset *among,
                      uint64_t count)
{
    struct node_state *s = state_of(e, p);
    struct xc_posting found = {0};
    size_t n = 1;
    struct lists_postings *list =
        lists_postings_open(e->reader, p->term.text, p->term.length, e->error);
    bool ok = list != NULL;
    s->postings = xreallocarray(NULL, count, sizeof *s->postings);
    for (uint32_t docid = docset_next(among, 1); ok && docid;
         docid = docset_next(among, docid + 1)) {
        if (n && found.docid < docid)
            ok = lists_postings_read_from(list, docid, &found, 1, &n, e->error);
        if (n && found.docid == docid)
            s->postings[s->count++] = found;
        else
            among->bits[docid >> 6] &= ~(UINT64_C(1) << (docid & 63));
    }
    lists_postings_free(list);
    return ok && read_title(e, p);
}

static const struct docset *set_of(struct evaluation *e, const struct plan *p);

/* In which order the parts of an AND are joined: what is no single term first, since it is made
 * whole anyway, then terms from the rarest on, then what is taken away. */
static uint64_t cost(struct evaluation *e, const struct plan *p)
{
    if (p->kind == PLAN_NOT)
        return UINT64_MAX;
    return is_term(p) ? 1 + (uint64_t)state_of(e, p)->frequency : 0;
}

/* The parts in that order, in an array that the caller frees; NULL on error. */
static const struct plan **sort_parts(struct evaluation *e, const struct plan *p)
{
    const struct plan **order = xcalloc(p->count, sizeof *order);
    for (size_t i = 0; i < p->count; i++) {
        const struct plan *part = p->parts[i];
        if (is_term(part) && !look_up(e, part)) {
            free(order);
            return NULL;
        }
        size_t at = i;
        for (; at > 0 && cost(e, order[at - 1]) > cost(e, part); at--)
            order[at] = order[at - 1];
        order[at] = part;
    }
    return order;
}

static bool join_part(struct evaluation *e, const struct plan *part, struct docset *out)
{
    if (!out->words) {
        const struct docset *set = set_of(e, part);
        if (set)
            *out = docset_copy(set);
        return set != NULL;
    }
    uint64_t left = docset_count(out);
    if (is_term(part) && state_of(e, part)->frequency / SKIP_RATIO > left)
        return skip_term(e, part, out, left);
    bool negative = part->kind == PLAN_NOT;
    const struct docset *set = set_of(e, negative ? part->parts[0] : part);
    if (set && negative)
        docset_and_not(out, set);
    else if (set)
        docset_and(out, set);
    return set != NULL;
}

/* Intersects the parts of AND, PHRASE and NEAR. */
static bool intersect(struct evaluation *e, const struct plan *p, struct docset *out)
{
    const struct plan **order = sort_parts(e, p);
    bool ok = order != NULL;
    for (size_t i = 0; ok && i < p->count; i++)
        ok = join_part(e, order[i], out);
    free(order);
    return ok;
}

static bool unite(struct evaluation *e, const struct plan *p, struct docset *out)
{
    *out = empty(e);
    for (size_t i = 0; i < p->count; i++) {
        const struct docset *set = set_of(e, p->parts[i]);
        if (!set)
            return false;
        docset_or(out, set);
    }
    return true;
}

/* The postings of a synonym: for each document the sum of its terms' wdf. */
static void join_postings(struct evaluation *e, const struct plan *p)
{
    struct node_state *s = state_of(e, p);
    double *sums = e->reader->scores;
    for (size_t i = 0; i < p->count; i++) {
        const struct node_state *part = state_of(e, p->parts[i]);
        for (size_t j = 0; j < part->count; j++)
            sums[part->postings[j].docid] += part->postings[j].wdf;
    }
    s->postings = xreallocarray(NULL, s->frequency, sizeof *s->postings);
    for (uint32_t d = docset_next(&s->set, 1); d; d = docset_next(&s->set, d + 1)) {
        s->postings[s->count++] = (struct xc_posting){d, (uint32_t)sums[d]};
        sums[d] = 0;
    }
}

/* Its frequency is that of all documents, so that its weight does not depend on dates. */
static bool make_synonym(struct evaluation *e, const struct plan *p, struct node_state *s)
{
    const struct docset *within = e->within;
    e->within = NULL;
    bool ok = unite(e, p, &s->set);
    e->within = within;
    if (!ok)
        return false;
    s->frequency = (uint32_t)docset_count(&s->set);
    if (e->scored)
        join_postings(e, p);
    return true;
}

static bool complement(struct evaluation *e, const struct plan *p, struct docset *out)
{
    const struct docset *all = archive_all(e->reader, e->error);
    const struct docset *without = all ? set_of(e, p->parts[0]) : NULL;
    if (!without)
        return false;
    *out = docset_copy(all);
    docset_and_not(out, without);
    return true;
}

static bool copy_range(struct evaluation *e, const struct plan *p, struct docset *out)
{
    const struct docset *set = archive_in_range(e->archive, e->reader, p->range, e->error);
    if (set)
        *out = docset_copy(set);
    return set != NULL;
}

static bool make_set(struct evaluation *e, const struct plan *p, struct node_state *s)
{
    switch (p->kind) {
    case PLAN_TERM:
    case PLAN_FILTER:
        return (s->frequency || look_up(e, p)) && read_term(e, p);
    case PLAN_SYNONYM:
        return make_synonym(e, p, s);
    case PLAN_PHRASE:
    case PLAN_NEAR:
        if (!intersect(e, p, &s->set))
            return false;
        if (e->within)
            docset_and(&s->set, e->within);
        return positions_filter(e, p, &s->set);
    case PLAN_AND:
        return intersect(e, p, &s->set);
    case PLAN_OR:
        return unite(e, p, &s->set);
    case PLAN_NOT:
        return complement(e, p, &s->set);
    case PLAN_RANGE:
        return copy_range(e, p, &s->set);
    case PLAN_NONE:
        break;
    }
    s->set = empty(e);
    return true;
}

static const struct docset *set_of(struct evaluation *e, const struct plan *p)
{
    struct node_state *s = state_of(e, p);
    if (!s->set.words && !make_set(e, p, s))
        return NULL;
    return &s->set;
}

const struct docset *evaluate(struct evaluation *e, const struct plan *p)
{
    return p ? set_of(e, p) : archive_all(e->reader, e->error);
}

/* The weight of a term in all of the archive, as Xapian::BM25Weight has it. */
static double term_weight(const struct evaluation *e, const struct plan *p)
{
    double all = (double)e->archive->documents;
    double with = (double)p->frequency;
    double odds = (all - with + 0.5) / (with + 0.5);
    if (odds < 2)
        odds = odds * 0.5 + 1;
    double times = p->times;
    double factor = p->bonus ? PLAN_TITLE_FACTOR : 1;
    return factor * log(odds) * (2 * times / (1 + times)) * (BM25_K1 + 1);
}

static void score_postings(struct evaluation *e, const struct plan *p, const struct docset *only)
{
    const struct node_state *s = state_of(e, p);
    const uint32_t *lengths = e->reader->lengths;
    double *scores = e->reader->scores;
    double weight = term_weight(e, p);
    double factor = e->archive->average_length > 0 ? 1 / e->archive->average_length : 0;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t docid = s->postings[i].docid;
        if (only && !docset_has(only, docid))
            continue;
        double normal = lengths[docid] * factor;
        normal = normal < BM25_MIN_NORMLEN ? BM25_MIN_NORMLEN : normal;
        /* Stems of a title that was cut out of the text have wdf 0: they earn no bonus. */
        double wdf = s->postings[i].wdf || p->bonus ? s->postings[i].wdf : 1;
        scores[docid] += weight * (wdf / (BM25_K1 * (normal * BM25_B + (1 - BM25_B)) + wdf));
    }
}

/* `only`: documents in which the words earn something; NULL: all that will be looked at. */
static void score(struct evaluation *e, const struct plan *p, const struct docset *only)
{
    switch (p->kind) {
    case PLAN_TERM:
        score_postings(e, p, only);
        if (p->count)
            score_postings(e, p->parts[0], only);
        return;
    case PLAN_SYNONYM:
        score_postings(e, p, only);
        return;
    case PLAN_OR:
        break;
    case PLAN_AND:
    case PLAN_PHRASE:
    case PLAN_NEAR: /* what is around it must hold, too; the set is of no other use any more */
        if (only)
            docset_and(&state_of(e, p)->set, only);
        only = &state_of(e, p)->set;
        break;
    default:
        return;
    }
    for (size_t i = 0; i < p->count; i++)
        score(e, p->parts[i], only);
}

bool evaluate_scores(struct evaluation *e, const struct plan *p, const struct docset *wanted)
{
    if (!archive_load(e->reader, COLUMN_LENGTH, wanted, e->error))
        return false;
    score(e, p, NULL);
    return true;
}

void evaluate_clear(struct evaluation *e)
{
    for (size_t i = 0; i < e->count; i++)
        for (size_t j = 0; j < e->states[i].count; j++)
            e->reader->scores[e->states[i].postings[j].docid] = 0;
}
