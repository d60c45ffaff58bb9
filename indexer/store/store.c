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
#include "lib/base/buf.h"
#include "lib/base/folder.h"
#include "lib/base/mem.h"

#define DEFAULT_LANGUAGE "english"
#define DEFAULT_DATE_FROM "header,meta,name"
#define SHARD_PREFIX "shard-"
#define OPEN_TRIES 100 /* of a folder that others remove while it is opened */

char *store_path(const struct store *s, const char *name)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", s->home->index, name);
    return buf_take(&path);
}

/* ---- names of the index's own ---- */

static bool is_numbered(const char *name, const char *prefix, size_t digits)
{
    size_t n = strlen(prefix);
    return strncmp(name, prefix, n) == 0 && strlen(name + n) >= digits &&
           strspn(name + n, "0123456789") == strlen(name + n);
}

static bool is_shard_name(const char *name)
{
    return is_numbered(name, SHARD_PREFIX, 4);
}

static bool is_file_name(const char *name)
{
    return is_numbered(name, "files-", 1) || is_numbered(name, "gone-", 1) ||
           strcmp(name, MANIFEST_FILE ".new") == 0 || strcmp(name, "XAPIANDB.new") == 0 ||
           strcmp(name, "temporary.new") == 0;
}

static bool is_named_by(const struct manifest *m, const char *name)
{
    for (size_t i = 0; i < m->shard_count; i++)
        if (strcmp(m->shards[i].name, name) == 0)
            return true;
    return strcmp(m->files, name) == 0 || strcmp(m->gone, name) == 0;
}

/* Calls `each` for all names in the folder. False and errno if it cannot be read. */
static bool for_names(const char *path, void (*each)(void *context, const char *name),
                      void *context)
{
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            each(context, e->d_name);
    closedir(folder);
    return true;
}

/* Names of the parts of a shard, finished or not. */
static void note_stranger(void *context, const char *name)
{
    static const char *const parts[] = {"positions", "columns", "texts",
                                        "names",     "sums",    "iamglass"};
    bool *strangers = context;
    bool ours = is_numbered(name, "run-", 1) || strncmp(name, "names-sort", 10) == 0 ||
                strncmp(name, "columns", 7) == 0 || strcmp(name, "temporary.new") == 0;
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ours = ours || strcmp(name, parts[i]) == 0;
    *strangers = *strangers || !(ours || (dot && strcmp(dot, ".glass") == 0));
}

/* Whether a folder with the name of a shard has anything in it that is no part of one: then no run
 * of ours left it. */
static bool has_strangers(const char *index, const char *name)
{
    bool strangers = false;
    char *path = folder_path(index, name);
    if (!for_names(path, note_stranger, &strangers))
        strangers = errno != ENOENT;
    free(path);
    return strangers;
}

/* A name that the writer made and that no revision names. */
static bool is_leftover(const struct store *s, const char *name)
{
    if (is_named_by(&s->manifest, name))
        return false;
    return is_shard_name(name) ? !has_strangers(s->home->index, name) : is_file_name(name);
}

void store_remove(const struct store *s, const char *name)
{
    struct error ignored; /* what cannot be removed stays, and is no part of the index */
    if (is_named_by(&s->manifest, name))
        return;
    char *path = store_path(s, name);
    if (is_shard_name(name))
        folder_remove_sub(s->folder, name, path, &ignored);
    else
        folder_remove_file(s->folder, name, path, &ignored);
    free(path);
}

static void remove_leftover(void *context, const char *name)
{
    const struct store *s = context;
    if (is_leftover(s, name))
        store_remove(s, name);
}

/* ---- opening ---- */

/* What is in a folder that is to be an index. */
struct inventory {
    const char *path;
    bool index;
    bool others; /* what no run of ours leaves behind */
};

static void take_stock(void *context, const char *name)
{
    struct inventory *found = context;
    if (strcmp(name, MANIFEST_FILE) == 0 || strcmp(name, "XAPIANDB") == 0)
        found->index = true;
    else if (is_shard_name(name))
        found->others = found->others || has_strangers(found->path, name);
    else if (strcmp(name, LOCK_FILE) != 0 && !is_file_name(name))
        found->others = true;
}

/* False for a folder that is no index, and holds more than a dead run may have left there. */
static bool is_ours(const char *path, struct error *error)
{
    struct inventory found = {.path = path};
    if (!for_names(path, take_stock, &found))
        return error_system(error, errno, path);
    if (found.index || !found.others)
        return true;
    error_set(error, ERROR_USAGE, "%s is no index, and there are other files in it", path);
    return error_cure(error, "name a new folder");
}

