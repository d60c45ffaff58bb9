/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/options.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/text/caret.h"
#include "lib/text/shown.h"

enum {
    SINCE = 256,
    UNTIL,
    ON,
    UNDATED,
    OFFSET,
    BY,
    SHARE,
    NO_UNDATED,
    ANY,
    FIELDS_CHOSEN,
    KWIC,
    NO_SNIPPETS,
    SHOW,
    QUERIES,
    EXPLAIN,
    COLOR,
    PAGER,
    NO_PAGER,
    TODAY,
    VERSION,
    FOREIGN /* and all after it */
};

const struct option_row searcher_options[] = {
    {0, "What is searched", NULL, NULL},
    {'i', "index", "DIR", "default: $DATELINE_INDEX, or the nearest .dateline"},
    {ANY, "any", NULL, "any of the words, not all; articles with more first"},
    {QUERIES, "queries", "FILE", "answer each line: QUERY, or ID<TAB>QUERY; - for stdin"},
    {'I', "interactive", NULL, "on a screen: results follow each key"},
    {0, "Dates", NULL, NULL},
    {SINCE, "since", "DATE", "from the first day of DATE on: 2023, 2023-05, ..."},
    {UNTIL, "until", "DATE", "to the last day of DATE"},
    {ON, "on", "RANGE", "2023-05, 2023-05..2024-02, last-month, 7d, none"},
    {UNDATED, "undated", NULL, "articles without a date as well"},
    {TODAY, "today", "DATE", "what relative dates are relative to"},
    {0, "Which are shown", NULL, NULL},
    {'n', "limit", "N", "at most N (default: 10 as text, else all)"},
    {OFFSET, "offset", "N", "pass over the first N"},
    {'s', "sort", "ORDER", "relevance, newest or oldest first"},
    {SHOW, "show", "ID", "articles ID,ID,... whole, what QUERY matches marked"},
    {0, "Counts", NULL, NULL},
    {'c', "count", NULL, "the number of articles, and nothing else"},
    {BY, "by", "UNIT", "by day, week, month, weekday, ..., publisher or path"},
    {SHARE, "share", NULL, "with --by: the share of all articles of each row"},
    {NO_UNDATED, "no-undated", NULL, "with --by: no row of articles without a date"},
    {0, "Output", NULL, NULL},
    {'f', "format", "FORMAT", "text, json, tsv, csv, trec or paths"},
    {FIELDS_CHOSEN, "fields", "LIST", "columns of csv, tsv, json: id,date,title,text,..."},
    {'0', "null", NULL, "paths end with NUL, not newline"},
    {KWIC, "kwic", NULL, "a line for each match, the matches below each other"},
    {NO_SNIPPETS, "no-snippets", NULL, "no passages of the text"},
    {COLOR, "color", "WHEN", "auto (on a terminal), always or never"},
    {PAGER, "pager", NULL, "page even what would fit"},
    {NO_PAGER, "no-pager", NULL, "never page"},
    {0, "Help", NULL, NULL},
    {EXPLAIN, "explain", NULL, "how the query was understood"},
    {'h', "help", NULL, "this help"},
    {VERSION, "version", NULL, "this version, and those of libraries"},
    {'l', "files-with-matches", NULL, NULL},
    {FOREIGN, "json", NULL, NULL},
    {FOREIGN + 1, "csv", NULL, NULL},
    {FOREIGN + 2, "ignore-case", NULL, NULL},
    {FOREIGN + 3, "output", "WHAT", NULL},
    {FOREIGN + 4, "max-count", "N", NULL},
    {FOREIGN + 5, "after", "DATE", NULL},
    {FOREIGN + 6, "before", "DATE", NULL},
    {FOREIGN + 7, "db", "DIR", NULL},
    {0, NULL, NULL, NULL}};

/* What to write instead of options that users of ripgrep, notmuch and the like write. */
static const struct {
    int letter;
    const char *cure;
} foreign[] = {
    {'l', "for paths alone write -f paths; to leave out a word NOT before it, not -"},
    {FOREIGN, "write -f json"},
    {FOREIGN + 1, "write -f csv"},
    {FOREIGN + 2, "leave it out: upper and lower case are alike"},
    {FOREIGN + 3, "write -f text, json, tsv, csv, trec or paths"},
    {FOREIGN + 4, "write -n N"},
    {FOREIGN + 5, "write --since DATE"},
    {FOREIGN + 6, "write --until DATE"},
    {FOREIGN + 7, "write -i DIR"},
};

static bool refuse(int letter)
{
    const struct option_row *row = searcher_options;
    size_t i = 0;
    while (row->letter != letter)
        row++;
    while (foreign[i].letter != letter)
        i++;
    fprintf(stderr,
            letter < 256 ? "searcher: no option -%c, --%s: %s\n"
                         : "searcher: no option %c-%s: %s\n",
            letter < 256 ? letter : '-', row->name, foreign[i].cure);
    return false;
}

