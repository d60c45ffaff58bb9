/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/indexing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/compare.h"
#include "indexer/update.h"
#include "lib/mem.h"

#define BATCH_BYTES ((uint64_t)64 << 20)

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
    char **roots; /* kept paths */
    size_t root_count;
    size_t root_room;
    char *message;
};

static bool fail(struct run *r, const struct xc_error *error)
{
    snprintf(r->message, 512, "%s: %s%s%s", r->q->home->index, error->message,
             error->hint[0] ? "; " : "", error->hint);
    return false;
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

/* What is known of a file once it was read. */
static struct known_file fresh_known(const struct run *r, const struct work *w,
                                     const struct reading *reading)
{
    struct known_file k = {.path = w->file->path,
                           .size = w->file->size,
                           .mtime = w->file->mtime,
                           .mtime_ns = w->file->mtime_ns,
                           .inode = w->file->inode,
                           .hash = reading->hash,
                           .articles = (uint32_t)reading->article_count,
                           .many = reading->many,
                           .skipped = reading->skipped,
                           .listed = w->listed,
                           .fault_count = (uint32_t)reading->fault_count,
                           .shard = w->was ? w->was->shard : r->store.shards.count - 1};
    if (reading->fault_count)
        k.fault = reading->faults[0];
    return k;
}

static void tell_faults(struct run *r, const struct work *w, const struct reading *reading)
{
    for (size_t i = 0; i < reading->fault_count; i++)
        report_fault(r->report, w->file->path, &reading->faults[i], reading->skipped);
    if (reading->skipped)
        r->report->counts.skipped++;
    else if (reading->fault_count)
        r->report->counts.damaged++;
}

/* The file that this one was before it was renamed; NULL if it is none that is gone. */
static struct known_file *moved_from(struct run *r, const struct work *w,
                                     const struct reading *reading)
{
    if (w->was || reading->skipped || reading->many || !reading->hash)
        return NULL;
    struct known_file *k = comparison_take_gone(&r->found, reading->bytes, reading->hash);
    if (k && (k->many || k->articles != 1)) {
        k->seen = false;
        return NULL;
    }
    return k;
}

static bool move(struct run *r, const struct work *w, struct reading *reading,
                 struct known_file *from, struct xc_error *error)
{
    struct article *a = &reading->articles[0];
    struct known_file k = fresh_known(r, w, reading);
    k.shard = from->shard;
    if (date_is_none(k.listed) && !date_is_none(from->listed)) {
        k.listed = a->date = from->listed;
        a->date_source = FROM_LIST;
    }
    report_change(r->report, "moved", k.path);
    r->report->counts.moved++;
    return r->q->dry_run ||
           (update_move(&r->update, from->shard, from->path, a, error) &&
            update_forget(&r->update, from, error) && update_known(&r->update, &k, error));
}

/* Takes the articles of a file out of the index, if it has any. */
static bool drop(struct run *r, const struct known_file *k, struct xc_error *error)
{
    return r->q->dry_run || k->articles == 0 || update_delete(&r->update, k, error);
}

/* A file whose content is as it was: only what is known of it changes. */
static bool touch(struct run *r, const struct work *w, const struct reading *reading,
                  struct xc_error *error)
{
    struct known_file k = fresh_known(r, w, reading);
    r->report->counts.unchanged += k.articles;
    return r->q->dry_run || update_known(&r->update, &k, error);
}

static bool is_touched(const struct work *w, const struct reading *reading)
{
    const struct known_file *was = w->was;
    return was && was->hash == reading->hash && was->size == reading->bytes &&
           was->skipped == reading->skipped && was->many == reading->many &&
           was->articles == reading->article_count && date_compare(was->listed, w->listed) == 0;
}

/*
 * Settles what needs no new article: what cannot be read, is skipped, was only touched, or moved.
 * *done is false for files whose articles are to be written.
 */
static bool settle(struct run *r, const struct work *w, struct reading *reading, bool *done,
                   struct xc_error *error)
{
    *done = true;
    tell_faults(r, w, reading);
    if (reading->unread) {
        r->report->counts.unchanged += w->was ? w->was->articles : 0;
        return true;
    }
    if (is_touched(w, reading))
        return touch(r, w, reading, error);
    struct known_file *from = moved_from(r, w, reading);
    if (from)
        return move(r, w, reading, from, error);
    *done = reading->skipped || reading->article_count == 0;
    if (!*done)
        return true;
    struct known_file k = fresh_known(r, w, reading);
    if (w->was) {
        r->report->counts.removed += w->was->articles;
        if (!drop(r, w->was, error))
            return false;
    }
    return r->q->dry_run || update_known(&r->update, &k, error);
}

/* An article of a batch, to be sorted by date. */
struct entry {
    uint32_t date;
    uint32_t item; /* of the batch */
    uint32_t article;
};

static int by_date(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

static bool write_article(struct run *r, const struct work *w, const struct reading *reading,
                          uint32_t number, struct xc_error *error)
{
    const struct article *a = &reading->articles[number];
    const struct known_file *was = w->was;
    bool single = !reading->many && was && was->articles == 1 && !was->many;
    struct counts *c = &r->report->counts;
    if (was && was->articles) {
        c->updated++;
    } else {
        c->added++;
        c->added_undated += date_is_none(a->date);
    }
    report_change(r->report, was && was->articles ? "updated" : "added", a->path);
    report_progress(r->report, reading->bytes / reading->article_count);
    if (r->q->dry_run)
        return true;
    size_t shard = was ? was->shard : r->store.shards.count - 1;
    if (single)
        return update_replace(&r->update, shard, was->path, a, error);
    if (number == 0 && was && !drop(r, was, error))
        return false;
    return update_add(&r->update, shard, a, error);
}

/* Writes the articles of a batch in date order, then what is known of their files. */
static bool write_batch(struct run *r, const struct work *work, struct xc_error *error)
{
    struct entry *entries = NULL;
    size_t count = 0;
    size_t room = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < r->batch.count; i++) {
        struct reading *reading = &r->batch.readings[i];
        bool done;
        ok = settle(r, &work[i], reading, &done, error);
        if (done)
            report_progress(r->report, reading->bytes);
        for (size_t j = 0; ok && !done && j < reading->article_count; j++) {
            entries = xgrow(entries, &room, count + 1, sizeof *entries);
            entries[count++] = (struct entry){date_to_number(reading->articles[j].date),
                                              (uint32_t)i, (uint32_t)j};
        }
    }
    if (count)
        qsort(entries, count, sizeof *entries, by_date);
    for (size_t i = 0; ok && i < count; i++) {
        const struct entry *e = &entries[i];
        const struct reading *reading = &r->batch.readings[e->item];
        ok = write_article(r, &work[e->item], reading, e->article, error);
        if (ok && !r->q->dry_run && e->article == 0) {
            struct known_file k = fresh_known(r, &work[e->item], reading);
            ok = update_known(&r->update, &k, error);
        }
    }
    free(entries);
    return ok;
}

static bool commit(struct run *r, struct xc_error *error)
{
    return r->q->dry_run ||
           (update_names(&r->update, error) && store_commit(&r->store, error));
}

static bool write_work(struct run *r)
{
    struct xc_error error;
    size_t next = 0;
    r->report->total_bytes = r->found.work_bytes;
    while (next < r->found.work_count && !*r->q->stop) {
        const struct work *work = r->found.work + next;
        batch_read(&r->batch, r->q->home, &r->settings, work, r->found.work_count - next,
                   BATCH_BYTES, r->q->stop);
        if (!write_batch(r, work, &error) || !commit(r, &error))
            return fail(r, &error);
        next += r->batch.count;
    }
    return true;
}

static bool remove_gone(struct run *r)
{
    struct xc_error error;
    for (size_t i = 0; i < r->found.gone_count && !*r->q->stop; i++) {
        struct known_file *k = r->found.gone[i];
        if (k->seen)
            continue;
        r->report->counts.removed += k->articles;
        report_change(r->report, "removed", k->path);
        if (!drop(r, k, &error) ||
            (!r->q->dry_run && !update_forget(&r->update, k, &error)))
            return fail(r, &error);
    }
    return commit(r, &error) || fail(r, &error);
}

/* ---- the run ---- */

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

/* Makes the first shard of an index, or for a rebuild one that takes the place of all. A new
 * index is published at once, so that what is committed is seen; a rebuild when it is whole. */
static bool prepare(struct run *r)
{
    struct xc_error error;
    bool first = r->store.shards.count == 0;
    if (first || r->q->rebuild) {
        if (!store_new_shard(&r->store, true, &error))
            return fail(r, &error);
        if (first && !store_publish(&r->store, r->message))
            return false;
    }
    return true;
}

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

static bool work(struct run *r)
{
    const char **scanned = NULL;
    size_t count = 0;
    bool ok = load(r) && read_settings_parse(r->store.settings.date_from, &r->settings);
    bool more_roots = add_roots(r);
    ok = ok && scan_all(r, &scanned, &count);
    if (ok && !*r->q->stop) {
        compare(&r->found, &r->scan, &r->known, scanned, count, r->q->dates, r->q->rebuild,
                r->report);
        tell_unused_dates(r);
        ok = r->q->dry_run || (prepare(r) && (!more_roots || write_roots(r)));
        ok = ok && write_work(r) && remove_gone(r);
    }
    free(scanned);
    if (ok && r->q->rebuild && !r->q->dry_run && !*r->q->stop)
        ok = store_publish(&r->store, r->message);
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
