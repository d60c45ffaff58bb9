/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain text out of a page's tree: blocks are parted by an empty line, items of lists, rows and
 * what <br> parts by a newline, cells by a tab; blanks are one blank, but for <pre>; what is
 * never seen (html_tag_is_unseen) is left out.
 */
#ifndef DATELINE_INDEXER_READ_HTML_TEXT_H
#define DATELINE_INDEXER_READ_HTML_TEXT_H

#include "indexer/read/html_tree.h"

/* Appends the text of the nodes [first, end) that are not in a subtree whose root is marked in
 * `left_out`, by node; NULL: none is. There are no blanks at the beginning and at the end. */
void html_text_add(const struct html_tree *tree, uint32_t first, uint32_t end,
                   const uint8_t *left_out, struct buf *out);

/* The same as one line, in the arena. */
struct slice html_text_line(const struct html_tree *tree, uint32_t first, uint32_t end,
                            struct arena *arena);

#endif
