/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Splits a stream of bytes into JSON objects, one in memory at a time: JSON Lines, an array of
 * objects, one object, objects one behind the other, or with RS between (RFC 7464). Which of these
 * it is makes no difference but one: where each line is an object by itself, lines are what is
 * split, so that a damaged one costs no other. Elsewhere an object ends with its last brace;
 * strings are respected, but end with the line in any case, which JSON wants too.
 */
#ifndef DATELINE_INDEXER_READ_JSON_STREAM_H
#define DATELINE_INDEXER_READ_JSON_STREAM_H

#include "indexer/read/input.h"

/* How far an object has been looked through. */
struct json_scan {
    size_t at;    /* bytes seen */
    size_t depth; /* of braces */
    size_t lines; /* line ends seen */
    bool in_string;
    size_t string; /* where it begins, behind its quote */
};

struct json_stream {
    struct input *in;
    bool by_line;
    size_t line;  /* of the next byte */
    size_t taken; /* bytes that the next call is to pass over first */
};

/* What stands next in the stream. */
struct json_piece {
    enum json_piece_kind {
        JSON_PIECE_END,
        JSON_PIECE_OBJECT, /* `bytes`, or a line of any content where lines are split */
        JSON_PIECE_STRAY,  /* bytes between objects that do not belong there: `bytes`, a few */
        JSON_PIECE_CUT,    /* the file ends in the middle of an object */
        JSON_PIECE_LARGE   /* an object above the limit; it was passed over */
    } kind;
    struct slice bytes; /* until the next call */
    size_t line;        /* where it begins */
};

/* Looks at the first bytes and tells how to split; `name`: ends in .jsonl or .ndjson, perhaps. */
bool json_stream_open(struct json_stream *s, struct input *in, const char *name,
                      struct error *error);

bool json_stream_next(struct json_stream *s, size_t limit, struct json_piece *piece,
                      struct error *error);

/* Goes on until the object that begins at bytes.data[0] ends; true if it does. */
bool json_scan(struct json_scan *scan, struct slice bytes);

#endif
