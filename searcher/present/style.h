/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours and links of the text format; without them where the presenter has none. */
#ifndef DATELINE_SEARCHER_PRESENT_STYLE_H
#define DATELINE_SEARCHER_PRESENT_STYLE_H

#include "searcher/present/present.h"

#define STYLE_PLAIN "\033[0m"
#define STYLE_FAINT "\033[2m"
#define STYLE_BOLD "\033[1m"
#define STYLE_DATE "\033[32m"
#define STYLE_ID "\033[33m"
#define STYLE_PATH "\033[35m"
#define STYLE_MATCH "\033[1;31m"
#define STYLE_BAR "\033[36m"

#define ELLIPSIS "\xE2\x80\xA6"

enum {
    KEY_COLUMNS = 10, /* of dates, ids, keys of a histogram */
    GAP = 2
};

void style_put(struct presenter *p, const char *style, const char *text, size_t length);
void style_blanks(struct presenter *p, size_t n);

/* The bytes from `from` to `to` of a text, its marks as matches. */
void style_marked(struct presenter *p, const char *text, const struct snippet *marks, size_t from,
                  size_t to);

/* A date, ten columns wide and a gap if something is to follow it. */
void style_date(struct presenter *p, struct date d, bool padded);

/* The URL of an article, if it is one to be linked to: a web page, not a file of the reader. */
const char *style_web_page(const char *url);

/* Text that leads to `target`, an absolute path or a URL, if it is not NULL and links are on. */
void style_link(struct presenter *p, const char *style, struct slice text, const char *target);

/* What separates an article from what came before it; between answers, the query it is of. */
void style_break(struct presenter *p);

/* The path of an article, with the number of its record. */
void style_path(struct presenter *p, const struct hit *h);

#endif
