/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/answer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text/caret.h"
#include "lib/text/shown.h"
#include "searcher/advice.h"
#include "searcher/counts.h"
#include "searcher/hits.h"

static bool is_table(const struct present_format *format)
{
    return format == &present_tsv || format == &present_csv;
}

static double milliseconds(const struct answer *a)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - a->start.tv_sec) * 1e3 +
           (double)(now.tv_nsec - a->start.tv_nsec) / 1e6;
}

enum answer_status answer_failed(const struct error *error)
{
    shown_error(stderr, "searcher", error);
    return ANSWER_ERROR;
}

void answer_let_out(struct answerer *x)
{
    struct presenter *p = x->presenter;
    if (!x->outlet)
        return;
    outlet_check(x->outlet);
    bool along = x->notes_along && (outlet_paged(x->outlet) || x->outlet->memory);
    p->out = x->outlet->out;
    p->notes = along ? p->out : NULL;
}

void answer_free(struct answer *a)
{
    found_free(&a->found);
    plan_free(&a->planned);
    facet_free(&a->facet);
    tally_free(&a->tally);
    query_free(a->tree);
}

static enum sort default_sort(const struct answer *a)
{
    const struct options *o = a->x->options;
    return o->sorted ? o->sort : a->planned.ranked ? SORT_RELEVANCE : SORT_NEWEST;
}

/* How many hits are wanted. The row of a table that a query of --queries has is about the best. */
static uint64_t hits_wanted(const struct answer *a)
{
    const struct options *o = a->x->options;
    if (o->count || o->by_given)
        return 0;
    if (a->id && is_table(o->format) && !o->has_fields)
        return o->limit < 1 ? 0 : 1;
    return o->limit;
}

/* What was read of files that turned out to be damaged is not believed. */
bool answer_find(struct answer *a, struct error *error)
{
    const struct options *o = a->x->options;
    const struct plan_options how = {o->any, o->range, o->dated};
    bool dated = facet_is_dated(o->by);
    if (!plan_make(&a->planned, a->tree, a->x->archive, a->x->stemmer, &how, error))
        return false;
    a->planned.impossible |= o->impossible;
    a->search = (struct search){.planned = &a->planned,
                                .sort = default_sort(a),
                                .offset = o->offset,
                                .limit = hits_wanted(a),
                                .undated = o->undated,
                                .frequencies = o->explain,
                                .facet = o->by_given && dated ? &a->facet : NULL,
                                .bounds = a->id != NULL && is_table(o->format)};
    a->facet.unit = a->search.bounds ? 0 : facet_unit(o->by);
    bool ok = o->by_given && !dated
                  ? tally_search(&a->tally, a->x->archive, &a->search, o->by, &a->found, error)
                  : search_run(a->x->archive, &a->search, &a->found, error);
    a->match_ms = milliseconds(a);
    return ok && archive_intact(a->x->archive, error);
}

struct hit answer_hit(const struct answer *a, size_t i, const struct record *r, char **shown,
                      char **open)
{
    const struct home *home = archive_home(a->x->archive, a->found.hits[i].shard);
    *shown = home_show(home, r->path);
    *open = home_open(home, r->path);
    return (struct hit){.rank = (unsigned)(a->search.offset + i + 1),
                        .score = a->found.hits[i].score,
                        .record = r,
                        .path = *shown,
                        .open = *open,
                        .marks = &a->planned.highlight};
}

/* The number alone, whatever the format; after its id, the number that a query of --queries has.
 * JSON has it in its summary, and tables have a row of such queries. */
static void present_count(struct answer *a)
{
    struct presenter *p = a->x->presenter;
    if (p->format == &present_json || (a->id && is_table(p->format)))
        return;
    if (a->id) {
        shown_put(p->out, a->id);
        putc('\t', p->out);
    }
    fprintf(p->out, "%" PRIu64 "\n", a->found.matches);
}

