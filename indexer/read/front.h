/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Front matter: finds it at the beginning of a post, and reads it into a JSON object. */
#ifndef DATELINE_INDEXER_READ_FRONT_H
#define DATELINE_INDEXER_READ_FRONT_H

#include <jansson.h>
#include <stdbool.h>

#include "indexer/read/markup.h"

struct front {
    json_t *values;    /* NULL: there is none; json_decref() it */
    struct slice body; /* what comes behind it: all, if there is none */
    size_t line;       /* where it is damaged, if it is; 0: it is not */
    char why[JSON_ERROR_TEXT_LENGTH];
};

void front_read(struct front *f, struct slice text, enum markup kind);

/* The line that has a key of it; 0: none is found. */
size_t front_line(struct slice text, const char *key);

#endif
