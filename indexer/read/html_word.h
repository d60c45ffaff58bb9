/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the names that authors of pages give to parts of them (class, id, role) say of the part.
 * Names are split into words at marks and at capitals, as in post-body and postBody, and looked
 * up in one list of general words of several languages; there are no names of sites in it.
 */
#ifndef DATELINE_INDEXER_READ_HTML_WORD_H
#define DATELINE_INDEXER_READ_HTML_WORD_H

#include <stdbool.h>

#include "lib/base/slice.h"

/* Kinds of words; the kinds of all words of a part are joined with |. */
enum html_word {
    HTML_WORD_ARTICLE = 1 << 0,    /* article, post, story: what the part is about */
    HTML_WORD_BODY = 1 << 1,       /* body, content, text */
    HTML_WORD_WHOLE = 1 << 2,      /* articlebody: both of the above in one */
    HTML_WORD_COMMENT = 1 << 3,    /* of readers */
    HTML_WORD_NAVIGATION = 1 << 4, /* menus, breadcrumbs, pages */
    HTML_WORD_RELATED = 1 << 5,    /* other articles */
    HTML_WORD_SHARE = 1 << 6,      /* buttons of networks */
    HTML_WORD_AD = 1 << 7,
    HTML_WORD_SIGNUP = 1 << 8, /* newsletters, logins, subscriptions */
    HTML_WORD_COOKIE = 1 << 9,
    HTML_WORD_FOOTER = 1 << 10,
    HTML_WORD_SIDEBAR = 1 << 11,
    HTML_WORD_META = 1 << 12,    /* who wrote it, when, under what heading */
    HTML_WORD_CAPTION = 1 << 13, /* of pictures, and whose they are */
    HTML_WORD_HIDDEN = 1 << 14,
    HTML_WORD_POPUP = 1 << 15,
    HTML_WORD_HEADER = 1 << 16,
    HTML_WORD_DATE = 1 << 17,   /* date, published, time */
    HTML_WORD_TITLE = 1 << 18,  /* title, headline */
    HTML_WORD_CHANGED = 1 << 19 /* updated, modified */
};

/* The kinds of the words of a value of class=, id= or role=. */
unsigned html_words(struct slice value);

/* True if `text` contains `word`, which is ASCII in lower case, in upper or lower case. */
bool html_contains(struct slice text, const char *word);

/* True if `text` is `word`, in upper or lower case. */
bool html_is(struct slice text, const char *word);

/* The text without blanks around it. */
struct slice html_trim(struct slice text);

#endif
