/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where sentences begin, so that a passage can begin there: told from marks, for it need not be
 * known, only be so nearly always. */
#ifndef DATELINE_SEARCHER_PRESENT_SENTENCE_H
#define DATELINE_SEARCHER_PRESENT_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/slice.h"

/* True if a sentence or paragraph begins at `at`: a paragraph is set off by an empty line. */
bool sentence_begins(struct slice text, size_t at);

/* True if the character at `at` is white space. */
bool sentence_space(struct slice text, size_t at);

#endif
