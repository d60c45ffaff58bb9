/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/options.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/field_map.h"
#include "indexer/read/source.h"
#include "lib/base/mem.h"
#include "lib/text/shown.h"
#include "lib/text/stem.h"

enum {
    FILES_FROM = 256,
    DATES,
    DATE_FROM,
    MAP,
    ENCODING,
    INCLUDE,
    EXCLUDE,
    TABLES,
    REBUILD,
    DRY_RUN,
    DUMP,
    CHECK,
    COMPACT,
    STATS,
    WAIT,
    PROGRESS,
    VERSION
};

const struct option_row indexer_options[] = {
    {0, "Where", NULL, NULL},
    {'i', "index", "DIR", "default: $DATELINE_INDEX, or the nearest .dateline"},
    {WAIT, "wait", "SECONDS", "wait that long while another writes the index"},
    {0, "Which files", NULL, NULL},
    {EXCLUDE, "exclude", "GLOB", "leave out what matches, as in .gitignore"},
    {INCLUDE, "include", "GLOB", "take files that match, and no others"},
    {FILES_FROM, "files-from", "FILE", "the paths in FILE, one a line; - for stdin"},
    {'0', "null", NULL, "those paths end with NUL, not newline"},
    {0, "How they are read", NULL, NULL},
    {'f', "format", "NAME", "what they are; else told by name and content"},
    {MAP, "map", "MAP", "keys of records: text=data.body,title=head"},
    {ENCODING, "encoding", "NAME", "charset of what is not UTF-8 and does not say"},
    {DATES, "dates", "FILE", "dates given by hand: PATH<TAB>DATE a line"},
    {DATE_FROM, "date-from", "LIST", "header,meta,name,mtime, in the order to try them"},
    {'l', "language", "NAME", "of stems (default: english; none: no stems)"},
    {0, "How the index is written", NULL, NULL},
    {'j', "jobs", "N", "threads (default: one a processor)"},
    {'m', "memory", "SIZE", "such as 64M or 1G (default: 512M)"},
    {TABLES, "tables", "WHICH", "lean (default), or full: also Xapian's other tables"},
    {REBUILD, "rebuild", NULL, "build it anew; it then takes the place of the old"},
    {COMPACT, "compact", NULL, "merge all shards into one"},
    {0, "Write nothing, but print", NULL, NULL},
    {DRY_RUN, "dry-run", NULL, "what would be done; -v: of which article"},
    {DUMP, "dump", NULL, "each article as it would be indexed, as JSON"},
    {CHECK, "check", NULL, "faults of the index"},
    {STATS, "stats", NULL, "articles and sizes of the index"},
    {0, "What is told", NULL, NULL},
    {PROGRESS, "progress", "WHEN", "auto (on a terminal), always or never"},
    {'q', "quiet", NULL, "no summary, and nothing of files as they were"},
    {'v', "verbose", NULL, "each file that changes or is skipped, and all faults"},
    {'h', "help", NULL, "this help"},
    {VERSION, "version", NULL, "this version, and those of libraries"},
    {0, NULL, NULL, NULL}};

/* Says what is wrong with an argument; false. */
static bool complain(const char *option, const char *argument, const char *cure)
{
    fprintf(stderr, "indexer: --%s '", option);
    shown_put(stderr, argument);
    fprintf(stderr, "': %s\n", cure);
    return false;
}

static bool number(const char *text, unsigned long most, unsigned long *n)
{
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return false;
    *n = strtoul(text, &end, 10);
    return *end == '\0' && *n <= most;
}

/* Bytes with an optional K, M or G. */
static bool size(const char *text, uint64_t *bytes)
{
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return false;
    unsigned long long n = strtoull(text, &end, 10);
    static const char units[] = "KMG";
    const char *unit = *end ? strchr(units, *end >= 'a' ? *end - 'a' + 'A' : *end) : NULL;
    unsigned shift = unit ? (unsigned)(unit - units + 1) * 10 : 0;
    if ((*end && (!unit || end[1])) || n == 0 || n > UINT64_MAX >> shift)
        return false;
    *bytes = (uint64_t)n << shift;
    return true;
}

static void add(struct arguments *a, const char *argument)
{
    a->list = xgrow(a->list, &a->room, a->count + 1, sizeof *a->list);
    a->list[a->count++] = argument;
}

static bool take_map(struct options *o, const char *argument)
{
    struct error error;
    struct field_map *map = field_map_new();
    bool ok = field_map_add(map, argument, &error);
    field_map_free(map);
    if (!ok)
        shown_error(stderr, "indexer", &error);
    add(&o->map, argument);
    return ok;
}

static bool take_format(struct options *o, const char *argument)
{
    const struct reader_format *f;
    o->format = reader_find(argument);
    if (o->format)
        return true;
    fputs("indexer: --format '", stderr);
    shown_put(stderr, argument);
    fputs("' is not known; there are", stderr);
    for (size_t i = 0; (f = reader_at(i)) != NULL; i++)
        fprintf(stderr, " %s", f->name);
    fputc('\n', stderr);
    return false;
}

