/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTTP messages as archives of the web store them: head and body as they came over the wire, or
 * with the transfer encoding or the content encoding already undone and the head unchanged; both
 * are found in WARC files, and both are read: a body that does not begin as its head says is
 * taken as it is.
 */
#ifndef DATELINE_INDEXER_READ_HTTP_H
#define DATELINE_INDEXER_READ_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/slice.h"

struct http_response {
    int status;            /* 200 */
    struct slice type;     /* Content-Type: see http_type() */
    struct slice coding;   /* Content-Encoding; of several, what the header lines say together */
    struct slice transfer; /* Transfer-Encoding */
    struct slice length;   /* Content-Length */
    struct slice body;     /* as stored */
};

/* Divides a message into its parts, which point into it (a folded or repeated header's value into
 * the arena). False if it does not begin as a response, or its head has no end. */
bool http_parse(struct slice message, struct arena *arena, struct http_response *response);

/*
 * Undoes chunks and content encodings (gzip, deflate, br) of the body, which then is what it was
 * before. *fault is NULL, or what is wrong with it although there is a body: lengths that lie, data
 * that are cut short or damaged; what stands before the damage is kept. False if there is no body
 * to be had: an unknown encoding, more than `limit` bytes; *fault says why.
 */
bool http_decode(struct http_response *response, size_t limit, struct arena *arena,
                 const char **fault);

/* The next line from *rest on without its end, and what comes after it in *rest; false at the end.
 * Head lines end with LF or CR LF. */
bool http_line(struct slice *rest, struct slice *line);

/* Divides "Name: value" at the colon, blanks around the value taken off; false if it is none. */
bool http_field(struct slice line, struct slice *name, struct slice *value);

/* True if the bytes are this text, in upper or lower case. */
bool http_is(struct slice bytes, const char *text);

/* True if the media type of a Content-Type value is `type` ("text/html"). */
bool http_type_is(struct slice content_type, const char *type);

/* The charset of a Content-Type value, in the arena; NULL if it gives none. */
const char *http_charset(struct slice content_type, struct arena *arena);

/* A number of decimal digits; false if it is none, or above 2^62. */
bool http_number(struct slice digits, uint64_t *number);

#endif
