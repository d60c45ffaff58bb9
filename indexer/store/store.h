/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The index folder as its one writer sees it: the lock, the list of shards, their settings, and
 * what a dead run left behind. Layout:
 *
 *     XAPIANDB      the list of shards (lib/index/shards.h); replaced by rename alone
 *     lock          indexer/store/lock.h
 *     shard-NNNN    a glass database; those that XAPIANDB does not name are leftovers
 */
#ifndef DATELINE_INDEXER_STORE_STORE_H
#define DATELINE_INDEXER_STORE_STORE_H

#include <signal.h>

#include "indexer/files/known.h"
#include "lib/index/home.h"
#include "lib/index/shards.h"

/* Fixed when an index is made; changed by --rebuild alone. */
struct settings {
    char *language;  /* of the stemmer */
    char *date_from; /* as given to --date-from */
};

#define DEFAULT_LANGUAGE "english"
#define DEFAULT_DATE_FROM "header,meta,name"

struct store {
    const struct home *home;
    struct shards shards;         /* none for a new index */
    struct xc_database **writers; /* one per shard, NULL until it is written to */
    struct settings settings;
    bool made;    /* the index folder did not exist before */
    bool listed;  /* there was a list of shards: what it does not name is left over */
    bool settled; /* open for writing: list and settings are understood */
    int lock;
    char now[32]; /* UTC, when the run began: ISO 8601 */
};

enum store_status { STORE_OK, STORE_LOCKED, STORE_FAILED };

/*
 * Makes the folder if need be, takes the lock, removes leftovers, reads list and settings. A
 * folder that is no index but has files in it is refused.
 * `wanted` has NULL for settings that were not asked for; others must agree with the index's,
 * unless `rebuild`. Otherwise `message` (room for 512 bytes) says what is wrong and what to do.
 */
enum store_status store_open(struct store *s, const struct home *home,
                             const struct settings *wanted, bool rebuild, unsigned wait,
                             const volatile sig_atomic_t *stop, char message[512]);

/* As store_open(), for looking alone: makes nothing, takes no lock. */
enum store_status store_look(struct store *s, const struct home *home,
                             const struct settings *wanted, bool rebuild, char message[512]);

/* Closes what is open; what was not committed or published is lost, and removed. Lets go of the
 * lock. */
void store_close(struct store *s);

/* The writer of a shard; opened if need be. It belongs to the store. NULL: *error says why. */
struct xc_database *store_writer(struct store *s, size_t shard, struct xc_error *error);

/* A name that no shard of the index has or had; and the path of a shard by its name. Caller frees
 * both. */
char *store_new_name(const struct store *s);
char *store_path(const struct store *s, const char *name);

/*
 * Adds a shard to the list, as its last; with `alone` it takes the place of all others. Readers
 * see it after store_publish(). store_new_shard() makes it, and signs it with the settings.
 */
void store_add_shard(struct store *s, const char *name, bool alone);
bool store_new_shard(struct store *s, bool alone, struct xc_error *error);

/* Removes the folder of a shard that is not listed. */
void store_remove(const char *path);

/* The metadata that sign a shard. The strings belong to the store. */
enum { STORE_SETTINGS = 6 };
struct store_setting {
    const char *key;
    const char *value;
};
void store_settings(struct store *s, struct store_setting settings[STORE_SETTINGS]);

/* Makes the list of shards what readers see, and removes those that are listed no more. */
bool store_publish(struct store *s, char message[512]);

/* Drops what was not committed, and closes all writers. */
void store_rollback(struct store *s);

/* Commits all writers; each shard's time stamp is set, if it was written to. */
bool store_commit(struct store *s, struct xc_error *error);

#endif
