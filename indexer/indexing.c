/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/indexing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/files/roots.h"
#include "indexer/store/apply.h"
#include "indexer/store/compact.h"
#include "lib/base/mem.h"

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
    struct path_set roots;     /* of the index, once the run is done */
    struct path_set forgotten; /* roots that the index knows, and shall not */
    struct path_set scanned;
    bool more_roots; /* than the index knows */
    bool stopped;    /* by a signal, before all was done */
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
    snprintf(r->message, 512, "%.180s: %.320s", r->q->home->index, reason);
    return false;
}

static void tell_fallback(const struct run *r, const char *reason)
{
    report_clear(r->report);
    fprintf(stderr,
            "indexer: the index that was written in bulk is not as it should be: %s\n"
            "indexer: it is dropped, and written again by libxapian, which takes longer\n",
            reason);
}

static void tell_unknown_library(const struct run *r)
{
    report_clear(r->report);
    fprintf(stderr,
            "indexer: libxapian %s may have another format than 1.4, which is what can be written "
            "in bulk: libxapian writes the index itself, which takes longer\n",
            xc_version());
}

/* ---- what is there ---- */

/* Roots and files of all shards. A rebuild does without those of a shard that cannot be read. */
static bool load(struct run *r)
{
    struct xc_error error;
    for (size_t i = 0; i < r->store.shards.count; i++) {
        struct xc_database *db = xc_open(r->store.shards.list[i].path, &error);
        bool ok = db && roots_load(&r->roots, db, &error) && known_load(&r->known, db, i, &error);
        xc_database_free(db);
        if (ok)
            continue;
        if (!r->q->rebuild)
            return fail(r, &error);
        report_fault(r->report, r->store.shards.list[i].path,
                     &(struct fault){0, "cannot be read; its roots and --dates are lost"}, false);
        r->report->counts.damaged++;
    }
    path_set_sort(&r->roots);
    return true;
}

