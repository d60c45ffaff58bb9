/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The day on which a page's article was published, and what says so. A wrong date lies, so sources
 * are asked in the order of how seldom they do, and what only says when the page was changed is
 * none of them:
 *
 *     JSON-LD datePublished, of the page's own article
 *     <meta> of publication: article:published_time and its kin
 *     itemprop=datePublished, <time pubdate>, <abbr class=published>
 *     <time> by the headline
 *     the folders of the url: /2023/05/26/
 *     a line by the headline, or how the article begins, that has a date in words or numbers
 *     the day that all <time> of the page agree on
 *     <meta> of other dates: DC.date
 *
 * A time in UTC gives way to the neighbouring day that the url or the page shows. Nothing is taken
 * from comments, sidebars, related articles, navigation and footers. Years before 1600 and days
 * after tomorrow are no dates of pages. DATE_IMPOSSIBLE is told if no source has a date, and one
 * that has no words around it has a day that does not exist.
 */
#ifndef DATELINE_INDEXER_READ_HTML_DATE_H
#define DATELINE_INDEXER_READ_HTML_DATE_H

#include "indexer/read/entry.h"
#include "indexer/read/html_jsonld.h"
#include "indexer/read/html_meta.h"

/* `article` is the node that holds the article (html_article.h); `url` is where the page is from;
 * {NULL, 0}: not known. `today` is the day up to which (and one more, for zones) days are taken.
 * What is found is in the tree's arena. */
struct given_date html_date_find(const struct html_tree *tree, const struct html_meta *meta,
                                 const struct html_jsonld *jsonld, uint32_t article,
                                 struct slice url, struct date today);

#endif
