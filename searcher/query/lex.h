/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The query language, first step: characters to tokens. A term, that is all that can stand
 * without a blank in it (title:=word, "a phrase", date:2023), is one token cut into its parts;
 * what the parts may be is the matter of searcher/query/query_term.h.
 *
 *     term     = [ name ":" ] [ "=" | "~" ] ( run | quoted )
 *     run      = bytes other than blanks, parentheses and quotes; may be empty after ":" "=" "~"
 *     quoted   = '"' bytes other than '"' '"'       or the same in curly quotes or « »
 *     name     = ASCII letters and underscores
 *     blanks   = ASCII white space, U+00A0, U+202F, U+3000
 *
 * A term ends at a blank, a parenthesis or the end: nothing else may touch it.
 */
#ifndef DATELINE_SEARCHER_QUERY_LEX_H
#define DATELINE_SEARCHER_QUERY_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/slice.h"
#include "searcher/query/query.h"

enum lex_kind {
    LEX_END,   /* of the query; again on each further call */
    LEX_ERROR, /* the lexer's error is filled */
    LEX_OPEN,
    LEX_CLOSE,
    LEX_AND,
    LEX_OR,
    LEX_NOT, /* NOT, or - with something right after it */
    LEX_NEAR,
    LEX_TERM
};

/* The slices are of the query's text. */
struct lex_token {
    enum lex_kind kind;
    size_t column;      /* 1-based byte of its first byte */
    struct slice text;  /* of an operator: itself; of a term: the run, or what is in the quotes */
    size_t text_column; /* of a term: where its text stands */
    unsigned window;    /* of LEX_NEAR: 1..QUERY_MAX_WINDOW */
    struct slice field; /* of a term: the letters before the colon; length 0 if none */
    char mark;          /* of a term: '=', '~' or 0 */
    struct slice rest;  /* of a term: what of the query stands behind it */
    bool quoted;
};

struct lexer {
    const char *text;
    size_t length;
    size_t at;
    struct query_error *error;
};

/* The next token. Takes time in proportion to the bytes of the token. */
struct lex_token lex_next(struct lexer *lexer);

/* The count of bytes of ASCII letters and underscores with a colon after them that `text` begins
 * with, colon not counted; 0 if it does not. */
size_t lex_field(struct slice text);

bool lex_is(struct slice text, const char *word);

/* Fills *error. Message and cure must be of plain ASCII: never a copy of the query's bytes. */
void lex_fail(struct query_error *error, size_t column, const char *cure, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Fills *error, with a cure that is the exact query to write; where it would be too long for an
 * error, with a general one. */
void lex_fail_exact(struct query_error *error, size_t column, const char *message,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The cure where there is none that is better. */
#define LEX_GENERAL "see searcher-query(7), which has what is written otherwise elsewhere"

/* The bytes of a slice, for "%.*s". */
#define LEX_SLICE(s) (int)(s).length, (s).data

/* The whole query that a LEX_TERM is of. */
struct slice lex_query(const struct lex_token *token);

/* The same, for a query that has more than QUERY_MAX_NODES. */
void lex_fail_size(struct query_error *error, size_t column);

#endif
