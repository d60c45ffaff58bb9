/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Phrases and NEAR: whether words stand in a document as a query wants them. */
#ifndef DATELINE_SEARCHER_MATCH_POSITIONS_H
#define DATELINE_SEARCHER_MATCH_POSITIONS_H

#include "searcher/match/evaluate.h"

/* Drops from `set`, documents that have all parts, those where they do not stand as the PHRASE or
 * NEAR plan wants. */
bool positions_filter(struct evaluation *e, const struct plan *p, struct docset *set);

#endif
