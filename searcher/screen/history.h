/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Earlier queries, oldest first: $XDG_STATE_HOME/dateline/history, ~/.local/state where that is not
 * set. A text file, a query a line, readable by its owner alone; of HISTORY_MOST lines, more are
 * dropped when it is read. A file that cannot be read or written is no error: there is no history.
 */
#ifndef DATELINE_SEARCHER_SCREEN_HISTORY_H
#define DATELINE_SEARCHER_SCREEN_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#define HISTORY_MOST 1000

/* Start with {0} or history_open(); end with history_free(). */
struct history {
    char **lines; /* owned */
    size_t count;
    size_t capacity;
    size_t at;   /* the line shown; `count`: the draft */
    char *draft; /* what was being written before an earlier query was called up, or NULL */
    char *path;  /* NULL: kept nowhere */
};

/* The path of the file; the caller frees it. NULL if neither folder is given: both are values of
 * environment variables, NULL if not set. */
char *history_path(const char *state_home, const char *home);

/* Reads the file; takes `path`, which may be NULL. */
void history_open(struct history *h, char *path);
void history_free(struct history *h);

/* Adds a query, here and to the file, if it is not empty and not the last one. The next call of
 * history_earlier() begins with it. */
void history_add(struct history *h, const char *query);

/* The query before, or after, the one shown; `now` is what stands on the line and is kept as the
 * draft. NULL if there is none. What comes after the last one is the draft. */
const char *history_earlier(struct history *h, const char *now);
const char *history_later(struct history *h);

#endif
