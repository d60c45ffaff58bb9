/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text made fit to be shown: out of articles, names of files, arguments, messages. What
 * lib/text/glyph.h calls unsafe (controls, overrides of direction, bytes that are no UTF-8) becomes
 * U+FFFD. Nothing that was not written by the program itself is printed without it.
 */
#ifndef DATELINE_LIB_TEXT_SHOWN_H
#define DATELINE_LIB_TEXT_SHOWN_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/error.h"

/* Appends the text. The \r of \r\n vanishes, \n and \t stay; with `one_line` all breaks become
 * blanks. */
void shown_add(struct buf *out, const char *text, size_t length, bool one_line);

/* Prints a text on one line. */
void shown_put(FILE *to, const char *text);

/* Prints an error, "PROGRAM: MESSAGE", or "PROGRAM: MESSAGE; CURE", on a line. */
void shown_error(FILE *to, const char *program, const struct error *error);

#endif
