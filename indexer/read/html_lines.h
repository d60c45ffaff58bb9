/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What in an article's element is no line of the article: lists of links, lines that lead to other
 * articles or are of pictures and advertisements by how they begin, and headings of what was left
 * out.
 */
#ifndef DATELINE_INDEXER_READ_HTML_LINES_H
#define DATELINE_INDEXER_READ_HTML_LINES_H

#include "indexer/read/html_measure.h"

/* Marks it in `left_out`. The arrays are by node, as html_measure_all() gives them. */
void html_leave_out_lines(const struct html_tree *tree, uint32_t root,
                          const struct html_measure *measures, const uint32_t *block,
                          uint8_t *left_out);

#endif
