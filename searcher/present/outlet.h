/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The way out to a terminal. What is printed there is held back as long as it fits the screen: if
 * all of it does, it is printed as it is; if not, it goes through the pager, if one is wanted, and
 * begins with a line that would else have scrolled away: the head. At most a screen is held.
 */
#ifndef DATELINE_SEARCHER_PRESENT_OUTLET_H
#define DATELINE_SEARCHER_PRESENT_OUTLET_H

#include <stdbool.h>
#include <stdio.h>

#include "searcher/present/pager.h"

struct outlet {
    FILE *out;           /* to be written to, at all times until outlet_close() */
    const char *command; /* of the pager; NULL: none is wanted */
    char *head;          /* lines that go before what does not fit; NULL: none; owned, freed */
    struct pager pager;  /* what follows is private */
    FILE *memory;        /* NULL: nothing is held */
    char *text;
    size_t length;
    size_t counted; /* bytes whose lines are in used and column */
    unsigned rows;
    unsigned columns;
    unsigned used; /* lines that are full or ended */
    unsigned column;
    bool always; /* even what fits is paged */
};

/*
 * Opens the way to stdout. With `rows`, output is held back until it fills them, in lines of
 * `columns` columns; 0: nothing is. `always`: all goes through the pager.
 */
void outlet_open(struct outlet *o, const char *command, bool always, unsigned rows,
                 unsigned columns);

/* Lets out what is held if it has become too much: o->out may be another one then. To be called
 * between hits, rows or articles. */
void outlet_check(struct outlet *o);

/* True if a pager runs: what is said to people goes to o->out then, too. */
bool outlet_paged(const struct outlet *o);

/* Lets all out, and waits for the reader. Returns what pager_close() does. */
int outlet_close(struct outlet *o);

#endif
