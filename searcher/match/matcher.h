/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plans, run by Xapian's own matcher: for indexes with remote shards, whose posting lists cannot be
 * walked from here at a bearable price, and for tests that hold our own evaluation against it.
 * Counts are exact here, too. What Xapian cannot do (a phrase inside NEAR) is an error that says
 * so.
 */
#ifndef DATELINE_SEARCHER_MATCH_MATCHER_H
#define DATELINE_SEARCHER_MATCH_MATCHER_H

#include "searcher/match/search.h"

/* As search_run(), which calls this for a remote archive. Hits of one score and one date come in
 * the order of their docids. */
bool matcher_run(struct archive *a, const struct search *s, struct found *f,
                 struct xc_error *error);

/* A plan as a Xapian query; `p` NULL is all documents. The caller frees it. */
struct xc_query *matcher_query(struct archive *a, const struct plan *p, struct xc_error *error);

#endif
