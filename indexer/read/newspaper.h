/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What exports of newspaper databases in plain text have in common (read_nexis.h, read_proquest.h,
 * read_factiva.h): many articles in a file, parted by lines of a known form; each a head, a body
 * and a tail of fields. An export is told by its content, so strictly that no prose is taken
 * for one; -f takes any file. Charsets are as in decode.h, article by article.
 *
 * entry.record counts the articles of the file. Cover pages and lists of contents are passed over.
 * An article that has no text is told and passed over; one above READER_RECORD_MAX too. One that
 * does not end as it should, since the file is cut off, is read and told.
 */
#ifndef DATELINE_INDEXER_READ_NEWSPAPER_H
#define DATELINE_INDEXER_READ_NEWSPAPER_H

#include "indexer/read/news_lines.h"
#include "indexer/read/reader.h"

enum news_mark {
    NEWS_INSIDE, /* an ordinary line */
    NEWS_PARTS,  /* parts articles, and belongs to none */
    NEWS_BEGINS, /* as NEWS_PARTS; what stands before the first of them is no article */
    NEWS_ENDS    /* the last line of an article */
};

struct news_form {
    /* What a line, blanks around it taken off, does to the articles. */
    enum news_mark (*mark)(struct slice line);
    /* Fills in an entry; false if the lines are no article (a cover page). Strings point into the
     * lines or the arena. */
    bool (*parse)(const struct news_lines *lines, struct arena *arena, struct entry *entry);
    /* True if an article such as this must end with a line that is NEWS_ENDS; NULL: none must. */
    bool (*must_end)(const struct news_lines *lines);
};

/* For the tables of formats. */
struct reader *news_open(struct input *in, const struct reader_options *options,
                         const struct news_form *form, struct error *error);
enum reader_status news_next(struct reader *r, struct arena *arena, struct entry *entry,
                             struct error *error);
void news_close(struct reader *r);

#endif
