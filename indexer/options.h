/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of indexer: their table, and argv as values. */
#ifndef DATELINE_INDEXER_OPTIONS_H
#define DATELINE_INDEXER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/read/reader.h"
#include "indexer/store/store.h"
#include "lib/base/options.h"

#define INDEXER_VERSION "0.2"

enum progress { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

/* Arguments of an option that may be given more than once; they are argv's. */
struct arguments {
    const char **list;
    size_t count;
    size_t room;
};

struct options {
    const char *index;
    const char *files_from;
    bool nul; /* names in --files-from end with NUL */
    const char *dates;
    struct store_settings settings;
    const struct reader_format *format;
    struct arguments map;
    const char *encoding;
    struct arguments include;
    struct arguments exclude;
    size_t jobs; /* 0: as many as there are processors */
    uint64_t memory;
    unsigned wait;
    bool rebuild;
    bool dry_run;
    bool dump;
    bool check;
    bool compact;
    bool stats;
    bool quiet;
    bool verbose;
    enum progress progress;
    bool help;
    bool version;
    char **paths; /* the rest of argv */
    size_t path_count;
};

extern const struct option_row indexer_options[];

/* Reads argv. False after it told on stderr what is wrong. Free with options_free() in any case. */
bool options_parse(int argc, char **argv, struct options *o);
void options_free(struct options *o);

#endif
