/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the JSON-LD of a page (schema.org, in <script type="application/ld+json">) says of the
 * article. Of all its objects the one is taken that is an article by its type and has the most to
 * say; what is nested in lists of other things, in comments and in reviews is not looked at.
 */
#ifndef DATELINE_INDEXER_READ_HTML_JSONLD_H
#define DATELINE_INDEXER_READ_HTML_JSONLD_H

#include "indexer/read/html_tree.h"

/* {NULL, 0} is what is not said. All in the arena. */
struct html_jsonld {
    struct slice headline;
    struct slice published; /* as written */
    struct slice body;
    struct slice url;
    struct slice publisher;
    struct slice author;
    int rank;       /* how sure it is that this is the page's article; 0: there is none */
    bool ambiguous; /* others of the same rank were published at another time */
};

void html_jsonld_read(const struct html_tree *tree, struct arena *arena, struct html_jsonld *found);

#endif
