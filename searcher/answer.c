/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/answer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/mem.h"
#include "lib/text/caret.h"
#include "lib/text/shown.h"
#include "searcher/advice.h"

#define SNIPPET_COLUMNS 160
#define SNIPPET_MARGIN 12

static bool is_table(const struct present_format *format)
{
    return format == &present_tsv || format == &present_csv;
}

/* One query on its way. */
struct answer {
    struct answerer *x;
    const char *query;
    const char *id;
    struct node *tree; /* NULL: all articles */
    struct planned planned;
    struct search search;
    struct found found;
    struct facet facet;
    struct record *records; /* of the hits */
    struct snippet snippet;
    struct timespec start;
    double match_ms;
};

static double milliseconds(const struct answer *a)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - a->start.tv_sec) * 1e3 +
           (double)(now.tv_nsec - a->start.tv_nsec) / 1e6;
}

static enum answer_status parse_error(const char *query, const struct query_error *e)
{
    caret_print(stderr, "searcher", e->message, query, e->column, e->cure);
    return ANSWER_ERROR;
}

enum answer_status answer_failed(const struct error *error)
{
    shown_error(stderr, "searcher", error);
    return ANSWER_ERROR;
}

static void answer_free(struct answer *a)
{
    for (size_t i = 0; a->records && i < a->found.count; i++)
        record_free(&a->records[i]);
    free(a->records);
    a->records = NULL;
    found_free(&a->found);
    plan_free(&a->planned);
    snippet_free(&a->snippet);
    facet_free(&a->facet);
    query_free(a->tree);
}

static bool fetch(struct answer *a, struct error *error)
{
    a->records = xcalloc(a->found.count, sizeof *a->records);
    for (size_t i = 0; i < a->found.count; i++) {
        const struct ranked *h = &a->found.hits[i];
        if (!archive_record(a->x->archive, h->shard, h->docid, &a->records[i], error))
            return false;
    }
    return true;
}

static enum sort default_sort(const struct answer *a)
{
    const struct options *o = a->x->options;
    return o->sorted ? o->sort : a->planned.ranked ? SORT_RELEVANCE : SORT_NEWEST;
}

/* Plans, searches and fetches. What was read of files that turned out to be damaged is not
 * believed. */
static bool find(struct answer *a, struct error *error)
{
    const struct options *o = a->x->options;
    const struct plan_options how = {o->any, o->range, o->dated};
    if (!plan_make(&a->planned, a->tree, a->x->archive, a->x->stemmer, &how, error))
        return false;
    a->planned.impossible |= o->impossible;
    bool hits = !o->count && !o->by_given;
    a->search = (struct search){.planned = &a->planned,
                                .sort = default_sort(a),
                                .offset = o->offset,
                                .limit = hits ? o->limit : 0,
                                .undated = o->undated,
                                .frequencies = o->explain,
                                .facet = o->by_given ? &a->facet : NULL,
                                .bounds = a->id != NULL && is_table(o->format)};
    a->facet.unit = a->search.bounds ? 0 : facet_unit(o->by);
    bool ok = search_run(a->x->archive, &a->search, &a->found, error);
    a->match_ms = milliseconds(a);
    return ok && fetch(a, error) && archive_intact(a->x->archive, error);
}

/* On a terminal a snippet takes two lines at most, below its title. */
static size_t snippet_columns(const struct presenter *p)
{
    size_t two_lines = 2 * (size_t)p->columns - SNIPPET_MARGIN;
    return p->terminal && two_lines < SNIPPET_COLUMNS ? two_lines : SNIPPET_COLUMNS;
}

/* A hit with its paths, which the caller frees. */
static struct hit make_hit(const struct answer *a, size_t i, char **shown, char **open)
{
    const struct home *home = archive_home(a->x->archive, a->found.hits[i].shard);
    struct record *r = &a->records[i];
    *shown = home_show(home, r->path);
    *open = home_open(home, r->path);
    return (struct hit){.rank = (unsigned)(a->search.offset + i + 1),
                        .score = a->found.hits[i].score,
                        .record = r,
                        .path = *shown,
                        .open = *open};
}

