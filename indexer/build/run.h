/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run: the postings of some articles with neighbouring docids, sorted by term. Bulk building
 * makes runs, one by each thread of each batch, and merges them; since docids of different runs
 * do not mix, merging a term is putting its bytes behind each other.
 *
 * A run has two streams of bytes. In the stream of postings, for each term in byte order and each
 * document that has it: docid less the one before (the first: less the run's first docid, plus 1),
 * wdf. In the stream of positions, for each of these whose term has positions: wdf numbers,
 * position less the one before. All numbers are LEB128 varints.
 *
 * On disk (run_spill) a run is two files, without a header since they are read back by the process
 * that wrote them: NAME.a has for each term: length, bytes, documents, occurrences, bytes of
 * postings, bytes of positions, then the postings; NAME.b has the positions.
 */
#ifndef DATELINE_INDEXER_BUILD_RUN_H
#define DATELINE_INDEXER_BUILD_RUN_H

#include <stdio.h>

#include "indexer/words/analyse.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/glass/deflate.h"

struct run_term {
    const char *text;
    uint64_t head; /* its run_head() */
    uint32_t length;
    uint32_t documents;
    uint32_t occurrences; /* the sum of wdf */
    bool word;            /* a word of a text: it may have a name key */
    size_t postings;      /* where its bytes are in the streams, and how many */
    size_t postings_length;
    size_t positions;
    size_t positions_length;
};

/* The first eight bytes of a term as a number that compares as they do, so that most terms are told
 * apart by it. */
static inline uint64_t run_head(const char *text, size_t length)
{
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++)
        head = head << 8 | (i < length ? (unsigned char)text[i] : 0u);
    return head;
}

struct run {
    uint32_t first; /* docid of its first document */
    uint32_t documents;
    struct run_term *terms; /* in byte order; NULL when it is on disk */
    size_t term_count;
    struct arena texts;
    uint8_t *postings;
    uint8_t *positions;
    size_t memory; /* what it takes, in bytes */
    char *spilled; /* the path without .a and .b, or NULL */
};

void run_free(struct run *r); /* removes its files, too */

/* Writes a run to disk and frees its memory. `path` becomes its own. */
bool run_spill(struct run *r, char *path, struct error *error);

/* ---- making one ---- */

struct run_builder {
    struct analyser analyser;
    struct glass_deflater *deflater;
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
        uint32_t length;  /* the sum of wdf */
        size_t list_room; /* bytes that its term list takes at most */
    } * documents;
    size_t document_count;
    size_t document_room;
    struct term_sums *sums; /* by number of the vocabulary */
    size_t sums_room;
    struct buf plain; /* term lists, not yet deflated */
};

/* A builder belongs to one thread; it is used for one run after the other. */
void run_builder_init(struct run_builder *b, struct stemmer *stemmer,
                      struct glass_deflater *deflater);
void run_builder_free(struct run_builder *b);

/* Bytes that the run in the making takes, without what ending it takes for a while: as much again,
 * at most. */
size_t run_builder_memory(const struct run_builder *b);

/* Adds the next document. */
bool run_builder_add(struct run_builder *b, const struct article *a, struct error *error);

/* A tag for a table that is kept by document: bytes of a buffer. */
struct document_tag {
    size_t offset;
    size_t length;
    bool deflated;
};

/*
 * Ends the run: `first` is the docid of the first document. Appends the encoded term lists of
 * its documents to `out`, and where they are to `tags` (room for all documents), both unless `out`
 * is NULL, and the documents' lengths to `lengths`. The builder is empty afterwards.
 */
bool run_builder_finish(struct run_builder *b, uint32_t first, struct run *run, struct buf *out,
                        struct document_tag *tags, uint32_t *lengths, struct error *error);

/* ---- reading one, term by term ---- */

struct run_reader {
    const struct run *run;
    bool wants_positions;
    size_t next;
    struct run_term term;     /* the one read last */
    const uint8_t *postings;  /* its bytes */
    const uint8_t *positions; /* if wanted */
    FILE *a;
    FILE *b;
    struct buf text_bytes;
    struct buf posting_bytes;
    struct buf position_bytes;
};

bool run_reader_open(struct run_reader *r, const struct run *run, bool wants_positions,
                     struct error *error);
void run_reader_close(struct run_reader *r);

/* The next term; *found is false at the end. */
bool run_reader_next(struct run_reader *r, bool *found, struct error *error);

#endif
