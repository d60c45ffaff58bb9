/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "indexer/store/lock.h"
#include "lib/base/mem.h"
#include "lib/text/stem.h"

#define SHARD_PREFIX "shard-"
#define LOCK_TRIES 100 /* of a folder that others make and remove */

char *store_path(const struct store *s, const char *name)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", s->home->index, name);
    return buf_take(&path);
}

/* Removes a folder of files, or a file. A shard has no folders inside. */
void store_remove(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) {
        unlink(path);
        return;
    }
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        unlinkat(dirfd(folder), e->d_name, 0);
    closedir(folder);
    rmdir(path);
}

static bool is_listed(const struct store *s, const char *name)
{
    for (size_t i = 0; i < s->shards.count; i++)
        if (strcmp(s->shards.list[i].name, name) == 0)
            return true;
    return false;
}

/* shard-0001: no other name of that kind is ours to remove. */
static bool is_shard_name(const char *name)
{
    size_t prefix = strlen(SHARD_PREFIX);
    return strncmp(name, SHARD_PREFIX, prefix) == 0 && strlen(name) >= prefix + 4 &&
           strspn(name + prefix, "0123456789") == strlen(name + prefix);
}

static bool is_leftover(const struct store *s, const char *name)
{
    return (is_shard_name(name) && !is_listed(s, name)) || strcmp(name, SHARDS_FILE ".new") == 0;
}

static void remove_leftovers(const struct store *s)
{
    DIR *folder = opendir(s->home->index);
    if (!folder)
        return;
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        if (is_leftover(s, e->d_name)) {
            char *path = store_path(s, e->d_name);
            store_remove(path);
            free(path);
        }
    closedir(folder);
}

/* What is in a folder. */
struct inventory {
    bool index;
    bool lock;
    bool leftovers;
    bool others;
};

static void take_stock(const struct store *s, struct inventory *found, const char *name)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return;
    if (strcmp(name, SHARDS_FILE) == 0)
        found->index = true;
    else if (strcmp(name, LOCK_FILE) == 0)
        found->lock = true;
    else if (is_leftover(s, name))
        found->leftovers = true;
    else
        found->others = true;
}

/* False for a folder that is no index, and holds more than a dead run may have left there. */
static bool is_ours(const struct store *s, char message[512])
{
    struct inventory found = {0};
    DIR *folder = opendir(s->home->index);
    if (!folder) {
        snprintf(message, 512, "%s: %s", s->home->index, strerror(errno));
        return errno == ENOENT;
    }
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        take_stock(s, &found, e->d_name);
    closedir(folder);
    if (found.index || (!found.others && found.lock >= found.leftovers))
        return true;
    snprintf(message, 512, "%s is no index, and there are other files in it; name a new folder",
             s->home->index);
    return false;
}

/* The metadata of a key as a string of its own; NULL after an error. */
static char *metadata(struct xc_database *db, const char *key, struct xc_error *error)
{
    const char *value;
    size_t length;
    if (!xc_metadata(db, key, strlen(key), &value, &length, error))
        return NULL;
    return xstrndup(value, length);
}

static bool agree(const char *index, const char *what, const char *key, struct xc_database *db,
                  char message[512])
{
    struct xc_error error;
    char *has = metadata(db, key, &error);
    bool same = has && strcmp(has, what) == 0;
    if (!has)
        snprintf(message, 512, "%s: %s", index, error.message);
    else if (!same)
        snprintf(message, 512,
                 "%s was made by another version of dateline (%s is '%s', not '%s'); build it "
                 "anew with 'indexer --rebuild'",
                 index, key, has, what);
    free(has);
    return same;
}

static bool read_settings(struct store *s, char message[512])
{
    struct xc_error error;
    struct xc_database *db = xc_open(s->shards.list[0].path, &error);
    if (!db) {
        snprintf(message, 512, "%s: %s; build the index anew with 'indexer --rebuild'",
                 s->shards.list[0].path, error.message);
        return false;
    }
    bool ok = agree(s->home->index, SCHEMA_VERSION, SCHEMA_META_FORMAT, db, message) &&
              agree(s->home->index, SCHEMA_WORDS, SCHEMA_META_WORDS, db, message) &&
              agree(s->home->index, stemmer_version(), SCHEMA_META_STEMMER, db, message);
    if (ok) {
        s->settings.language = metadata(db, SCHEMA_META_LANGUAGE, &error);
        s->settings.date_from = metadata(db, SCHEMA_META_DATE_FROM, &error);
        ok = s->settings.language && s->settings.date_from;
        if (!ok)
            snprintf(message, 512, "%s: %s", s->home->index, error.message);
    }
    xc_database_free(db);
    return ok;
}

