/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What somebody may have meant by a text that is no date. */
#ifndef DATELINE_LIB_DATE_RANGE_SUGGEST_H
#define DATELINE_LIB_DATE_RANGE_SUGGEST_H

struct point; /* lib/date/range_point.h */

/* Sets the cure in p->error: the right form if the text can only mean one, else all of them.
 * The pieces of the point must be cut. */
void range_suggest(const struct point *p);

/* Sets the cure in p->error to a list of the forms. */
void range_suggest_all(const struct point *p);

#endif
