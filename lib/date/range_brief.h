/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A range in as few characters as it can be written with, for cures: 2005, 2005-05..2006. */
#ifndef DATELINE_LIB_DATE_RANGE_BRIEF_H
#define DATELINE_LIB_DATE_RANGE_BRIEF_H

#include "lib/date/range.h"

/* Writes text that range_parse() reads as the range, whatever day is today. The range of all days
 * is written 0001..9999. */
const char *range_brief(struct range r, char text[RANGE_TEXT]);

#endif
