/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/dumping.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/files/scan.h"
#include "indexer/read/dump.h"

struct telling {
    const char *path; /* as shown */
    uint64_t faults;
};

static void tell(void *context, uint64_t record, size_t line, const char *message)
{
    struct telling *t = context;
    t->faults++;
    struct buf text = {0};
    buf_printf(&text, "indexer: %s", t->path);
    if (line)
        buf_printf(&text, ":%zu", line);
    if (record)
        buf_printf(&text, ": record %llu", (unsigned long long)record);
    buf_printf(&text, ": %s", message);
    for (char *c = text.data; *c; c++) /* no control byte reaches a terminal */
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            *c = '?';
    fprintf(stderr, "%s\n", text.data);
    buf_free(&text);
}

static void print(const struct article *a, const char *path, struct buf *line)
{
    buf_clear(line);
    dump_article(line, a, path);
    fwrite(line->data, 1, line->length, stdout);
}

static void dump_file(const struct dumping *d, const struct scanned_file *f, struct telling *t)
{
    char *open = home_open(d->home, f->path);
    const struct listed_date *listed = dates_list_find(d->dates, f->path);
    const struct source_file file = {.open = open,
                                     .path = f->path,
                                     .mtime = scan_day(f),
                                     .listed = listed ? listed->date : (struct date){0},
                                     .digits = true};
    struct arena arena = {0};
    struct buf line = {0};
    struct article article;
    struct error error;
    enum reader_status status = READER_FAILED;
    struct source *s = source_open(&file, &d->settings, tell, t, &error);
    while (s && !*d->stop && (status = source_next(s, &arena, &article, &error)) == READER_ENTRY) {
        print(&article, t->path, &line);
        arena_clear(&arena);
    }
    if (status == READER_FAILED && !*d->stop) {
        t->faults++;
        fprintf(stderr, "indexer: %s%s%s\n", error.message, error.cure[0] ? ": " : "", error.cure);
    } else if (s && d->verbose && source_skipped(s)) {
        fprintf(stderr, "indexer: skipped %s: %s\n", t->path, source_skipped(s));
    }
    if (s)
        source_close(s);
    buf_free(&line);
    arena_free(&arena);
    free(open);
}

uint64_t dumping_run(const struct dumping *d)
{
    struct scan scan = {0};
    struct telling t = {0};
    for (size_t i = 0; i < d->path_count; i++)
        scan_path(&scan, d->home, d->paths[i], d->stop);
    scan_finish(&scan);
    for (size_t i = 0; i < scan.fault_count; i++)
        fprintf(stderr, "indexer: %s: %s\n", scan.faults[i].path, scan.faults[i].message);
    t.faults = scan.fault_count;
    for (size_t i = 0; i < scan.count && !*d->stop; i++) {
        char *shown = home_show(d->home, scan.files[i].path);
        t.path = shown;
        dump_file(d, &scan.files[i], &t);
        free(shown);
    }
    scan_free(&scan);
    return t.faults;
}
