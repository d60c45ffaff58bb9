/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts of matches by what only their records tell: the publisher, or the first folder below the
 * root that they were indexed from. Question: how many of the matches are of each? It costs the
 * reading of each match's record, blocks of texts included, once: where a histogram by date reads
 * four bytes of an article, this unpacks all of it: 8 us an article of 800 bytes. Memory grows with
 * the different keys.
 *
 * Keys of publishers are as the article has them, "no publisher" if it has none. Those of paths are
 * the root and the folder below it ("corpus/2023"), as shown; of files right in the root, the root.
 */
#ifndef DATELINE_SEARCHER_MATCH_TALLY_H
#define DATELINE_SEARCHER_MATCH_TALLY_H

#include "searcher/match/facet.h"
#include "searcher/match/search.h"

struct tally {
    struct tally_row {
        char *key; /* NULL: this place of the table is free */
        uint64_t count;
    } * rows;
    size_t size; /* of the table: 0 or a power of two */
    size_t used;
};

void tally_add(struct tally *t, const char *key, uint64_t count);
uint64_t tally_of(const struct tally *t, const char *key);
void tally_free(struct tally *t);

/* Puts the rows at the beginning of the table, the largest first, equal ones by key: `used` of
 * them. Nothing may be added or asked for afterwards. */
void tally_sort(struct tally *t);

/* Runs a search and counts its matches by BY_PUBLISHER or BY_PATH. Start with {0}. */
bool tally_search(struct tally *t, struct archive *a, const struct search *s, enum facet_by by,
                  struct found *found, struct error *error);

#endif
