/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The title of an article: one line, of 120 columns at most where it is cut out of the text. */
#ifndef DATELINE_INDEXER_READ_TITLE_H
#define DATELINE_INDEXER_READ_TITLE_H

#include "lib/base/arena.h"
#include "lib/base/slice.h"

#define TITLE_COLUMNS 120

/* A title as given, on one line: runs of blanks and control bytes become one blank. In `arena`. */
const char *title_clean(struct slice given, struct arena *arena);

/*
 * A title for a text that has none: its first line that is not empty, up to the end of the first
 * sentence (a . ! or ? before a blank, not after an initial or one of a few abbreviations), or cut
 * between words at TITLE_COLUMNS, with an ellipsis then. In `arena`.
 */
const char *title_of_text(struct slice text, struct arena *arena);

#endif