struct summary answer_summary(const struct answer *a)
{
    const struct options *o = a->x->options;
    bool dated = a->planned.dated && !a->planned.impossible;
    return (struct summary){.query = a->query,
                            .query_id = a->id,
                            .matches = a->found.matches,
                            .undated = a->found.undated,
                            .range = dated ? &a->planned.range : NULL,
                            .by = o->by_given ? facet_name(o->by) : NULL,
                            .count_only = o->count,
                            .first = a->found.count ? a->search.offset + 1 : 0,
                            .last = a->found.count ? a->search.offset + a->found.count : 0,
                            .ms = milliseconds(a),
                            .match_ms = a->match_ms,
                            .first_date = a->found.first_date,
                            .last_date = a->found.last_date};
}

static bool present(struct answer *a, struct error *error)
{
    struct presenter *p = a->x->presenter;
    const struct options *o = a->x->options;
    bool ok = true;
    struct summary s = answer_summary(a); /* the time that it takes to print is not in it */
    if (o->count)
        present_count(a);
    else if (o->by_given)
        ok = counts_present(a, error);
    else
        ok = hits_present(a, error);
    if (ok)
        p->format->summary(p, &s);
    if (ok && o->by_given)
        counts_advise(a);
    return ok;
}

static void explain(const struct answer *a)
{
    struct buf text = {0};
    char range[RANGE_TEXT];
    if (a->tree) {
        char *outline = query_outline(a->tree);
        buf_printf(&text, "query:\n%splan:\n", outline);
        free(outline);
        plan_print(&a->planned, &text);
    }
    if (a->planned.dated)
        buf_printf(&text, "dates: %s%s\n",
                   a->planned.impossible ? "no day is in all of the ranges; the last is " : "",
                   range_print(a->planned.range, range));
    buf_printf(&text, "of %" PRIu64 " articles in %zu shard%s\n",
               a->x->archive->documents - a->x->archive->gone, a->x->archive->count,
               a->x->archive->count == 1 ? "" : "s");
    fputs(text.data, present_notes(a->x->presenter));
    buf_free(&text);
}

static void tell_limits(const struct answer *a)
{
    FILE *notes = present_notes(a->x->presenter);
    if (a->planned.impossible)
        fputs("no day is in all of these ranges\n", notes);
    for (size_t i = 0; i < a->planned.expansion_count; i++) {
        const struct expansion *e = &a->planned.expansions[i];
        if (e->left_off)
            fprintf(notes,
                    "%s stands for its %zu most frequent words; %zu rarer ones were left off\n",
                    e->what, e->count, e->left_off);
    }
}

/* Words that may have been meant as operators. */
static void tell_note(const struct answer *a)
{
    struct query_error note;
    if (!a->tree || !query_note(a->query, strlen(a->query), a->x->options->today, &note))
        return;
    FILE *notes = present_notes(a->x->presenter);
    fprintf(notes, "%s: ", note.message);
    shown_put(notes, note.cure);
    putc('\n', notes);
}

bool answer_parse(struct answer *a, const char *query)
{
    struct query_error parse;
    a->tree = query_parse(query, strlen(query), a->x->options->today, &parse);
    if (!a->tree)
        caret_print(stderr, "searcher", parse.message, query, parse.column, parse.cure);
    return a->tree != NULL;
}

enum answer_status answer_query(struct answerer *x, const char *query, const char *id)
{
    struct answer a = {.x = x, .query = query, .id = id};
    struct error error;
    clock_gettime(CLOCK_MONOTONIC, &a.start);
    x->presenter->query_id = id;
    if ((query[0] || (id && !x->options->dated && !x->options->by_given)) &&
        !answer_parse(&a, query))
        return ANSWER_ERROR;
    enum answer_status status = ANSWER_ERROR;
    bool ok = answer_find(&a, &error);
    if (ok)
        tell_note(&a);
    if (ok && x->options->explain)
        explain(&a);
    if (!ok || !present(&a, &error)) {
        answer_failed(&error);
    } else {
        tell_limits(&a);
        status = a.found.matches ? ANSWER_FOUND : ANSWER_NOTHING;
        if (!a.found.matches && !id && a.tree)
            advise(x->archive, x->stemmer, x->options, a.tree, &a.planned,
                   present_notes(x->presenter));
    }
    answer_let_out(x);
    answer_free(&a);
    return status;
}
