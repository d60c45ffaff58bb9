/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html.h"

#include <stdlib.h>

#include "indexer/read/html_article.h"
#include "indexer/read/html_date.h"
#include "indexer/read/html_encoding.h"
#include "indexer/read/html_text.h"

void html_read(struct slice page, const struct html_hints *hints, struct arena *arena,
               struct entry *entry)
{
    page = html_decode(page, hints->encoding, hints->fallback, arena);
    struct html_tree tree;
    html_tree_parse(&tree, page, arena);
    struct html_meta meta;
    struct html_jsonld jsonld;
    html_meta_read(&tree, arena, &meta);
    html_jsonld_read(&tree, arena, &jsonld);
    struct html_article article;
    html_article_find(&tree, &article);
    struct buf text = {0};
    html_text_add(&tree, article.root, tree.nodes[article.root].end, article.left_out, &text);
    *entry = (struct entry){0};
    entry->text = (struct slice){text.data, text.length};
    entry->title = html_meta_title(&meta, jsonld.headline);
    entry->url = meta.url;
    if (!entry->url.length && hints->url)
        entry->url = (struct slice){hints->url, strlen(hints->url)};
    entry->publisher = meta.publisher.length ? meta.publisher : jsonld.publisher;
    entry->author = jsonld.author.length ? jsonld.author : meta.author;
    entry->date = html_date_find(&tree, &meta, &jsonld, entry->url, date_today());
    entry_keep(entry, arena); /* some of it is the tree's */
    buf_free(&text);
    free(article.left_out);
    html_tree_free(&tree);
}
