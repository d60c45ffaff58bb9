/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text to words. One tokenizer for articles, queries and snippets, so that what is indexed is
 * what is found and what is marked. The rules and their table: dateline-index(5); each row is a
 * test. In short:
 *
 *   - Characters are folded: lib/text/fold.h (NFKD, case folding; accents and points dropped).
 *   - Letters, kept marks and digits make words; all else separates them: blanks, punctuation,
 *     hyphens, underscores, symbols, controls, NUL, bytes that are no UTF-8.
 *   - An apostrophe between letters stays: don't. After one letter, or after qu, it separates:
 *     l'evenement -> l evenement, o'brien -> o brien. A trailing 's is dropped: mali's -> mali.
 *   - Single letters with dots between them are one word: U.S. -> us, e.g. -> eg.
 *   - A dot between digits stays: 1.5, 1.5.2. A comma in a number, before each three digits and
 *     after one to three, vanishes: 50,000 -> 50000.
 *   - Scripts without blanks (Chinese, Japanese, Korean; Thai, Lao, Burmese, Khmer) come as
 *     overlapping pairs of characters, each at a position of its own; one alone as itself.
 *   - Names that are letters and marks are one word. ASCII letters with ++ behind them: C++. One
 *     letter with a # behind it: C#. One to three on either side of an &, one of them a single
 *     letter, neither behind nor before another &, nor before = or ;: AT&T, R&D. And .NET.
 *
 * A word, given to the tokenizer again, comes back as it is.
 */
#ifndef DATELINE_LIB_TEXT_TOKEN_H
#define DATELINE_LIB_TEXT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKEN_VERSION 2 /* kept in the index: words made by another version do not match */
#define TOKEN_MAX 64    /* bytes of a word; longer ones are dropped, and take a position */

struct token {
    const char *text;  /* the folded word, UTF-8, not NUL-terminated; the tokenizer's own, */
    size_t length;     /* good until the next call of token_next(); 1..TOKEN_MAX */
    uint32_t position; /* 1, 2, ...: neighbours in the text have neighbouring positions */
    size_t start;      /* where it stands in the text: bytes [start, end), with the last dot of */
    size_t end;        /* U.S. and without a dropped 's; pairs of characters overlap */
    bool capital;      /* it begins with a letter, upper or title case in the text */
};

/* Where a walk over a text is. Valid while the text is; no need to free. Fields are private,
 * but for `position`. */
struct tokenizer {
    const unsigned char *text;
    size_t length;
    size_t at;
    uint32_t position;
    char word[TOKEN_MAX];
    bool paired; /* the character at `at` was the second of a pair */
};

/* Starts at the beginning of `text` (any bytes; what is not UTF-8 separates words).
 * The first word gets position `position` + 1. */
void token_start(struct tokenizer *t, const char *text, size_t length, uint32_t position);

/* The next word; false at the end. Afterwards t->position is the last position given out. */
bool token_next(struct tokenizer *t, struct token *token);

#endif
