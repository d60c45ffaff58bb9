/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a file as a whole: all its articles and what is wrong with it, in memory together. */
#ifndef DATELINE_INDEXER_READ_READ_H
#define DATELINE_INDEXER_READ_READ_H

#include <stdint.h>

#include "indexer/read/article.h"
#include "lib/base/arena.h"

struct source_file;

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

/* Whether a file of this name has a format that we read; decided without opening it. */
bool read_knows(const char *path);

/* Reads it all into `arena`. Never fails: what is wrong is in the faults. */
void read_source(const struct source_file *source, const struct read_settings *settings,
                 struct arena *arena, struct reading *reading);

#endif