static bool conflict(const char *option, const char *has, const char *wanted, struct error *error)
{
    error_set(error, ERROR_USAGE, "the index was made with --%s=%s", option, has);
    return error_cure(error, "to change it, build it anew with 'indexer --rebuild --%s=%s'", option,
                      wanted);
}

/* Takes a setting that was asked for, or a default where the index has none yet. */
static bool settle_one(char *has, size_t room, const char *wanted, const char *fallback,
                       bool rebuild, const char *option, struct error *error)
{
    if (wanted && has[0] && strcmp(wanted, has) != 0 && !rebuild)
        return conflict(option, has, wanted, error);
    if (wanted || !has[0])
        snprintf(has, room, "%s", wanted ? wanted : fallback);
    return true;
}

static bool settle_tables(struct manifest *m, const char *wanted, bool rebuild, struct error *error)
{
    bool full = wanted && strcmp(wanted, "full") == 0;
    if (wanted && m->revision && full != m->full && !rebuild)
        return conflict("tables", m->full ? "full" : "lean", wanted, error);
    if (wanted)
        m->full = full;
    return true;
}

/* Words of an index must come out as they do here, or it cannot be added to. */
static bool settle_words(struct store *s, bool rebuild, struct error *error)
{
    struct manifest *m = &s->manifest;
    char words[sizeof m->words];
    manifest_words(m->language, words);
    if (!words[0]) {
        error_set(error, ERROR_VERSION, "%s: the language '%s' is not known here", s->home->index,
                  m->language);
        return error_cure(error, "run 'indexer --rebuild --language=english', or another");
    }
    if (m->words[0] && strcmp(m->words, words) != 0 && !rebuild) {
        error_set(error, ERROR_VERSION,
                  "%s: its words were made by another version of dateline, Snowball or Unicode",
                  s->home->index);
        return error_cure(error, "build it anew with 'indexer --rebuild'");
    }
    memcpy(m->words, words, sizeof words);
    return true;
}

/* A rebuild does without a manifest that cannot be read, if it is told what that said. An index
 * of an older version says how it was made in what nobody reads any more: there, defaults do. */
static bool read_manifest(struct store *s, const struct store_settings *wanted, bool rebuild,
                          struct error *error)
{
    if (manifest_read(&s->manifest, s->folder, s->home->index, error) ||
        error->status == ERROR_MISSING)
        return true;
    if (!rebuild || (error->status != ERROR_DAMAGED && error->status != ERROR_VERSION))
        return false;
    struct stat st;
    bool old = error->status == ERROR_VERSION &&
               fstatat(s->folder, MANIFEST_FILE, &st, AT_SYMLINK_NOFOLLOW) != 0;
    if (old || (wanted->language && wanted->date_from))
        return true;
    return error_cure(error, "its settings and roots are lost: give them anew, with 'indexer "
                             "--rebuild --language=... --date-from=... PATH ...'");
}

static bool settle(struct store *s, const struct store_settings *wanted, bool rebuild,
                   struct error *error)
{
    struct manifest *m = &s->manifest;
    if (s->folder >= 0 && !read_manifest(s, wanted, rebuild, error))
        return false;
    return settle_one(m->language, sizeof m->language, wanted->language, DEFAULT_LANGUAGE, rebuild,
                      "language", error) &&
           settle_one(m->date_from, sizeof m->date_from, wanted->date_from, DEFAULT_DATE_FROM,
                      rebuild, "date-from", error) &&
           settle_tables(m, wanted->tables, rebuild, error) && settle_words(s, rebuild, error);
}

/* Makes the folder if need be, opens it and takes the lock. */
static enum store_status open_folder(struct store *s, unsigned wait,
                                     const volatile sig_atomic_t *stop, struct error *error)
{
    const char *path = s->home->index;
    int lock;
    s->made = mkdir(path, 0777) == 0;
    if (!s->made && errno != EEXIST) {
        error_system(error, errno, path);
        error->status = ERROR_SYSTEM; /* what would hold the folder is missing */
        return STORE_FAILED;
    }
    s->folder = folder_open(path, error);
    if (s->folder < 0 || !is_ours(path, error))
        return STORE_FAILED;
    enum lock_status status = lock_take(s->folder, path, wait, stop, &lock, error);
    if (status == LOCK_TAKEN)
        s->lock = lock;
    return status == LOCK_TAKEN ? STORE_OK : status == LOCK_HELD ? STORE_LOCKED : STORE_FAILED;
}

