/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the head of a page and its headings say of it: <meta>, <title>, <link rel=canonical>, <h1>,
 * and the comment of SingleFile.
 */
#ifndef DATELINE_INDEXER_READ_HTML_META_H
#define DATELINE_INDEXER_READ_HTML_META_H

#include "indexer/read/html_tree.h"

/* How much a date of a <meta> is worth; the names are in html_meta.c. */
enum html_meta_date {
    HTML_META_PUBLISHED, /* it names publication: article:published_time */
    HTML_META_PLAIN,     /* it is a date of the page: DC.date; one that is named date alone is
                          * often that of the last change, and is not taken */
    HTML_META_DATES
};

/* {NULL, 0} is what is not said; what is has no blanks around it. All in the arena. */
struct html_meta {
    struct slice title;     /* og:title or one of the kind */
    struct slice page_name; /* <title> */
    struct slice heading;   /* the <h1> that is most like the title */
    uint32_t heading_node;  /* 0: there is none */
    struct slice url;
    struct slice publisher;
    struct slice author;
    struct slice description;
    struct slice language;
    struct {
        struct slice value;
        const char *name; /* as the page writes it */
    } date[HTML_META_DATES];
};

void html_meta_read(const struct html_tree *tree, struct arena *arena, struct html_meta *meta);

/*
 * The title by what the page gives, in this order: og:title, `headline` (of the JSON-LD), the
 * heading, <title>; without the name of the site that many add with a bar or dash.
 */
struct slice html_meta_title(const struct html_meta *meta, struct slice headline);

#endif
