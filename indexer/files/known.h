/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the index knows of each source file, kept as metadata in the shard that has its articles,
 * so that one commit changes both.
 *
 * Key: "file:" + the path as kept, or for paths longer than KNOWN_PATH bytes its first KNOWN_PATH
 * bytes, a NUL and the 20 hex digits of article_id(path). Value: numbers as LEB128 varints,
 *
 *     size, mtime seconds (zigzag), mtime nanoseconds, inode, content hash (8 bytes, little
 *     endian), articles, flags (1 many, 2 skipped, 4 long path), date of --dates as YYYYMMDD or 0,
 *     faults; then, if there are faults, the line of the first, its length and text; then, with
 *     a long path, its length and bytes.
 */
#ifndef DATELINE_INDEXER_FILES_KNOWN_H
#define DATELINE_INDEXER_FILES_KNOWN_H

#include "indexer/read/read.h"
#include "lib/xapian/binding.h"

#define KNOWN_PATH 190

struct known_file {
    const char *path;
    uint64_t size;
    int64_t mtime;
    uint32_t mtime_ns;
    uint64_t inode;
    uint64_t hash; /* of the content; 0 if it was never read */
    uint32_t articles;
    bool many;
    bool skipped;
    struct date listed;
    uint32_t fault_count;
    struct fault fault; /* the first */
    size_t shard;       /* which of the index's shards has it */
    bool seen;          /* by this run's scan */
};

/* All known files, to be looked up by path. Paths and faults live in the arena. Start with {0}. */
struct known {
    struct known_file *files;
    size_t count;
    size_t capacity;
    uint32_t *table; /* of paths: number + 1, or 0 */
    size_t table_size;
    struct arena texts;
};

void known_free(struct known *k);

/* Adds what a shard knows. */
bool known_load(struct known *k, struct xc_database *db, size_t shard, struct xc_error *error);

/* NULL if the path is not known. Good until the next known_load(). */
struct known_file *known_find(const struct known *k, const char *path);

/* Metadata key and value of a file. */
void known_key(const char *path, struct buf *key);
void known_value(const struct known_file *f, struct buf *value);

/* A key of another prefix, with a path that is shortened in the same way if it is long. */
void known_path_key(const char *prefix, const char *path, struct buf *key);

#endif
