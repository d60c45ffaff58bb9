/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who reads the output: a person at a terminal, or a pipe; and so whether it has colours and links
 * and how wide it is. The environment is looked at by main and handed in.
 */
#ifndef DATELINE_SEARCHER_PRESENT_TERMINAL_H
#define DATELINE_SEARCHER_PRESENT_TERMINAL_H

#include <stdbool.h>

/* Values of the variables of the same names; NULL if unset. */
struct terminal_settings {
    const char *no_color;       /* NO_COLOR: not empty means no colour */
    const char *clicolor_force; /* CLICOLOR_FORCE: not empty and not 0 means colour in pipes */
    const char *term;           /* TERM: dumb, or none, has no colour */
    const char *columns;        /* COLUMNS, if the terminal does not tell its width */
    const char *lines;          /* LINES, likewise its height */
};

struct terminal {
    bool terminal;
    bool colour;
    bool links;       /* OSC 8: on terminals with colour */
    unsigned columns; /* 20..1000; 80 if it is no terminal or not known */
    unsigned rows;    /* at least 4; 24 if not known; 0 if it is no terminal */
    bool dumb;        /* TERM says so: no pager can be used */
};

/* `when` is the value of --color: "always" and "never" go before the settings, NO_COLOR before
 * CLICOLOR_FORCE, and those before what `fd` is ("auto"). */
struct terminal terminal_look(int fd, const char *when, const struct terminal_settings *settings);

/* Whether there is colour, for something that is a terminal or not. */
bool terminal_colour(bool terminal, const char *when, const struct terminal_settings *settings);

#endif
