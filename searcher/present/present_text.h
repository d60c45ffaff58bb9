/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the text format: a row of a histogram, an article whole, the lines of matches. */
#ifndef DATELINE_SEARCHER_PRESENT_PRESENT_TEXT_H
#define DATELINE_SEARCHER_PRESENT_PRESENT_TEXT_H

#include "searcher/present/style.h"

void text_bucket(struct presenter *p, const struct bucket *b);
void text_show(struct presenter *p, const struct hit *h);
void text_kwic(struct presenter *p, const struct hit *h);

#endif
