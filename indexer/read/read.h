/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a file into articles: chooses the reader by the file's name, hands it the bytes. One
 * reader per format, read_text.h and so on; each is told where to put what it finds.
 */
#ifndef DATELINE_INDEXER_READ_READ_H
#define DATELINE_INDEXER_READ_READ_H

#include <stdint.h>

#include "indexer/read/article.h"
#include "lib/base/arena.h"

struct entry;
struct given_date;

#define READ_SOURCES 3 /* header, name, mtime */

/* Settings of an index that readers follow. */
struct read_settings {
    enum date_source order[READ_SOURCES]; /* --date-from: the first that knows a date wins */
    size_t order_count;
};

/* Parses --date-from: names of sources with commas between. False: a name is wrong or twice. */
bool read_settings_parse(const char *text, struct read_settings *settings);

/* Something wrong with a file. A file that is skipped yields no article. */
struct fault {
    size_t line; /* 1-based; 0: the file as a whole */
    const char *message;
};

/* What came of a file. Arrays and strings belong to the arena. */
struct reading {
    struct article *articles;
    size_t article_count;
    struct fault *faults;
    size_t fault_count;
    bool skipped;   /* faults[0] says why */
    bool unread;    /* skipped since it could not be read: what was known of it stands */
    bool many;      /* a file of records, even if it has just one */
    uint64_t hash;  /* of the bytes: XXH3, 64 bits */
    uint64_t bytes; /* that were read */
    size_t article_room;
    size_t fault_room;
};

/* A file to read. */
struct source {
    const char *open;   /* the path to open */
    const char *path;   /* as kept */
    struct date mtime;  /* the local day of its last change */
    struct date listed; /* what --dates says; none if nothing */
};

/* Whether a file of this name has a format that we read; decided without opening it. */
bool read_knows(const char *path);

/* Reads it all into `arena`. Never fails: what is wrong is in the faults. */
void read_source(const struct source *source, const struct read_settings *settings,
                 struct arena *arena, struct reading *reading);

/* For the readers: a new, empty article of the source; and a fault, formatted. */
struct article *reading_article(struct reading *r, struct arena *arena);
void reading_fault(struct reading *r, struct arena *arena, size_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds the article that an entry makes. */
void reading_entry(const struct entry *entry, const struct source *source,
                   const struct read_settings *settings, struct arena *arena, struct reading *r);

/*
 * Sets the date of an article: that of --dates, else that of the first source in the order of the
 * settings that has one. A date that does not exist is a fault and ends the search: the article
 * is undated then.
 */
void read_date(struct article *a, const struct source *source, const struct given_date *header,
               const struct read_settings *settings, struct reading *r, struct arena *arena);

#endif
