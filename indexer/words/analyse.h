/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An article to its terms, with frequencies and positions: what both writers write. The terms
 * are those of lib/index/schema.h, as numbers of the analyser's vocabulary.
 *
 * Positions: the words of the text are numbered from 1; a title that is no part of the text comes
 * before it, ANALYSE_GAP positions away, so that no phrase spans both. Title terms (S) have
 * positions of their own.
 */
#ifndef DATELINE_INDEXER_WORDS_ANALYSE_H
#define DATELINE_INDEXER_WORDS_ANALYSE_H

#include "indexer/read/article.h"
#include "indexer/words/vocabulary.h"
#include "lib/text/stem.h"

#define ANALYSE_GAP 20

struct posting {
    uint32_t term;
    uint32_t wdf;
    uint32_t first; /* its positions: first, count in the analysed article's array */
    uint32_t count;
};

/* The terms of one article, each once, in the order they were met. */
struct analysed {
    struct posting *postings;
    size_t count;
    uint32_t *positions; /* ascending for each term */
    size_t position_count;
    uint64_t length; /* the sum of all wdf */
};

struct analyser {
    struct vocabulary vocabulary;
    struct stemmer *stemmer; /* the caller's */
    struct analysed result;  /* of the last article */
    uint32_t serial;         /* of the article at hand, from 1 */
    struct met {
        uint32_t article; /* serial of the last article the term was met in; 0: none */
        uint32_t slot;    /* where its posting is among those of that article */
    } * met;              /* by number of the term */
    size_t met_room;
    struct waiting *words; /* on their way to be looked up */
    struct occurrence {
        uint32_t slot;
        uint32_t position;
    } * occurrences;
    size_t occurrence_count;
    size_t occurrence_room;
    size_t posting_room;
    size_t position_room;
};

/* An analyser belongs to one thread, as its stemmer does. Free with analyser_free(). */
void analyser_init(struct analyser *a, struct stemmer *stemmer);
void analyser_free(struct analyser *a);

/* Forgets the vocabulary; term numbers start again at 0. */
void analyser_clear(struct analyser *a);

/* The terms of an article. They belong to the analyser, and are good until its next call. */
const struct analysed *analyse(struct analyser *a, const struct article *article);

#endif
