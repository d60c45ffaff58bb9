/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The screen as cells, in memory: characters with how they look. No terminal is known here. */
#ifndef DATELINE_SEARCHER_SCREEN_GRID_H
#define DATELINE_SEARCHER_SCREEN_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a cell looks; a set. What has colour looks different without colour, too. */
enum look {
    LOOK_BOLD = 1,
    LOOK_DIM = 2,
    LOOK_REVERSE = 4,
    LOOK_UNDERLINE = 8,
    LOOK_MATCH = 16,  /* what the query was after */
    LOOK_ERROR = 32,  /* what is wrong */
    LOOK_BAR = 64,    /* of the histogram */
    LOOK_ACCENT = 128 /* of the part that has the keys */
};

#define CELL_EXTRA 3 /* characters that combine with the first; more are left out */

struct cell {
    uint32_t code; /* 0: the right half of the cell before */
    uint32_t extra[CELL_EXTRA];
    uint8_t wide; /* columns: 1 or 2 */
    unsigned look;
};

struct grid {
    unsigned width;
    unsigned height;
    struct cell *cells; /* row by row */
    int caret_row;      /* where the caret stands; -1: it is not shown */
    int caret_column;
};

/* Makes an empty grid of blanks, in place of what it was; start with {0}, end with grid_free(). */
void grid_make(struct grid *g, unsigned width, unsigned height);
void grid_free(struct grid *g);

/* Part of a row: `width` columns from `column` on. What is put there stays in it. */
struct strip {
    struct grid *grid;
    unsigned row;
    unsigned column;
    unsigned width;
    unsigned used; /* columns that were written */
};

struct strip grid_strip(struct grid *g, unsigned row, unsigned column, unsigned width);

/* Writes valid UTF-8 behind what is written, made safe (lib/text/glyph.h): up to the end of the
 * strip, what does not fit being left out. Returns the bytes that got in. */
size_t strip_put(struct strip *s, const char *text, size_t length, unsigned look);
void strip_puts(struct strip *s, const char *text, unsigned look);
void strip_printf(struct strip *s, unsigned look, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same; what does not fit ends in an ellipsis. */
void strip_fit(struct strip *s, const char *text, unsigned look);

/* Fills the rest with a character one column wide. */
void strip_fill(struct strip *s, uint32_t code, unsigned look);

/* Adds a look to all cells of some rows. */
void grid_look(struct grid *g, unsigned row, unsigned rows, unsigned look);

/* The row as text, for tests: blanks at the end left out. The caller frees it. */
char *grid_text(const struct grid *g, unsigned row);

/* The columns that a text takes. */
size_t text_columns(const char *text, size_t length);

#endif
