/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The merge of term streams: each term of any source once, in byte order, with the postings of all
 * sources that have it. Sources are sorted runs of new articles (run_source.h) and shards
 * (shard_source.h); docids of different sources do not mix, and sources come in the order of their
 * docids, so that the postings of a term are those of one source after those of another.
 *
 * Memory is that of the sources, of a head of each term, and of a block of postings: a list, and
 * the positions in it, is never held whole.
 */
#ifndef DATELINE_INDEXER_BUILD_TERM_MERGE_H
#define DATELINE_INDEXER_BUILD_TERM_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"

enum { TERM_BLOCK = 128 };

/* Some postings of a term. Start with {0}; free with term_block_free(). */
struct term_block {
    size_t count;
    uint32_t docids[TERM_BLOCK];
    uint32_t wdfs[TERM_BLOCK];
    uint32_t *positions; /* wdf of each posting, one after the other; ascending in each */
    size_t position_room;
};

void term_block_free(struct term_block *b);

/* The first eight bytes of a term as a number that compares as they do, so that most terms are told
 * apart by it. */
static inline uint64_t term_head(const char *text, size_t length)
{
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++)
        head = head << 8 | (i < length ? (unsigned char)text[i] : 0u);
    return head;
}

struct term_source;

/* What a kind of source does. */
struct term_source_kind {
    /* Goes on to the next term, after all postings of the one before were read; *found is false at
     * the end. */
    bool (*next)(struct term_source *s, bool *found, struct error *error);
    /* The next postings of the term, at least one unless all were read: count is 0 then. Positions
     * if the source was opened with them and the term is placed. */
    bool (*read)(struct term_source *s, struct term_block *block, struct error *error);
    void (*close)(struct term_source *s); /* frees it */
};

/* A source, at one of its terms; the head of the struct of its kind. */
struct term_source {
    const struct term_source_kind *kind;
    const char *text; /* good until the source goes on */
    uint64_t head;    /* term_head() */
    uint32_t length;
    uint32_t documents;   /* postings */
    uint64_t occurrences; /* the sum of their wdf */
    bool placed;          /* each posting has wdf positions; else none has */
};

struct term_merge {
    struct term_source **sources;
    size_t count;
    size_t *heap; /* of sources that have a term left; the least term on top */
    size_t heap_count;
    size_t *parts; /* those with the current term, in docid order */
    size_t part_count;
    size_t part; /* the one whose postings are read */
    /* The current term. */
    const char *text;
    uint32_t length;
    bool placed;
    uint64_t documents;
    uint64_t occurrences;
};

/* Takes the array and the sources in it, also if it fails; close it in any case. */
bool term_merge_open(struct term_merge *m, struct term_source **sources, size_t count,
                     struct error *error);
void term_merge_close(struct term_merge *m);

/* Goes on to the next term, after all postings were read; *found is false at the end. */
bool term_merge_next(struct term_merge *m, bool *found, struct error *error);

/* The next postings of the term, docids ascending; count is 0 when all were read. */
bool term_merge_read(struct term_merge *m, struct term_block *block, struct error *error);

#endif
