/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text files: one article each.
 *
 *     date 2023-05-26 The text begins on the same line ...
 *
 * is the header of archives (blanks around its parts are free); or a block of `Key: value` lines
 * with at least one of the keys of the table in read_text.c (Title, Date, Published, Source, URL,
 * Author and the like), in any order and case, ended by an empty line. Lines of the block with
 * other keys, or with a key for the second time, stay in the text, so that nothing is lost.
 * Without such a header, one of the first four lines that are not empty gives the date if it is a
 * full date and no more, with or without a word such as `Published:` before it. It stays in the
 * text, unless it is the first.
 * A header date that is no date is handed on as such: it is a fault, and the article is undated.
 */
#ifndef DATELINE_INDEXER_READ_READ_TEXT_H
#define DATELINE_INDEXER_READ_READ_TEXT_H

#include "indexer/read/reader.h"

extern const struct reader_format reader_text;

/* The article that is a text of UTF-8. The entry points into `text` and the arena. */
void text_entry(struct slice text, struct arena *arena, struct entry *entry);

#endif
