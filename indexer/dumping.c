/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/dumping.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/files/roots.h"
#include "indexer/read/dump.h"
#include "indexer/read/title_sample.h"
#include "indexer/settings.h"

#define BATCH_BYTES ((uint64_t)32 << 20)

/* All that a dump holds. */
struct dumping {
    const struct request *q;
    struct report *report;
    struct update_counts *counts;
    struct manifest none; /* what an index without anything would remember */
    struct format_numbers formats;
    struct settings settings;
    struct source_settings reading;
    struct compare_events events;
    struct roots roots;
    struct comparison found;
    struct error *error;
};

static void on_known(void *context, const struct known_file *k)
{
    (void)context;
    (void)k;
}

static void on_fault(void *context, const char *path, const char *message, bool unseen)
{
    struct dumping *d = context;
    report_fault(d->report, path, &(struct fault){0, 0, message});
    d->counts->broken += unseen;
}

static bool walk_all(struct dumping *d)
{
    const struct roots_request asked = {.home = d->q->home,
                                        .asked = d->q->paths,
                                        .asked_count = d->q->path_count,
                                        .named = d->q->options->path_count,
                                        .events = &d->events};
    const struct compare_request q = {.home = d->q->home,
                                      .filter = &d->settings.filter,
                                      .dates = d->q->dates,
                                      .events = &d->events,
                                      .stop = d->q->stop};
    bool ok = comparison_open(&d->found, -1, d->error) && roots_choose(&d->roots, &asked, d->error);
    for (size_t i = 0; ok && i < d->roots.walk_count; i++)
        ok = compare_root(&d->found, &q, d->roots.walk[i], d->error);
    return ok;
}

static void print_reading(struct dumping *d, const struct reading *r, struct buf *line)
{
    char *shown = home_show(d->q->home, r->work.now.path);
    for (size_t i = 0; i < r->article_count; i++) {
        buf_clear(line);
        dump_article(line, &r->articles[i], shown);
        fwrite(line->data, 1, line->length, stdout);
    }
    free(shown);
    if (!r->ends)
        return;
    for (size_t i = 0; i < r->fault_kept; i++)
        report_fault(d->report, r->work.now.path, &r->faults[i]);
    if (r->skipped && !r->fault_count)
        report_skipped(d->report, r->work.now.path, &(struct skip){NULL, r->skipped, 0});
    for (size_t i = 0; i < r->skip_count; i++)
        report_skipped(d->report, r->work.now.path, &r->skips[i]);
    d->counts->broken += r->broken;
    d->counts->faulty += !r->broken && r->fault_count;
}

static bool print_all(struct dumping *d)
{
    struct batch batch;
    struct buf line = {0};
    struct work_cursor work = {.list = &d->found.work};
    const struct batch_settings settings = {.home = d->q->home,
                                            .reading = &d->reading,
                                            .formats = &d->formats,
                                            .limit = BATCH_BYTES,
                                            .stop = d->q->stop};
    bool ok;
    batch_init(&batch, d->q->jobs);
    struct title_counts *counts = title_counts_new();
    ok = title_sample(counts, &d->found.work, d->q->home, &d->reading, d->q->stop, d->error);
    title_counts_settle(counts);
    d->reading.counts = counts;
    while (ok && (ok = batch_read(&batch, &work, &settings, d->error)) && batch.count &&
           !*d->q->stop)
        for (size_t i = 0; i < batch.count; i++)
            print_reading(d, &batch.readings[i], &line);
    title_counts_free(counts);
    work_cursor_free(&work);
    batch_free(&batch);
    buf_free(&line);
    return ok;
}

enum indexing_status dumping_run(const struct request *q, struct report *report,
                                 struct update_counts *counts, struct error *error)
{
    struct dumping d = {.q = q, .report = report, .counts = counts, .error = error};
    const struct options *o = q->options;
    const char *order = o->settings.date_from;
    d.events = (struct compare_events){&d, on_known, on_known, on_fault};
    format_numbers_learn(&d.formats, &d.none);
    bool ok = settings_join(&d.settings, o, &d.none, false, error);
    d.reading = (struct source_settings){.format = o->format,
                                         .map = d.settings.map,
                                         .encoding = d.settings.encoding,
                                         .exclude = &d.settings.filter.exclude};
    read_settings_parse(order ? order : READ_SOURCES_DEFAULT, &d.reading.dates);
    ok = ok && walk_all(&d) && print_all(&d);
    roots_free(&d.roots);
    comparison_free(&d.found);
    settings_free(&d.settings);
    manifest_free(&d.none);
    if (*q->stop)
        return INDEXING_STOPPED;
    return ok ? INDEXING_OK : INDEXING_FAILED;
}
