/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which documents of one shard a plan matches, exactly, and their scores. Posting lists are read
 * whole into sets of bits that are joined 64 documents at a time; only below an AND whose other
 * parts left few documents is a long list skipped through instead.
 */
#ifndef DATELINE_SEARCHER_MATCH_EVALUATE_H
#define DATELINE_SEARCHER_MATCH_EVALUATE_H

#include "searcher/match/plan.h"

/* What evaluating found out about a node of the plan, in one shard. */
struct node_state {
    struct docset set;           /* the documents it matches; made for all but skipped terms */
    struct xc_posting *postings; /* of TERM and SYNONYM: to score by */
    size_t count;
    uint32_t frequency; /* documents of the term in this shard */
};

struct evaluation {
    struct archive *archive;
    struct shard_reader *reader;
    struct node_state *states; /* by plan->number */
    size_t count;
    bool scored;                 /* postings are kept, for evaluate_scores() */
    const struct docset *within; /* only these documents are asked for; NULL: all */
    struct xc_error *error;
};

/* Starts on a shard; `scored` if scores will be asked for. `within`, which must stay, spares
 * reading lists where it has no documents: what is found of others means nothing then. Free with
 * evaluation_free(). */
void evaluation_init(struct evaluation *e, struct archive *a, struct shard_reader *r,
                     const struct planned *p, bool scored, const struct docset *within,
                     struct xc_error *error);
void evaluation_free(struct evaluation *e);

/* The documents that a plan matches (all if it is NULL), without its filter of dates. The set
 * belongs to the evaluation. NULL on error. */
const struct docset *evaluate(struct evaluation *e, const struct plan *p);

/*
 * Adds to reader->scores what each document of `wanted` earns by BM25 (k1 1.2, b 0.75, k2 0, k3 1,
 * min_normlen 0.5: Xapian::BM25Weight's formula). plan->frequency must be known. Scores of other
 * documents mean nothing. evaluate_clear() makes all of them 0 again.
 */
bool evaluate_scores(struct evaluation *e, const struct plan *p, const struct docset *wanted);
void evaluate_clear(struct evaluation *e);

#define BM25_K1 1.2
#define BM25_B 0.75
#define BM25_MIN_NORMLEN 0.5

#endif
