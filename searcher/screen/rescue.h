/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal given back as it was, whatever ends the process: exit() in the middle, a fatal
 * signal. And the signals that a program with a screen answers, as bytes of a pipe. A handler
 * reaches nothing but what is static, so this is kept here once for the process.
 */
#ifndef DATELINE_SEARCHER_SCREEN_RESCUE_H
#define DATELINE_SEARCHER_SCREEN_RESCUE_H

#include <stddef.h>

/* Remembers the modes of the terminal, and takes the signals. */
void rescue_prepare(int tty);

/* What is to be written, beside what is known here, before the modes are set. */
void rescue_bytes(const char *const *parts, size_t count);

/* Writes the rest of the way out, and sets the modes. */
void rescue_now(void);

/* Gives the signals back as they were. */
void rescue_done(void);

/* Stops all processes of the job, as ^Z does. */
void rescue_stop(void);

/* Readable when a signal came; the next of them, or 0. */
int rescue_descriptor(void);
int rescue_signal(void);

#endif
