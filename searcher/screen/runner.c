/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/screen/runner.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "searcher/screen/answering.h"

struct runner {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t asked;  /* or to end */
    pthread_cond_t rested; /* the thread waits for a request */
    struct request next;
    bool has_next;
    bool resting;
    bool quit;
    struct reply done;
    bool has_done;
    atomic_bool stop;
    int wake[2];
    struct answering *answering;
};

/* Waits for a request; false if the thread is to end. */
static bool wait_for_request(struct runner *r, struct request *request)
{
    pthread_mutex_lock(&r->lock);
    while (!r->has_next && !r->quit) {
        r->resting = true;
        pthread_cond_broadcast(&r->rested);
        pthread_cond_wait(&r->asked, &r->lock);
    }
    r->resting = false;
    bool go = !r->quit;
    if (go) {
        *request = r->next;
        r->has_next = false;
        atomic_store(&r->stop, false);
    }
    pthread_mutex_unlock(&r->lock);
    return go;
}

/* Hands a reply over, in place of one that was not taken. */
static void hand_over(struct runner *r, const struct reply *reply)
{
    pthread_mutex_lock(&r->lock);
    if (r->has_done)
        reply_free(&r->done);
    r->done = *reply;
    r->has_done = true;
    pthread_mutex_unlock(&r->lock);
    /* A full pipe has woken the other side already. */
    if (write(r->wake[1], "", 1) < 0)
        return;
}

static void *run(void *context)
{
    struct runner *r = context;
    struct request request;
    while (wait_for_request(r, &request)) {
        struct reply reply;
        if (answering_reply(r->answering, &request, &reply))
            hand_over(r, &reply);
        else
            reply_free(&reply);
    }
    return NULL;
}

/* Signals are for the thread that has the terminal. SIGBUS is for whoever reads a mapping. */
static int start_thread(struct runner *r)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGABRT);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGILL);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&r->thread, NULL, run, r);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static void set_flags(int fd)
{
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
}

struct runner *runner_new(struct archive *archive, struct stemmer *stemmer, struct date today,
                          struct error *error)
{
    struct runner *r = xcalloc(1, sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->asked, NULL);
    pthread_cond_init(&r->rested, NULL);
    r->answering = answering_new(archive, stemmer, today, &r->stop);
    if (pipe(r->wake) == 0) {
        set_flags(r->wake[0]);
        set_flags(r->wake[1]);
        if (start_thread(r) == 0)
            return r;
        close(r->wake[0]);
        close(r->wake[1]);
    }
    error_set(error, ERROR_SYSTEM, "no thread to search in could be started");
    error_cure(error, "end other programs, and try again");
    answering_free(r->answering);
    free(r);
    return NULL;
}

void runner_free(struct runner *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->quit = true;
    atomic_store(&r->stop, true);
    pthread_cond_signal(&r->asked);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    if (r->has_next)
        request_free(&r->next);
    if (r->has_done)
        reply_free(&r->done);
    answering_free(r->answering);
    close(r->wake[0]);
    close(r->wake[1]);
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->asked);
    pthread_cond_destroy(&r->rested);
    free(r);
}

void runner_ask(struct runner *r, struct request *request)
{
    pthread_mutex_lock(&r->lock);
    if (r->has_next)
        request_free(&r->next);
    r->next = *request;
    r->has_next = true;
    atomic_store(&r->stop, true);
    pthread_cond_signal(&r->asked);
    pthread_mutex_unlock(&r->lock);
    *request = (struct request){0};
}

int runner_descriptor(const struct runner *r)
{
    return r->wake[0];
}

bool runner_take(struct runner *r, struct reply *reply)
{
    char bytes[64];
    while (read(r->wake[0], bytes, sizeof bytes) > 0)
        ;
    pthread_mutex_lock(&r->lock);
    bool has = r->has_done;
    if (has)
        *reply = r->done;
    r->has_done = false;
    pthread_mutex_unlock(&r->lock);
    return has;
}

void runner_rest(struct runner *r)
{
    pthread_mutex_lock(&r->lock);
    if (r->has_next)
        request_free(&r->next);
    r->has_next = false;
    atomic_store(&r->stop, true);
    while (!r->resting)
        pthread_cond_wait(&r->rested, &r->lock);
    pthread_mutex_unlock(&r->lock);
}
