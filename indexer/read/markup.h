/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of light markup, its marks taken out, line by line: Markdown (and what is near it),
 * Org, reStructuredText. Links keep their text, images go, and so do the marks of headings, lists,
 * quotes, emphasis and code, HTML tags, comments, templates ({{ }}, {% %}), directives. Text in
 * code stays as it is. What only looks like a mark stays: snake_case, 2 * 3.
 */
#ifndef DATELINE_INDEXER_READ_MARKUP_H
#define DATELINE_INDEXER_READ_MARKUP_H

#include "lib/base/arena.h"
#include "lib/base/slice.h"

enum markup { MARKUP_MARKDOWN, MARKUP_ORG, MARKUP_RST };

struct slice markup_text(struct slice bytes, enum markup kind, struct arena *arena);

/* The text of the first heading of the top level that stands before all other text; {NULL, 0} if
 * there is none. */
struct slice markup_title(struct slice bytes, enum markup kind, struct arena *arena);

#endif
