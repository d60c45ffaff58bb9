/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which documents of one shard a plan matches, exactly, a window at a time. Question: which of
 * these docids? This is the one place where sets are joined. Posting lists are read into sets of
 * bits; only where few documents are left in question is a list skipped through instead, and only
 * of those are positions read.
 *
 * What is gone is matched, too: search.c takes it away.
 */
#ifndef DATELINE_SEARCHER_MATCH_EVALUATE_H
#define DATELINE_SEARCHER_MATCH_EVALUATE_H

#include "searcher/match/docset.h"
#include "searcher/match/plan.h"

struct evaluation;

/* Starts on a shard: opens the lists of the plan. `asked` is how many documents are in question,
 * roughly. NULL and *error. */
struct evaluation *evaluation_new(struct archive *a, size_t reader, const struct planned *p,
                                  uint64_t asked, struct error *error);
void evaluation_free(struct evaluation *e);

/* Sets `out` to those documents of the window that a node of the plan matches, of `among` alone
 * if that is not NULL. Windows ascend, over all nodes that are asked for. */
bool evaluate(struct evaluation *e, const struct plan *p, const struct window *w,
              const uint64_t *among, uint64_t *out, struct error *error);

/* How many documents of the shard a node matches at most, roughly. */
uint64_t evaluation_estimate(const struct evaluation *e, const struct plan *p);

#endif
