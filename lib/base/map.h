/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of an index, opened without being fooled and read by mapping.
 *
 * An index may have come with somebody's archive, so nothing in it is trusted: a file is opened
 * relative to its folder, without following a link, and only if it is a regular file. What is
 * mapped may be cut short by another program, or its disk may fail: the kernel then sends SIGBUS.
 * map_guard() makes that an answer instead of an end: the page reads as zeros, and the mapping
 * says from then on that it has failed. Whoever reads from a mapping asks map_failed() before it
 * believes what it read; checksums catch most of it earlier.
 */
#ifndef DATELINE_LIB_BASE_MAP_H
#define DATELINE_LIB_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/base/error.h"

#define MAP_MOST 4096 /* mappings that may be open at a time */

struct map {
    const uint8_t *bytes;
    size_t length;
    int slot; /* private: -1 if nothing is mapped */
};

/* Installs the handler of SIGBUS; once, by main. Signals outside of mappings end the process as
 * before. */
void map_guard(void);

/* Opens a folder to open files in, without following a link in its last part; -1 and *error. */
int folder_open(const char *path, struct error *error);

/* Opens a regular file of a folder for reading; `shown` is its path for messages. -1 and *error;
 * ERROR_MISSING if it is not there, ERROR_DAMAGED if it is a link or no regular file. */
int folder_file(int folder, const char *name, const char *shown, struct error *error);

/* Maps a file of a folder whole. An empty file has bytes NULL. */
bool map_open(struct map *m, int folder, const char *name, const char *shown, struct error *error);
void map_close(struct map *m);

/* True if a page of it could not be read since it was opened. */
bool map_failed(const struct map *m);

#endif
