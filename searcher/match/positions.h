/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Phrases and NEAR: whether words stand in a document as a query wants them. Positions are read
 * only of documents that are asked for, and of a document only as long as it may match.
 */
#ifndef DATELINE_SEARCHER_MATCH_POSITIONS_H
#define DATELINE_SEARCHER_MATCH_POSITIONS_H

#include "searcher/match/plan.h"

struct placing;

/* Opens the lists of a PHRASE or NEAR plan. ERROR_LIMIT if too many sides of NEAR share words. */
struct placing *placing_new(struct reader *r, const struct plan *p, struct error *error);
void placing_free(struct placing *p);

/* Whether the words of a document, which has all of them, stand so. Docids ascend. */
bool placing_matches(struct placing *p, uint32_t docid, bool *matches, struct error *error);

#endif
