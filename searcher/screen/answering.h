/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A request to its reply: parse, plan, search, count by date, fetch the rows in sight and the text
 * of the selected hit. What was found is kept, so that moving in a list searches nothing again.
 */
#ifndef DATELINE_SEARCHER_SCREEN_ANSWERING_H
#define DATELINE_SEARCHER_SCREEN_ANSWERING_H

#include <stdatomic.h>

#include "lib/text/stem.h"
#include "searcher/match/archive.h"
#include "searcher/screen/reply.h"

#define ANSWERING_TEXT 1000000 /* bytes of an article that are shown */

struct answering;

/* Archive, stemmer and `stop` are the caller's. Searches end early once *stop is true. */
struct answering *answering_new(struct archive *archive, struct stemmer *stemmer, struct date today,
                                const atomic_bool *stop);
void answering_free(struct answering *x);

/* Takes the request. False if it was stopped: the reply is to be freed, and is none. */
bool answering_reply(struct answering *x, struct request *request, struct reply *reply);

#endif
