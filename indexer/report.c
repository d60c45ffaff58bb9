/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/text/shown.h"

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

void report_free(struct report *r)
{
    for (size_t i = 0; i < r->skip_count; i++) {
        free(r->skips[i].reason);
        free(r->skips[i].ending);
        free(r->skips[i].path);
        free(r->skips[i].member);
    }
    free(r->skips);
    r->skips = NULL;
    r->skip_count = 0;
}

void report_clear(struct report *r)
{
    if (r->on_screen)
        fputs("\r\033[K", stderr);
    r->on_screen = false;
}

static void put_path(const struct report *r, const char *kept, FILE *to)
{
    char *path = home_show(r->home, kept);
    shown_put(to, path);
    free(path);
}

void report_fault(struct report *r, const char *kept, const struct fault *f)
{
    if (++r->faults > REPORT_FAULTS && !r->verbose)
        return;
    report_clear(r);
    fputs("indexer: ", stderr);
    put_path(r, kept, stderr);
    if (f->line)
        fprintf(stderr, ":%zu", f->line);
    if (f->record)
        fprintf(stderr, ": record %" PRIu64, f->record);
    fputs(": ", stderr);
    shown_put(stderr, f->message);
    fputc('\n', stderr);
}

/* ---- files that are skipped ---- */

/* A file, or a member of one. */
static void put_skipped(const struct report *r, const char *kept, const char *member)
{
    put_path(r, kept, stderr);
    if (!member)
        return;
    fputc('/', stderr);
    shown_put(stderr, member);
}

static void name_skipped(struct report *r, const char *kept, const struct skip *s)
{
    report_clear(r);
    fputs("indexer: skipped ", stderr);
    put_skipped(r, kept, s->member);
    if (s->more)
        fprintf(stderr, " and %" PRIu64 " more like it", s->more);
    fputs(": ", stderr);
    shown_put(stderr, s->reason);
    fputc('\n', stderr);
}

void report_skipped(struct report *r, const char *kept, const struct skip *s)
{
    const char *end = path_ending(s->member ? s->member : kept);
    r->skipped += 1 + s->more;
    if (r->verbose && !r->quiet)
        name_skipped(r, kept, s);
    if (r->verbose || r->quiet)
        return;
    for (size_t i = 0; i < r->skip_count; i++)
        if (strcmp(r->skips[i].ending, end) == 0 && strcmp(r->skips[i].reason, s->reason) == 0) {
            r->skips[i].count += 1 + s->more;
            return;
        }
    r->skips = xgrow(r->skips, &r->skip_room, r->skip_count + 1, sizeof *r->skips);
    r->skips[r->skip_count++] =
        (struct report_skips){xstrdup(s->reason), xstrdup(end), 1 + s->more, xstrdup(kept),
                              s->member ? xstrdup(s->member) : NULL};
}

/* Most files first, then by ending. */
static int by_count(const void *a, const void *b)
{
    const struct report_skips *x = a;
    const struct report_skips *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    int order = strcmp(x->ending, y->ending);
    return order ? order : strcmp(x->reason, y->reason);
}

static void tell_skips(struct report *r)
{
    if (r->skip_count)
        qsort(r->skips, r->skip_count, sizeof *r->skips, by_count);
    for (size_t i = 0; i < r->skip_count; i++) {
        const struct report_skips *s = &r->skips[i];
        fputs("indexer: skipped ", stderr);
        if (s->count == 1) {
            put_skipped(r, s->path, s->member);
        } else {
            fprintf(stderr, "%" PRIu64 " files ", s->count);
            shown_put(stderr, s->ending[0] ? s->ending : "without an ending");
        }
        fputs(": ", stderr);
        shown_put(stderr, s->reason);
        fputc('\n', stderr);
    }
}

/* ---- progress ---- */

static void put_understood(const struct understood *u)
{
    const struct article *a = u->article;
    char date[DATE_TEXT];
    printf(": %s, %s", u->format, date_is_none(a->date) ? "undated" : date_print(a->date, date));
    if (a->date_source == FROM_NOTHING)
        return;
    const char *source = schema_date_source_name(a->date_source);
    printf(" (%s", source);
    if (a->date_where[0] && strcmp(a->date_where, source) != 0) {
        fputs(": ", stdout);
        shown_put(stdout, a->date_where);
    }
    putchar(')');
}

void report_change(struct report *r, const char *what, const char *kept, const char *record,
                   const struct understood *u)
{
    if (!r->verbose || r->quiet)
        return;
    report_clear(r);
    printf("%s ", what);
    put_path(r, kept, stdout);
    if (record[0]) {
        putchar('#');
        shown_put(stdout, record);
    }
    if (u)
        put_understood(u);
    putchar('\n');
}

void report_progress(struct report *r, uint64_t bytes, const struct update_counts *c)
{
    r->bytes += bytes;
    if (!r->progress)
        return;
    struct timespec t = now();
    if (seconds_between(r->drawn, t) < 0.1)
        return;
    r->drawn = t;
    double seconds = seconds_between(r->start, t);
    double share = r->total_bytes ? (double)r->bytes / (double)r->total_bytes : 1;
    share = share > 1 ? 1 : share; /* what is packed is more than its file */
    double left = share > 0 ? seconds / share - seconds : 0;
    fprintf(stderr, "\r%" PRIu64 " articles  %.1f MB/s  %.0f%%  %d:%02d left\033[K",
            c->added + c->updated + c->moved, (double)r->bytes / 1e6 / seconds, share * 100,
            (int)left / 60, (int)left % 60);
    fflush(stderr);
    r->on_screen = true;
}

void report_phase(struct report *r, const char *what)
{
    if (!r->progress)
        return;
    fprintf(stderr, "\r%s\033[K", what);
    fflush(stderr);
    r->on_screen = true;
}

/* ---- the summary ---- */

static void add_count(struct buf *line, uint64_t n, const char *what)
{
    if (n)
        buf_printf(line, "%s%" PRIu64 " %s", line->length ? ", " : "", n, what);
}

static void put_changes(struct buf *line, const struct update_counts *c)
{
    add_count(line, c->added, "added");
    if (c->added_undated)
        buf_printf(line, " (%" PRIu64 " of them undated)", c->added_undated);
    add_count(line, c->updated, "updated");
    add_count(line, c->moved, "moved");
    add_count(line, c->removed, "removed");
}

void report_rest(struct report *r)
{
    report_clear(r);
    tell_skips(r);
    if (r->faults > REPORT_FAULTS && !r->verbose)
        fprintf(stderr, "indexer: and %" PRIu64 " more like these: -v tells them all\n",
                r->faults - REPORT_FAULTS);
}

void report_summary(struct report *r, const struct update_counts *c, bool dry)
{
    report_rest(r);
    if (r->quiet)
        return;
    struct buf line = {0};
    put_changes(&line, c);
    if (!line.length)
        buf_puts(&line, "nothing changed");
    add_count(&line, c->unchanged, "unchanged");
    add_count(&line, r->skipped, r->skipped == 1 ? "file skipped" : "files skipped");
    add_count(&line, c->faulty, c->faulty == 1 ? "file with faults" : "files with faults");
    add_count(&line, c->broken, c->broken == 1 ? "file unreadable" : "files unreadable");
    add_count(&line, c->added_odd, c->added_odd == 1 ? "date to check" : "dates to check");
    double seconds = seconds_between(r->start, now());
    printf("%s%s; %.2f s", dry ? "would be: " : "", line.data, seconds);
    if (r->bytes >= 1000000)
        printf(", %.1f MB/s", (double)r->bytes / 1e6 / seconds);
    putchar('\n');
    buf_free(&line);
}
