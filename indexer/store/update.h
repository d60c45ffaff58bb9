/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An update of the index: decides for each file that was read whether it is new, changed, only
 * touched, moved, or no article; for each record of a file of many, whether it is new or changed;
 * writes what is new into a new shard, and takes out what it replaces. Nothing is seen by anybody
 * before update_publish().
 */
#ifndef DATELINE_INDEXER_STORE_UPDATE_H
#define DATELINE_INDEXER_STORE_UPDATE_H

#include "indexer/build/shard_writer.h"
#include "indexer/files/changes.h"
#include "indexer/files/compare.h"
#include "indexer/read/batch.h"
#include "indexer/store/records.h"

struct update_counts {
    uint64_t added; /* articles; and so on */
    uint64_t added_undated;
    uint64_t added_odd; /* their dates are before 1450 or after tomorrow */
    uint64_t updated;
    uint64_t moved;
    uint64_t removed;
    uint64_t unchanged;
    uint64_t faulty; /* files that were read, with faults */
    uint64_t broken; /* files or folders that could not be read, wholly or in part */
};

/* Whoever wants to hear what becomes of files. */
struct update_events {
    void *context;
    /* "added", "updated", "moved", or "removed": of that the article is NULL. */
    void (*change)(void *context, const char *what, const char *path, const struct article *a);
    /* One fault of a file; `record` and `line` are 0 if not known. */
    void (*fault)(void *context, const char *path, const struct fault *f);
    /* A file that yields no article (member NULL), or a member of an archive. */
    void (*skipped)(void *context, const char *path, const struct skip *s);
};

struct update {
    struct store *store;
    const struct update_events *events;
    const struct shard_options *options;
    const volatile sig_atomic_t *stop;
    struct comparison *found;
    bool dry_run; /* only counts and tells */
    bool anew;    /* the new shard takes the place of all others */
    struct update_counts counts;
    /* What follows is private. */
    struct tombstones *gone;
    struct changes *changes;
    struct shard_writer *writer; /* NULL until there is an article to write */
    char shard[MANIFEST_NAME];   /* its name */
    uint64_t kept;               /* articles that a rebuild keeps as they are */
    struct update_file *files;   /* files of many that are being read, one a thread at most */
    size_t file_count;
    size_t file_room;
};

/* Begins; the public fields are filled in. */
bool update_begin(struct update *u, struct error *error);

/* What is known of a file stands, since it could not be looked at: for a rebuild, its articles are
 * kept as they are. */
bool update_keep(struct update *u, const struct known_file *f, struct error *error);

/* Takes a batch. */
bool update_batch(struct update *u, const struct batch *b, struct error *error);

/* Takes out what is gone and did not turn out to have moved. After the last batch. */
bool update_gone(struct update *u, struct error *error);

/*
 * Writes the next revision and publishes it: `next` has roots and settings in place; shards, files
 * and tombstones are set here. It is the store's afterwards. Nothing is published if nothing is to
 * be changed, unless `forced`.
 */
bool update_publish(struct update *u, struct manifest *next, bool forced, struct error *error);

/* Frees all; removes what was written and not published. */
void update_end(struct update *u);

#endif
