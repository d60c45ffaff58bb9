/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The title of an article: one line, of 120 columns at most where it is cut out of the text. */
#ifndef DATELINE_INDEXER_READ_TITLE_H
#define DATELINE_INDEXER_READ_TITLE_H

#include "indexer/read/title_counts.h"
#include "lib/base/arena.h"
#include "lib/base/slice.h"

#define TITLE_COLUMNS 120

/* A title as given, on one line: runs of blanks and control bytes become one blank. In `arena`. */
const char *title_clean(struct slice given, struct arena *arena);

/*
 * A title for a text that has none: its first line that is not empty, up to the end of the first
 * sentence (a . ! or ? before a blank, not after an initial or one of the usual abbreviations), or
 * cut between words at TITLE_COLUMNS, with an ellipsis then. A sentence that is known to be what
 * pages say to their readers (`Sign up now: ...`), or that `counts` (NULL: none) says is shared, is
 * passed over for the next, if one of the first few is neither. In `arena`.
 */
const char *title_of_text(struct slice text, const struct title_counts *counts,
                          struct arena *arena);

/* The sentence that would be taken first: what title_counts_add() is for. */
struct slice title_first_sentence(struct slice text);

#endif