static void present_hits(struct answer *a)
{
    struct presenter *p = a->x->presenter;
    bool snippets = p->format->wants_snippets && !a->x->options->no_snippets;
    for (size_t i = 0; i < a->found.count; i++) {
        const struct record *r = &a->records[i];
        char *shown;
        char *open;
        struct hit h = make_hit(a, i, &shown, &open);
        if (snippets) {
            snippet_make(&a->snippet, &a->planned.highlight, snippet_body(r->text, r->title),
                         snippet_columns(p));
            h.snippet = &a->snippet;
        }
        p->format->hit(p, &h);
        free(shown);
        free(open);
    }
}

static void present_buckets(struct answer *a)
{
    size_t count;
    uint64_t most = 0;
    enum facet_by by = a->x->options->by;
    struct facet_row *rows = facet_rows(&a->facet, by, &count);
    for (size_t i = 0; i < count; i++)
        most = rows[i].count > most ? rows[i].count : most;
    for (size_t i = 0; i < count; i++) {
        struct bucket b = {facet_name(by), rows[i].key, rows[i].count, most};
        a->x->presenter->format->bucket(a->x->presenter, &b);
    }
    free(rows);
}

/* The number alone, whatever the format; after its id, the number that a query of --queries has.
 * JSON has it in its summary, and tables have a row of such queries. */
static void present_count(struct answer *a)
{
    struct presenter *p = a->x->presenter;
    if (p->format == &present_json || (a->id && is_table(p->format)))
        return;
    if (a->id) {
        struct buf id = {0};
        present_safe(&id, a->id, strlen(a->id), true);
        fprintf(p->out, "%s\t", id.data);
        buf_free(&id);
    }
    fprintf(p->out, "%" PRIu64 "\n", a->found.matches);
}

static void present(struct answer *a)
{
    struct presenter *p = a->x->presenter;
    const struct options *o = a->x->options;
    if (o->count)
        present_count(a);
    else if (o->by_given)
        present_buckets(a);
    else
        present_hits(a);
    struct summary s = {.query = a->query,
                        .query_id = a->id,
                        .matches = a->found.matches,
                        .undated = a->found.undated,
                        .range =
                            a->planned.dated && !a->planned.impossible ? &a->planned.range : NULL,
                        .by = o->by_given ? facet_name(o->by) : NULL,
                        .count_only = o->count,
                        .first = a->found.count ? a->search.offset + 1 : 0,
                        .last = a->found.count ? a->search.offset + a->found.count : 0,
                        .ms = milliseconds(a),
                        .match_ms = a->match_ms,
                        .first_date = a->found.first_date,
                        .last_date = a->found.last_date};
    p->format->summary(p, &s);
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
    struct buf cure = {0};
    present_safe(&cure, note.cure, strlen(note.cure), true);
    fprintf(present_notes(a->x->presenter), "%s: %s\n", note.message, cure.data);
    buf_free(&cure);
}

enum answer_status answer_query(struct answerer *x, const char *query, const char *id)
{
    struct answer a = {.x = x, .query = query, .id = id};
    struct query_error parse;
    struct error error;
    clock_gettime(CLOCK_MONOTONIC, &a.start);
    x->presenter->query_id = id;
    if (query[0] || (id && !x->options->dated && !x->options->by_given)) {
        a.tree = query_parse(query, strlen(query), x->options->today, &parse);
        if (!a.tree)
            return parse_error(query, &parse);
    }
    enum answer_status status = ANSWER_ERROR;
    if (!find(&a, &error)) {
        answer_failed(&error);
    } else {
        tell_note(&a);
        if (x->options->explain)
            explain(&a);
        present(&a);
        tell_limits(&a);
        status = a.found.matches ? ANSWER_FOUND : ANSWER_NOTHING;
        if (!a.found.matches && !id && a.tree)
            advise(x->archive, x->stemmer, x->options, a.tree, &a.planned,
                   present_notes(x->presenter));
    }
    answer_free(&a);
    return status;
}

