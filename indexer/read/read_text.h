/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text files: one article each.
 *
 *     date 2023-05-26 The text begins on the same line ...
 *
 * is the header of archives (blanks around its parts are free); or a block of `Key: value` lines
 * with at least one of Title, Date, Source (Publisher), URL (Link), in any order and case, ended
 * by an empty line. Lines of the block with other keys, or with a key for the second time, stay in
 * the text, so that nothing is lost.
 * A header date that is no date is a fault, and the article is undated.
 * Title: of the header, else the first line that is not empty, cut at the end of its first
 * sentence or at 120 columns.
 */
#ifndef DATELINE_INDEXER_READ_READ_TEXT_H
#define DATELINE_INDEXER_READ_READ_TEXT_H

#include "indexer/read/read.h"

void read_text(struct slice bytes, const struct source *source,
               const struct read_settings *settings, struct arena *arena, struct reading *reading);

#endif
