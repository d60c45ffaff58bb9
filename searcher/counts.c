/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/counts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/shown.h"
#include "searcher/present/wrap.h"

/* The rows to be printed; keys belong to what counted them. */
struct rows {
    struct row {
        const char *key;
        uint64_t count;
        uint64_t all; /* with shares */
    } * list;
    size_t count;
};

/* What counted all articles, of which the matches are a share. */
struct whole {
    struct facet facet;
    struct tally tally;
    struct facet_row *rows;
    size_t count;
};

static struct rows rows_of(size_t count)
{
    return (struct rows){xcalloc(count, sizeof(struct row)), count};
}

static struct rows dated_rows(const struct facet_row *counted, size_t count)
{
    struct rows rows = rows_of(count);
    for (size_t i = 0; i < count; i++)
        rows.list[i] = (struct row){counted[i].key, counted[i].count, 0};
    return rows;
}

static struct rows tally_rows(struct tally *t)
{
    tally_sort(t);
    struct rows rows = rows_of(t->used);
    for (size_t i = 0; i < t->used; i++)
        rows.list[i] = (struct row){t->rows[i].key, t->rows[i].count, 0};
    return rows;
}

/* Counts all articles in the dates of the answer by its unit. */
static bool count_whole(const struct answer *a, struct whole *w, struct error *error)
{
    const struct options *o = a->x->options;
    struct planned all = {
        .range = a->planned.range, .dated = a->planned.dated, .impossible = a->planned.impossible};
    struct search s = {.planned = &all, .undated = o->undated};
    struct found found = {0};
    w->facet.unit = facet_unit(o->by);
    if (facet_is_dated(o->by))
        s.facet = &w->facet;
    bool ok = s.facet ? search_run(a->x->archive, &s, &found, error)
                      : tally_search(&w->tally, a->x->archive, &s, o->by, &found, error);
    found_free(&found);
    if (ok && s.facet)
        w->rows = facet_rows(&w->facet, o->by, &w->count);
    return ok;
}

static void whole_free(struct whole *w)
{
    free(w->rows);
    facet_free(&w->facet);
    tally_free(&w->tally);
}

/* Fills in how many articles there are of each row. Rows by date are in one order in both. */
static void fill_whole(struct rows *rows, const struct whole *w)
{
    size_t at = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct row *row = &rows->list[i];
        size_t here = at;
        if (!w->rows) {
            row->all = tally_of(&w->tally, row->key);
            continue;
        }
        while (here < w->count && strcmp(w->rows[here].key, row->key) != 0)
            here++;
        if (here < w->count) {
            row->all = w->rows[here].count;
            at = here + 1;
        }
    }
}

/* Leaves off what the options leave off: the undated, the first rows, what goes past the limit. */
static void cut(struct rows *rows, const struct options *o)
{
    if (o->no_undated && rows->count && strcmp(rows->list[rows->count - 1].key, "undated") == 0)
        rows->count--;
    size_t first = o->offset < rows->count ? (size_t)o->offset : rows->count;
    rows->count -= first;
    memmove(rows->list, rows->list + first, rows->count * sizeof *rows->list);
    if (o->limit_given && o->limit < rows->count)
        rows->count = (size_t)o->limit;
}

/* True if two rows are of different years; of days, of different months. */
static bool are_apart(const char *before, const char *key, enum facet_by by)
{
    size_t same = by == BY_MONTH || by == BY_WEEK ? 4 : by == BY_DAY ? 7 : 0;
    return strncmp(before, key, same) != 0;
}

static double length_of(const struct bucket *b, bool shares)
{
    return shares ? bucket_share(b) : (double)b->count;
}

static unsigned columns_of(const char *key)
{
    struct buf shown = {0};
    shown_add(&shown, key, strlen(key), true);
    size_t columns = wrap_columns(shown.data, shown.length);
    buf_free(&shown);
    return columns < 1000 ? (unsigned)columns : 1000;
}

/* A row as it is presented; its bar has no length yet. */
static struct bucket bucket_of(const struct rows *rows, size_t i, enum facet_by by)
{
    const struct row *row = &rows->list[i];
    return (struct bucket){.by = facet_name(by),
                           .key = row->key,
                           .count = row->count,
                           .all = row->all,
                           .apart = i && are_apart(rows->list[i - 1].key, row->key, by)};
}

