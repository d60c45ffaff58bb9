/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/indexing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/apply.h"
#include "lib/mem.h"

#define UPDATE_BATCH ((uint64_t)32 << 20) /* bytes of text between two commits */
#define BULK_BYTES ((uint64_t)4 << 20)    /* of new text that are worth a shard */

/* All that a run holds. */
struct run {
    const struct request *q;
    struct report *report;
    struct store store;
    struct read_settings settings;
    struct known known;
    struct scan scan;
    struct comparison found;
    struct stemmer *stemmer;
    struct update update;
    struct batch batch;
    struct bulk *bulk; /* while it writes */
    struct bulk_options bulk_options;
    char **roots; /* kept paths */
    size_t root_count;
    size_t root_room;
    bool more_roots; /* than the index knows */
    char *message;
};

static bool fail(struct run *r, const struct xc_error *error)
{
    snprintf(r->message, 512, "%s: %s%s%s", r->q->home->index, error->message,
             error->hint[0] ? "; " : "", error->hint);
    return false;
}

static bool fail_text(struct run *r, const char *reason)
{
    snprintf(r->message, 512, "%s: %s", r->q->home->index, reason);
    return false;
}

static void tell_fallback(struct run *r, const char *reason)
{
    report_clear(r->report);
    fprintf(stderr,
            "indexer: the index that was written in bulk is not as it should be: %s\n"
            "indexer: it is dropped, and written again by libxapian, which takes longer\n",
            reason);
}

/* ---- what is there ---- */

static void add_root(struct run *r, const char *path, size_t length)
{
    for (size_t i = 0; i < r->root_count; i++)
        if (strlen(r->roots[i]) == length && memcmp(r->roots[i], path, length) == 0)
            return;
    r->roots = xgrow(r->roots, &r->root_room, r->root_count + 1, sizeof *r->roots);
    r->roots[r->root_count++] = xstrndup(path, length);
}

static bool is_below_root(const struct run *r, const char *path)
{
    for (size_t i = 0; i < r->root_count; i++)
        if (path_is_below(path, r->roots[i]))
            return true;
    return false;
}

static bool load_roots(struct run *r, struct xc_database *db, struct xc_error *error)
{
    size_t prefix = strlen(SCHEMA_META_ROOT);
    struct xc_list *keys = xc_metadata_keys(db, SCHEMA_META_ROOT, prefix, error);
    struct xc_item key;
    bool found = false;
    bool ok = keys != NULL;
    while (ok && (ok = xc_list_next(keys, &key, &found, error)) && found)
        add_root(r, key.text + prefix, key.length - prefix);
    xc_list_free(keys);
    return ok;
}

/* Roots and files of all shards. A rebuild does without those of a shard that cannot be read. */
static bool load(struct run *r)
{
    struct xc_error error;
    for (size_t i = 0; i < r->store.shards.count; i++) {
        struct xc_database *db = xc_open(r->store.shards.list[i].path, &error);
        bool ok = db && load_roots(r, db, &error) && known_load(&r->known, db, i, &error);
        xc_database_free(db);
        if (ok)
            continue;
        if (!r->q->rebuild)
            return fail(r, &error);
        report_fault(r->report, r->store.shards.list[i].path,
                     &(struct fault){0, "cannot be read; its roots and --dates are lost"}, false);
        r->report->counts.damaged++;
    }
    return true;
}

