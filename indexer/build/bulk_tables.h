/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tables of a shard that are kept by term, out of all of its runs: postlist, position and
 * synonym.
 */
#ifndef DATELINE_INDEXER_BUILD_BULK_TABLES_H
#define DATELINE_INDEXER_BUILD_BULK_TABLES_H

#include "indexer/build/merge.h"
#include "lib/glass/version.h"

struct metadata_entry {
    const char *key;
    size_t key_length;
    const char *value;
    size_t length;
};

/* A term as it was written, to be held against what libxapian reads. */
struct sampled_term {
    struct term term;
    uint32_t documents;
    uint32_t occurrences;
    uint32_t last; /* docid of its last posting */
};

#define BULK_SAMPLE 256 /* terms and documents that are looked at */

struct bulk_content {
    const char *folder;
    struct run *runs; /* in docid order */
    size_t run_count;
    uint32_t documents; /* docids 1..documents */
    uint32_t *lengths;  /* of docid - 1; and so on */
    uint32_t *dates;    /* date_to_number() */
    char (*ids)[SCHEMA_ID_HEX];
    struct metadata_entry *metadata;
    size_t metadata_count;
    size_t metadata_room;
    struct arena texts;
    struct sampled_term sample[BULK_SAMPLE]; /* spread over all terms */
    size_t sample_count;
    size_t sample_step; /* one term of so many */
    uint64_t terms;     /* written */
    struct glass_stats stats;
};

void bulk_content_metadata(struct bulk_content *c, const char *key, size_t key_length,
                           const char *value, size_t length);
void bulk_content_free(struct bulk_content *c);

/* Writes the postlist, synonym and position tables, by two threads if `jobs` is more than 1, and
 * sets their roots. */
bool bulk_tables_write(struct bulk_content *c, size_t jobs, struct glass_root roots[GLASS_KINDS],
                       struct error *error);

#endif
