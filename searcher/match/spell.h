/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of the index that are spelt like one that is not in it. */
#ifndef DATELINE_SEARCHER_MATCH_SPELL_H
#define DATELINE_SEARCHER_MATCH_SPELL_H

#include "searcher/match/archive.h"

/*
 * The number of letters (code points) to insert, delete, replace or swap with their neighbour to
 * make one word of the other, where no letter is touched twice (optimal string alignment;
 * Damerau 1964); `limit` + 1 if it is more than `limit`.
 */
unsigned spell_distance(const char *a, size_t a_length, const char *b, size_t b_length,
                        unsigned limit);

/*
 * The word of the index nearest to `word`: least distance (1 for words under 6 letters, 2 for
 * longer ones), then most articles, then byte order. suggestion->length is 0 if none is near:
 * words under 4 letters are near to too much. Words with the same first letter, or the first two
 * swapped, go before all others.
 */
bool spell_suggest(struct archive *a, const char *word, struct term *suggestion,
                   struct error *error);

#endif
