/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One screen about an index: what searcher prints when it is asked for nothing. */
#ifndef DATELINE_SEARCHER_OVERVIEW_H
#define DATELINE_SEARCHER_OVERVIEW_H

#include "searcher/answer.h"

enum answer_status overview(struct answerer *x);

#endif
