/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which part of a page is the article: the element that holds it, and what in it is not of it.
 *
 * What is never of an article is left out first: navigation, comments, related articles, buttons,
 * forms, by element and by the words of its class and id, unless it holds most of the text. Then
 * the paragraphs are weighed: long ones with sentences and few links count. The article is the
 * innermost element that is marked as one (itemprop=articleBody, <article>, class "post-body")
 * and has most of that weight; where none is marked, the innermost element that has it. In it,
 * lists of links and the like are left out too.
 */
#ifndef DATELINE_INDEXER_READ_HTML_ARTICLE_H
#define DATELINE_INDEXER_READ_HTML_ARTICLE_H

#include "indexer/read/html_tree.h"

struct html_article {
    uint32_t root;     /* the element that holds the article */
    uint8_t *left_out; /* by node: its subtree is not of the article; freed by the caller */
};

/* `heading` is the node of the headline, 0 if there is none: a lead may stand between it and the
 * rest. */
void html_article_find(const struct html_tree *tree, uint32_t heading,
                       struct html_article *article);

#endif
