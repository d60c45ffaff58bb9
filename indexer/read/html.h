/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTML: what of a page is the article (html_read), and plain text out of a piece of HTML
 * (html_text), for feeds, mail and others that hold some.
 */
#ifndef DATELINE_INDEXER_READ_HTML_H
#define DATELINE_INDEXER_READ_HTML_H

#include "indexer/read/entry.h"
#include "lib/base/arena.h"

/* What is known of a page besides its bytes; all may be NULL. */
struct html_hints {
    const char *encoding; /* of the transport (Content-Type); goes before what the page declares */
    const char *fallback; /* --encoding: when nothing else says */
    const char *url;      /* where it was fetched from */
};

/*
 * Reads a page: entry gets title, text, date (with where it was found), url, publisher, author, as
 * far as the page gives them; the text is empty if there is no article in it, nor a description of
 * one in its head. Never fails: whatever the bytes are, it is bounded in time and memory. All is in
 * the arena.
 */
void html_read(struct slice page, const struct html_hints *hints, struct arena *arena,
               struct entry *entry);

/* The text of a piece of HTML in UTF-8, without choosing: blocks become paragraphs, scripts and
 * styles vanish, character references are undone. */
struct slice html_text(struct slice html, struct arena *arena);

#endif
