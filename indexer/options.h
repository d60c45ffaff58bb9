/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of indexer: their table, and argv as values. */
#ifndef DATELINE_INDEXER_OPTIONS_H
#define DATELINE_INDEXER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/indexing.h"
#include "indexer/read/field_map.h"
#include "indexer/read/reader.h"
#include "lib/base/options.h"

#define INDEXER_VERSION "0.1"

enum progress { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

struct options {
    const char *index;
    const char *files_from;
    bool nul; /* names in --files-from end with NUL */
    const char *dates;
    const char *language;
    const char *date_from;
    size_t jobs; /* 0: as many as there are processors */
    uint64_t memory;
    unsigned wait;
    bool rebuild;
    const struct reader_format *format; /* NULL: told by name and content */
    struct field_map *map;              /* NULL: none; of the caller, who frees it */
    const char *encoding;
    bool dump;
    bool dry_run;
    bool check;
    bool compact;
    bool verify;
    enum writer writer;
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

/* Reads argv. False after it told on stderr what is wrong. */
bool options_parse(int argc, char **argv, struct options *o);

#endif
