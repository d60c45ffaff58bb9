/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What means something to notmuch, ripgrep, Lucene, SQLite, recoll, Xapian or a press database, and
 * nothing here. It is never taken: each is an error, whose cure is the query that means the same,
 * as far as there is one. The table in searcher-query(7), COMING FROM, has them all.
 */
#ifndef DATELINE_SEARCHER_QUERY_FOREIGN_H
#define DATELINE_SEARCHER_QUERY_FOREIGN_H

#include "searcher/query/lex.h"
#include "searcher/query/query.h"

/* Each fills *error and returns true if it knows what was meant. */

/* A text that is not quoted, of a term with or without a field: word^2, +word, a|b, w/5. */
bool foreign_text(const struct lex_token *t, struct date today, struct query_error *error);

/* A field that there is not: subject:, tag:, before:. */
bool foreign_field(const struct lex_token *t, struct date today, struct query_error *error);

/* What touches closing quotes, and stands at t->rest: "a b"~5. */
bool foreign_after_quotes(const struct lex_token *t, struct query_error *error);

/* A NEAR that stands before what it joins, with `rest` behind it: NEAR(a b, 5). */
bool foreign_near(size_t column, struct slice rest, struct query_error *error);

#endif
