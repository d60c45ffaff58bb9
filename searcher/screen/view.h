/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state as cells: a pure function. */
#ifndef DATELINE_SEARCHER_SCREEN_VIEW_H
#define DATELINE_SEARCHER_SCREEN_VIEW_H

#include "searcher/screen/grid.h"
#include "searcher/screen/model.h"

/* Draws all of the screen. `plain`: the terminal has whole and half blocks alone for bars. */
void view_draw(const struct model *m, bool plain, struct grid *g);

/* ---- what the files of the view share ---- */

void view_timeline(const struct model *m, const struct layout *l, bool plain, struct grid *g);
void view_overlay(const struct model *m, struct grid *g);

/* Writes a text over rows from `row` on, cut between words; returns how many rows that took. */
unsigned view_wrapped(struct grid *g, unsigned row, const char *text, unsigned look);

/* The line that is being written, behind a prompt; the caret of the grid is put in it. Returns the
 * column where byte `byte` of it is shown. */
unsigned view_edit(struct grid *g, unsigned row, const char *prompt, const struct edit *e,
                   size_t byte);

#endif