/* Takes the end of the line away. */
static size_t trim(char *line, size_t length)
{
    while (length && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        line[--length] = '\0';
    return length;
}

/* Answers QUERY, whose id is the number of its line, or ID<TAB>QUERY. */
static enum answer_status answer_line(struct answerer *x, char *line, size_t length, size_t number)
{
    char id[24];
    if (memchr(line, '\0', length)) {
        fputs("searcher: there is a NUL byte in the query\n", stderr);
        return ANSWER_ERROR;
    }
    char *tab = strchr(line, '\t');
    if (tab)
        *tab = '\0';
    snprintf(id, sizeof id, "%zu", number);
    return answer_query(x, tab ? tab + 1 : line, tab ? line : id);
}

enum answer_status answer_file(struct answerer *x, const char *path)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (!f) {
        fprintf(stderr, "searcher: %s: %s\n", path, strerror(errno));
        return ANSWER_ERROR;
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t read;
    enum answer_status all = ANSWER_NOTHING;
    for (size_t n = 1; (read = getline(&line, &room, f)) >= 0; n++) {
        size_t length = trim(line, (size_t)read);
        if (length == 0)
            continue;
        enum answer_status one = answer_line(x, line, length, n);
        if (one == ANSWER_ERROR)
            fprintf(stderr, "searcher: in line %zu of %s\n", n, path);
        if (one == ANSWER_ERROR || (one == ANSWER_FOUND && all != ANSWER_ERROR))
            all = one;
    }
    if (ferror(f)) {
        fprintf(stderr, "searcher: %s: %s\n", path, strerror(errno));
        all = ANSWER_ERROR;
    }
    free(line);
    if (f != stdin)
        fclose(f);
    return all;
}

static void show_record(struct answer *a)
{
    char *shown;
    char *open;
    struct hit h = make_hit(a, 0, &shown, &open);
    a->x->presenter->format->show(a->x->presenter, &h);
    free(shown);
    free(open);
}

/* Names the articles of which one may be meant. */
static enum answer_status ambiguous(const struct answer *a, const char *hex)
{
    struct buf list = {0};
    char date[DATE_TEXT];
    for (size_t i = 0; i < a->found.count; i++) {
        const struct record *r = &a->records[i];
        buf_printf(&list, "  %.*s  %-10s  ", PRESENT_ID(r),
                   date_is_none(r->date) ? "undated" : date_print(r->date, date));
        present_safe(&list, r->title, strlen(r->title), true);
        buf_putc(&list, '\n');
    }
    fprintf(stderr, "searcher: %" PRIu64 " articles have an id that begins with %s\n%s%s",
            a->found.matches, hex, list.data, "write more of the id\n");
    buf_free(&list);
    return ANSWER_ERROR;
}

static bool is_id(const char *hex)
{
    size_t length = strlen(hex);
    return length >= 4 && length <= SCHEMA_HEX &&
           hex[strspn(hex, "0123456789abcdefABCDEF")] == '\0';
}

enum answer_status answer_show(struct answerer *x, const char *hex)
{
    struct options found_by_id = *x->options;
    struct answerer own = *x;
    struct answer a = {.x = &own, .query = ""};
    struct query_error parse;
    struct error error;
    struct buf query = {0};
    if (!is_id(hex)) {
        fprintf(stderr, "searcher: --show '%s': write 4 to 20 of the hex digits of an id\n", hex);
        return ANSWER_ERROR;
    }
    found_by_id.offset = 0;
    found_by_id.limit = 10;
    own.options = &found_by_id;
    buf_printf(&query, "id:%s", hex);
    a.tree = query_parse(query.data, query.length, x->options->today, &parse);
    buf_free(&query);
    enum answer_status status = ANSWER_ERROR;
    if (!find(&a, &error)) {
        answer_failed(&error);
    } else if (a.found.matches > 1) {
        status = ambiguous(&a, hex);
    } else if (a.found.count) {
        show_record(&a);
        status = ANSWER_FOUND;
    } else {
        fprintf(stderr, "searcher: no article has an id that begins with %s\n", hex);
        status = ANSWER_NOTHING;
    }
    answer_free(&a);
    return status;
}
