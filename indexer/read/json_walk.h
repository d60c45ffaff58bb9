/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks through a JSON text of any size and hands out, one at a time, the values that stand at
 * given paths: of {"chats": {"list": [{"messages": [1, 2]}]}} those at "chats.list[].messages[]"
 * are 1 and 2. All else is passed over. Memory is that of the largest value handed out; values of
 * this size are parsed by jansson.
 */
#ifndef DATELINE_INDEXER_READ_JSON_WALK_H
#define DATELINE_INDEXER_READ_JSON_WALK_H

#include <jansson.h>

#include "indexer/read/reader.h"
#include "lib/base/buf.h"

enum {
    JSON_WALK_DEPTH = 16, /* of the values that are looked for */
    JSON_WALK_PATH = 128  /* bytes of their paths */
};

enum json_walk_status {
    JSON_WALK_VALUE,
    JSON_WALK_CUT, /* a value at a path that is above the limit: it was passed over */
    JSON_WALK_END,
    JSON_WALK_FAILED
};

struct json_walk {
    /* What next found. */
    size_t which;       /* index of its path */
    struct slice value; /* its bytes: the walk's, good until the next call */
    size_t line;        /* where it begins */
    /* What follows is private. */
    struct input *in;
    const char *const *paths;
    size_t limit;
    struct buf kept;
    char *chunk;
    size_t at;
    size_t end;
    size_t mark; /* where in the chunk that begins what is to be kept */
    size_t here; /* the line */
    bool keeping;
    bool cut;
    bool begun;
    bool failed;
    char path[JSON_WALK_PATH];
    size_t depth;
    struct {
        bool object;
        size_t length; /* of the path of this container */
    } open[JSON_WALK_DEPTH];
};

/* `paths` ends with NULL and outlives the walk, as the input does. Values above `limit` bytes are
 * not kept. End with json_walk_free(). */
void json_walk_init(struct json_walk *w, struct input *in, const char *const *paths, size_t limit);
void json_walk_free(struct json_walk *w);

enum json_walk_status json_walk_next(struct json_walk *w, struct error *error);

/*
 * The next value, parsed, as READER_ENTRY: the caller frees it with json_decref(). The paths come
 * in groups of `group`, of which the last is that of records, and counts in *record. What is no
 * JSON or above the limit is told by the options and passed over; bytes that are no UTF-8 and
 * surrogates without their other half become U+FFFD, and are told, too.
 */
enum reader_status json_walk_record(struct json_walk *w, const struct reader_options *options,
                                    size_t group, uint64_t *record, json_t **value,
                                    struct error *error);

/* A string's bytes; {NULL, 0} of what is no string. NULs in it are left out. */
struct slice json_walk_string(const json_t *value, struct arena *arena);

#endif