static bool is_foreign(int letter)
{
    return letter == 'l' || letter >= FOREIGN;
}

/* Dates wait until all options are read: they may be relative to --today. */
struct reading {
    struct options *o;
    struct wanted_range {
        int letter;
        const char *text;
    } ranges[32];
    size_t range_count;
};

static bool complain(const char *option, const char *argument, const char *cure)
{
    fprintf(stderr, "searcher: --%s '%s': %s\n", option, argument, cure);
    return false;
}

static bool number(const char *option, const char *text, uint64_t *n)
{
    char *end;
    if (text[0] >= '0' && text[0] <= '9') {
        *n = strtoull(text, &end, 10);
        if (*end == '\0' && *n < UINT32_MAX)
            return true;
    }
    return complain(option, text, "write a number, such as 20");
}

/* Looked at here, since it may be meant for a word: -iran. */
static bool take_index(struct options *o, const char *text)
{
    struct stat s;
    o->indexes = xreallocarray(o->indexes, o->index_count + 1, sizeof *o->indexes);
    o->indexes[o->index_count++] = text;
    return (stat(text, &s) == 0 && S_ISDIR(s.st_mode)) ||
           complain("index", text,
                    "there is no such folder; make an index with 'indexer FOLDER'; upper and "
                    "lower case are always alike");
}

static bool take_sort(struct options *o, const char *text)
{
    static const char *const names[] = {"relevance", "newest", "oldest"};
    for (int i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            o->sort = (enum sort)i;
            o->sorted = true;
            return true;
        }
    return complain("sort", text, "write relevance, newest or oldest");
}

static bool take_fields(struct options *o, const char *text)
{
    struct error error;
    o->has_fields = fields_parse(text, &o->fields, &error);
    if (!o->has_fields)
        shown_error(stderr, "searcher", &error);
    return o->has_fields;
}

static void add_shown(struct options *o, const char *id, size_t length)
{
    o->show = xreallocarray(o->show, o->show_count + 1, sizeof *o->show);
    o->show[o->show_count++] = xstrndup(id, length);
}

/* ID,ID,... */
static bool take_shown(struct options *o, const char *text)
{
    for (size_t n;; text += n + 1) {
        n = strcspn(text, ",");
        add_shown(o, text, n);
        if (!text[n])
            return true;
    }
}

/* An id as results have it, which stands after --show like the others. */
static bool is_whole_id(const char *text)
{
    size_t n = strspn(text, "0123456789abcdef");
    return n >= SCHEMA_ID_HEX && n <= SCHEMA_HEX && !text[n];
}

static bool take_colour(struct options *o, const char *text)
{
    o->colour = text;
    return strcmp(text, "auto") == 0 || strcmp(text, "always") == 0 || strcmp(text, "never") == 0 ||
           complain("color", text, "write auto, always or never");
}

static bool take_range(struct reading *r, int letter, const char *text)
{
    if (r->range_count == sizeof r->ranges / sizeof *r->ranges)
        return complain("on", text, "too many dates");
    r->ranges[r->range_count].letter = letter;
    r->ranges[r->range_count++].text = text;
    return true;
}

static bool take_value(struct reading *r, int letter, const char *text)
{
    struct options *o = r->o;
    switch (letter) {
    case 'i':
        return take_index(o, text);
    case 'n':
        o->limit_given = true;
        return number("limit", text, &o->limit);
    case OFFSET:
        return number("offset", text, &o->offset);
    case 's':
        return take_sort(o, text);
    case FIELDS_CHOSEN:
        return take_fields(o, text);
    case SHOW:
        return take_shown(o, text);
    case BY:
        o->by_given = true;
        return facet_parse(text, &o->by) || complain("by", text, "write " FACET_NAMES);
    case 'f':
        o->format = present_find(text);
        return o->format || complain("format", text, "write text, json, tsv, csv, trec or paths");
    case COLOR:
        return take_colour(o, text);
    case TODAY:
        if (date_parse(text, strlen(text), &o->today) == DATE_OK && o->today.day)
            return true;
        return complain("today", text, "write a day, such as 2023-05-26");
    default:
        return take_range(r, letter, text);
    }
}

static bool take(int letter, const char *argument, void *context)
{
    struct reading *r = context;
    struct options *o = r->o;
    if (is_foreign(letter))
        return refuse(letter);
    switch (letter) {
    case UNDATED:
        o->undated = true;
        return true;
    case 'c':
        o->count = true;
        return true;
    case ANY:
        o->any = true;
        return true;
    case '0':
        o->nul = true;
        return true;
    case 'I':
        o->interactive = true;
        return true;
    case NO_SNIPPETS:
        o->no_snippets = true;
        return true;
    case QUERIES:
        o->queries = argument;
        return true;
    case KWIC:
        o->kwic = true;
        return true;
    case SHARE:
        o->share = true;
        return true;
    case NO_UNDATED:
        o->no_undated = true;
        return true;
    case EXPLAIN:
        o->explain = true;
        return true;
    case PAGER:
        o->pager = true;
        return true;
    case NO_PAGER:
        o->no_pager = true;
        return true;
    case 'h':
        o->help = true;
        return true;
    case VERSION:
        o->version = true;
        return true;
    default:
        return take_value(r, letter, argument);
    }
}

