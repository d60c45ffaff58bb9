/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines of a text on a terminal: where one may end, so that no word is broken but one that is
 * wider than the line. Lines end at white space, and between characters of the scripts that do
 * without it (Chinese, Japanese, Thai, Lao, Burmese, Khmer).
 */
#ifndef DATELINE_SEARCHER_PRESENT_WRAP_H
#define DATELINE_SEARCHER_PRESENT_WRAP_H

#include <stdbool.h>
#include <stddef.h>

/* The columns of a text that is safe for a terminal (lib/text/shown.h). */
size_t wrap_columns(const char *text, size_t length);

/* True if a word may begin at `at`: there, or right before, is white space or a character of a
 * script without it; but never before a mark that combines with the character before. */
bool wrap_between(const char *text, size_t length, size_t at);

/*
 * The bytes of the first line of a text, which take at most `columns` columns (at least one
 * character, though); *next is where the second begins, `length` if there is none. Blanks around
 * the break are in neither.
 */
size_t wrap_line(const char *text, size_t length, size_t columns, size_t *next);

#endif
