/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much text the parts of a page have, how much of it in links, and how much of it looks like
 * paragraphs of an article: long, in sentences, with few links.
 */
#ifndef DATELINE_INDEXER_READ_HTML_MEASURE_H
#define DATELINE_INDEXER_READ_HTML_MEASURE_H

#include "indexer/read/html_tree.h"

/* Of an element and all below it, or of its own text alone. In bytes. */
struct html_measure {
    uint32_t text;   /* that is seen, without blanks */
    uint32_t links;  /* of that, in links */
    uint32_t weight; /* of the paragraphs in it */
    uint32_t own;    /* text that belongs to no block further down */
    uint32_t own_links;
    uint16_t own_stops; /* ends of sentences and commas in it */
};

/*
 * Measures what is not in a subtree whose root is marked in `left_out`. `measures` and `block` are
 * arrays by node; a node's block is the innermost block that it is in, or that it is. Those that
 * are left out measure 0. With `any` all text that is no link has weight.
 */
void html_measure_all(const struct html_tree *tree, const uint8_t *left_out, bool any,
                      struct html_measure *measures, uint32_t *block);

#endif
