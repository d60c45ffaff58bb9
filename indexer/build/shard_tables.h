/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tables of a shard that are kept by term, out of a merge of term streams: postlist.glass,
 * positions and names. One thread writes postlist and names, another one positions: each has a
 * merge of its own. With full tables names come first, as metadata do in postlist.glass: the merge
 * is walked once more for them. A name there is the key `~` and its key, the value its words, with
 * blanks between: a remote database has metadata, but no synonyms.
 */
#ifndef DATELINE_INDEXER_BUILD_SHARD_TABLES_H
#define DATELINE_INDEXER_BUILD_SHARD_TABLES_H

#include <signal.h>

#include "indexer/build/term_merge.h"
#include "lib/glass/version.h"
#include "lib/index/columns.h"
#include "lib/index/schema.h"

/* A term as it was written, to be held against what libxapian reads. */
struct sampled_term {
    struct term term;
    uint32_t documents;
    uint32_t occurrences;
    uint32_t last; /* docid of its last posting */
};

struct term_sample {
    struct sampled_term list[64]; /* spread evenly over all terms */
    size_t count;
    size_t step; /* one term of so many */
    uint64_t terms;
};

struct shard_tables {
    int folder;
    const char *path; /* of the folder */
    struct columns *columns;
    /* Opens a merge of all terms; called by several threads. The merge is closed in any case. */
    bool (*open)(const void *from, bool positions, struct term_merge *m, struct error *error);
    const void *from;
    const char *language;
    size_t jobs;
    uint64_t memory; /* for the sorting of names, or of terms by article */
    bool full;       /* names as metadata, and ids as values, are in postlist.glass, too */
    const volatile sig_atomic_t *stop;
    /* What comes out. */
    struct glass_root postlist;
    struct glass_stats stats;
    struct term_sample sample;
};

bool shard_tables_write(struct shard_tables *t, struct error *error);

#endif
