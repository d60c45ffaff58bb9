/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The query language: characters -> tokens -> tree. The grammar is searcher-query(7); it is
 * strict: what is not in the grammar is an error with a place and a cure, never a guess.
 *
 *     query    = either
 *     either   = all { "OR" all }                      OR binds least
 *     all      = near { [ "AND" ] near }               words side by side: all must occur
 *     near     = unary { "NEAR" [ "/" n ] unary }      words and phrases of any kind, or OR of them
 *     unary    = { "NOT" | "-" } primary               NOT NOT a is a
 *     primary  = "(" either ")" | text | "~" word
 *              | "title:" text | "title:" "(" either ")" | "from:" name | "author:" name
 *              | "path:" glob | "id:" hex | "date:" range
 *     text     = word | "=" word | pattern | '"' ( word | pattern ) ... '"'
 *     pattern  = a word with "*" for any letters or none, "?" for one that others follow
 *
 * Operators are upper case; "or" is a word. A text such as AK-47 that the tokenizer splits is the
 * phrase of its words, a quoted single word is an =word. Only - stands right before what it
 * excludes; all other operators are set off by blanks or parentheses.
 */
#ifndef DATELINE_SEARCHER_QUERY_QUERY_H
#define DATELINE_SEARCHER_QUERY_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/date/date.h"
#include "lib/date/range.h"

enum node_kind {
    NODE_WORD,     /* words[0], stemmed */
    NODE_EXACT,    /* words[0] as it is */
    NODE_PREFIX,   /* words that begin with words[0] */
    NODE_WILDCARD, /* words that the pattern words[0] matches */
    NODE_NAME,     /* words[0] and other spellings of that name */
    NODE_PHRASE,   /* words[0..], adjacent, as they are, patterns among them; two or more */
    NODE_NEAR,   /* parts (word, exact, prefix, wildcard, name, phrase, OR of them) within `window`
                  * words of each other; two or more, all of them in the title or none */
    NODE_FROM,   /* words[0] is a host (lower case, with a dot, without www.), or else the folded
                  * words of a name with single blanks between them */
    NODE_AUTHOR, /* words[0] is the folded words of a name with single blanks between them */
    NODE_PATH,   /* words[0] is a glob: query_path_matches() */
    NODE_ID,     /* words[0]: 4 to 20 lower-case hex digits that an id begins with */
    NODE_DATE,   /* range */
    NODE_AND,    /* all parts; two or more, none of them AND */
    NODE_OR,     /* any part; two or more, none of them OR */
    NODE_NOT     /* documents without parts[0], which is no NOT */
};

struct node {
    enum node_kind kind;
    bool title;   /* words are looked for in the title: WORD to PHRASE, but NAME */
    char **words; /* folded by the tokenizer, NUL-terminated */
    size_t word_count;
    struct range range; /* of NODE_DATE */
    unsigned window;    /* of NODE_NEAR: at most this many words apart, 1..QUERY_MAX_WINDOW */
    struct node **parts;
    size_t part_count;
    size_t column; /* 1-based byte of the query where it, or its first part, stands */
};

struct query_error {
    size_t column;     /* 1-based byte of the query where the trouble starts, for the caret; at
                        * most one past the end */
    char message[240]; /* one line of plain ASCII */
    char cure[240];    /* what to write; may have bytes of the query, and is to be shown as such */
    bool exact;        /* the cure is "write " and a query, which parses */
};

/* Bytes of "write ", which the query of an exact cure follows. */
#define QUERY_CURE_START 6

#define QUERY_MAX_DEPTH 200   /* parentheses inside each other */
#define QUERY_MAX_NODES 10000 /* words, operators and parentheses of one query */
#define QUERY_MAX_WINDOW 1000 /* of NEAR/n */
#define QUERY_WINDOW 10       /* of NEAR */

/* Parses a query. NULL: *error is filled. A query of blanks alone is an error too. `today` is
 * what relative dates count from. The tree belongs to the caller: query_free(). */
struct node *query_parse(const char *text, size_t length, struct date today,
                         struct query_error *error);

/* Fills *note if words of the query, which must parse, are operators in lower case that were
 * probably meant as such: rita or katrina. False if none are. */
bool query_note(const char *text, size_t length, struct date today, struct query_error *note);

/* True if a word of a node has wildcards: "*", or "?" for one letter. */
bool query_is_pattern(const char *word);

/* A node without words and parts, for trees that are not parsed. query_free() frees its words,
 * its parts and both arrays. */
struct node *query_node(enum node_kind kind, size_t column);
void query_free(struct node *node); /* or NULL */

/* The tree as a query in one fixed spelling, which parses to an equal tree. Caller frees. */
char *query_print(const struct node *node);

/* The tree as an indented outline of one node a line, for --explain. Caller frees. */
char *query_outline(const struct node *node);

/* The same but for columns. The order of parts counts. */
bool query_equal(const struct node *a, const struct node *b);

/* True if no document can match without being looked for by one of its words: false for NOT alone,
 * date: alone and such, which give articles in date order instead of by relevance. */
bool query_has_words(const struct node *node);

#endif