static bool exists(const struct run *r, const char *kept)
{
    char *path = home_open(r->q->home, kept);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

static bool knows_below(const struct known *k, const char *root)
{
    for (size_t i = 0; i < k->count; i++)
        if (path_is_below(k->files[i].path, root))
            return true;
    return false;
}

/*
 * A path that was asked for and is not there: what is known of it goes, or it is a mistake. A
 * known root that is not there may be a disk that is not mounted: its articles stay.
 */
static bool scan_one(struct run *r, const char *kept, bool asked)
{
    if (exists(r, kept)) {
        scan_path(&r->scan, r->q->home, kept, r->q->stop);
        return true;
    }
    char *shown = home_show(r->q->home, kept);
    bool ok = asked ? knows_below(&r->known, kept) : true;
    if (!ok)
        snprintf(r->message, 512, "%s: no such file or folder", shown);
    if (!asked) {
        char text[512];
        snprintf(text, sizeof text,
                 "not there; its articles are kept (to drop them: indexer '%s')", shown);
        report_fault(r->report, kept, &(struct fault){0, text}, true);
        r->report->counts.skipped++;
    }
    free(shown);
    return ok;
}

/* Scans what was asked for, else the known roots; a rebuild both. *scanned are the paths that
 * were. */
static bool scan_all(struct run *r, const char ***scanned, size_t *count)
{
    bool asked = r->q->path_count > 0 && !r->q->rebuild;
    size_t n = asked ? r->q->path_count : r->root_count;
    *scanned = xcalloc(n, sizeof **scanned);
    *count = 0;
    if (n == 0) {
        snprintf(r->message, 512, "nothing to index: name files or folders, 'indexer FOLDER'");
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const char *path = asked ? r->q->paths[i] : r->roots[i];
        if (!scan_one(r, path, asked))
            return false;
        if (asked || exists(r, path))
            (*scanned)[(*count)++] = path;
    }
    scan_finish(&r->scan);
    return true;
}

/* ---- writing ---- */

static bool commit(struct run *r, struct xc_error *error)
{
    return r->q->dry_run ||
           (update_names(&r->update, error) && store_commit(&r->store, error));
}

static bool write_roots(struct run *r)
{
    struct xc_error error;
    struct buf key = {0};
    struct xc_database *db = store_writer(&r->store, r->store.shards.count - 1, &error);
    bool ok = db != NULL;
    for (size_t i = 0; ok && i < r->root_count; i++) {
        buf_clear(&key);
        buf_printf(&key, "%s%s", SCHEMA_META_ROOT, r->roots[i]);
        ok = xc_set_metadata(db, key.data, key.length, "1", 1, &error);
    }
    buf_free(&key);
    return ok || fail(r, &error);
}

static uint64_t batch_bytes(const struct run *r)
{
    return r->bulk ? bulk_batch_bytes(&r->bulk_options) : UPDATE_BATCH;
}

/* Reads and writes all files that are new or changed, batch by batch. */
static bool write_work(struct run *r, struct applier *a)
{
    struct xc_error error;
    size_t next = 0;
    r->report->total_bytes = r->found.work_bytes;
    while (next < r->found.work_count && !*r->q->stop) {
        const struct work *work = r->found.work + next;
        batch_read(&r->batch, r->q->home, &r->settings, work, r->found.work_count - next,
                   batch_bytes(r), r->q->stop);
        if (!apply_batch(a, work, &r->batch, &error) || (!r->bulk && !commit(r, &error)))
            return fail(r, &error);
        next += r->batch.count;
    }
    return true;
}

/* The bulk shard, when all is in it, becomes one of the index. */
static bool finish_bulk(struct run *r, struct glass_error *reason)
{
    report_phase(r->report, "merging");
    for (size_t i = 0; i < r->root_count; i++) {
        struct buf key = {0};
        buf_printf(&key, "%s%s", SCHEMA_META_ROOT, r->roots[i]);
        bulk_metadata(r->bulk, key.data, key.length, "1", 1);
        buf_free(&key);
    }
    struct store_setting settings[STORE_SETTINGS];
    store_settings(&r->store, settings);
    for (size_t i = 0; i < STORE_SETTINGS; i++)
        bulk_metadata(r->bulk, settings[i].key, strlen(settings[i].key), settings[i].value,
                      strlen(settings[i].value));
    return bulk_finish(r->bulk, reason) && bulk_verify(r->bulk, r->q->verify, reason);
}

/* Writes new articles in bulk. *fallback turns true if the shard is not what it should be: then
 * nothing of it counts. */
static bool write_in_bulk(struct run *r, struct applier *a, bool *fallback)
{
    struct glass_error reason;
    struct xc_error error;
    char *name = store_new_name(&r->store);
    char *folder = store_path(&r->store, name);
    r->bulk_options = (struct bulk_options){folder, r->store.settings.language, r->q->jobs,
                                            r->q->memory};
    r->bulk = a->bulk = bulk_new(&r->bulk_options, &reason);
    bool ok = r->bulk || fail_text(r, reason.text);
    ok = ok && write_work(r, a);
    if (ok && !*r->q->stop) {
        *fallback = !finish_bulk(r, &reason);
        if (*fallback)
            tell_fallback(r, reason.text);
    }
    bulk_free(r->bulk);
    r->bulk = a->bulk = NULL;
    bool publish = ok && !*fallback && !*r->q->stop;
    if (!publish)
        store_remove(folder);
    if (publish) {
        store_add_shard(&r->store, name, r->q->rebuild);
        ok = store_publish(&r->store, r->message);
        ok = ok && (commit(r, &error) || fail(r, &error));
    }
    free(folder);
    free(name);
    return ok;
}

/* The libxapian writer needs a shard to write to. A new index is published at once, so that what
 * is committed is seen; a rebuild when it is whole. */
static bool write_by_update(struct run *r, struct applier *a)
{
    struct xc_error error;
    bool first = r->store.shards.count == 0;
    if (first || r->q->rebuild) {
        if (!store_new_shard(&r->store, true, &error))
            return fail(r, &error);
        if (first && !store_publish(&r->store, r->message))
            return false;
    }
    a->shard = r->store.shards.count - 1;
    return (!r->more_roots || write_roots(r)) && write_work(r, a);
}

/*
 * Bulk building pays when there is much to add: it sorts what is new and writes it once, while
 * libxapian's writer is many times slower. But each bulk build makes a shard of its own.
 */
static bool wants_bulk(const struct run *r)
{
    uint64_t bytes = 0;
    if (!bulk_knows_library() || r->q->writer == WRITER_UPDATE)
        return false;
    for (size_t i = 0; i < r->found.work_count; i++)
        bytes += r->found.work[i].was ? 0 : r->found.work[i].file->size;
    return r->q->writer == WRITER_BULK || r->store.shards.count == 0 || r->q->rebuild ||
           bytes >= BULK_BYTES;
}

static bool write_all(struct run *r)
{
    struct xc_error error;
    struct applier a = {r->q->dry_run, r->report, &r->found, &r->update, NULL,
                        r->store.shards.count - 1};
    if (r->q->dry_run)
        return write_work(r, &a) && (apply_gone(&a, r->q->stop, &error) || fail(r, &error));
    bool fallback = !wants_bulk(r);
    struct counts before = r->report->counts;
    if (!fallback && !write_in_bulk(r, &a, &fallback))
        return false;
    if (fallback) {
        r->report->counts = before;
        if (!write_by_update(r, &a))
            return false;
    }
    if (!apply_gone(&a, r->q->stop, &error) || !commit(r, &error))
        return fail(r, &error);
    return !r->q->rebuild || *r->q->stop || store_publish(&r->store, r->message);
}

/* ---- the run ---- */

/* Adds the paths that were asked for to the roots; true if the roots are to be written. */
static bool add_roots(struct run *r)
{
    size_t before = r->root_count;
    for (size_t i = 0; i < r->q->path_count; i++)
        if (exists(r, r->q->paths[i]) && !is_below_root(r, r->q->paths[i]))
            add_root(r, r->q->paths[i], strlen(r->q->paths[i]));
    return r->root_count != before || r->q->rebuild;
}

static void tell_unused_dates(struct run *r)
{
    struct dates_list *l = r->q->dates;
    for (size_t i = 0; l && i < l->count; i++)
        if (!l->dates[i].used) {
            char text[64];
            snprintf(text, sizeof text, "no article for the date in line %zu of --dates",
                     l->dates[i].line);
            report_fault(r->report, l->dates[i].path, &(struct fault){0, text}, false);
            r->report->counts.damaged++;
        }
}

/* True if there is nothing to write: the index is not even opened for writing then. */
static bool is_idle(const struct run *r)
{
    return r->found.work_count == 0 && r->found.gone_count == 0 && !r->more_roots &&
           r->store.shards.count > 0;
}

static bool work(struct run *r)
{
    const char **scanned = NULL;
    size_t count = 0;
    bool ok = load(r) && read_settings_parse(r->store.settings.date_from, &r->settings);
    r->more_roots = add_roots(r);
    ok = ok && scan_all(r, &scanned, &count);
    if (ok && !*r->q->stop) {
        compare(&r->found, &r->scan, &r->known, scanned, count, r->q->dates, r->q->rebuild,
                r->report);
        tell_unused_dates(r);
        ok = is_idle(r) || write_all(r);
    }
    free(scanned);
    return ok;
}

static void finish(struct run *r)
{
    for (size_t i = 0; i < r->root_count; i++)
        free(r->roots[i]);
    free(r->roots);
    batch_free(&r->batch);
    update_free(&r->update);
    stemmer_free(r->stemmer);
    comparison_free(&r->found);
    scan_free(&r->scan);
    known_free(&r->known);
    store_close(&r->store);
}

enum indexing_status indexing_run(const struct request *q, struct report *report,
                                  char message[512])
{
    struct run r = {.q = q, .report = report, .message = message};
    enum store_status opened =
        q->dry_run ? store_look(&r.store, q->home, &q->settings, q->rebuild, message)
                   : store_open(&r.store, q->home, &q->settings, q->rebuild, q->wait, q->stop,
                                message);
    bool ok = opened == STORE_OK;
    if (ok) {
        r.stemmer = stemmer_new(r.store.settings.language);
        update_init(&r.update, &r.store, r.stemmer);
        batch_init(&r.batch, q->jobs);
        ok = work(&r);
    }
    finish(&r);
    if (opened == STORE_LOCKED)
        return INDEXING_LOCKED;
    return !ok ? INDEXING_FAILED : *q->stop ? INDEXING_STOPPED : INDEXING_OK;
}
