/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BM25 as Xapian::BM25Weight has it: k1 1.2, b 0.75, k2 0, k3 1, min_normlen 0.5. */
#ifndef DATELINE_SEARCHER_MATCH_BM25_H
#define DATELINE_SEARCHER_MATCH_BM25_H

#include <math.h>

#include "searcher/match/plan.h"

#define BM25_K1 1.2
#define BM25_B 0.75
#define BM25_MIN_NORMLEN 0.5

/* The weight of a term or synonym in all of the archive. */
static inline double bm25_weight(const struct archive *a, const struct plan *p)
{
    double all = (double)a->documents;
    double with = (double)p->frequency;
    double odds = (all - with + 0.5) / (with + 0.5);
    if (odds < 2)
        odds = odds * 0.5 + 1;
    double times = p->times;
    double factor = p->bonus ? PLAN_TITLE_FACTOR : 1;
    return factor * log(odds) * (2 * times / (1 + times)) * (BM25_K1 + 1);
}

/* Stems of a title that was cut out of the text have wdf 0: they earn no bonus. */
static inline double bm25_wdf(bool bonus, uint32_t wdf)
{
    return wdf || bonus ? wdf : 1;
}

/* What a term earns in a document; `factor` is 1 / the average length. */
static inline double bm25_earn(double weight, double wdf, double length, double factor)
{
    double normal = length * factor;
    normal = normal < BM25_MIN_NORMLEN ? BM25_MIN_NORMLEN : normal;
    return weight * (wdf / (BM25_K1 * (normal * BM25_B + (1 - BM25_B)) + wdf));
}

#endif
