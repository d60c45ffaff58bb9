/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/interactive.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "searcher/present/pager.h"
#include "searcher/screen/screen.h"
#include "searcher/show.h"

#define INTERRUPTED 130

/* What the screen's calls need. */
struct caller {
    struct answerer *x;
    const struct surroundings *surroundings;
};

/* The options that ask for what the screen asked for. */
static struct options options_for(const struct options *o, const struct request *q)
{
    struct options asked = *o;
    asked.range = q->range;
    asked.dated = q->dated;
    asked.impossible = q->impossible;
    asked.sorted = q->sorted || !q->query[0];
    asked.sort = q->sorted ? q->sort : SORT_NEWEST;
    asked.count = asked.by_given = asked.explain = false;
    asked.offset = 0;
    return asked;
}

/* Nothing that is told to people gets on the screen. */
static FILE *open_nothing(void)
{
    return fopen("/dev/null", "we");
}

/* ---- what the screen asks for ---- */

static bool page(void *context, const char *id, struct error *error)
{
    const struct caller *c = context;
    struct presenter p = *c->x->presenter;
    struct pager pager = {0};
    const char *command = c->surroundings->pager;
    p.format = &present_text;
    if (!pager_start(&pager, command ? command : "cat; read -r line </dev/tty"))
        return error_system(error, errno, "sh");
    p.out = p.notes = pager.to;
    p.terminal = true;
    p.nul = false;
    struct answerer x = {.archive = c->x->archive,
                         .stemmer = c->x->stemmer,
                         .options = c->x->options,
                         .presenter = &p};
    answer_show_id(&x, id);
    int status = pager_close(&pager);
    if (status != PAGER_UNKNOWN && status != PAGER_UNUSABLE)
        return true;
    error_set(error, ERROR_MISSING, "the pager could not be run");
    return error_cure(error, "set PAGER to one that is installed");
}

/* Runs `sh -c SCRIPT sh PATH`, and waits. Its exit status; -1 if it had none. */
static int run_shell(const char *script, const char *path)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    struct sigaction before;
    sigaction(SIGINT, &ignored, &before);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, SIG_DFL);
        execl("/bin/sh", "sh", "-c", script, "sh", path, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    sigaction(SIGINT, &before, NULL);
    return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool edit(void *context, const char *path, struct error *error)
{
    const struct caller *c = context;
    const char *editor = c->surroundings->editor;
    struct buf script = {0};
    if (!path || access(path, F_OK) != 0)
        return error_system(error, ENOENT, path ? path : "the file");
    buf_printf(&script, "%s \"$1\"", editor && editor[0] ? editor : "vi");
    int status = run_shell(script.data, path);
    buf_free(&script);
    if (status != 127 && status != 126)
        return true;
    error_set(error, ERROR_MISSING, "the editor could not be run");
    return error_cure(error, "set EDITOR to one that is installed");
}

/* The format that the name of a file asks for. */
static const struct present_format *format_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    const struct present_format *format = dot ? present_find(dot + 1) : NULL;
    return format && format != &present_text ? format : &present_paths;
}

static bool write_to(const struct caller *c, const struct request *q, FILE *out, FILE *notes)
{
    struct options o = options_for(c->x->options, q);
    struct presenter p = {.format = o.format, .out = out, .notes = notes, .columns = 80};
    struct answerer x = {
        .archive = c->x->archive, .stemmer = c->x->stemmer, .options = &o, .presenter = &p};
    o.limit = UINT32_MAX - 1;
    return answer_query(&x, q->query, NULL) != ANSWER_ERROR;
}

static bool write_hits(void *context, const struct request *q, const char *path,
                       struct error *error)
{
    struct caller c = *(const struct caller *)context;
    struct options o = *c.x->options;
    struct answerer x = {.archive = c.x->archive,
                         .stemmer = c.x->stemmer,
                         .options = &o,
                         .presenter = c.x->presenter};
    o.format = format_of(path);
    c.x = &x;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (!out)
        return error_system(error, errno, path);
    FILE *notes = open_nothing();
    bool ok = write_to(&c, q, out, notes);
    ok = !ferror(out) && ok;
    ok = fclose(out) == 0 && ok;
    if (notes)
        fclose(notes);
    return ok || error_system(error, errno ? errno : EIO, path);
}

/* ---- leaving ---- */

/* The article as the command line would print it: of the same query, so that its matches are
 * marked, but for words of which any is enough, which cannot be joined with an id. */
static int print_hit(struct answerer *x, const struct screen_result *r)
{
    struct buf query = {0};
    struct options o = options_for(x->options, &r->request);
    FILE *notes = open_nothing();
    struct presenter p = *x->presenter;
    p.format = o.format;
    p.notes = notes;
    o.limit = 1;
    if (r->request.query[0] && !o.any)
        buf_printf(&query, "(%s) ", r->request.query);
    buf_printf(&query, "id:%s", r->id);
    struct answerer own = {
        .archive = x->archive, .stemmer = x->stemmer, .options = &o, .presenter = &p};
    enum answer_status status = answer_query(&own, query.data, NULL);
    buf_free(&query);
    if (notes)
        fclose(notes);
    return (int)status;
}

static int leave(struct answerer *x, const struct screen_result *r)
{
    if (r->signal) {
        fflush(stdout);
        signal(r->signal, SIG_DFL);
        raise(r->signal);
    }
    if (r->ending == ENDING_HIT)
        return print_hit(x, r);
    if (r->ending == ENDING_COMMAND)
        puts(r->command);
    return r->ending == ENDING_INTERRUPT ? INTERRUPTED
           : r->ending == ENDING_QUIT    ? (int)ANSWER_NOTHING
                                         : (int)ANSWER_FOUND;
}

static struct given given_by(const struct options *o)
{
    return (struct given){.range = o->range,
                          .dated = o->dated,
                          .impossible = o->impossible,
                          .undated = o->undated,
                          .any = o->any,
                          .sorted = o->sorted,
                          .sort = o->sort,
                          .today =
                              date_compare(o->today, date_today()) ? o->today : (struct date){0},
                          .indexes = o->indexes,
                          .index_count = o->index_count};
}

int interactive(struct answerer *x, const struct surroundings *s)
{
    struct caller caller = {x, s};
    struct screen_result result;
    struct error error;
    const struct screen_setup setup = {.archive = x->archive,
                                       .stemmer = x->stemmer,
                                       .given = given_by(x->options),
                                       .today = x->options->today,
                                       .query = x->options->query,
                                       .terminal = s->terminal,
                                       .colour = s->colour,
                                       .state_home = s->state_home,
                                       .home = s->home,
                                       .calls = {&caller, page, edit, write_hits}};
    if (!screen_run(&setup, &result, &error))
        return (int)answer_failed(&error);
    int status = leave(x, &result);
    screen_result_free(&result);
    return status;
}
