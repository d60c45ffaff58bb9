/* SPDX-License-Identifier: GPL-2.0-or-later */
/* searcher: answers queries from the index. Options, then calls. searcher(1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/map.h"
#include "lib/base/mem.h"
#include "lib/base/streams.h"
#include "lib/index/versions.h"
#include "searcher/batch.h"
#include "searcher/completion.h"
#include "searcher/interactive.h"
#include "searcher/options.h"
#include "searcher/overview.h"
#include "searcher/present/terminal.h"
#include "searcher/show.h"

static int error(const char *message)
{
    fprintf(stderr, "searcher: %s\n", message);
    return ANSWER_ERROR;
}

static void print_help(void)
{
    puts("usage: searcher [-i DIR] [options] QUERY ...\n"
         "\n"
         "Searches the articles that indexer indexed. Words must all occur; \"phrases\",\n"
         "OR, NOT, (groups), date:2023-05 and more: see searcher-query(7). No query: with\n"
         "dates or --by, all articles; else one screen about the index.");
    options_print(searcher_options, stdout);
}

static struct terminal_settings terminal_settings(void)
{
    return (struct terminal_settings){getenv("NO_COLOR"), getenv("CLICOLOR_FORCE"), getenv("TERM"),
                                      getenv("COLUMNS"), getenv("LINES")};
}

static struct terminal look_at_terminal(const struct options *o)
{
    const struct terminal_settings settings = terminal_settings();
    return terminal_look(STDOUT_FILENO, o->colour, &settings);
}

static int run_screen(struct answerer *x)
{
    const struct terminal_settings settings = terminal_settings();
    const char *visual = getenv("VISUAL");
    const struct surroundings s = {.terminal = settings.term,
                                   .pager = pager_choose(getenv("DATELINE_PAGER"), getenv("PAGER")),
                                   .editor = visual && visual[0] ? visual : getenv("EDITOR"),
                                   .state_home = getenv("XDG_STATE_HOME"),
                                   .home = getenv("HOME"),
                                   .colour = terminal_colour(true, x->options->colour, &settings)};
    return interactive(x, &s);
}

static enum answer_status answer(struct answerer *x)
{
    const struct options *o = x->options;
    if (o->show_count)
        return answer_show(x);
    if (o->queries)
        return answer_file(x, o->queries);
    bool asked = o->query[0] || o->dated || o->by_given || o->count || o->sorted || o->limit_given;
    if (!asked && o->offset == 0 && !o->format->machine)
        return overview(x);
    return answer_query(x, o->query, NULL);
}

static bool wants_pager(const struct options *o, const struct terminal *t)
{
    return !o->no_pager && !o->count && (o->pager || (!t->dumb && isatty(STDERR_FILENO)));
}

/* On a terminal what is printed is held back until it is known whether it fits; a pager that was
 * asked for has it anywhere. */
static void open_outlet(struct outlet *out, const struct options *o, const struct terminal *t)
{
    const char *command = NULL;
    if ((t->terminal || o->pager) && wants_pager(o, t))
        command = pager_choose(getenv("DATELINE_PAGER"), getenv("PAGER"));
    outlet_open(out, command, o->pager, o->count ? 0 : t->rows, t->columns);
}

static int present_and_answer(struct archive *a, struct stemmer *stemmer, const struct options *o)
{
    struct terminal t = look_at_terminal(o);
    struct outlet outlet;
    struct presenter p = {.format = o->format,
                          .out = stdout,
                          .terminal = t.terminal,
                          .colour = t.colour,
                          .links = t.links,
                          .nul = o->nul,
                          .shares = o->share,
                          .kwic = o->kwic,
                          .fields = o->has_fields ? &o->fields : NULL,
                          .columns = t.columns};
    struct answerer x = {a, stemmer, o, &p, &outlet, isatty(STDERR_FILENO) || o->pager};
    if (o->interactive)
        return run_screen(&x);
    open_outlet(&outlet, o, &t);
    answer_let_out(&x);
    enum answer_status status = answer(&x);
    int left = outlet_close(&outlet);
    return left == PAGER_UNKNOWN || left == PAGER_UNUSABLE ? ANSWER_ERROR : (int)status;
}

/* The homes of the indexes to be searched as one. */
struct homes {
    struct home *list;
    size_t count;
};

static void homes_free(struct homes *h)
{
    for (size_t i = 0; i < h->count; i++)
        home_free(&h->list[i]);
    free(h->list);
}

static bool add_home(struct homes *h, const char *given)
{
    struct error failure;
    struct home home;
    if (!home_find(given, NULL, false, &home, &failure)) {
        answer_failed(&failure);
        return false;
    }
    h->list = xreallocarray(h->list, h->count + 1, sizeof *h->list);
    h->list[h->count++] = home;
    return true;
}

/* Those of -i, else those of $DATELINE_INDEX, with `:` between them, else the nearest. */
static bool find_homes(struct homes *h, const struct options *o, const char *fallback)
{
    for (size_t i = 0; i < o->index_count; i++)
        if (!add_home(h, o->indexes[i]))
            return false;
    for (size_t n; !o->index_count && fallback && *fallback; fallback += n + (fallback[n] == ':')) {
        n = strcspn(fallback, ":");
        char *one = xstrndup(fallback, n);
        bool ok = n == 0 || add_home(h, one);
        free(one);
        if (!ok)
            return false;
    }
    return h->count || add_home(h, NULL);
}

static int search(const struct options *o, const struct homes *homes)
{
    struct archive archive;
    struct error failure;
    if (!archive_open(&archive, homes->list, homes->count, &failure))
        return (int)answer_failed(&failure);
    struct stemmer *stemmer = stemmer_new(archive.language);
    int status = stemmer ? present_and_answer(&archive, stemmer, o)
                         : error("the language of the index is not known here");
    stemmer_free(stemmer);
    archive_close(&archive);
    return status;
}

static int find_and_search(const struct options *o)
{
    struct homes homes = {0};
    int status = find_homes(&homes, o, getenv("DATELINE_INDEX")) ? search(o, &homes) : ANSWER_ERROR;
    homes_free(&homes);
    return status;
}

/* A reader who went away early is no error; a full disk is. */
static int flush(int status)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return error("the output could not be written");
    return status;
}

int main(int argc, char **argv)
{
    struct options o;
    streams_open();
    map_guard();
    if (completion_asked(argc, argv))
        return flush(ANSWER_FOUND);
    if (!options_parse(argc, argv, &o)) {
        options_free(&o);
        return ANSWER_ERROR;
    }
    int status = ANSWER_FOUND;
    if (o.help) {
        print_help();
    } else if (o.version) {
        puts("searcher (dateline) " SEARCHER_VERSION);
        versions_print(stdout);
    } else {
        status = find_and_search(&o);
    }
    options_free(&o);
    return flush(status);
}