static bool keep_setting(char **has, const char *wanted, const char *fallback, bool rebuild,
                         const char *option, char message[512])
{
    if (wanted && *has && strcmp(wanted, *has) != 0 && !rebuild) {
        snprintf(message, 512,
                 "the index was made with --%s=%s; to change it, build it anew with 'indexer "
                 "--rebuild --%s=%s'",
                 option, *has, option, wanted);
        return false;
    }
    if (wanted || !*has) {
        free(*has);
        *has = xstrdup(wanted ? wanted : fallback);
    }
    return true;
}

static bool settle(struct store *s, const struct settings *wanted, bool rebuild, char message[512])
{
    bool missing;
    if (!shards_read(s->home->index, &s->shards, &missing, message) && !missing)
        return false;
    if (s->shards.remote) {
        snprintf(message, 512, "%s has remote shards: write them where they are", s->home->index);
        return false;
    }
    s->listed = !missing;
    if (s->listed && s->shards.count == 0) {
        snprintf(message, 512,
                 "%s/" SHARDS_FILE " lists no shard; write a line 'glass NAME' for each that is "
                 "there, or remove it to begin anew",
                 s->home->index);
        return false;
    }
    s->writers = xcalloc(s->shards.count, sizeof *s->writers);
    if (s->shards.count && !read_settings(s, message) && !rebuild)
        return false;
    return keep_setting(&s->settings.language, wanted->language, DEFAULT_LANGUAGE, rebuild,
                        "language", message) &&
           keep_setting(&s->settings.date_from, wanted->date_from, DEFAULT_DATE_FROM, rebuild,
                        "date-from", message);
}

/* Makes the folder if need be, and takes the lock. LOCK_GONE: another run made the folder, came to
 * nothing, and removed it meanwhile. */
static enum lock_status lock_folder(struct store *s, unsigned wait,
                                    const volatile sig_atomic_t *stop, char message[512])
{
    const char *folder = s->home->index;
    s->made = mkdir(folder, 0777) == 0;
    if (!s->made && errno != EEXIST) {
        snprintf(message, 512, "%s: %s", folder, strerror(errno));
        return LOCK_FAILED;
    }
    if (!s->made && !is_ours(s, message))
        return LOCK_FAILED;
    enum lock_status status = lock_take(folder, wait, stop, &s->lock, message);
    if (status == LOCK_FAILED && s->made)
        rmdir(folder);
    if (status != LOCK_TAKEN)
        s->lock = -1;
    return status;
}

enum store_status store_open(struct store *s, const struct home *home,
                             const struct settings *wanted, bool rebuild, unsigned wait,
                             const volatile sig_atomic_t *stop, char message[512])
{
    *s = (struct store){.home = home, .lock = -1};
    enum lock_status status = LOCK_GONE;
    for (int tries = 0; status == LOCK_GONE && tries < LOCK_TRIES; tries++)
        status = lock_folder(s, wait, stop, message);
    if (status != LOCK_TAKEN)
        return status == LOCK_HELD ? STORE_LOCKED : STORE_FAILED;
    s->settled = settle(s, wanted, rebuild, message);
    if (!s->settled)
        return STORE_FAILED;
    if (s->listed) /* else only a new list says what is left over: this one may have been lost */
        remove_leftovers(s);
    return STORE_OK;
}

enum store_status store_look(struct store *s, const struct home *home,
                             const struct settings *wanted, bool rebuild, char message[512])
{
    *s = (struct store){.home = home, .lock = -1};
    bool ok = is_ours(s, message) && settle(s, wanted, rebuild, message);
    return ok ? STORE_OK : STORE_FAILED;
}

void store_rollback(struct store *s)
{
    for (size_t i = 0; s->writers && i < s->shards.count; i++) {
        xc_database_free(s->writers[i]);
        s->writers[i] = NULL;
    }
}

