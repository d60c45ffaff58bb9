/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A stream of bytes that a reader reads from, once, from its beginning: a file, what comes out of a
 * compressed file, a member of an archive, or bytes in memory. Nothing seeks; a 10 GB file costs
 * no more memory than its buffer. The bytes are as they are in the file: no charset is undone here
 * (decode.h does that for formats that are plain text).
 *
 * A source may fail in the middle. What it brought before is given out first, by all calls below;
 * then each call fails, with the same error.
 */
#ifndef DATELINE_INDEXER_READ_INPUT_H
#define DATELINE_INDEXER_READ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/base/slice.h"

/* How a kind of input brings bytes. `read` gets up to `room` of them, at least one, or sets *got to
 * 0 at the end; false on an error. `close` frees `source`. */
struct input_kind {
    bool (*read)(void *source, char *to, size_t room, size_t *got, struct error *error);
    void (*close)(void *source);
};

struct input {
    const char *name; /* for messages and to tell the format by: a path, or the name of a member
                       * of an archive; the caller's */
    const char *path; /* of a plain file: by which a library may open it, too; else NULL */
    uint64_t taken;   /* bytes given out so far by input_read() and input_line() */
    /* What follows is private. */
    const struct input_kind *kind;
    void *source;
    char *buffer; /* bytes [start, end) are read ahead */
    size_t start;
    size_t end;
    size_t room;       /* of the buffer; 0 where it is the caller's own bytes */
    uint64_t expected; /* bytes of the file as its folder has it; 0: not known */
    bool ended;
    struct error *failed; /* why the source ended; NULL: it did not fail */
    size_t failures;      /* calls that gave that out */
};

/* Opens a regular file without following a link in its last part; a pipe or device is an error and
 * is not waited for. The path is the caller's and outlives the input. False, and *error says why.
 * End with input_close(). */
bool input_open_file(struct input *in, const char *path, const char *name, struct error *error);

/* Reads bytes of the caller's, which stay. Cannot fail. */
void input_open_memory(struct input *in, struct slice bytes, const char *name);

/* Takes a source of another kind: of a decompressor, of a member of an archive. */
void input_open(struct input *in, const struct input_kind *kind, void *source, const char *name);

void input_close(struct input *in);

/* How many calls have failed so far: more than 0 if who reads it knows that its source did. */
size_t input_failures(const struct input *in);

/* The next bytes, up to `room`; *got is 0 at the end only. */
bool input_read(struct input *in, char *to, size_t room, size_t *got, struct error *error);

/* The first bytes from here on, up to `want` (fewer at the end), without taking them. Good until
 * the next call for this input. */
bool input_peek(struct input *in, size_t want, struct slice *bytes, struct error *error);

/* All that is read ahead, more than `least` bytes unless fewer are left: for formats that look for
 * the end of a record in what is there, and for more only then. Good until the next call. */
bool input_ahead(struct input *in, size_t least, struct slice *bytes, struct error *error);

/* Passes over bytes that are read ahead; what was shown of them stays until the next call. */
void input_pass(struct input *in, size_t count);

/*
 * The next line, with its newline if it has one, and *found false at the end. It belongs to the
 * input and is good until the next call. A line above `limit` bytes comes cut: *cut is then true,
 * the rest of the line is passed over, and memory stays below the limit.
 */
bool input_line(struct input *in, size_t limit, struct slice *line, bool *found, bool *cut,
                struct error *error);

/* All that is left, in the arena. More than `limit` bytes is ERROR_LIMIT. */
bool input_all(struct input *in, size_t limit, struct arena *arena, struct slice *bytes,
               struct error *error);

#endif
