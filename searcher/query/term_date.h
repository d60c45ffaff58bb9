/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of date: to a node. Whatever is no range is an error whose cure is what it must mean. */
#ifndef DATELINE_SEARCHER_QUERY_TERM_DATE_H
#define DATELINE_SEARCHER_QUERY_TERM_DATE_H

#include "searcher/query/term_words.h"

/* The node of a term with the field date and a text, or NULL. */
struct node *term_date(struct term_reader *r);

#endif
