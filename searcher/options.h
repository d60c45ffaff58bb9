/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of searcher: their table, and argv as values. */
#ifndef DATELINE_SEARCHER_OPTIONS_H
#define DATELINE_SEARCHER_OPTIONS_H

#include "lib/base/options.h"
#include "lib/date/range.h"
#include "searcher/match/facet.h"
#include "searcher/match/search.h"
#include "searcher/present/present.h"

#define SEARCHER_VERSION "0.1"

struct options {
    const char **indexes; /* folders, as given; `index_count` of them, owned */
    size_t index_count;
    struct date today;
    struct range range; /* all restrictions together; range_all() if there is none */
    bool dated;         /* there is one */
    bool impossible;    /* they have no day in common */
    bool undated;
    bool any;
    uint64_t limit;
    bool limit_given;
    uint64_t offset;
    bool sorted; /* --sort was given */
    enum sort sort;
    bool count;
    bool by_given;
    enum facet_by by;
    bool share;
    bool no_undated;
    bool interactive;
    const struct present_format *format; /* default: text; of the interactive mode: paths */
    bool nul;
    bool no_snippets;
    bool kwic;
    bool has_fields; /* they were chosen */
    struct fields fields;
    char **show; /* ids, owned */
    size_t show_count;
    const char *queries; /* file, or NULL */
    bool explain;
    const char *colour; /* "auto", "always" or "never" */
    bool pager;
    bool no_pager;
    bool help;
    bool version;
    char *query; /* the other arguments, joined by blanks; "" if there are none; owned */
};

extern const struct option_row searcher_options[];

/* Reads argv. False after it told on stderr what is wrong. Free with options_free(). */
bool options_parse(int argc, char **argv, struct options *o);
void options_free(struct options *o);

#endif
