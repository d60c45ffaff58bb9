/* SPDX-License-Identifier: GPL-2.0-or-later */
/* indexer: builds and updates the index. Options, then calls. indexer(1). */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/dumping.h"
#include "indexer/indexing.h"
#include "indexer/options.h"
#include "indexer/store/maintain.h"
#include "lib/base/mem.h"
#include "lib/base/streams.h"

enum { EXIT_FAULTS = 1, EXIT_ERROR = 2, EXIT_LOCKED = 75, EXIT_STOPPED = 130 };

/* Set by a signal; runs look at it and end soon. */
static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    stop = number;
}

/* A signal that is ignored when we start, as nohup(1) does it, stays so. */
static void catch_signal(int number)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sigaction was;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &was) == 0 && was.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

static int error(const char *message)
{
    fprintf(stderr, "indexer: %s\n", message);
    return EXIT_ERROR;
}

static void print_help(void)
{
    puts("usage: indexer [-i DIR] [options] [PATH ...]\n"
         "\n"
         "Indexes dated articles, for searcher. PATHs are files or folders; none: update what\n"
         "the index knows. Only what changed is read. See indexer(1).\n");
    options_print(indexer_options, stdout);
}

/* The kept paths to index: those of argv and of --files-from. */
struct paths {
    const char **list;
    size_t count;
    size_t room;
};

static bool add_path(struct paths *p, const struct home *home, const char *path, char message[512])
{
    char *kept = home_keep(home, path);
    if (!kept) {
        snprintf(message, 512, "%s: %s", path, strerror(ENOENT));
        return false;
    }
    p->list = xgrow(p->list, &p->room, p->count + 1, sizeof *p->list);
    p->list[p->count++] = kept;
    return true;
}

static bool add_paths_from(struct paths *p, const struct home *home, const struct options *o,
                           char message[512])
{
    FILE *f = strcmp(o->files_from, "-") == 0 ? stdin : fopen(o->files_from, "re");
    if (!f) {
        snprintf(message, 512, "%s: %s", o->files_from, strerror(errno));
        return false;
    }
    char *name = NULL;
    size_t room = 0;
    int end = o->nul ? '\0' : '\n';
    bool ok = true;
    for (ssize_t n; ok && (n = getdelim(&name, &room, end, f)) > 0;) {
        if (name[n - 1] == end)
            name[--n] = '\0';
        if (n && !o->nul && name[n - 1] == '\r')
            name[n - 1] = '\0';
        ok = name[0] == '\0' || add_path(p, home, name, message);
    }
    free(name);
    if (f != stdin)
        fclose(f);
    return ok;
}

static bool collect_paths(struct paths *p, const struct home *home, const struct options *o,
                          char message[512])
{
    for (size_t i = 0; i < o->path_count; i++)
        if (!add_path(p, home, o->paths[i], message))
            return false;
    if (o->files_from && !add_paths_from(p, home, o, message))
        return false;
    if (o->files_from && p->count == 0) {
        snprintf(message, 512, "%s names no files", o->files_from);
        return false;
    }
    return true;
}

static size_t processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 256 ? 256 : (size_t)n;
}

static int run(const struct options *o, const struct home *home, const struct paths *p,
               struct dates_list *dates)
{
    char message[512];
    struct report report = {.progress = o->progress == PROGRESS_ALWAYS ||
                                        (o->progress == PROGRESS_AUTO && isatty(STDERR_FILENO)),
                            .quiet = o->quiet,
                            .verbose = o->verbose};
    struct request q = {.home = home,
                        .paths = p->list,
                        .path_count = p->count,
                        .named = o->path_count,
                        .dates = o->dates ? dates : NULL,
                        .settings = {(char *)o->language, (char *)o->date_from},
                        .rebuild = o->rebuild,
                        .compact = o->compact,
                        .verify = o->verify,
                        .writer = o->writer,
                        .dry_run = o->dry_run,
                        .wait = o->wait,
                        .jobs = o->jobs ? o->jobs : processors(),
                        .memory = o->memory,
                        .stop = &stop};
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
    catch_signal(SIGHUP);
    report_start(&report, home);
    enum indexing_status status = indexing_run(&q, &report, message);
    report_clear(&report);
    if (status == INDEXING_LOCKED || status == INDEXING_FAILED) {
        error(message);
        return status == INDEXING_FAILED ? EXIT_ERROR : stop ? EXIT_STOPPED : EXIT_LOCKED;
    }
    report_summary(&report, o->dry_run);
    if (status == INDEXING_STOPPED) {
        error("stopped; run it again to go on");
        return EXIT_STOPPED;
    }
    return report.counts.skipped || report.counts.damaged ? EXIT_FAULTS : 0;
}

static int maintain(const struct options *o, const struct home *home)
{
    char message[512] = "";
    bool ok = o->check ? maintain_check(home, message) : maintain_stats(home, message);
    if (message[0])
        return error(message);
    return ok ? 0 : EXIT_FAULTS;
}

static int dump(const struct options *o, const struct home *home, const struct paths *p,
                const struct dates_list *dates)
{
    struct dumping d = {.home = home,
                        .paths = p->list,
                        .path_count = p->count,
                        .dates = dates,
                        .settings = {.format = o->format, .map = o->map, .encoding = o->encoding},
                        .verbose = o->verbose,
                        .stop = &stop};
    read_settings_parse(o->date_from ? o->date_from : READ_SOURCES_DEFAULT, &d.settings.dates);
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
    uint64_t faults = dumping_run(&d);
    return stop ? EXIT_STOPPED : faults ? EXIT_FAULTS : 0;
}

static int indexer(int argc, char **argv)
{
    struct options o;
    struct home home;
    struct paths paths = {0};
    struct dates_list dates = {0};
    char message[512];
    if (!options_parse(argc, argv, &o))
        return EXIT_ERROR;
    if (o.help || o.version) {
        if (o.help)
            print_help();
        else
            puts("indexer (dateline) " INDEXER_VERSION);
        return 0;
    }
    bool create = (o.path_count || o.files_from) && !o.check && !o.stats;
    if (!home_find(o.index, getenv("DATELINE_INDEX"), create, &home, message))
        return error(message);
    int status;
    if (o.check || o.stats)
        status = maintain(&o, &home);
    else if (!collect_paths(&paths, &home, &o, message) ||
             (o.dates && !dates_list_read(&dates, o.dates, &home, message)))
        status = error(message);
    else if (o.dump)
        status = dump(&o, &home, &paths, &dates);
    else
        status = run(&o, &home, &paths, &dates);
    for (size_t i = 0; i < paths.count; i++)
        free((char *)paths.list[i]);
    free(paths.list);
    dates_list_free(&dates);
    field_map_free(o.map);
    home_free(&home);
    return status;
}

int main(int argc, char **argv)
{
    streams_open();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error as any other */
    int status = indexer(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout))
        return error("what it had to say could not be written to stdout");
    return status;
}