static void present_rows(struct presenter *p, struct answerer *x, const struct rows *rows,
                         enum facet_by by)
{
    double most = 0;
    unsigned columns = 0;
    int digits = 1;
    for (size_t i = 0; i < rows->count; i++) {
        struct bucket b = bucket_of(rows, i, by);
        int wide = snprintf(NULL, 0, "%" PRIu64, b.count);
        unsigned key = columns_of(b.key);
        digits = wide > digits ? wide : digits;
        columns = key > columns ? key : columns;
        most = length_of(&b, p->shares) > most ? length_of(&b, p->shares) : most;
    }
    for (size_t i = 0; i < rows->count; i++) {
        struct bucket b = bucket_of(rows, i, by);
        b.columns = columns;
        b.digits = (unsigned)digits;
        b.length = most > 0 ? length_of(&b, p->shares) / most : 0;
        p->format->bucket(p, &b);
        if (x)
            answer_let_out(x);
    }
}

bool counts_present(struct answer *a, struct error *error)
{
    const struct options *o = a->x->options;
    struct whole whole = {0};
    size_t count = 0;
    struct facet_row *dated = facet_is_dated(o->by) ? facet_rows(&a->facet, o->by, &count) : NULL;
    struct rows rows = dated ? dated_rows(dated, count) : tally_rows(&a->tally);
    bool ok = !o->share || count_whole(a, &whole, error);
    if (ok && o->share)
        fill_whole(&rows, &whole);
    cut(&rows, o);
    if (ok && a->id && !a->found.matches) { /* the query has a row, though it has no key */
        struct bucket none = {.by = facet_name(o->by), .key = "", .digits = 1};
        a->x->presenter->format->bucket(a->x->presenter, &none);
    }
    if (ok)
        present_rows(a->x->presenter, a->x, &rows, o->by);
    whole_free(&whole);
    free(rows.list);
    free(dated);
    return ok;
}

void counts_of_facet(struct presenter *p, const struct facet *f, enum facet_by by)
{
    size_t count;
    struct facet_row *dated = facet_rows(f, by, &count);
    struct rows rows = dated_rows(dated, count);
    present_rows(p, NULL, &rows, by);
    free(rows.list);
    free(dated);
}

/* How many lines the rows of a unit take on a screen. */
static size_t lines_of(const struct facet *f, enum facet_by by)
{
    size_t count;
    size_t lines;
    struct facet_row *rows = facet_rows(f, by, &count);
    lines = count;
    for (size_t i = 1; i < count; i++)
        lines += are_apart(rows[i - 1].key, rows[i].key, by);
    free(rows);
    return lines;
}

void counts_advise(const struct answer *a)
{
    static const enum facet_by coarser[] = {BY_DAY,     BY_WEEK, BY_MONTH,
                                            BY_QUARTER, BY_YEAR, BY_DECADE};
    const size_t units = sizeof coarser / sizeof *coarser;
    enum { AROUND = 4 }; /* lines: the command, the summary and what is around it */
    const struct options *o = a->x->options;
    unsigned screen = a->x->outlet ? a->x->outlet->rows : 0;
    size_t at = 0;
    if (!screen || a->id || o->limit_given || a->x->presenter->format != &present_text)
        return;
    FILE *notes = present_notes(a->x->presenter);
    if (!facet_is_dated(o->by)) {
        if (a->tally.used + AROUND > screen)
            fprintf(notes, "-n %u shows the largest of these %zu\n", screen - AROUND,
                    a->tally.used);
        return;
    }
    if (lines_of(&a->facet, o->by) + AROUND <= screen)
        return;
    while (at < units && coarser[at] != o->by)
        at++;
    for (at++; at < units; at++)
        if (lines_of(&a->facet, coarser[at]) + AROUND <= screen) {
            fprintf(notes, "--by %s would fit the screen\n", facet_name(coarser[at]));
            return;
        }
    fprintf(notes, "-n %u would fit the screen\n", screen - AROUND);
}
