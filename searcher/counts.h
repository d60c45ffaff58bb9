/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The histogram of an answer, presented, with shares if they are wanted. */
#ifndef DATELINE_SEARCHER_COUNTS_H
#define DATELINE_SEARCHER_COUNTS_H

#include "searcher/answer.h"

bool counts_present(struct answer *a, struct error *error);

/* Says which unit would fit the screen, if this one does not. */
void counts_advise(const struct answer *a);

/* Presents what a facet counted, without shares: for the screen about an index. */
void counts_of_facet(struct presenter *p, const struct facet *f, enum facet_by by);

#endif
