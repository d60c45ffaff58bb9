/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The interactive mode: the loop between the terminal (term.h), the state (model.h), what is drawn
 * of it (view.h), and the searches (runner.h). What needs more of the program than a search is
 * asked of the caller.
 */
#ifndef DATELINE_SEARCHER_SCREEN_SCREEN_H
#define DATELINE_SEARCHER_SCREEN_SCREEN_H

#include "lib/text/stem.h"
#include "searcher/match/archive.h"
#include "searcher/screen/model.h"

/* What the screen asks for. Meanwhile the terminal is lent (but for `write`) and nothing is
 * searched. False and *error, which is shown. */
struct screen_calls {
    void *context;
    bool (*page)(void *context, const char *id, struct error *error);   /* an article */
    bool (*edit)(void *context, const char *path, struct error *error); /* its file */
    bool (*write)(void *context, const struct request *request, const char *path,
                  struct error *error); /* all hits */
};

struct screen_setup {
    struct archive *archive; /* the screen's until screen_run() returns, */
    struct stemmer *stemmer; /* likewise */
    struct given given;
    struct date today;
    const char *query;    /* to begin with; "" for none */
    const char *terminal; /* $TERM; NULL if unset */
    bool colour;
    const char *state_home; /* $XDG_STATE_HOME and $HOME; NULL if unset */
    const char *home;
    struct screen_calls calls;
};

struct screen_result {
    enum ending ending;
    int signal;             /* that ended it, or 0: to be raised again */
    struct request request; /* what was searched last; owned */
    char id[24];            /* of the article that was taken: hex digits */
    char *command;          /* the command line that was taken; NULL if not; owned */
};

/* Runs until somebody leaves. The terminal is given back then. False and *error if there is none,
 * or no thread. Free with screen_result_free(). */
bool screen_run(const struct screen_setup *setup, struct screen_result *result,
                struct error *error);
void screen_result_free(struct screen_result *r);

#endif
