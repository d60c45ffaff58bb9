/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of an index, read by mapping; opened as folder.h says.
 *
 * What is mapped may be cut short by another program, or its disk may fail: the kernel then sends
 * SIGBUS. map_guard() makes that an answer instead of an end: the page reads as zeros, and the
 * mapping says from then on that it has failed. Whoever reads from a mapping asks map_failed()
 * before it believes what it read; checksums catch most of it earlier.
 */
#ifndef DATELINE_LIB_BASE_MAP_H
#define DATELINE_LIB_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"
#include "lib/base/folder.h"

#define MAP_MOST 4096 /* mappings that may be open at a time */

struct map {
    const uint8_t *bytes;
    size_t length;
    int slot; /* private: its number among those that the guard knows, + 1; 0: nothing is mapped */
};

/* Installs the handler of SIGBUS; once, by main. Signals outside of mappings end the process as
 * before. */
void map_guard(void);

/* Maps a file of a folder whole, which stays readable when it is replaced or removed. An empty file
 * has bytes NULL. Opening and closing is safe from several threads. */
bool map_open(struct map *m, int folder, const char *name, const char *shown, struct error *error);
void map_close(struct map *m); /* takes {0}, too */

/* True if a page of it could not be read since it was opened. */
bool map_failed(const struct map *m);

#endif
