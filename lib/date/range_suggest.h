/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What to write instead of a text that is no range: what users of Lucene, notmuch, git and mail
 * programs type ([2005 TO 2006], >2005, since 2005, 2 days ago, tomorrow), as the exact text that
 * means it here. It is only shown, never taken.
 */
#ifndef DATELINE_LIB_DATE_RANGE_SUGGEST_H
#define DATELINE_LIB_DATE_RANGE_SUGGEST_H

#include <stdbool.h>

struct point; /* lib/date/range_point.h; read in vain */

/* Sets the cure in p->error. True if it is the right form of what the text can only mean; false
 * if all forms are listed. */
bool range_suggest(struct point *p);

/* For what lacks a year of four digits: sets the cure to the same with such years; else false. */
bool range_suggest_year(struct point *p);

/* Sets the cure in p->error to a list of the forms. */
void range_suggest_all(const struct point *p);

#endif
