/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The hits of an answer, presented. Records are fetched a few at a time, so that the memory of
 * printing all hits of a large archive does not grow with their number.
 */
#ifndef DATELINE_SEARCHER_HITS_H
#define DATELINE_SEARCHER_HITS_H

#include "searcher/answer.h"

bool hits_present(struct answer *a, struct error *error);

#endif
