/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"

static double seconds_between(struct timespec a, struct timespec b)
{
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static struct timespec now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t;
}

void report_start(struct report *r, const struct home *home)
{
    r->home = home;
    r->start = r->drawn = now();
}

double report_seconds(const struct report *r)
{
    return seconds_between(r->start, now());
}

void report_clear(struct report *r)
{
    if (r->on_screen)
        fputs("\r\033[K", stderr);
    r->on_screen = false;
}

/* Control bytes in names and messages must not reach a terminal. */
static void put_safe(const char *text, FILE *to)
{
    for (; *text; text++)
        fputc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text, to);
}

void report_fault(struct report *r, const char *kept, const struct fault *f, bool skipped)
{
    if (++r->faults > REPORT_FAULTS && !r->verbose)
        return;
    report_clear(r);
    char *shown = home_show(r->home, kept);
    fputs("indexer: ", stderr);
    if (skipped)
        fputs("skipped ", stderr);
    put_safe(shown, stderr);
    if (f->line)
        fprintf(stderr, ":%zu", f->line);
    fputs(": ", stderr);
    put_safe(f->message, stderr);
    fputc('\n', stderr);
    free(shown);
}

void report_change(struct report *r, const char *what, const char *kept)
{
    if (!r->verbose || r->quiet)
        return;
    report_clear(r);
    char *shown = home_show(r->home, kept);
    printf("%s ", what);
    put_safe(shown, stdout);
    putchar('\n');
    free(shown);
}

void report_progress(struct report *r, uint64_t bytes)
{
    r->bytes += bytes;
    if (!r->progress)
        return;
    struct timespec t = now();
    if (seconds_between(r->drawn, t) < 0.1)
        return;
    r->drawn = t;
    const struct counts *c = &r->counts;
    double seconds = seconds_between(r->start, t);
    double share = r->total_bytes ? (double)r->bytes / (double)r->total_bytes : 1;
    double left = share > 0 ? seconds / share - seconds : 0;
    fprintf(stderr, "\r%" PRIu64 " articles  %.1f MB/s  %.0f%%  %.0f:%02.0f left\033[K",
            c->added + c->updated + c->moved, (double)r->bytes / 1e6 / seconds, share * 100,
            (double)((int)left / 60), (double)((int)left % 60));
    fflush(stderr);
    r->on_screen = true;
}

void report_phase(struct report *r, const char *what)
{
    if (!r->progress)
        return;
    fprintf(stderr, "\r%" PRIu64 " articles  %s\033[K", r->counts.added + r->counts.updated, what);
    fflush(stderr);
    r->on_screen = true;
}

static void add_count(struct buf *line, uint64_t n, const char *what)
{
    if (!n)
        return;
    buf_printf(line, "%s%" PRIu64 " %s", line->length ? ", " : "", n, what);
}

static void put_changes(struct buf *line, const struct counts *c)
{
    add_count(line, c->added, "added");
    if (c->added_undated)
        buf_printf(line, " (%" PRIu64 " of them undated)", c->added_undated);
    add_count(line, c->updated, "updated");
    add_count(line, c->moved, "moved");
    add_count(line, c->removed, "removed");
}

void report_summary(struct report *r, bool dry)
{
    const struct counts *c = &r->counts;
    report_clear(r);
    if (r->faults > REPORT_FAULTS && !r->verbose)
        fprintf(stderr, "indexer: and %" PRIu64 " more like these: -v tells them all\n",
                r->faults - REPORT_FAULTS);
    if (r->quiet)
        return;
    struct buf line = {0};
    put_changes(&line, c);
    if (!line.length)
        buf_puts(&line, "nothing changed");
    add_count(&line, c->unchanged, "unchanged");
    add_count(&line, c->skipped, c->skipped == 1 ? "file skipped" : "files skipped");
    add_count(&line, c->damaged, c->damaged == 1 ? "file with faults" : "files with faults");
    printf("%s%s; %.2f s", dry ? "would be: " : "", line.data, report_seconds(r));
    if (r->bytes >= 1000000)
        printf(", %.1f MB/s", (double)r->bytes / 1e6 / report_seconds(r));
    putchar('\n');
    buf_free(&line);
}
