/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Patterns that choose files: --exclude and --include, and files .datelineignore, in the syntax of
 * gitignore(5). A pattern with a slash at its beginning or in its middle is held against the path
 * from the folder that it belongs to; one without against each name. A slash at the end: folders
 * alone; `!` in front: takes back; `*`, `?` and `[a-z]` do not match a slash, `**` does; `\` takes
 * a character as it is. Of several that match, the last wins.
 */
#ifndef DATELINE_INDEXER_FILES_IGNORE_H
#define DATELINE_INDEXER_FILES_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/error.h"

#define IGNORE_FILE ".datelineignore"

struct ignore_pattern {
    char *glob;
    bool taken_back; /* `!` */
    bool folders;    /* `/` at the end */
    bool anchored;   /* held against the path, not the name */
};

/* The patterns of one place; start with {0}. */
struct ignore {
    struct ignore_pattern *patterns;
    size_t count;
    size_t room;
};

void ignore_free(struct ignore *i);

/* Adds a line of a file, or an argument; comments (#) and empty lines are none. */
void ignore_add(struct ignore *i, const char *line);

/* Adds the lines of NAME in a folder; it need not be there. */
bool ignore_read(struct ignore *i, int folder, const char *name, const char *shown,
                 struct error *error);

/* What the last matching pattern says of a path, which is relative to the place of the patterns. */
enum ignore_answer { IGNORE_SILENT, IGNORE_OUT, IGNORE_IN };
enum ignore_answer ignore_match(const struct ignore *i, const char *path, bool folder);

/* Whether the patterns leave out a file, or a folder that it is in. */
bool ignore_leaves_out(const struct ignore *i, const char *path);

/* True if the glob matches the whole text. Time is bounded by the product of their lengths. */
bool ignore_glob(const char *glob, const char *text);

#endif
