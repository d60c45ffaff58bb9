/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/indexing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/files/roots.h"
#include "indexer/read/title_sample.h"
#include "indexer/settings.h"
#include "indexer/store/tiers.h"
#include "lib/base/mem.h"

/* All that a run holds. */
struct run {
    const struct request *q;
    struct report *report;
    struct store store;
    struct file_table table;
    struct roots roots;
    struct comparison found;
    struct update update;
    struct batch batch;
    struct settings settings;
    struct source_settings reading;
    struct format_numbers formats;
    bool more_formats; /* than the index knew: what had none may have one now */
    struct shard_options options;
    struct compare_events walk_events;
    struct update_events file_events;
    struct error *error;
    bool failed; /* an event could not be dealt with: *error says why */
};

/* ---- what is heard on the way goes to the report ---- */

static void on_unchanged(void *context, const struct known_file *k)
{
    struct run *r = context;
    struct update_counts *c = &r->update.counts;
    c->unchanged += k->articles;
    if (k->skipped) {
        report_skipped(r->report, k->path, &(struct skip){NULL, k->fault, 0});
    } else if (k->fault_count) {
        c->faulty++;
        if (!r->report->quiet)
            report_fault(r->report, k->path,
                         &(struct fault){k->fault_record, (size_t)k->fault_line, k->fault});
    }
}

static void on_kept(void *context, const struct known_file *k)
{
    struct run *r = context;
    r->failed = !update_keep(&r->update, k, r->error) || r->failed;
}

static void on_walk_fault(void *context, const char *path, const char *message, bool unseen)
{
    struct run *r = context;
    if (!unseen) {
        report_skipped(r->report, path, &(struct skip){NULL, message, 0});
        return;
    }
    report_fault(r->report, path, &(struct fault){0, 0, message});
    r->update.counts.broken++;
}

static void on_change(void *context, const char *what, const char *path, const struct article *a)
{
    struct run *r = context;
    const struct manifest *m = &r->store.manifest;
    const struct understood u = {a && a->format ? m->formats[a->format - 1] : "no format", a};
    report_change(r->report, what, path, a ? a->number : "", a && r->update.dry_run ? &u : NULL);
}

static void on_fault(void *context, const char *path, const struct fault *f)
{
    struct run *r = context;
    report_fault(r->report, path, f);
}

static void on_skipped(void *context, const char *path, const struct skip *s)
{
    struct run *r = context;
    report_skipped(r->report, path, s);
}

static void wire_events(struct run *r)
{
    r->walk_events = (struct compare_events){r, on_unchanged, on_kept, on_walk_fault};
    r->file_events = (struct update_events){r, on_change, on_fault, on_skipped};
}

/* ---- looking around ---- */

static bool open_table(struct run *r)
{
    const struct manifest *m = &r->store.manifest;
    if (!m->files[0])
        return true;
    char *path = store_path(&r->store, m->files);
    bool ok = file_table_open(&r->table, r->store.folder, m->files, path, r->error);
    free(path);
    return ok;
}

static bool choose_roots(struct run *r)
{
    const struct roots_request q = {.home = r->q->home,
                                    .table = &r->table,
                                    .known = r->store.manifest.roots,
                                    .known_count = r->store.manifest.root_count,
                                    .asked = r->q->paths,
                                    .asked_count = r->q->path_count,
                                    .named = r->q->options->path_count,
                                    .rebuild = r->q->options->rebuild,
                                    .events = &r->walk_events};
    return roots_choose(&r->roots, &q, r->error);
}

static bool walk_all(struct run *r)
{
    const struct compare_request q = {.home = r->q->home,
                                      .table = &r->table,
                                      .filter = &r->settings.filter,
                                      .dates = r->q->dates,
                                      .anew = r->q->options->rebuild,
                                      .recheck = r->more_formats,
                                      /* --exclude may say another thing of members of archives */
                                      .recheck_many = r->settings.changed,
                                      .missing = &r->roots.missing,
                                      .format =
                                          format_numbers_of(&r->formats, r->q->options->format),
                                      .events = &r->walk_events,
                                      .stop = r->q->stop};
    bool ok = true;
    for (size_t i = 0; ok && i < r->roots.walk_count && !*r->q->stop; i++)
        ok = compare_root(&r->found, &q, r->roots.walk[i], r->error);
    for (size_t i = 0; ok && i < r->roots.gone.count && !*r->q->stop; i++)
        ok = compare_missing(&r->found, &q, r->roots.gone.list[i], r->error);
    comparison_sort(&r->found);
    return ok && !r->failed;
}

static void tell_unused_dates(struct run *r)
{
    const struct dates_list *l = r->q->dates;
    for (size_t i = 0; l && i < l->count; i++)
        if (!l->dates[i].used) {
            char text[80];
            snprintf(text, sizeof text, "no article for the date in line %zu of --dates",
                     l->dates[i].line);
            report_fault(r->report, l->dates[i].path, &(struct fault){0, 0, text});
            r->update.counts.faulty++;
        }
}

/* Before an archive is indexed as a whole: which sentences are no titles of it? */
static bool sample_titles(struct run *r)
{
    struct title_counts *counts = title_counts_new();
    report_phase(r->report, "looking for sentences that are shared");
    bool ok = title_sample(counts, &r->found.work, r->q->home, &r->reading, r->q->stop, r->error);
    title_counts_settle(counts);
    settings_set_shared(&r->settings, counts);
    r->reading.counts = r->settings.shared;
    return ok;
}

