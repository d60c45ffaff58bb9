/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The list of shards of an index: the file XAPIANDB in its folder, a Xapian stub file, so that
 * any Xapian tool opens the folder. A line each: `glass NAME` or `auto NAME` (a database folder,
 * relative to the index), `remote HOST:PORT` (served by xapian-tcpsrv); `#` begins a comment.
 */
#ifndef DATELINE_LIB_INDEX_SHARDS_H
#define DATELINE_LIB_INDEX_SHARDS_H

#include <stdbool.h>
#include <stddef.h>

#define SHARDS_FILE "XAPIANDB"

struct shard {
    char *name; /* as written in the line */
    char *path; /* to open it: the folder; NULL if remote */
};

struct shards {
    struct shard *list;
    size_t count;
    bool remote; /* one of them is remote */
};

/* Reads DIR/XAPIANDB. False: `message` says why (room for 512 bytes); *missing tells whether the
 * file is just not there. Free with shards_free(). */
bool shards_read(const char *dir, struct shards *s, bool *missing, char message[512]);

/* Adds a local shard of the index DIR to a list. */
void shards_add(struct shards *s, const char *dir, const char *name);

/* Publishes a list of local shards by renaming a new XAPIANDB over the old. */
bool shards_write(const char *dir, const struct shards *s, char message[512]);

void shards_free(struct shards *s);

/* True if two lists name the same shards in the same order. */
bool shards_equal(const struct shards *a, const struct shards *b);

#endif
