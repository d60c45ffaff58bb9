/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One table of options per program: it feeds getopt_long, --help, and the test that holds the
 * man page against the program.
 */
#ifndef DATELINE_LIB_BASE_OPTIONS_H
#define DATELINE_LIB_BASE_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

struct option_row {
    int letter;           /* its short form, or a number above 255 if it has none; 0: no option, but
                           * a heading above those that follow */
    const char *name;     /* its long form, or the heading */
    const char *argument; /* what it takes, as shown: "DIR"; NULL: nothing */
    const char *help;     /* one line, of 54 columns at most; NULL: a heading, or an option of
                           * other programs, which is not shown, and which `take` refuses with the
                           * one to write */
};

/*
 * Reads argv by a table that ends with a row without a name. Calls `take` with an option's letter
 * and argument (NULL if it has none); false from it ends the reading. Options may stand anywhere
 * among the other arguments, up to a "--". Returns the index in argv of the first of the other
 * arguments, which are moved to the end; -1 after an error, which was told on stderr in the name of
 * `program`, or when `take` returned false. `show` prints words of argv in what is told, fit to be
 * shown: shown_put() of lib/text, which stands above. `advice`, if not NULL, is added when a word
 * with one dash is no option, or one whose argument is in the same word and was not taken.
 */
int options_read(const struct option_row *table, const char *program, const char *advice, int argc,
                 char **argv, void (*show)(FILE *to, const char *text),
                 bool (*take)(int letter, const char *argument, void *context), void *context);

/* Prints the table for --help, a line each: 80 columns at most. */
void options_print(const struct option_row *table, FILE *to);

#endif
