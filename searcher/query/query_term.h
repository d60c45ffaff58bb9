/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terms of a query: one token of the lexer to one node without parts. Here stands what may
 * follow each prefix, what "=", "~" and "*" mean, and how text becomes the index's words.
 */
#ifndef DATELINE_SEARCHER_QUERY_QUERY_TERM_H
#define DATELINE_SEARCHER_QUERY_QUERY_TERM_H

#include "searcher/query/lex.h"
#include "searcher/query/query.h"

/* The node of a LEX_TERM, which the caller frees. NULL: *error is filled. After its first word a
 * phrase may have at most *room more; each takes one of them. */
struct node *query_term(const struct lex_token *token, struct date today, size_t *room,
                        struct query_error *error);

#endif