static bool exists(const struct run *r, const char *kept)
{
    char *path = home_open(r->q->home, kept);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

static bool knows_below(const struct run *r, const char *root)
{
    for (size_t i = 0; i < r->known.count; i++)
        if (path_is_below(r->q->home, r->known.files[i].path, root))
            return true;
    return false;
}

/* Roots at or below a path that was asked for and that are no more are roots no more. */
static void forget_roots(struct run *r, const struct path_set *asked)
{
    struct path_set stay = {0};
    for (size_t i = 0; i < r->roots.count; i++) {
        const char *root = r->roots.list[i];
        bool gone = !exists(r, root) && path_set_covers(asked, r->q->home, root);
        path_set_add(gone ? &r->forgotten : &stay, root);
    }
    path_set_free(&r->roots);
    r->roots = stay;
}

/* Paths that were asked for become roots, unless a walk from a root comes by them. */
static void add_roots(struct run *r, const struct path_set *asked)
{
    struct path_set more = {0}; /* sorted: a folder comes before what is in it */
    for (size_t i = 0; i < asked->count; i++) {
        const char *path = asked->list[i];
        if (exists(r, path) && !path_set_reaches(&r->roots, r->q->home, path) &&
            !path_set_reaches(&more, r->q->home, path))
            path_set_add(&more, path);
    }
    r->more_roots = more.count > 0 || r->q->rebuild;
    for (size_t i = 0; i < more.count; i++)
        path_set_add(&r->roots, more.list[i]);
    path_set_sort(&r->roots);
    path_set_free(&more);
}

/* What is to be scanned: what was asked for, with the roots below it; else, and for a rebuild, all
 * roots. */
static void choose_paths(struct run *r, const struct path_set *asked)
{
    bool all = asked->count == 0 || r->q->rebuild;
    for (size_t i = 0; i < asked->count && !all; i++)
        path_set_add(&r->scanned, asked->list[i]);
    for (size_t i = 0; i < r->roots.count; i++)
        if (all || path_set_covers(asked, r->q->home, r->roots.list[i]))
            path_set_add(&r->scanned, r->roots.list[i]);
    path_set_sort(&r->scanned);
}

static bool is_named(const struct run *r, const char *path)
{
    for (size_t i = 0; i < r->q->named; i++)
        if (strcmp(r->q->paths[i], path) == 0)
            return true;
    return false;
}

/* A path that was asked for and is not there: what is known of it goes; or it vanished after it was
 * listed; or it is a mistake, as surely if nothing of a list is there. */
static bool check_asked(struct run *r, const struct path_set *asked)
{
    static const char reason[] = "no such file or folder";
    size_t missing = 0;
    for (size_t i = 0; i < asked->count; i++) {
        const char *path = asked->list[i];
        if (exists(r, path) || path_set_has(&r->forgotten, path) || knows_below(r, path))
            continue;
        if (is_named(r, path) || ++missing == asked->count) {
            char *shown = home_show(r->q->home, path);
            snprintf(r->message, 512, "%s: %s", shown, reason);
            free(shown);
            return false;
        }
        scan_miss(&r->scan, path, reason);
    }
    return true;
}

/* A root that is not there may be a disk that is not mounted: its articles stay, and the index is
 * not built anew without them. */
static bool miss_root(struct run *r, const char *root)
{
    char *shown = home_show(r->q->home, root);
    struct buf text = {0};
    bool ok = !r->q->rebuild || !knows_below(r, root);
    if (!ok)
        snprintf(r->message, 512,
                 "%s: not there; its articles would be lost (to drop them: indexer '%s')", shown,
                 shown);
    buf_printf(&text, "not there; its articles are kept (to drop them: indexer '%s')", shown);
    scan_miss(&r->scan, root, text.data);
    buf_free(&text);
    free(shown);
    return ok;
}

static bool scan_all(struct run *r, const struct path_set *asked)
{
    choose_paths(r, asked);
    if (r->scanned.count == 0) {
        snprintf(r->message, 512, "nothing to index: name files or folders, 'indexer FOLDER'");
        return false;
    }
    for (size_t i = 0; i < r->scanned.count && !*r->q->stop; i++) {
        const char *path = r->scanned.list[i];
        if (exists(r, path))
            scan_path(&r->scan, r->q->home, path, r->q->stop);
        else if (!path_set_has(asked, path) && !miss_root(r, path))
            return false;
    }
    scan_finish(&r->scan);
    return true;
}

/* Finds out what is to be scanned, and scans it. */
static bool look_around(struct run *r)
{
    struct path_set asked = {0};
    for (size_t i = 0; i < r->q->path_count; i++)
        path_set_add(&asked, r->q->paths[i]);
    path_set_sort(&asked);
    forget_roots(r, &asked);
    add_roots(r, &asked);
    bool ok = check_asked(r, &asked) && scan_all(r, &asked);
    path_set_free(&asked);
    return ok;
}

/* ---- writing ---- */

static bool commit(struct run *r, struct xc_error *error)
{
    return r->q->dry_run || (update_names(&r->update, error) && store_commit(&r->store, error));
}

static bool write_roots(struct run *r)
{
    struct xc_error error;
    struct xc_database *db = store_writer(&r->store, r->store.shards.count - 1, &error);
    bool ok = db != NULL;
    for (size_t i = 0; ok && i < r->roots.count; i++)
        ok = roots_write(db, r->roots.list[i], &error);
    return ok || fail(r, &error);
}

/* A root may be named in any shard. */
static bool write_forgotten(struct run *r, struct xc_error *error)
{
    for (size_t i = 0; r->forgotten.count && i < r->store.shards.count; i++) {
        struct xc_database *db = store_writer(&r->store, i, error);
        bool ok = db != NULL;
        for (size_t j = 0; ok && j < r->forgotten.count; j++)
            ok = roots_forget(db, r->forgotten.list[j], error);
        if (!ok)
            return false;
    }
    return true;
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

/* Makes the bulk shard, when all articles are in it, a database. */
static bool finish_bulk(struct run *r)
{
    struct error error;
    report_phase(r->report, "merging");
    for (size_t i = 0; i < r->roots.count; i++) {
        const char *root = r->roots.list[i];
        struct buf key = {0};
        roots_key(root, &key);
        bulk_metadata(r->bulk, key.data, key.length, roots_value(root), strlen(roots_value(root)));
        buf_free(&key);
    }
    struct store_setting settings[STORE_SETTINGS];
    store_settings(&r->store, settings);
    for (size_t i = 0; i < STORE_SETTINGS; i++)
        bulk_metadata(r->bulk, settings[i].key, strlen(settings[i].key), settings[i].value,
                      strlen(settings[i].value));
    return bulk_finish(r->bulk, &error) || fail_text(r, error.message);
}

/* Makes undone what a bulk build did that is not to be. */
static void start_over(struct run *r, const struct counts *before)
{
    store_rollback(&r->store);
    update_free(&r->update);
    update_init(&r->update, &r->store, r->stemmer);
    comparison_give_back(&r->found);
    r->report->counts = *before;
    r->report->bytes = 0;
}

/* What is not published was not added. */
static void uncount_added(struct run *r, const struct counts *before)
{
    r->report->counts.added = before->added;
    r->report->counts.added_undated = before->added_undated;
}

enum built { BUILT_WHOLE, BUILT_WRONG, BUILT_STOPPED, BUILT_FAILED };

/* Builds a shard of what is new; unless it is whole, nothing of it stays. WRONG: it was written,
 * and is not what it should be; *reason says why. */
static enum built build_shard(struct run *r, struct applier *a, char *folder, struct error *reason)
{
    enum built built = BUILT_FAILED;
    r->bulk_options = (struct bulk_options){folder, r->store.settings.language, r->q->jobs,
                                            r->q->memory, r->q->stop};
    r->bulk = a->bulk = bulk_new(&r->bulk_options, reason);
    bool written = r->bulk ? write_work(r, a) : fail_text(r, reason->message);
    if (written && *r->q->stop)
        built = BUILT_STOPPED;
    else if (written && finish_bulk(r))
        built = bulk_verify(r->bulk, r->q->verify, reason) ? BUILT_WHOLE : BUILT_WRONG;
    bulk_free(r->bulk);
    r->bulk = a->bulk = NULL;
    if (built != BUILT_WHOLE)
        store_remove(folder);
    return built;
}

static bool publish_shard(struct run *r, const char *name)
{
    struct xc_error error;
    store_add_shard(&r->store, name, r->q->rebuild);
    return store_publish(&r->store, r->message) && (commit(r, &error) || fail(r, &error));
}

/* Writes new articles in bulk. *fallback turns true if libxapian has to write them after all: then
 * nothing that was done counts. */
static bool write_in_bulk(struct run *r, struct applier *a, bool *fallback)
{
    struct error reason;
    struct counts before = r->report->counts;
    char *name = store_new_name(&r->store);
    char *folder = store_path(&r->store, name);
    enum built built = build_shard(r, a, folder, &reason);
    bool ok = built == BUILT_WHOLE ? publish_shard(r, name) : built != BUILT_FAILED;
    if (built != BUILT_WHOLE)
        uncount_added(r, &before);
    if (built == BUILT_WRONG) {
        *fallback = true;
        tell_fallback(r, reason.message);
        start_over(r, &before);
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
    if (r->q->writer == WRITER_UPDATE)
        return false;
    for (size_t i = 0; i < r->found.work_count; i++)
        bytes += r->found.work[i].was ? 0 : r->found.work[i].file->size;
    bool pays = r->q->writer == WRITER_BULK || r->store.shards.count == 0 || r->q->rebuild ||
                bytes >= BULK_BYTES;
    if (!pays || bulk_knows_library())
        return pays;
    tell_unknown_library(r);
    return false;
}

static bool write_all(struct run *r)
{
    struct xc_error error;
    struct counts before = r->report->counts;
    struct applier a = {r->q->dry_run, r->report, &r->found,
                        &r->update,    NULL,      r->store.shards.count - 1,
                        r->q->stop};
    if (r->q->dry_run)
        return write_work(r, &a) && (apply_gone(&a, &error) || fail(r, &error));
    bool fallback = !wants_bulk(r);
    if (!fallback && !write_in_bulk(r, &a, &fallback))
        return false;
    if (fallback && !write_by_update(r, &a))
        return false;
    if (!apply_gone(&a, &error) || !write_forgotten(r, &error) || !commit(r, &error))
        return fail(r, &error);
    if (!r->q->rebuild || !fallback)
        return true;
    if (!*r->q->stop)
        return store_publish(&r->store, r->message);
    uncount_added(r, &before);
    return true;
}

/* ---- the run ---- */

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
           r->forgotten.count == 0 && r->store.shards.count > 0;
}

static bool compact_if_due(struct run *r)
{
    bool due = r->q->compact || r->store.shards.count > COMPACT_SHARDS;
    if (!due || r->q->dry_run)
        return true;
    report_phase(r->report, "compacting");
    return compact_shards(&r->store, r->message);
}

static bool work(struct run *r)
{
    bool ok =
        load(r) && read_settings_parse(r->store.settings.date_from, &r->settings) && look_around(r);
    r->stopped = *r->q->stop;
    if (ok && !r->stopped) {
        compare(&r->found, &r->scan, &r->known, &r->scanned, r->q->dates, r->q->rebuild, r->report);
        tell_unused_dates(r);
        ok = is_idle(r) || write_all(r);
        r->stopped = *r->q->stop; /* a signal while Xapian compacts comes too late */
        ok = ok && (r->stopped || compact_if_due(r));
    }
    return ok;
}

static void finish(struct run *r)
{
    path_set_free(&r->roots);
    path_set_free(&r->forgotten);
    path_set_free(&r->scanned);
    batch_free(&r->batch);
    update_free(&r->update);
    stemmer_free(r->stemmer);
    comparison_free(&r->found);
    scan_free(&r->scan);
    known_free(&r->known);
    store_close(&r->store);
}

enum indexing_status indexing_run(const struct request *q, struct report *report, char message[512])
{
    struct run r = {.q = q, .report = report, .message = message};
    enum store_status opened =
        q->dry_run
            ? store_look(&r.store, q->home, &q->settings, q->rebuild, message)
            : store_open(&r.store, q->home, &q->settings, q->rebuild, q->wait, q->stop, message);
    bool ok = opened == STORE_OK;
    if (ok) {
        r.stemmer = stemmer_new(r.store.settings.language);
        update_init(&r.update, &r.store, r.stemmer);
        batch_init(&r.batch, q->jobs);
        ok = work(&r);
    }
    bool stopped = r.stopped;
    finish(&r);
    if (opened == STORE_LOCKED)
        return INDEXING_LOCKED;
    return !ok ? INDEXING_FAILED : stopped ? INDEXING_STOPPED : INDEXING_OK;
}
