/* SPDX-License-Identifier: GPL-2.0-or-later */
/* indexer: builds and updates the index. Options, then calls. indexer(1). */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <zlib.h>

#include "indexer/completion.h"
#include "indexer/dumping.h"
#include "indexer/indexing.h"
#include "indexer/options.h"
#include "indexer/paths.h"
#include "indexer/read/libraries.h"
#include "indexer/store/check.h"
#include "indexer/store/stats.h"
#include "lib/base/map.h"
#include "lib/base/streams.h"
#include "lib/index/versions.h"
#include "lib/text/shown.h"
#include "lib/xapian/binding.h"

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

static int tell(const struct error *error)
{
    shown_error(stderr, "indexer", error);
    return EXIT_ERROR;
}

static void print_help(void)
{
    puts("usage: indexer [-i DIR] [options] [PATH ...]\n"
         "\n"
         "Indexes dated articles, for searcher. PATHs are files or folders; none: update\n"
         "what the index knows. Only what changed is read. See indexer(1).");
    options_print(indexer_options, stdout);
}

static void print_version(void)
{
    puts("indexer (dateline) " INDEXER_VERSION);
    versions_print(stdout);
    printf("libxapian %s, zlib %s\n", xc_version(), zlibVersion());
}

static size_t processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 256 ? 256 : (size_t)n;
}

/* Each job may have a file or two open beside those of the index. */
static size_t affordable(size_t jobs)
{
    enum { OTHERS = 24, EACH = 2 };
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return jobs;
    size_t most = files.rlim_cur > OTHERS + EACH ? (size_t)(files.rlim_cur - OTHERS) / EACH : 1;
    return jobs < most ? jobs : most;
}

static int end_run(enum indexing_status status, const struct options *o, struct report *report,
                   const struct update_counts *counts, const struct error *error)
{
    report_clear(report);
    if (status == INDEXING_LOCKED || status == INDEXING_FAILED) {
        tell(error);
        return status == INDEXING_FAILED ? EXIT_ERROR : stop ? EXIT_STOPPED : EXIT_LOCKED;
    }
    if (status == INDEXING_STOPPED) {
        fputs("indexer: stopped; the index is as it was last published; run it again to go on\n",
              stderr);
        return EXIT_STOPPED;
    }
    if (o->dump)
        report_rest(report);
    else
        report_summary(report, counts, o->dry_run);
    return counts->faulty || counts->broken ? EXIT_FAULTS : 0;
}

static int run(const struct options *o, const struct home *home, const struct paths *p,
               struct dates_list *dates)
{
    struct error error;
    struct update_counts counts = {0};
    struct report report = {.progress = o->progress == PROGRESS_ALWAYS ||
                                        (o->progress == PROGRESS_AUTO && isatty(STDERR_FILENO)),
                            .quiet = o->quiet,
                            .verbose = o->verbose};
    struct request q = {.options = o,
                        .home = home,
                        .paths = p->list,
                        .path_count = p->count,
                        .dates = o->dates ? dates : NULL,
                        .jobs = affordable(o->jobs ? o->jobs : processors()),
                        .stop = &stop};
    report_start(&report, home);
    enum indexing_status status = o->dump ? dumping_run(&q, &report, &counts, &error)
                                          : indexing_run(&q, &report, &counts, &error);
    int code = end_run(status, o, &report, &counts, &error);
    report_free(&report);
    return code;
}

static int maintain(const struct options *o, const struct home *home)
{
    struct error error;
    if (o->stats)
        return stats_print(home, &error) ? 0 : tell(&error);
    switch (check_index(home, &stop, &error)) {
    case CHECK_SOUND:
        return 0;
    case CHECK_FAULTS:
        puts("build the index anew with 'indexer --rebuild'");
        return EXIT_FAULTS;
    case CHECK_STOPPED:
        return EXIT_STOPPED;
    default:
        return tell(&error);
    }
}

static int work(const struct options *o)
{
    struct error error;
    struct home home;
    struct paths paths = {0};
    struct dates_list dates = {0};
    bool create = (o->path_count || o->files_from) && !o->check && !o->stats;
    if (!home_find(o->index, getenv("DATELINE_INDEX"), create, &home, &error))
        return tell(&error);
    int status;
    if (o->check || o->stats)
        status = maintain(o, &home);
    else if (!paths_collect(&paths, &home, o, &error) ||
             (o->dates && !dates_list_read(&dates, o->dates, &home, &error)))
        status = tell(&error);
    else
        status = run(o, &home, &paths, &dates);
    paths_free(&paths);
    dates_list_free(&dates);
    home_free(&home);
    return status;
}

static int indexer(int argc, char **argv)
{
    struct options o;
    int status = EXIT_ERROR;
    if (completion_asked(argc, argv))
        return 0;
    if (options_parse(argc, argv, &o)) {
        if (o.help)
            print_help();
        else if (o.version)
            print_version();
        status = o.help || o.version ? 0 : work(&o);
    }
    options_free(&o);
    return status;
}

int main(int argc, char **argv)
{
    streams_open();
    map_guard();
    libraries_begin();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error as any other */
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
    catch_signal(SIGHUP);
    int status = indexer(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("indexer: what it had to say could not be written to stdout\n", stderr);
        return EXIT_ERROR;
    }
    return status;
}
