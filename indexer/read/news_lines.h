/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of newspaper exports: what is asked of them again and again (newspaper.h). */
#ifndef DATELINE_INDEXER_READ_NEWS_LINES_H
#define DATELINE_INDEXER_READ_NEWS_LINES_H

#include "indexer/read/entry.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"

/* The lines of an article, without blanks and line ends around them. */
struct news_lines {
    struct slice *line;
    size_t count;
};

/* Divides a text into its lines. */
struct news_lines news_lines(struct slice text, struct arena *arena);

/* Without ASCII blanks, no-break spaces and byte order marks around it. */
struct slice news_trim(struct slice s);

/* True if the line begins with this text, case as it is / in upper or lower case. */
bool news_begins(struct slice line, const char *text);
bool news_begins_any_case(struct slice line, const char *text);
bool news_is(struct slice line, const char *text);

/* "Copyright 2023 ...", "(c) 2023", "All Rights Reserved" */
bool news_is_copyright(struct slice line);

/* "435 words", in the languages of the databases, with or without a full stop. */
bool news_is_word_count(struct slice line);

/* What stands behind the first colon of a line; {"", 0} if nothing does. */
struct slice news_value(struct slice line);

/* A name without "By ", "Von " or "Par " before it and a full stop behind. */
struct slice news_author(struct slice line);

/* The lines from..to as one line, with blanks between; as a text, runs of empty lines as one. */
struct slice news_join(const struct news_lines *lines, size_t from, size_t to, struct arena *arena);
struct slice news_text(const struct news_lines *lines, size_t from, size_t to, struct arena *arena);

/* Adds a paragraph to a text that grows. */
void news_add(struct buf *text, struct slice paragraph);

/* Sets the date of an entry from a line, if one is in it or seems to be; `where` is constant. */
bool news_set_date(struct entry *entry, struct slice line, const char *where);

#endif
