/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a file whose name has no ending is an article. Source trees are full of such files that
 * are none: those whose names they have (Makefile, LICENSE, README, Dockerfile and the like: the
 * list is in prose.c), scripts, settings, lists of numbers. What is left is prose: mostly letters
 * beside blanks and digits, few of the marks that programs are made of.
 */
#ifndef DATELINE_INDEXER_READ_PROSE_H
#define DATELINE_INDEXER_READ_PROSE_H

#include <stdbool.h>

#include "lib/base/slice.h"

/* `name` is the last part of the path; `head` the first bytes of the file. */
bool prose_is_article(const char *name, struct slice head);

/* True if the name has no ending: no dot but at its front, or nothing but digits behind the last.
 */
bool prose_no_ending(const char *name);

#endif
