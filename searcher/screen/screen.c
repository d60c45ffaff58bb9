/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/mem.h"
#include "searcher/screen/runner.h"
#include "searcher/screen/term.h"
#include "searcher/screen/view.h"

#define FLASH_MS 12   /* so long the screen waits for a reply before it is drawn without */
#define SLOW_MS 50    /* longer is told */
#define DEAD_READS 50 /* a terminal that is readable and has nothing is gone */

struct loop {
    const struct screen_setup *setup;
    struct terminal_screen *term;
    struct runner *runner;
    struct model model;
    struct grid grid;
    struct request asked; /* the last one; without a query before the first */
    bool waiting;         /* for the reply to it */
    double asked_at;      /* ms */
    bool drawn;           /* what there is to see is on the screen */
    unsigned dead;        /* reads in a row that brought nothing */
    int signal;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- searches ---- */

static void ask(struct loop *l)
{
    struct request r = model_request(&l->model);
    if (request_equal(&r, &l->asked)) {
        request_free(&r);
        return;
    }
    request_free(&l->asked);
    l->asked = request_copy(&r);
    runner_ask(l->runner, &r);
    l->waiting = true;
    l->asked_at = now();
    l->model.slow = false;
}

static void take_reply(struct loop *l)
{
    struct reply reply;
    if (runner_take(l->runner, &reply) && model_reply(&l->model, &reply)) {
        l->waiting = false;
        l->drawn = false;
    }
}

/* ---- tasks ---- */

static void tell_error(struct loop *l, const struct error *e)
{
    model_tell(&l->model, "%s%s%s", e->message, e->cure[0] ? "; " : "", e->cure);
}

static void lend(struct loop *l, enum task task)
{
    const struct screen_calls *c = &l->setup->calls;
    const struct chosen *chosen = &l->model.reply.chosen;
    struct error error;
    term_lend(l->term);
    bool ok = task == TASK_PAGE ? c->page(c->context, chosen->digits, &error)
                                : c->edit(c->context, chosen->open, &error);
    term_take_back(l->term);
    if (!ok)
        tell_error(l, &error);
}

static void write_hits(struct loop *l)
{
    const struct screen_calls *c = &l->setup->calls;
    const char *path = l->model.prompt.text.data;
    struct error error;
    if (c->write(c->context, &l->model.reply.request, path, &error))
        model_tell(&l->model, "written to %s", path);
    else
        tell_error(l, &error);
}

static void size(struct loop *l)
{
    struct event e = term_size(l->term);
    model_take(&l->model, &e);
}

/* Does what the model wants done. */
static void do_task(struct loop *l)
{
    enum task task = l->model.task;
    l->model.task = TASK_NONE;
    if (task == TASK_REDRAW)
        term_forget(l->term);
    if (task == TASK_STOP)
        term_stop(l->term);
    if (task == TASK_PAGE || task == TASK_EDIT || task == TASK_WRITE) {
        runner_rest(l->runner);
        if (task == TASK_WRITE)
            write_hits(l);
        else
            lend(l, task);
    }
    size(l);
    l->drawn = false;
}

/* What is to be done with the selected article, or the hits, waits until they are those that the
 * screen asks for. */
static bool held(const struct loop *l)
{
    return l->waiting && (l->model.task >= TASK_PAGE || l->model.ending >= ENDING_HIT) &&
           l->model.task != TASK_STOP && l->model.task != TASK_REDRAW;
}

/* ---- events ---- */

static void take_keys(struct loop *l)
{
    struct event e;
    bool any = false;
    while (!l->model.ending && !l->model.task && term_next(l->term, &e)) {
        any = true;
        model_take(&l->model, &e);
        l->drawn = false;
    }
    l->dead = any ? 0 : l->dead + 1;
    if (l->dead > DEAD_READS)
        l->model.ending = ENDING_INTERRUPT;
}

/* While something waits to be done, ^C alone is heard. */
static void take_interrupt(struct loop *l)
{
    struct event e;
    while (term_next(l->term, &e))
        if (e.kind == EVENT_PRESS && e.key == PRESS_CTRL('C'))
            l->model.ending = ENDING_INTERRUPT;
}

static void take_signals(struct loop *l)
{
    for (int s; (s = term_signal(l->term)) != 0;) {
        if (s == SIGTSTP) {
            l->model.task = TASK_STOP;
        } else if (s == SIGCONT) {
            l->model.task = l->model.task ? l->model.task : TASK_REDRAW;
        } else if (s == SIGINT || s == SIGTERM || s == SIGHUP || s == SIGQUIT) {
            l->signal = s;
            l->model.ending = ENDING_INTERRUPT;
        } else {
            size(l);
            l->drawn = false;
        }
    }
}

static void draw(struct loop *l)
{
    if (l->drawn || (l->waiting && now() - l->asked_at < FLASH_MS))
        return;
    view_draw(&l->model, term_plain(l->term), &l->grid);
    term_draw(l->term, &l->grid);
    l->drawn = true;
}

/* How long nothing is to be done, if nothing happens. */
static int patience(const struct loop *l)
{
    double since = now() - l->asked_at;
    double until = !l->waiting ? -1 : !l->drawn ? FLASH_MS : l->model.slow ? -1 : SLOW_MS;
    return until < 0 ? -1 : until > since ? (int)(until - since) + 1 : 0;
}

static void wait_for_more(struct loop *l)
{
    struct pollfd on[] = {{.fd = term_keys(l->term), .events = POLLIN},
                          {.fd = term_signals(l->term), .events = POLLIN},
                          {.fd = runner_descriptor(l->runner), .events = POLLIN}};
    if (poll(on, 3, patience(l)) < 0)
        return;
    if (on[2].revents)
        take_reply(l);
    if (on[1].revents)
        take_signals(l);
    if (on[0].revents & POLLIN) {
        if (held(l))
            take_interrupt(l);
        else
            take_keys(l);
    } else if (on[0].revents) {
        l->model.ending = ENDING_INTERRUPT;
    }
    if (l->waiting && !l->model.slow && now() - l->asked_at >= SLOW_MS) {
        model_take(&l->model, &(struct event){.kind = EVENT_SLOW});
        l->drawn = false;
    }
}

static void run(struct loop *l)
{
    for (;;) {
        bool hold = held(l);
        if (l->model.ending && !hold)
            break;
        if (l->model.task && !hold)
            do_task(l);
        ask(l);
        draw(l);
        wait_for_more(l);
        if (l->model.ending >= ENDING_HIT)
            ask(l);
    }
}

static void finish(struct loop *l, struct screen_result *result)
{
    const struct model *m = &l->model;
    struct buf command = {0};
    *result = (struct screen_result){.ending = m->ending, .signal = l->signal};
    result->request = model_request(m);
    if (m->ending == ENDING_HIT && (m->wrong || m->failed || !m->reply.hit_count))
        result->ending = ENDING_QUIT;
    if (result->ending == ENDING_HIT)
        memcpy(result->id, m->reply.chosen.digits, sizeof result->id);
    if (result->ending == ENDING_COMMAND) {
        model_command(m, &command);
        result->command = buf_take(&command);
    }
}

bool screen_run(const struct screen_setup *setup, struct screen_result *result, struct error *error)
{
    struct loop l = {.setup = setup};
    struct history history;
    *result = (struct screen_result){0};
    l.term = term_open(setup->terminal, setup->colour, error);
    if (!l.term)
        return false;
    l.runner = runner_new(setup->archive, setup->stemmer, setup->today, error);
    if (!l.runner) {
        term_close(l.term);
        return false;
    }
    struct event e = term_size(l.term);
    history_open(&history, history_path(setup->state_home, setup->home));
    model_open(&l.model, &setup->given, setup->query, history, e.column, e.row);
    run(&l);
    finish(&l, result);
    runner_free(l.runner);
    term_close(l.term);
    model_free(&l.model);
    grid_free(&l.grid);
    request_free(&l.asked);
    return true;
}

void screen_result_free(struct screen_result *r)
{
    request_free(&r->request);
    free(r->command);
    *r = (struct screen_result){0};
}
