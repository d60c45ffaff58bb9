/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line that finds what the screen shows, quoted for a POSIX shell. */
#ifndef DATELINE_SEARCHER_SCREEN_COMMAND_H
#define DATELINE_SEARCHER_SCREEN_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/date/range.h"

struct command {
    const char *const *indexes; /* as given with -i; `index_count` of them */
    size_t index_count;
    const char *query;
    struct range range;
    bool dated;      /* there is such a range */
    bool impossible; /* its days are none: what the options ask for has no day in common */
    bool undated;
    bool any;
    const char *sort;  /* "newest"; NULL: the default */
    struct date today; /* none: the day it is */
    uint64_t matches;  /* all of them are to be shown */
};

void command_print(struct buf *out, const struct command *c);

/* Appends a word as the shell is to read it: as it is, or in quotes if it must be. */
void command_quote(struct buf *out, const char *word);

#endif