enum store_status store_open(struct store *s, const struct home *home,
                             const struct store_settings *wanted, bool rebuild, unsigned wait,
                             const volatile sig_atomic_t *stop, struct error *error)
{
    enum store_status status = STORE_FAILED;
    *s = (struct store){.home = home, .folder = -1, .lock = -1};
    for (int tries = 0; tries < OPEN_TRIES; tries++) {
        status = open_folder(s, wait, stop, error);
        if (status != STORE_FAILED || error->status != ERROR_MISSING)
            break;
        if (s->folder >= 0) /* a first run that came to nothing took it away */
            close(s->folder);
        s->folder = -1;
    }
    if (status != STORE_OK)
        return status;
    if (!settle(s, wanted, rebuild, error))
        return STORE_FAILED;
    if (!s->manifest.revision) /* the manifest may have been lost: nothing says what is left */
        return STORE_OK;
    for_names(home->index, remove_leftover, s);
    return manifest_mend_stub(&s->manifest, s->folder, home->index, error) ? STORE_OK
                                                                           : STORE_FAILED;
}

enum store_status store_look(struct store *s, const struct home *home,
                             const struct store_settings *wanted, bool rebuild, struct error *error)
{
    struct stat st;
    *s = (struct store){.home = home, .folder = -1, .lock = -1};
    if (stat(home->index, &st) == 0) {
        s->folder = folder_open(home->index, error);
        if (s->folder < 0 || !is_ours(home->index, error))
            return STORE_FAILED;
    }
    return settle(s, wanted, rebuild, error) ? STORE_OK : STORE_FAILED;
}

/* Removes an index that we began and that never came to be. */
static void unmake(struct store *s)
{
    for_names(s->home->index, remove_leftover, s);
    lock_remove(s->folder);
    rmdir(s->home->index);
}

void store_close(struct store *s)
{
    if (s->lock >= 0) {
        if (s->manifest.revision)
            for_names(s->home->index, remove_leftover, s);
        else if (s->made)
            unmake(s);
        close(s->lock);
    } else if (s->made) {
        rmdir(s->home->index);
    }
    if (s->folder >= 0)
        close(s->folder);
    manifest_free(&s->manifest);
    *s = (struct store){.folder = -1, .lock = -1};
}

/* ---- the next revision ---- */

void store_new_shard(const struct store *s, char name[MANIFEST_NAME])
{
    unsigned long last = 0;
    struct stat st;
    for (size_t i = 0; i < s->manifest.shard_count; i++) {
        unsigned long number = strtoul(s->manifest.shards[i].name + strlen(SHARD_PREFIX), NULL, 10);
        last = number > last ? number : last;
    }
    do /* what is not listed may still be there */
        snprintf(name, MANIFEST_NAME, SHARD_PREFIX "%04lu", ++last);
    while (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0);
}

void store_new_file(const struct store *s, const char *kind, char name[MANIFEST_NAME])
{
    struct stat st;
    uint64_t number = s->manifest.revision;
    do
        snprintf(name, MANIFEST_NAME, "%.8s-%llu", kind, (unsigned long long)++number);
    while (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0);
}

static void set_time(struct manifest *m)
{
    struct tm utc;
    time_t seconds = time(NULL);
    if (gmtime_r(&seconds, &utc))
        strftime(m->built, sizeof m->built, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

/* Whether readers see a revision, although publishing it failed: after its rename, perhaps. */
static bool is_published(const struct store *s, uint64_t revision)
{
    struct manifest now = {0};
    struct error ignored;
    bool same =
        manifest_read(&now, s->folder, s->home->index, &ignored) && now.revision == revision;
    manifest_free(&now);
    return same;
}

bool store_publish(struct store *s, struct manifest *next, struct error *error)
{
    next->revision = s->manifest.revision + 1;
    set_time(next);
    bool ok = manifest_publish(next, s->folder, s->home->index, error);
    if (!ok && !is_published(s, next->revision))
        return false;
    manifest_free(&s->manifest);
    s->manifest = *next;
    *next = (struct manifest){0};
    if (ok)
        for_names(s->home->index, remove_leftover, s);
    return ok;
}
