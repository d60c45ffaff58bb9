/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The passage of an article that shows best why it was found: the stretch of text with most
 * different parts of the query, then those closest together, then most matches, then the earliest;
 * with what stands around it, from the beginning of a sentence if one is near, else between words.
 * It is of the text as it reads (plain.h): a list of links is shown only if nothing else matches.
 * White space becomes single blanks and what is unsafe (lib/text/glyph.h) vanishes, so that the
 * passage is one line, valid UTF-8, and safe for a terminal.
 */
#ifndef DATELINE_SEARCHER_PRESENT_SNIPPET_H
#define DATELINE_SEARCHER_PRESENT_SNIPPET_H

#include "lib/base/buf.h"
#include "lib/base/slice.h"
#include "searcher/match/highlight.h"

struct snippet_mark {
    size_t start; /* bytes of the passage: [start, end) is a match */
    size_t end;
};

struct snippet {
    struct buf text;            /* with an ellipsis where a sentence is cut; empty for no text */
    struct snippet_mark *marks; /* in order, apart from each other */
    size_t count;
    size_t capacity;
};

#define SNIPPET_LEAST 20 /* columns: fewer asked for are taken as so many */

/*
 * Makes the snippet of at most `columns` columns; without a match, that of the beginning. Reuses
 * what `s` holds; start with {0}, end with snippet_free(). Takes time in proportion to the words
 * looked at (HIGHLIGHT_WORDS), and memory to the text, up to 256 KB.
 */
void snippet_make(struct snippet *s, const struct highlight *h, struct slice text, size_t columns);
void snippet_free(struct snippet *s);

/* Makes a snippet of the whole text as it reads, lists of links with it. */
void snippet_whole(struct snippet *s, const struct highlight *h, struct slice text);

/* Marks what matches in a text as it stands: the marks are of its bytes, s->text is left alone. */
void snippet_mark_all(struct snippet *s, const struct highlight *h, struct slice text);

/* The text after the title, if it begins with that and goes on: what a snippet that is shown below
 * the title is best made of. Else the text itself. Blanks may differ. */
struct slice snippet_body(struct slice text, const char *title);

#endif
