/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to try when nothing was found, told on stderr; always counted on the index, never guessed.
 */
#ifndef DATELINE_SEARCHER_ADVICE_H
#define DATELINE_SEARCHER_ADVICE_H

#include <stdio.h>

#include "searcher/match/plan.h"
#include "searcher/options.h"

/* Advises on a query that found nothing, in `notes`. The tree is left as it was. Advice that cannot
 * be given for an error of the index is left out. */
void advise(struct archive *a, struct stemmer *stemmer, const struct options *options,
            struct node *tree, const struct planned *planned, FILE *notes);

#endif
