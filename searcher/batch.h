/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queries of a file, for --queries: each answered in turn. */
#ifndef DATELINE_SEARCHER_BATCH_H
#define DATELINE_SEARCHER_BATCH_H

#include "searcher/answer.h"

/* Answers each line of a file; "-" is stdin. ANSWER_FOUND if one of them was found, ANSWER_ERROR if
 * one had an error. */
enum answer_status answer_file(struct answerer *x, const char *path);

#endif
