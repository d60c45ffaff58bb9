/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Standard input, output and error. A program may be started without them; the next files that it
 * opens then take their numbers, and what is printed goes into an index.
 */
#ifndef DATELINE_LIB_BASE_STREAMS_H
#define DATELINE_LIB_BASE_STREAMS_H

/* Opens those that are closed, so that reading and writing them fails as before. Call it first. */
void streams_open(void);

#endif
