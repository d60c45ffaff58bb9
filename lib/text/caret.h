/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors in a line that somebody wrote: the line, a caret under the place, and the cure. */
#ifndef DATELINE_LIB_TEXT_CARET_H
#define DATELINE_LIB_TEXT_CARET_H

#include <stddef.h>
#include <stdio.h>

/*
 * Prints four lines: WHERE and message, the text as it is fit to be shown, a caret under its
 * `byte` (1-based, at most one past the end; columns are those of a terminal), and the cure.
 */
void caret_print(FILE *to, const char *where, const char *message, const char *text, size_t byte,
                 const char *cure);

#endif
