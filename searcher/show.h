/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Articles whole, by their ids, for --show. */
#ifndef DATELINE_SEARCHER_SHOW_H
#define DATELINE_SEARCHER_SHOW_H

#include "searcher/answer.h"

/* True for 4 to 20 hex digits. */
bool show_is_id(const char *text);

/* Prints the articles whose ids begin with those of the options, what the query matches marked.
 * ANSWER_ERROR if one of them fits several, ANSWER_NOTHING if one fits none. */
enum answer_status answer_show(struct answerer *x);

/* Prints the one article whose id begins with `hex`, nothing marked. */
enum answer_status answer_show_id(struct answerer *x, const char *hex);

#endif
