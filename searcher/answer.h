/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers a query: parse, plan, search, present. What was found goes to the presenter; notes for
 * people (the range as understood, undated articles left out, advice) go to stderr.
 */
#ifndef DATELINE_SEARCHER_ANSWER_H
#define DATELINE_SEARCHER_ANSWER_H

#include "searcher/match/archive.h"
#include "searcher/options.h"
#include "searcher/present/present.h"

enum answer_status { ANSWER_FOUND = 0, ANSWER_NOTHING = 1, ANSWER_ERROR = 2 };

struct answerer {
    struct archive *archive;
    struct stemmer *stemmer;
    const struct options *options;
    struct presenter *presenter;
};

/* Tells on stderr what went wrong; returns ANSWER_ERROR. */
enum answer_status answer_failed(const struct error *error);

/* Answers one query; `id` is that of --queries, or NULL. "" is all articles, but an error in
 * --queries, unless dates or counts by date are wanted. */
enum answer_status answer_query(struct answerer *x, const char *query, const char *id);

/* Answers each line of a file. ANSWER_FOUND if one of them was found, ANSWER_ERROR if one had an
 * error. */
enum answer_status answer_file(struct answerer *x, const char *path);

/* Prints the article whose id begins with `hex`, whole. ANSWER_ERROR if there are several. */
enum answer_status answer_show(struct answerer *x, const char *hex);

#endif
