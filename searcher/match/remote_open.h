/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two halves of remote.h share: the connection, and what was fetched over it. */
#ifndef DATELINE_SEARCHER_MATCH_REMOTE_OPEN_H
#define DATELINE_SEARCHER_MATCH_REMOTE_OPEN_H

#include "lib/xapian/load.h"
#include "searcher/match/remote.h"

/* The postings of a term, whole. */
struct remote_list {
    struct remote *remote;
    struct term term;
    uint32_t documents;
    uint64_t occurrences;
    uint32_t max_wdf;
    struct xc_posting *postings;
    size_t count;
    bool weighed; /* the lengths of its documents are known */
};

struct remote_cursor {
    struct remote_list *list;
    size_t at; /* of the posting after the block at hand */
    struct xc_scratch *scratch;
};

struct remote {
    struct xc_calls calls;
    struct remote_facts facts;
    struct xc_database *db;      /* all shards as one */
    struct xc_database **shards; /* each alone: metadata are of one shard */
    size_t shard_count;
    struct remote_list **lists;
    size_t list_count;
    size_t list_room;
    uint64_t *missing; /* docids that no article has, by docid; NULL if there are none */
    uint32_t *lengths; /* by docid, 0 where they were not asked for */
    uint32_t *dates;
    bool dated;                   /* they are those of all articles */
    struct xc_document *document; /* the one that was asked for last */
    uint32_t document_id;
};

/* What ids are looked for by. */
struct remote_ids {
    const char *hex;
    size_t length;
    size_t reader;
    void (*found)(void *context, size_t reader, uint32_t docid);
    void *context;
};

/* Turns an error of the binding into ours; returns false. */
bool remote_failed(const struct xc_error *failure, struct error *error);

#endif
