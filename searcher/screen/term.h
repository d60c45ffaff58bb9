/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal, /dev/tty, by ncurses: the one place that knows it. It is given back as it was on
 * every way out: term_close(), exit(), a fatal signal. Standard input and output are left alone,
 * so that they may be pipes.
 */
#ifndef DATELINE_SEARCHER_SCREEN_TERM_H
#define DATELINE_SEARCHER_SCREEN_TERM_H

#include <stdbool.h>

#include "lib/base/error.h"
#include "searcher/screen/grid.h"
#include "searcher/screen/model.h"

struct terminal_screen;

/* Takes the terminal; `type` is $TERM, NULL if unset. NULL and *error if there is none, or none
 * that a screen can be drawn on. Close with term_close(), which takes NULL. One at a time. */
struct terminal_screen *term_open(const char *type, bool colour, struct error *error);
void term_close(struct terminal_screen *t);

/* Whether the terminal has whole and half blocks alone. */
bool term_plain(const struct terminal_screen *t);

void term_draw(struct terminal_screen *t, const struct grid *g);

/* Draws the next grid from scratch. */
void term_forget(struct terminal_screen *t);

/* The next event that is there; false if there is none. */
bool term_next(struct terminal_screen *t, struct event *event);

/* The size of now, as an event. */
struct event term_size(struct terminal_screen *t);

/* Readable when there are keys; and when there was a signal. */
int term_keys(const struct terminal_screen *t);
int term_signals(const struct terminal_screen *t);

/* The next signal that came, or 0: SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT. */
int term_signal(struct terminal_screen *t);

/* Gives the terminal to another program, as standard input, output and error too; and takes it
 * back. */
void term_lend(struct terminal_screen *t);
void term_take_back(struct terminal_screen *t);

/* Stops the process, as ^Z does, until somebody lets it go on. */
void term_stop(struct terminal_screen *t);

#endif
