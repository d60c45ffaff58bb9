/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers a query: parse, plan, search, present. What was found goes to the presenter; notes for
 * people (the range as understood, undated articles left out, advice) go to stderr.
 */
#ifndef DATELINE_SEARCHER_ANSWER_H
#define DATELINE_SEARCHER_ANSWER_H

#include <time.h>

#include "searcher/match/archive.h"
#include "searcher/match/tally.h"
#include "searcher/options.h"
#include "searcher/present/outlet.h"
#include "searcher/present/present.h"

enum answer_status { ANSWER_FOUND = 0, ANSWER_NOTHING = 1, ANSWER_ERROR = 2 };

struct answerer {
    struct archive *archive;
    struct stemmer *stemmer;
    const struct options *options;
    struct presenter *presenter;
    struct outlet *outlet; /* where the presenter writes to */
    bool notes_along;      /* notes go there, too, while it is held or paged */
};

/* One query on its way. */
struct answer {
    struct answerer *x;
    const char *query;
    const char *id;
    struct node *tree; /* NULL: all articles */
    struct planned planned;
    struct search search;
    struct found found;
    struct facet facet;
    struct tally tally;
    struct timespec start;
    double match_ms;
};

/* Tells on stderr what went wrong; returns ANSWER_ERROR. */
enum answer_status answer_failed(const struct error *error);

/* Reads a query into the answer; "" is all articles. False after it told on stderr what is wrong.
 */
bool answer_parse(struct answer *a, const char *query);

/* Plans and searches. What the answer holds is freed by answer_free(), whatever this returns. */
bool answer_find(struct answer *a, struct error *error);
void answer_free(struct answer *a);

/* What is known of the answer as a whole. */
struct summary answer_summary(const struct answer *a);

/* The hit of a record, with paths that the caller frees. */
struct hit answer_hit(const struct answer *a, size_t i, const struct record *r, char **shown,
                      char **open);

/* To be called between hits, rows and articles: the terminal may be full. */
void answer_let_out(struct answerer *x);

/* Answers one query; `id` is that of --queries, or NULL. "" is all articles, but an error in
 * --queries, unless dates or counts by date are wanted. */
enum answer_status answer_query(struct answerer *x, const char *query, const char *id);

#endif
