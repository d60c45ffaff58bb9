/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text cut to lines of a width, between words where there are blanks; and, of them, passages. */
#ifndef DATELINE_SEARCHER_SCREEN_LINES_H
#define DATELINE_SEARCHER_SCREEN_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "searcher/screen/reply.h"

struct line {
    size_t start; /* bytes of the text: [start, end) */
    size_t end;
    bool gap; /* no text: here lines are left out */
};

struct lines {
    struct line *list; /* owned */
    size_t count;
    size_t capacity;
};

/* Start with {0}, end with lines_free(). */
void lines_cut(struct lines *l, const char *text, size_t length, unsigned width);

/* Keeps the lines that have a match, and one before and behind each. Without a match, the first
 * few. */
void lines_passages(struct lines *l, const struct mark *marks, size_t count);
void lines_free(struct lines *l);

/* The line that a byte is in, or the next one. */
size_t lines_find(const struct lines *l, size_t byte);

#endif
