/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to try when nothing was found, told on stderr; always counted on the index, never guessed.
 */
#ifndef DATELINE_SEARCHER_ADVICE_H
#define DATELINE_SEARCHER_ADVICE_H

#include "searcher/answer.h"
#include "searcher/match/plan.h"

/* Advises on a query that found nothing. The tree is left as it was. */
void advise(struct answerer *x, struct node *tree, const struct planned *planned);

#endif
