/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The day in a line at the beginning of a text that says who wrote, when and where: "By X | May 26,
 * 2023", "Posted on 26 May 2023 by X", "26 May 2023 · X", "LONDON, May 26, 2023 (Reuters) - ...".
 */
#ifndef DATELINE_INDEXER_READ_BYLINE_H
#define DATELINE_INDEXER_READ_BYLINE_H

#include "lib/base/slice.h"
#include "lib/date/date.h"

/* False if the line has no day in one of these forms. A day in a sentence is none. */
bool byline_date(struct slice line, struct date *date);

#endif