/* ---- reading and writing ---- */

static bool read_all(struct run *r)
{
    struct work_cursor work = {.list = &r->found.work};
    const struct batch_settings settings = {.home = r->q->home,
                                            .reading = &r->reading,
                                            .formats = &r->formats,
                                            .limit = shard_batch_bytes(&r->options),
                                            .stop = r->q->stop};
    bool ok;
    r->report->total_bytes = r->found.work.bytes;
    while ((ok = batch_read(&r->batch, &work, &settings, r->error)) && r->batch.count &&
           !*r->q->stop) {
        ok = update_batch(&r->update, &r->batch, r->error);
        if (!ok)
            break;
        report_progress(r->report, r->batch.bytes, &r->update.counts);
    }
    work_cursor_free(&work);
    return ok;
}

/* The next revision with its settings and roots. */
static void begin_manifest(const struct run *r, struct manifest *next)
{
    manifest_copy(next, &r->store.manifest);
    manifest_set_options(next, r->settings.list, r->settings.count);
    manifest_set_roots(next, r->roots.all.list, r->roots.all.count);
}

static bool publish(struct run *r)
{
    struct manifest next = {0};
    bool forced = r->roots.changed || r->settings.changed || r->q->options->rebuild ||
                  r->store.manifest.revision == 0;
    report_phase(r->report, "merging");
    begin_manifest(r, &next);
    bool ok = update_publish(&r->update, &next, forced, r->error);
    manifest_free(&next);
    return ok;
}

static bool merge_shards(struct run *r)
{
    bool all = r->q->options->compact;
    for (;;) {
        const struct manifest *m = &r->store.manifest;
        size_t *chosen = xcalloc(m->shard_count + 1, sizeof *chosen);
        size_t count = tiers_choose(m, all, chosen);
        if (count)
            report_phase(r->report, "merging shards");
        bool ok = !count || tiers_merge(&r->store, chosen, count, &r->options, r->error);
        free(chosen);
        if (!ok || !count || *r->q->stop)
            return ok;
        all = false;
    }
}

static bool run(struct run *r)
{
    bool ok = open_table(r) && choose_roots(r) &&
              comparison_open(&r->found, r->q->options->dry_run ? -1 : r->store.folder, r->error) &&
              update_begin(&r->update, r->error) && walk_all(r);
    if (ok && !*r->q->stop) {
        bool whole = r->store.manifest.revision == 0 || r->q->options->rebuild;
        tell_unused_dates(r);
        ok = (!whole || sample_titles(r)) && read_all(r) && update_gone(&r->update, r->error);
    }
    if (!ok || *r->q->stop || r->q->options->dry_run)
        return ok;
    ok = publish(r);
    update_end(&r->update);
    return ok && merge_shards(r);
}

static void finish(struct run *r)
{
    batch_free(&r->batch);
    update_end(&r->update);
    comparison_free(&r->found);
    roots_free(&r->roots);
    file_table_close(&r->table);
    settings_free(&r->settings);
    store_close(&r->store);
}

static bool prepare(struct run *r)
{
    const struct options *o = r->q->options;
    const struct manifest *m = &r->store.manifest;
    wire_events(r);
    if (!settings_join(&r->settings, o, m, o->rebuild, r->error))
        return false;
    r->reading = (struct source_settings){.format = o->format,
                                          .map = r->settings.map,
                                          .encoding = r->settings.encoding,
                                          .exclude = &r->settings.filter.exclude,
                                          .counts = r->settings.shared};
    r->more_formats = format_numbers_learn(&r->formats, &r->store.manifest);
    r->options = (struct shard_options){.language = m->language,
                                        .jobs = r->q->jobs,
                                        .memory = r->q->options->memory,
                                        .full = m->full,
                                        .stop = r->q->stop};
    r->update = (struct update){.store = &r->store,
                                .events = &r->file_events,
                                .options = &r->options,
                                .stop = r->q->stop,
                                .found = &r->found,
                                .dry_run = r->q->options->dry_run,
                                .anew = r->q->options->rebuild};
    batch_init(&r->batch, r->q->jobs);
    return read_settings_parse(m->date_from, &r->reading.dates) ||
           error_set(r->error, ERROR_DAMAGED, "%s: unknown sources of dates: %s", r->q->home->index,
                     m->date_from);
}

enum indexing_status indexing_run(const struct request *q, struct report *report,
                                  struct update_counts *counts, struct error *error)
{
    struct run r = {.q = q, .report = report, .error = error};
    const struct options *o = q->options;
    enum store_status opened =
        o->dry_run
            ? store_look(&r.store, q->home, &o->settings, o->rebuild, error)
            : store_open(&r.store, q->home, &o->settings, o->rebuild, o->wait, q->stop, error);
    bool ok = opened == STORE_OK && prepare(&r) && run(&r);
    *counts = r.update.counts;
    finish(&r);
    if (opened == STORE_LOCKED)
        return INDEXING_LOCKED;
    if (*q->stop && (ok || error->status == ERROR_STOPPED))
        return INDEXING_STOPPED;
    return ok ? INDEXING_OK : INDEXING_FAILED;
}
