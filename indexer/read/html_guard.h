/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page made fit for the parser: without NUL, at which libxml2 stops, and without tags of more
 * than HTML_ATTRIBUTES_MAX attributes, which it compares each with each.
 */
#ifndef DATELINE_INDEXER_READ_HTML_GUARD_H
#define DATELINE_INDEXER_READ_HTML_GUARD_H

#include "lib/base/arena.h"
#include "lib/base/slice.h"

/* Returns the page itself where it is fit, else a copy in the arena in which blanks stand for NULs
 * and for the attributes that are too many. */
struct slice html_guard(struct slice page, struct arena *arena);

#endif
