/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a record gives, made fit for an entry: its date out of the form that feeds, mail and exports
 * write it in, and its strings.
 */
#ifndef DATELINE_INDEXER_READ_GIVEN_H
#define DATELINE_INDEXER_READ_GIVEN_H

#include "indexer/read/reader.h"

/* A literal as a slice. */
#define GIVEN(literal) ((struct slice){literal, sizeof(literal) - 1})

/* The same without blanks and line ends around it. */
struct slice given_trim(struct slice text);

/* True if `word` stands somewhere in the bytes. */
bool given_has(struct slice bytes, const char *word);

/* A copy in the arena, without blanks around it; {NULL, 0} if nothing is left. */
struct slice given_copy(struct slice text, struct arena *arena);

/* A text, cut at a character's beginning where it is above READER_TEXT_MAX, which is told. */
struct slice given_text(struct slice text, const struct reader_options *options, uint64_t record);

/*
 * The day that is written, whatever the time and the zone are: as date_parse() has it, and with
 * times that it does not know ("9:05 PM", a zone "GMT+2"), weekdays it does not know ("Tues,"), and
 * the year behind the time ("Fri May 26 10:00:00 2023"). Blank is no date given. `where` is kept,
 * the text copied.
 */
struct given_date given_date(struct slice written, const char *where, size_t line,
                             struct arena *arena);

/* The day in UTC of a number of seconds since 1970-01-01. */
struct given_date given_epoch(int64_t seconds, const char *where, struct arena *arena);

#endif
