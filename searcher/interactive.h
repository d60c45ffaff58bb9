/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --interactive: the screen, and what is printed when somebody leaves it. */
#ifndef DATELINE_SEARCHER_INTERACTIVE_H
#define DATELINE_SEARCHER_INTERACTIVE_H

#include "searcher/answer.h"

/* Values of the environment; NULL if unset. */
struct surroundings {
    const char *terminal;   /* TERM */
    const char *pager;      /* the command of pager_choose(); NULL: none */
    const char *editor;     /* VISUAL, or EDITOR */
    const char *state_home; /* XDG_STATE_HOME */
    const char *home;       /* HOME */
    bool colour;
};

/* Runs the screen on the archive of `x`. Returns the status to exit with: that of answers, 130
 * after ^C; or ends the process by the signal that ended the screen. */
int interactive(struct answerer *x, const struct surroundings *s);

#endif
