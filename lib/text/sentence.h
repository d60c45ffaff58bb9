/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where sentences begin and end, for passages and titles: told from marks, for it need not be
 * known, only be so nearly always. */
#ifndef DATELINE_LIB_TEXT_SENTENCE_H
#define DATELINE_LIB_TEXT_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/slice.h"

/* True if a sentence or paragraph begins at `at`: a paragraph is set off by an empty line. */
bool sentence_begins(struct slice text, size_t at);

/* True if the dot before `at` ends an initial (U.S., J.) or one of the usual abbreviations (Sen.,
 * SEN., Inc., Sept.), not a sentence. */
bool sentence_abbreviation(struct slice text, size_t at);

/* True if the character at `at` is white space. */
bool sentence_space(struct slice text, size_t at);

#endif
