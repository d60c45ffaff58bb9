/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/options.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/decode.h"
#include "indexer/read/read.h"
#include "lib/text/stem.h"

enum {
    FILES_FROM = 256,
    DATES,
    DATE_FROM,
    REBUILD,
    MAP,
    ENCODING,
    DUMP,
    DRY_RUN,
    CHECK,
    COMPACT,
    VERIFY,
    WRITER,
    STATS,
    WAIT,
    PROGRESS,
    VERSION
};

const struct option_row indexer_options[] = {
    {'i', "index", "DIR", "the index (default: $DATELINE_INDEX, or the nearest .dateline)"},
    {FILES_FROM, "files-from", "FILE", "index the paths named in FILE, one a line; - for stdin"},
    {'0', "null", NULL, "paths in --files-from end with NUL, not newline"},
    {'f', "format", "NAME", "read all files as this format, whatever their names are"},
    {MAP, "map", "MAP", "keys of records that are a field: FIELD=KEY,... (text=data.body)"},
    {ENCODING, "encoding", "NAME", "the charset of files that are not UTF-8 and do not say"},
    {DATES, "dates", "FILE", "dates for articles given by hand: PATH<TAB>DATE a line"},
    {DATE_FROM, "date-from", "LIST", "where dates come from: header,meta,name,mtime in some order"},
    {'l', "language", "NAME", "stem words of this language (default: english; none: not at all)"},
    {'j', "jobs", "N", "threads (default: one a processor)"},
    {'m', "memory", "SIZE", "memory to use, such as 64M or 1G (default: 512M)"},
    {REBUILD, "rebuild", NULL, "build the index anew, then let it take the place of the old"},
    {DUMP, "dump", NULL, "print the articles of PATHs as JSON, a line each; write nothing"},
    {DRY_RUN, "dry-run", NULL, "say what would be done, and write nothing"},
    {CHECK, "check", NULL, "check the index for faults"},
    {COMPACT, "compact", NULL, "merge all shards into one, as small as can be"},
    {VERIFY, "verify", NULL, "check all of what was written in bulk, not only a sample"},
    {WRITER, "writer", "NAME", "auto; bulk: write a new shard; update: write through libxapian"},
    {STATS, "stats", NULL, "print articles and sizes of the index"},
    {WAIT, "wait", "SECONDS", "wait that long while another process writes the index"},
    {PROGRESS, "progress", "WHEN", "show progress: auto (on a terminal), always, never"},
    {'q', "quiet", NULL, "print no summary"},
    {'v', "verbose", NULL, "name each file that changes, and all faults"},
    {'h', "help", NULL, "print this help"},
    {VERSION, "version", NULL, "print the version"},
    {0, NULL, NULL, NULL}};

static bool complain(const char *option, const char *argument, const char *cure)
{
    fprintf(stderr, "indexer: --%s '%s': %s\n", option, argument, cure);
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

static bool take_writer(struct options *o, const char *argument)
{
    static const char *const names[] = {"auto", "bulk", "update"};
    for (int i = 0; i < 3; i++)
        if (strcmp(argument, names[i]) == 0) {
            o->writer = (enum writer)i;
            return true;
        }
    return complain("writer", argument, "write auto, bulk or update");
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
    o->language = argument;
    if (!known) {
        fprintf(stderr, "indexer: --language '%s' is not known; there are", argument);
        for (l = names; *l; l++)
            fprintf(stderr, " %s", *l);
        fputc('\n', stderr);
    }
    free(names);
    return known;
}

static bool take_format(struct options *o, const char *argument)
{
    o->format = reader_find(argument);
    if (o->format)
        return true;
    fprintf(stderr, "indexer: --format '%s' is not known; there are", argument);
    for (size_t i = 0; reader_at(i); i++)
        fprintf(stderr, " %s", reader_at(i)->name);
    fputc('\n', stderr);
    return false;
}

static bool take_map(struct options *o, const char *argument)
{
    struct error e;
    if (!o->map)
        o->map = field_map_new();
    if (field_map_add(o->map, argument, &e))
        return true;
    fprintf(stderr, "indexer: %s: %s\n", e.message, e.cure);
    return false;
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
        o->date_from = argument;
        return read_settings_parse(argument, &order) ||
               complain("date-from", argument,
                        "write header, meta, name, mtime, each once, with commas between");
    case 'f':
        return take_format(o, argument);
    case MAP:
        return take_map(o, argument);
    case ENCODING:
        o->encoding = argument;
        return decode_knows(argument) ||
               complain("encoding", argument, "no such charset; see iconv -l");
    case PROGRESS:
        return take_progress(o, argument);
    case WRITER:
        return take_writer(o, argument);
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
    case DUMP:
        o->dump = true;
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
    case VERIFY:
        o->verify = true;
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
    bool writes = o->path_count || o->files_from || o->rebuild || o->compact || o->dry_run ||
                  o->dates || o->language || o->date_from || o->verify;
    if (o->nul && !o->files_from)
        fputs("indexer: --null goes with --files-from\n", stderr);
    else if (o->check && o->stats)
        fputs("indexer: --check or --stats: one at a time\n", stderr);
    else if ((o->check || o->stats) && writes)
        fputs(
            "indexer: --check and --stats look at the index and do nothing else: leave out files, "
            "and options that are about writing\n",
            stderr);
    else if (o->dump && !o->path_count && !o->files_from)
        fputs("indexer: --dump prints articles of files: name them\n", stderr);
    else if (o->dump && (o->check || o->stats || o->rebuild || o->compact || o->dry_run))
        fputs("indexer: --dump writes nothing but what it prints: leave out what is about the "
              "index\n",
              stderr);
    else if (!o->dump && (o->format || o->map || o->encoding))
        fputs("indexer: --format, --map and --encoding go with --dump\n", stderr);
    else if (o->dry_run && o->compact)
        fputs("indexer: --dry-run says nothing of --compact: leave one of them out\n", stderr);
    else
        return true;
    return false;
}

bool options_parse(int argc, char **argv, struct options *o)
{
    *o = (struct options){.memory = (uint64_t)512 << 20};
    int first = options_read(indexer_options, "indexer", NULL, argc, argv, take, o);
    if (first < 0)
        return false;
    o->paths = argv + first;
    o->path_count = (size_t)(argc - first);
    return fit_together(o);
}
