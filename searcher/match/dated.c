/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/dated.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

/* ---- intervals of a shard in date order ---- */

/* The first docid whose date is not less than `date`; documents + 1 if there is none. 0: error. */
static uint32_t lower_bound(struct reader *r, uint32_t date, struct error *error)
{
    uint32_t low = 1;
    uint32_t high = r->documents + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const uint32_t *d = reader_dates(r, middle, 1, error);
        if (!d)
            return 0;
        if (*d < date)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool add_interval(struct dated *d, uint32_t first_date, uint32_t after, struct error *error)
{
    uint32_t first = lower_bound(d->reader, first_date, error);
    uint32_t end = first ? lower_bound(d->reader, after, error) : 0;
    if (!end)
        return false;
    if (first < end) {
        d->intervals[d->interval_count++] = (struct interval){first, end - 1};
        d->estimate += end - first;
    }
    return true;
}

/*
 * In the order of numbers, a year stands before its months, and a month before its days. The
 * range has all from its first day to its last but for the year and the month in which it ends,
 * if it has not the whole of them; before its first day, it may have that day's year and month.
 */
static bool make_intervals(struct dated *d, struct error *error)
{
    struct date f = d->range.first;
    struct date l = d->range.last;
    const struct date before[] = {{f.year, 0, 0}, {f.year, f.month, 0}};
    const struct date cuts[] = {{l.year, 0, 0}, {l.year, l.month, 0}};
    for (size_t i = 0; i < 2; i++) {
        uint32_t number = date_to_number(before[i]);
        if (range_contains(d->range, before[i]) && !add_interval(d, number, number + 1, error))
            return false;
    }
    uint32_t from = date_to_number(f);
    for (size_t i = 0; i < 2; i++) {
        uint32_t number = date_to_number(cuts[i]);
        if (number <= from || range_contains(d->range, cuts[i]))
            continue;
        if (!add_interval(d, from, number, error))
            return false;
        from = number + 1;
    }
    return add_interval(d, from, date_to_number(l) + 1, error);
}

/* ---- lists of years, months and days ---- */

struct cover {
    struct dated *dated;
    struct term *terms;
    size_t count;
    size_t room;
};

static void add_term(struct date part, void *context)
{
    struct cover *c = context;
    c->terms = xgrow(c->terms, &c->room, c->count + 1, sizeof *c->terms);
    c->terms[c->count++] = schema_date_term(part);
}

static bool open_lists(struct dated *d, const struct cover *c, struct error *error)
{
    d->lists = xcalloc(c->count, sizeof *d->lists);
    for (size_t i = 0; i < c->count; i++)
        if (!cursor_open(&d->lists[d->list_count++], d->reader, &c->terms[i], error))
            return false;
    return true;
}

#define LIST_COST 300        /* opening a list, in postings read */
#define DATES_PER_BLOCK 1024 /* of the column, that are verified together */

/* What looking up `asked` dates costs, in postings read. */
static uint64_t column_cost(const struct reader *r, uint64_t asked)
{
    uint64_t blocks = (uint64_t)r->documents / DATES_PER_BLOCK + 1;
    return asked + (asked < blocks ? asked : blocks) * LIST_COST / 2;
}

static bool choose(struct dated *d, struct archive *a, uint64_t asked, struct error *error)
{
    struct cover c = {.dated = d};
    struct range clipped = d->range;
    if (d->range.undated)
        add_term((struct date){0}, &c);
    else if (archive_clip(a, &clipped))
        range_cover(clipped, add_term, &c);
    uint64_t cost = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < c.count; i++) {
        uint32_t n;
        ok = reader_frequency(d->reader, &c.terms[i], &n, error);
        d->estimate += ok ? n : 0;
        cost += LIST_COST;
    }
    d->way = !d->estimate ? DATED_NONE : DATED_LISTS;
    if (d->estimate && !d->reader->remote && cost + d->estimate > column_cost(d->reader, asked))
        d->way = DATED_COLUMN;
    ok = ok && (d->way != DATED_LISTS || open_lists(d, &c, error));
    free(c.terms);
    return ok;
}

bool dated_open(struct dated *d, struct archive *a, struct reader *r, struct range range,
                uint64_t asked, struct error *error)
{
    *d = (struct dated){.reader = r, .range = range};
    if (range.undated && (!r->remote && !reader_undated(r)))
        return true;
    if (!reader_ordered(r))
        return choose(d, a, asked, error);
    d->way = DATED_INTERVALS;
    if (!range.undated)
        return make_intervals(d, error);
    d->estimate = reader_undated(r);
    d->intervals[d->interval_count++] = (struct interval){1, reader_undated(r)};
    return true;
}

void dated_close(struct dated *d)
{
    for (size_t i = 0; i < d->list_count; i++)
        cursor_close(&d->lists[i]);
    free(d->lists);
    *d = (struct dated){0};
}

bool dated_narrow(const struct dated *d, uint32_t *first, uint32_t *last)
{
    if (d->way == DATED_NONE || (d->way == DATED_INTERVALS && !d->interval_count))
        return false;
    if (d->way != DATED_INTERVALS)
        return *first <= *last;
    const struct interval *end = &d->intervals[d->interval_count - 1];
    if (*first < d->intervals[0].first)
        *first = d->intervals[0].first;
    if (*last > end->last)
        *last = end->last;
    return *first <= *last;
}

bool dated_cheap(const struct dated *d)
{
    return d->way != DATED_COLUMN;
}

/* Dates are mostly days: those are compared as numbers, and the others as what they are. */
static bool look_up(struct dated *d, const struct window *w, const uint64_t *among, uint64_t *out,
                    struct error *error)
{
    uint32_t first = date_to_number(d->range.first);
    uint32_t last = date_to_number(d->range.last);
    const uint32_t *dates = NULL;
    uint32_t block_end = 0; /* of the dates at hand */
    uint32_t block = 0;
    for (uint32_t i = docset_next(among, w->words, 0); i != NO_BIT;
         i = docset_next(among, w->words, i + 1)) {
        uint32_t docid = w->base + i;
        if (!dates || docid > block_end) {
            block = docid / DATES_PER_BLOCK * DATES_PER_BLOCK;
            block = block ? block : 1;
            uint32_t count = DATES_PER_BLOCK - block % DATES_PER_BLOCK;
            if (count > d->reader->documents - block + 1)
                count = d->reader->documents - block + 1;
            dates = reader_dates(d->reader, block, count, error);
            if (!dates)
                return false;
            block_end = block + count - 1;
        }
        uint32_t date = dates[docid - block];
        bool is_day = date % 100 != 0;
        if (d->range.undated ? date == 0
            : is_day         ? date >= first && date <= last
                             : range_contains(d->range, date_from_number(date)))
            docset_add(out, i);
    }
    return true;
}

bool dated_window(struct dated *d, const struct window *w, const uint64_t *among, uint64_t *out,
                  struct error *error)
{
    uint64_t all[WINDOW_WORDS];
    memset(out, 0, w->words * sizeof *out);
    if (d->way == DATED_COLUMN) {
        if (!among)
            docset_fill(all, w);
        return look_up(d, w, among ? among : all, out, error);
    }
    for (size_t i = 0; i < d->interval_count; i++)
        docset_add_span(out, w, d->intervals[i].first, d->intervals[i].last);
    for (size_t i = 0; i < d->list_count; i++)
        if (!cursor_fill(&d->lists[i], w, out, error))
            return false;
    if (among)
        docset_and(out, among, w->words);
    return true;
}
