/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One article as its format gives it: what a reader hands on. Strings are UTF-8 and belong to the
 * arena that the reader was given with the call; {NULL, 0} is what is not given. What is made of
 * it (a clean title, or one cut out of the text; the date by the order of --date-from; the id) is
 * the matter of article.h.
 */
#ifndef DATELINE_INDEXER_READ_ENTRY_H
#define DATELINE_INDEXER_READ_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/slice.h"
#include "lib/date/date.h"

/* A date as the article itself gives it; all 0 if it gives none. */
struct given_date {
    enum date_status status; /* DATE_OK, or why there is no date although one is written */
    struct date date;        /* none unless the status is DATE_OK */
    struct slice text;       /* as written, for messages */
    size_t line;             /* where; 0: not known */
    const char *where; /* what says so: "article:published_time", "Date", "pubDate"; a constant
                        * or the arena's; NULL if no date is given */
};

struct entry {
    struct slice title;
    struct slice text; /* the body, plain: paragraphs are parted by empty lines or newlines */
    struct slice url;
    struct slice publisher;
    struct slice author;
    struct slice key; /* the record's own id, in files that hold many; else its url is taken,
                       * else its content */
    struct given_date date;
    uint64_t record;     /* 1, 2, ... in files that hold many; 0 in files of one article */
    size_t line;         /* where it begins in the file; 0: not known or of no meaning */
    const char *member;  /* of an archive: its name there; NULL in plain files */
    bool title_in_text;  /* the title is how the text begins: its words are not counted twice */
    bool header;         /* the date is how a text file begins (FROM_HEADER of --date-from);
                          * else it is what the format says (FROM_META) */
    const char *charset; /* that was undone (decode.h); NULL: UTF-8, or the format's own matter */
};

/* Copies all that an entry points to into the arena, for a reader whose own memory goes before the
 * entry does. */
void entry_keep(struct entry *e, struct arena *arena);

#endif
