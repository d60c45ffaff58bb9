/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of a term to the words of a node, as the index has them, and wildcards among them. A
 * wildcard is "*", for any letters or none, or "?", for one letter that others follow; a "?" at the
 * end of a word is a question mark.
 */
#ifndef DATELINE_SEARCHER_QUERY_TERM_WORDS_H
#define DATELINE_SEARCHER_QUERY_TERM_WORDS_H

#include "searcher/query/lex.h"
#include "searcher/query/query.h"

/* A term that is being read. */
struct term_reader {
    const struct lex_token *token;
    struct date today;
    size_t *room;
    struct query_error *error;
    const char *forms; /* how to write the term's field: the cure of most mistakes */
};

#define TERM_PREFIX_LETTERS 2   /* that word* must have at least */
#define TERM_WILDCARD_LETTERS 3 /* that a word with other wildcards must have at least */

/* Fills the error at an offset in the text of the term. Always NULL. */
struct node *term_fail(struct term_reader *r, size_t offset, const char *cure, const char *message);

/* A node with the words of the text, one at least, or NULL. Without `patterns`, there are no
 * wildcards. A phrase has at most *room words after its first, each of which takes one of them. */
struct node *term_words(struct term_reader *r, enum node_kind kind, bool patterns);

/* True for an ASCII letter or digit, and for any byte that is not ASCII. */
bool term_is_letter(char c);

#endif
