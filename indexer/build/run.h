/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run: the postings of some articles with neighbouring docids, sorted by term. The writer of
 * shards makes runs, one by each thread of each batch, and merges them; since docids of different
 * runs do not mix, merging a term is putting its postings behind each other.
 *
 * A run has two streams of bytes. In the stream of postings, for each term in byte order and each
 * document that has it: docid less the one before (the first: less the run's first docid, plus 1),
 * wdf. In the stream of positions, for each of these whose term has positions: wdf numbers,
 * position less the one before. All numbers are LEB128 varints. What a run is on disk is in
 * run_file.h.
 */
#ifndef DATELINE_INDEXER_BUILD_RUN_H
#define DATELINE_INDEXER_BUILD_RUN_H

#include "indexer/words/analyse.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"

struct run_term {
    const char *text;
    uint64_t head; /* its term_head() */
    uint32_t length;
    uint32_t documents;
    uint32_t occurrences; /* the sum of wdf */
    size_t postings;      /* where its bytes are in the streams, and how many */
    size_t postings_length;
    size_t positions;
    size_t positions_length;
};

struct run {
    uint32_t first; /* docid of its first document */
    uint32_t documents;
    struct run_term *terms; /* in byte order */
    size_t term_count;
    struct arena texts;
    uint8_t *postings;
    uint8_t *positions;
    size_t memory; /* what it takes, in bytes */
};

void run_free(struct run *r);

/* ---- making one ---- */

struct run_builder {
    struct analyser analyser;
    struct forward {
        uint32_t term;
        uint32_t wdf;
    } * forward; /* all postings, by document */
    size_t forward_count;
    size_t forward_room;
    struct buf positions; /* varints, as in the run, but by document */
    struct run_document {
        size_t forward; /* its first posting */
        uint32_t count;
        uint32_t length; /* the sum of wdf */
    } * documents;
    size_t document_count;
    size_t document_room;
    struct term_sums *sums; /* by number of the vocabulary */
    size_t sums_room;
};

/* A builder belongs to one thread; it is used for one run after the other. */
void run_builder_init(struct run_builder *b, struct stemmer *stemmer);
void run_builder_free(struct run_builder *b);

/* Bytes that the run in the making takes, without what ending it takes for a while: as much again,
 * at most. */
size_t run_builder_memory(const struct run_builder *b);

/* Adds the next document. */
bool run_builder_add(struct run_builder *b, const struct article *a, struct error *error);

/* Ends the run: `first` is the docid of the first document. Writes the documents' lengths to
 * `lengths`. The builder is empty afterwards. */
void run_builder_finish(struct run_builder *b, uint32_t first, struct run *run, uint32_t *lengths);

#endif
