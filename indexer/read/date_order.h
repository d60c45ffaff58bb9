/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --date-from: which of the places that may date an article goes before which. `header` is how a
 * text file begins, `meta` what a format says (front matter, record, page, feed, mail), `name` the
 * path, with that of a member of an archive; `mtime` the day the file last changed, which is taken
 * only when it is asked for. What --dates lists goes before all.
 */
#ifndef DATELINE_INDEXER_READ_DATE_ORDER_H
#define DATELINE_INDEXER_READ_DATE_ORDER_H

#include "lib/index/schema.h"

struct entry;
struct reader_options;

#define READ_SOURCES 4 /* header, meta, name, mtime */
#define READ_SOURCES_DEFAULT "header,meta,name"

/* Settings of an index that readers follow. */
struct read_settings {
    enum date_source order[READ_SOURCES]; /* the first that knows a date wins */
    size_t order_count;
};

/* Parses --date-from: names of sources with commas between. False: a name is wrong or twice. */
bool read_settings_parse(const char *text, struct read_settings *settings);

struct date_choice {
    struct date date;
    enum date_source source; /* FROM_NOTHING if there is none */
    const char *where;       /* the entry's; "" if it is not from there */
};

/* What is known of an article besides its entry. */
struct article_origin {
    const char *path;   /* of its file, as kept */
    struct date mtime;  /* the local day of the file's last change */
    struct date listed; /* what --dates says; none if nothing */
    bool digits;        /* all names of its folder that are eight digits alone are dates */
    int last_year;      /* that digits alone in the path can mean: next year */
};

/*
 * The date of an article: that of the list, else that of the first source in order that has one.
 * One that does not exist (or, in a header, cannot be read) is told by o->fault and ends the
 * search: the article is undated then. What a format says and cannot be read is told, and the next
 * source is asked. Of the names of members of an archive those beside them are not known: digits
 * alone (20230526) date none.
 */
void date_order_choose(struct date_choice *dated, const struct entry *e,
                       const struct article_origin *origin, const struct read_settings *settings,
                       const struct reader_options *o);

#endif