static const char *range_option(int letter)
{
    return letter == SINCE ? "since" : letter == UNTIL ? "until" : "on";
}

static bool restrict_to(struct options *o, const struct wanted_range *w)
{
    struct range r;
    struct range_error e;
    const char *option = range_option(w->letter);
    if (!range_parse(w->text, strlen(w->text), o->today, &r, &e)) {
        char where[32];
        snprintf(where, sizeof where, "searcher: --%s", option);
        caret_print(stderr, where, e.message, w->text, e.column, e.cure);
        return false;
    }
    if (w->letter != ON && r.undated)
        return complain(option, w->text, "none is no date; write --on none");
    if (w->letter != ON && strstr(w->text, ".."))
        return complain(option, w->text, "write a date here, or --on for a range");
    if (w->letter == SINCE)
        r.last = RANGE_LAST;
    if (w->letter == UNTIL)
        r.first = RANGE_FIRST;
    if (o->dated && (r.undated || o->range.undated))
        return complain(option, w->text, "none cannot be joined with other dates");
    if (o->dated)
        o->impossible |= !range_intersect(o->range, r, &o->range);
    else
        o->range = r;
    o->dated = true;
    return true;
}

static bool restrict_all(struct reading *r)
{
    for (size_t i = 0; i < r->range_count; i++)
        if (!restrict_to(r->o, &r->ranges[i]))
            return false;
    return true;
}

static bool fits_together(const struct options *o)
{
    if (o->count && o->by_given)
        fputs("searcher: --count and --by exclude each other\n", stderr);
    else if (o->queries && (o->query[0] || o->show_count))
        fputs("searcher: --queries has the queries: leave out others, and --show\n", stderr);
    else if (o->show_count && (o->dated || o->count || o->by_given || o->kwic))
        fputs("searcher: --show prints articles whole: leave out dates, counts and --kwic\n",
              stderr);
    else if (o->interactive && (o->show_count || o->queries || o->count || o->by_given))
        fputs("searcher: --interactive goes with no --show, --queries, --count and --by\n", stderr);
    else if (!o->by_given && (o->share || o->no_undated))
        fprintf(stderr,
                "searcher: --%s is about the rows of --by: write --by month, or leave it out\n",
                o->share ? "share" : "no-undated");
    else if (o->has_fields && !o->format->has_fields)
        fputs("searcher: --fields chooses the columns of csv, tsv and json: write -f csv\n",
              stderr);
    else if (o->has_fields && (o->by_given || o->count))
        fputs("searcher: --fields is about articles: leave it out, or --by and --count\n", stderr);
    else if (o->kwic && (o->format != &present_text || o->count || o->by_given))
        fputs(
            "searcher: --kwic prints lines of text: leave it out, or --format, --by and --count\n",
            stderr);
    else if (o->nul && strcmp(o->format->name, "paths") != 0)
        fputs("searcher: --null goes with --format paths\n", stderr);
    else
        return true;
    return false;
}

bool options_parse(int argc, char **argv, struct options *o)
{
    struct reading r = {.o = o};
    *o = (struct options){
        .today = date_today(), .range = range_all(), .limit = 10, .colour = "auto"};
    int first = options_read(searcher_options, "searcher",
                             "to leave articles with a word out, write NOT before it, or quote the "
                             "query: 'wagner -mali'",
                             argc, argv, shown_put, take, &r);
    if (first < 0)
        return false;
    struct buf query = {0};
    for (; first < argc && o->show_count && is_whole_id(argv[first]); first++)
        add_shown(o, argv[first], strlen(argv[first]));
    for (int i = first; i < argc; i++)
        buf_printf(&query, "%s%s", i > first ? " " : "", argv[i]);
    o->query = buf_take(&query);
    if (!o->format)
        o->format = o->interactive ? &present_paths : &present_text;
    if (o->format->machine && !o->limit_given && !o->interactive)
        o->limit = UINT32_MAX;
    return restrict_all(&r) && (o->help || o->version || fits_together(o));
}

void options_free(struct options *o)
{
    free(o->query);
    free(o->indexes);
    for (size_t i = 0; i < o->show_count; i++)
        free(o->show[i]);
    free(o->show);
    o->show = NULL;
    o->show_count = 0;
    o->query = NULL;
    o->indexes = NULL;
}
