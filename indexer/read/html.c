/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/html.h"

#include <stdlib.h>

#include "indexer/read/html_article.h"
#include "indexer/read/html_date.h"
#include "indexer/read/html_encoding.h"
#include "indexer/read/html_text.h"
#include "indexer/read/html_word.h"

#define TEXT_MIN 80  /* bytes below which a text is none if there is a longer description */
#define BODY_MIN 400 /* bytes of an articleBody that can stand for what the page shows */

static bool same(struct slice a, struct slice b)
{
    return bytes_compare(a.data, a.length, b.data, b.length) == 0;
}

/* Text of the article's element; the arena's. */
static struct slice text_of(const struct html_tree *tree, const struct html_article *article)
{
    struct buf text = {0};
    html_text_add(tree, article->root, tree->nodes[article->root].end, article->left_out, &text);
    struct slice kept = {arena_copy(tree->arena, text.length ? text.data : "", text.length),
                         text.length};
    buf_free(&text);
    return kept;
}

/* The articleBody of the JSON-LD as plain text: some have tags in it, some of those escaped. */
static struct slice plain_body(struct slice body, struct arena *arena)
{
    for (int i = 0; i < 2 && (html_contains(body, "</") || html_contains(body, "&lt;") ||
                              html_contains(body, "&#") || html_contains(body, "&nbsp;"));
         i++)
        body = html_text(body, arena);
    return body;
}

void html_read(struct slice page, const struct html_hints *hints, struct arena *arena,
               struct entry *entry)
{
    struct html_tree tree;
    struct html_meta meta;
    struct html_jsonld jsonld;
    html_tree_parse(&tree, html_decode(page, hints->encoding, hints->fallback, arena), arena);
    html_meta_read(&tree, arena, &meta);
    html_jsonld_read(&tree, arena, &jsonld);
    struct html_article article;
    html_article_find(&tree, meta.heading_node, &article);
    struct slice title = html_meta_title(&meta, jsonld.headline);
    /* The headline is not said twice. */
    if (meta.heading_node && same(title, meta.heading))
        article.left_out[meta.heading_node] = 1;
    *entry = (struct entry){.title = title,
                            .text = text_of(&tree, &article),
                            .url = meta.url,
                            .publisher = meta.publisher.length ? meta.publisher : jsonld.publisher,
                            .author = jsonld.author.length ? jsonld.author : meta.author};
    /* Pages whose article is drawn by a script have it there alone. */
    if (jsonld.body.length >= BODY_MIN && jsonld.body.length > 2 * entry->text.length)
        entry->text = plain_body(jsonld.body, arena);
    /* Others have no more in them than a summary. */
    if (entry->text.length < TEXT_MIN && meta.description.length > entry->text.length)
        entry->text = meta.description;
    if (hints->url && !entry->url.length)
        entry->url = (struct slice){hints->url, strlen(hints->url)};
    entry->date = html_date_find(&tree, &meta, &jsonld, article.root, entry->url, date_today());
    entry_keep(entry, arena); /* some of it is the tree's */
    free(article.left_out);
    html_tree_free(&tree);
}
