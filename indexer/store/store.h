/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The index folder as its one writer sees it: the lock, the manifest, what a dead run left behind,
 * and how a new revision takes the place of the old.
 *
 * Invariants that all else relies on: what the manifest names is never changed; what it does not
 * name is of no use to anybody, and is removed by the writer, who has the lock; a revision is
 * seen whole or not at all. Only regular files and folders of the index's own, with names of its
 * own, are ever written or removed, and no link is followed.
 */
#ifndef DATELINE_INDEXER_STORE_STORE_H
#define DATELINE_INDEXER_STORE_STORE_H

#include <signal.h>

#include "lib/index/home.h"
#include "lib/index/manifest.h"

/* Fixed when an index is made; changed by --rebuild alone. NULL or "" where not asked for. */
struct store_settings {
    const char *language;
    const char *date_from;
    const char *tables; /* "lean" or "full" */
};

struct store {
    const struct home *home;
    int folder;               /* the index folder, open; -1 if there is none yet */
    struct manifest manifest; /* of the revision that readers see; a new index has revision 0 */
    bool made;                /* this run made the folder */
    int lock;                 /* -1: none is held */
};

enum store_status { STORE_OK, STORE_LOCKED, STORE_FAILED };

/*
 * Opens an index for writing: makes the folder if need be, takes the lock, reads the manifest,
 * removes leftovers. A folder that is no index but has files in it is refused. Settings that were
 * asked for must agree with those of the index, unless `rebuild`, which takes them; a rebuild of an
 * index whose manifest cannot be read needs all of them. What was made by another version, or
 * with other tables of words, is refused but for a rebuild.
 */
enum store_status store_open(struct store *s, const struct home *home,
                             const struct store_settings *wanted, bool rebuild, unsigned wait,
                             const volatile sig_atomic_t *stop, struct error *error);

/* As store_open(), for looking alone: makes nothing, takes no lock, removes nothing. */
enum store_status store_look(struct store *s, const struct home *home,
                             const struct store_settings *wanted, bool rebuild,
                             struct error *error);

/* Lets go of all; removes what was not published, and an index that never came to be. */
void store_close(struct store *s);

/* Names that nothing in the folder has: of a new shard, "shard-0004"; of a table of the next
 * revision, "files-18". */
void store_new_shard(const struct store *s, char name[MANIFEST_NAME]);
void store_new_file(const struct store *s, const char *kind, char name[MANIFEST_NAME]);

/* The path of a file or shard, for messages. Caller frees. */
char *store_path(const struct store *s, const char *name);

/* Makes `next` what readers see: its revision and time are set here. It becomes the store's
 * manifest, and what only the old one named is removed. On failure the old one stands. */
bool store_publish(struct store *s, struct manifest *next, struct error *error);

/* Removes a shard or file of the index that was made; one that is published stays. */
void store_remove(const struct store *s, const char *name);

#endif
