/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The articles that an index has of one file of many records: what the records that are read now
 * are held against, one by one. Found by the file's term (XF) in each shard, without what is gone.
 */
#ifndef DATELINE_INDEXER_STORE_RECORDS_H
#define DATELINE_INDEXER_STORE_RECORDS_H

#include "indexer/store/tombstones.h"

struct known_record {
    uint64_t id;        /* as in the columns */
    uint64_t signature; /* of its content */
    uint32_t docid;
    uint32_t shard;
    bool met; /* by this run */
};

struct records {
    struct known_record *list; /* sorted by id */
    size_t count;
    size_t room;
};

/* Those of a file, by its path as kept. Free with records_free(). */
bool records_load(struct records *r, const struct store *s, struct tombstones *gone,
                  const char *path, struct error *error);
void records_free(struct records *r);

/* One of this id that was not met yet, the one of this signature if there are several; or NULL. */
struct known_record *records_find(struct records *r, uint64_t id, uint64_t signature);

#endif
