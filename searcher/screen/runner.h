/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Searches in a thread of their own, so that no key waits for one: the newest request is answered,
 * what is being searched for an older one is dropped. While the runner lives, the archive and the
 * stemmer are its own, but for the time after runner_rest() and before the next request.
 */
#ifndef DATELINE_SEARCHER_SCREEN_RUNNER_H
#define DATELINE_SEARCHER_SCREEN_RUNNER_H

#include "lib/text/stem.h"
#include "searcher/match/archive.h"
#include "searcher/screen/reply.h"

struct runner;

/* Starts it. NULL and *error. Free with runner_free(), which takes NULL. */
struct runner *runner_new(struct archive *archive, struct stemmer *stemmer, struct date today,
                          struct error *error);
void runner_free(struct runner *r);

/* Asks; takes the request. */
void runner_ask(struct runner *r, struct request *request);

/* Readable when there is a reply. */
int runner_descriptor(const struct runner *r);

/* The reply to the newest request, if it is there. The caller frees it. */
bool runner_take(struct runner *r, struct reply *reply);

/* Drops what is being searched, and waits until the thread rests. */
void runner_rest(struct runner *r);

#endif