/* Removes shards that were made and not published; and of an index that we began and that never
 * came to be, all.
 * What is not understood, a list of remote shards for one, is left alone. */
static void tidy(struct store *s)
{
    bool missing;
    char ignored[512];
    shards_free(&s->shards);
    if (shards_read(s->home->index, &s->shards, &missing, ignored)) {
        if (s->settled)
            remove_leftovers(s);
    } else if (missing && s->made) {
        remove_leftovers(s);
        lock_remove(s->home->index);
        rmdir(s->home->index);
    }
}

void store_close(struct store *s)
{
    store_rollback(s);
    free(s->writers);
    if (s->lock >= 0) {
        tidy(s);
        close(s->lock);
    }
    shards_free(&s->shards);
    free(s->settings.language);
    free(s->settings.date_from);
    *s = (struct store){.lock = -1};
}

struct xc_database *store_writer(struct store *s, size_t shard, struct xc_error *error)
{
    if (!s->writers[shard])
        s->writers[shard] = xc_open_writable(s->shards.list[shard].path, error);
    return s->writers[shard];
}

char *store_new_name(const struct store *s)
{
    unsigned long last = 0;
    for (size_t i = 0; i < s->shards.count; i++) {
        const char *name = s->shards.list[i].name;
        if (strncmp(name, SHARD_PREFIX, strlen(SHARD_PREFIX)) == 0) {
            unsigned long number = strtoul(name + strlen(SHARD_PREFIX), NULL, 10);
            last = number > last ? number : last;
        }
    }
    for (;;) { /* what is not listed may still be there */
        struct buf name = {0};
        buf_printf(&name, SHARD_PREFIX "%04lu", ++last);
        char *path = store_path(s, name.data);
        bool taken = access(path, F_OK) == 0;
        free(path);
        if (!taken)
            return buf_take(&name);
        buf_free(&name);
    }
}

static bool set(struct xc_database *db, const char *key, const char *value, struct xc_error *error)
{
    return xc_set_metadata(db, key, strlen(key), value, strlen(value), error);
}

static void set_time(struct store *s)
{
    struct tm utc;
    time_t seconds = time(NULL);
    if (gmtime_r(&seconds, &utc))
        strftime(s->now, sizeof s->now, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

void store_settings(struct store *s, struct store_setting settings[STORE_SETTINGS])
{
    set_time(s);
    const struct store_setting all[STORE_SETTINGS] = {
        {SCHEMA_META_FORMAT, SCHEMA_VERSION},
        {SCHEMA_META_WORDS, SCHEMA_WORDS},
        {SCHEMA_META_STEMMER, stemmer_version()},
        {SCHEMA_META_LANGUAGE, s->settings.language},
        {SCHEMA_META_DATE_FROM, s->settings.date_from},
        {SCHEMA_META_BUILT, s->now}};
    memcpy(settings, all, sizeof all);
}

void store_add_shard(struct store *s, const char *name, bool alone)
{
    if (alone) {
        store_rollback(s);
        shards_free(&s->shards);
    }
    shards_add(&s->shards, s->home->index, name);
    s->writers = xreallocarray(s->writers, s->shards.count, sizeof *s->writers);
    s->writers[s->shards.count - 1] = NULL;
}

bool store_new_shard(struct store *s, bool alone, struct xc_error *error)
{
    struct store_setting settings[STORE_SETTINGS];
    char *name = store_new_name(s);
    store_add_shard(s, name, alone);
    free(name);
    struct xc_database *db = store_writer(s, s->shards.count - 1, error);
    bool ok = db != NULL;
    store_settings(s, settings);
    for (size_t i = 0; ok && i < STORE_SETTINGS; i++)
        ok = set(db, settings[i].key, settings[i].value, error);
    return ok && xc_commit(db, error);
}

bool store_publish(struct store *s, char message[512])
{
    if (!shards_write(s->home->index, &s->shards, message))
        return false;
    remove_leftovers(s);
    return true;
}

bool store_commit(struct store *s, struct xc_error *error)
{
    set_time(s);
    for (size_t i = 0; i < s->shards.count; i++)
        if (s->writers[i] && (!set(s->writers[i], SCHEMA_META_BUILT, s->now, error) ||
                              !xc_commit(s->writers[i], error)))
            return false;
    return true;
}
