/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A line that is being written, with the keys that readline has for it: ^A ^E ^B ^F Alt-B Alt-F to
 * move; ^D ^H ^W Alt-D Alt-Backspace ^K ^U to take away, ^Y to put back what was taken, ^T to
 * swap two characters, ^_ to undo. Moves go by what is seen as one character: a letter with what
 * combines with it.
 */
#ifndef DATELINE_SEARCHER_SCREEN_EDIT_H
#define DATELINE_SEARCHER_SCREEN_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "searcher/screen/press.h"

#define EDIT_MOST 4000 /* bytes of a line; more are not taken */
#define EDIT_UNDO 64   /* steps */

/* Start with {0} and edit_set(); end with edit_free(). */
struct edit {
    struct buf text; /* UTF-8 */
    size_t at;       /* byte that the caret is before */
    struct buf killed;
    struct edit_step {
        char *text;
        size_t at;
    } undo[EDIT_UNDO];
    size_t undo_count;
    bool typing; /* the last key was typed text: more of it is the same step of undo */
};

/* The line is this text now, the caret behind it; nothing can be undone. */
void edit_set(struct edit *e, const char *text);
void edit_free(struct edit *e);

/* Takes a key; false if it is none of a line editor's. */
bool edit_press(struct edit *e, press key);

#endif
