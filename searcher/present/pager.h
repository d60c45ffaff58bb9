/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A pager between the output and the terminal. While it runs, SIGPIPE and SIGINT are ignored: a
 * reader who quits it early, or presses ^C in it, ends neither the program nor its exit status.
 * less gets $LESS = FRX if that is unset, so that colours show and short output is not paged;
 * and LESSCHARSET = utf-8 if that is unset and no locale says that text is UTF-8, which it is.
 */
#ifndef DATELINE_SEARCHER_PRESENT_PAGER_H
#define DATELINE_SEARCHER_PRESENT_PAGER_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

struct pager {
    FILE *to;                  /* to be written to; NULL: no pager runs */
    struct sigaction old_pipe; /* private */
    struct sigaction old_interrupt;
};

/*
 * The pager to be used: `own` ($DATELINE_PAGER) if it is set, else `usual` ($PAGER), else less, or
 * cat where there is no less. Returns a command for the shell, one of the arguments or a constant;
 * NULL if none is wanted: the value is empty, or "cat". Unset variables are NULL.
 */
const char *pager_choose(const char *own, const char *usual);

/* Runs a command of the shell. False, with errno, if no shell could be started. */
bool pager_start(struct pager *p, const char *command);

/* Exit statuses of a shell whose command could not be run; it has said so. */
enum { PAGER_UNUSABLE = 126, PAGER_UNKNOWN = 127 };

/*
 * Ends the output and waits until the reader has left the pager. Returns its exit status, or that
 * of the shell if there is no such command; -1 if it was killed. Without a pager: 0.
 * Until it returns the terminal is the pager's: write notes before, to p->to, or after.
 */
int pager_close(struct pager *p);

#endif
