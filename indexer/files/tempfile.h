/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A temporary file: bytes of one run that are too many for memory, in a file without a name. They
 * are appended, then read from any place on, by one thread. The file is in the folder it was made
 * in, or where tmpfile(3) puts it, and is gone with the process, however that ends.
 */
#ifndef DATELINE_INDEXER_FILES_TEMPFILE_H
#define DATELINE_INDEXER_FILES_TEMPFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"

struct tempfile;

/* NULL and *error. `folder` is open; -1: that of tmpfile(3). */
struct tempfile *tempfile_new(int folder, struct error *error);
void tempfile_free(struct tempfile *s);

bool tempfile_add(struct tempfile *s, const void *bytes, size_t length, struct error *error);

/* How many bytes there are: where the next go. */
uint64_t tempfile_length(const struct tempfile *s);

/* A stretch of the file that is read from front to back; begins as {s, from, to}. More than
 * one may be read side by side, but nothing is added meanwhile. */
struct tempfile_reader {
    struct tempfile *file;
    uint64_t at;
    uint64_t end;
    char *buffer; /* of its own; private */
    size_t start;
    size_t length;
    size_t room;
};

/* Makes at least `want` bytes readable at *bytes, fewer at the end; *length is how many are. Good
 * until the next call for the same reader. tempfile_skip() goes on. */
bool tempfile_look(struct tempfile_reader *r, size_t want, const uint8_t **bytes, size_t *length,
                   struct error *error);
void tempfile_skip(struct tempfile_reader *r, size_t count);
void tempfile_reader_free(struct tempfile_reader *r);

#endif