static bool take_progress(struct options *o, const char *argument)
{
    static const char *const names[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(argument, names[i]) == 0) {
            o->progress = (enum progress)i;
            return true;
        }
    return complain("progress", argument, "write auto, always or never");
}

static bool take_language(struct options *o, const char *argument)
{
    /* Snowball takes other names, such as fr, too; but an index is to know its language by one. */
    const char **names = stemmer_languages();
    const char **l = names;
    while (*l && strcmp(*l, argument) != 0)
        l++;
    bool known = *l != NULL;
    o->settings.language = argument;
    if (!known) {
        fputs("indexer: --language '", stderr);
        shown_put(stderr, argument);
        fputs("' is not known; there are", stderr);
        for (l = names; *l; l++)
            fprintf(stderr, " %s", *l);
        fputc('\n', stderr);
    }
    free(names);
    return known;
}

static bool take_value(struct options *o, int letter, const char *argument)
{
    unsigned long n = 0;
    struct read_settings order;
    switch (letter) {
    case 'j':
        if (!number(argument, 256, &n) || n == 0)
            return complain("jobs", argument, "write a number from 1 to 256");
        o->jobs = n;
        return true;
    case 'm':
        if (!size(argument, &o->memory) || o->memory < (uint64_t)16 << 20)
            return complain("memory", argument, "write a size of 16M or more, such as 512M or 2G");
        return true;
    case WAIT:
        if (!number(argument, 1000000, &n))
            return complain("wait", argument, "write a number of seconds");
        o->wait = (unsigned)n;
        return true;
    case DATE_FROM:
        o->settings.date_from = argument;
        return read_settings_parse(argument, &order) ||
               complain("date-from", argument,
                        "write header, meta, name, mtime, each once, with commas between");
    case PROGRESS:
        return take_progress(o, argument);
    case TABLES:
        o->settings.tables = argument;
        return strcmp(argument, "lean") == 0 || strcmp(argument, "full") == 0 ||
               complain("tables", argument, "write lean or full");
    case MAP:
        return take_map(o, argument);
    case 'f':
        return take_format(o, argument);
    default:
        return take_language(o, argument);
    }
}

static bool take(int letter, const char *argument, void *context)
{
    struct options *o = context;
    switch (letter) {
    case 'i':
        o->index = argument;
        break;
    case FILES_FROM:
        o->files_from = argument;
        break;
    case '0':
        o->nul = true;
        break;
    case DATES:
        o->dates = argument;
        break;
    case REBUILD:
        o->rebuild = true;
        break;
    case DRY_RUN:
        o->dry_run = true;
        break;
    case CHECK:
        o->check = true;
        break;
    case COMPACT:
        o->compact = true;
        break;
    case DUMP:
        o->dump = true;
        break;
    case ENCODING:
        o->encoding = argument;
        break;
    case INCLUDE:
        add(&o->include, argument);
        break;
    case EXCLUDE:
        add(&o->exclude, argument);
        break;
    case STATS:
        o->stats = true;
        break;
    case 'q':
        o->quiet = true;
        break;
    case 'v':
        o->verbose = true;
        break;
    case 'h':
        o->help = true;
        break;
    case VERSION:
        o->version = true;
        break;
    default:
        return take_value(o, letter, argument);
    }
    return true;
}

/* Options that would be ignored are errors. */
static bool fit_together(const struct options *o)
{
    bool writes = o->rebuild || o->compact || o->dry_run;
    bool reads = o->path_count || o->files_from || o->dates || o->settings.language ||
                 o->settings.date_from || o->settings.tables || o->format || o->map.count ||
                 o->encoding || o->include.count || o->exclude.count;
    if (o->nul && !o->files_from)
        fputs("indexer: --null goes with --files-from\n", stderr);
    else if (o->check + o->stats + o->dump > 1)
        fputs("indexer: --check, --stats or --dump: one at a time\n", stderr);
    else if ((o->check || o->stats) && (writes || reads))
        fputs(
            "indexer: --check and --stats look at the index and do nothing else: leave out files, "
            "and options that are about writing\n",
            stderr);
    else if (o->dump && writes)
        fputs("indexer: --dump writes no index: leave out --rebuild, --compact and --dry-run\n",
              stderr);
    else if (o->dump && !o->path_count && !o->files_from)
        fputs("indexer: --dump prints what is in files: name some\n", stderr);
    else if (o->dry_run && o->compact)
        fputs("indexer: --dry-run says nothing of --compact: leave one of them out\n", stderr);
    else
        return true;
    return false;
}

void options_free(struct options *o)
{
    free(o->map.list);
    free(o->include.list);
    free(o->exclude.list);
}

bool options_parse(int argc, char **argv, struct options *o)
{
    *o = (struct options){.memory = (uint64_t)512 << 20};
    int first = options_read(indexer_options, "indexer", NULL, argc, argv, shown_put, take, o);
    if (first < 0)
        return false;
    o->paths = argv + first;
    o->path_count = (size_t)(argc - first);
    return fit_together(o);
}
