/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The screen's state, and what keys and replies make of it: pure functions, without a terminal, a
 * thread or a file (but for the history, if it has a path). The loop in screen.c takes from it what
 * is to be asked (model_request) and what is to be done (model.task), and view.h draws it.
 */
#ifndef DATELINE_SEARCHER_SCREEN_MODEL_H
#define DATELINE_SEARCHER_SCREEN_MODEL_H

#include "searcher/screen/command.h"
#include "searcher/screen/edit.h"
#include "searcher/screen/history.h"
#include "searcher/screen/layout.h"
#include "searcher/screen/lines.h"
#include "searcher/screen/reply.h"
#include "searcher/screen/timeline.h"

#define MODEL_UNDO 64 /* steps */

enum event_kind {
    EVENT_PRESS,
    EVENT_CLICK,
    EVENT_WHEEL, /* `by` lines, at row and column */
    EVENT_SIZE,  /* `row` rows, `column` columns */
    EVENT_SLOW   /* the reply takes longer than a person notices */
};

struct event {
    enum event_kind kind;
    press key;
    unsigned row;
    unsigned column;
    int by;
};

/* What stands over the screen. */
enum overlay { OVERLAY_NONE, OVERLAY_HELP, OVERLAY_COMMAND, OVERLAY_WRITE };

/* What the loop is to do, once. */
enum task {
    TASK_NONE,
    TASK_PAGE,  /* the selected article in the pager */
    TASK_EDIT,  /* its file in the editor */
    TASK_WRITE, /* the list to the file that model.prompt names */
    TASK_STOP,  /* stop the process, as ^Z does */
    TASK_REDRAW
};

enum ending {
    ENDING_NONE,
    ENDING_QUIT,
    ENDING_INTERRUPT,
    ENDING_HIT,    /* the selected article was taken */
    ENDING_COMMAND /* the command line was */
};

/* What was asked for by options: part of every request. */
struct given {
    struct range range;
    bool dated;
    bool impossible;
    bool undated;
    bool any;
    bool sorted;
    enum sort sort;
    struct date today;          /* none: the day it is */
    const char *const *indexes; /* of -i, the caller's */
    size_t index_count;
};

/* What `u` brings back. */
struct choice {
    bool scoped;
    struct range scope;
    bool sorted;
    enum sort sort;
    struct timeline timeline;
};

struct model {
    unsigned width;
    unsigned height;
    enum part part;
    enum overlay overlay;
    size_t overlay_top; /* its first line that is shown */
    struct edit edit;   /* the query line */
    struct edit prompt; /* the name of the file to be written */
    struct history history;
    struct given given;
    struct choice choice;
    struct choice undo[MODEL_UNDO];
    size_t undo_count;
    uint64_t pin;   /* the id of the hit that a person selected; 0: the first one is */
    uint64_t limit; /* hits to be ranked */
    size_t list_top;
    struct reply reply; /* the last good one */
    bool replied;       /* there is one */
    bool wrong;         /* the query that stands there now is */
    bool failed;        /* or the archive could not be read */
    size_t column;      /* then: where, */
    struct error error; /* and why */
    bool slow;
    struct lines lines; /* of the text */
    bool whole;         /* the whole text; else passages */
    size_t text_top;
    size_t match; /* the one that n and N are at, of the reply's marks */
    bool matching;
    struct buf message; /* told until the next key */
    enum task task;
    enum ending ending;
};

/* Starts with a query, all parts of `given` and a history, which it takes. */
void model_open(struct model *m, const struct given *given, const char *query,
                struct history history, unsigned width, unsigned height);
void model_free(struct model *m);

void model_take(struct model *m, const struct event *event);

/* Takes what the archive answered. A reply to something else than model_request() now has is
 * dropped: false. */
bool model_reply(struct model *m, struct reply *reply);

/* What is to be asked now. Free with request_free(). */
struct request model_request(const struct model *m);

/* The same as a command line. */
void model_command(const struct model *m, struct buf *out);

/* Tells something until the next key. */
void model_tell(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- what the files of the model share ---- */

struct layout model_layout(const struct model *m);
struct counted model_counted(const struct model *m, struct range *scope);
void model_cut_text(struct model *m);
void model_show_match(struct model *m);

/* The keys of each part; false if a key is none of them. */
bool timeline_press(struct model *m, press key);
bool list_press(struct model *m, press key);
bool text_press(struct model *m, press key);
bool common_press(struct model *m, press key);

/* Moves the selection by so many hits. */
void list_move(struct model *m, long by);

/* What now is can be brought back with `u`. */
void model_step(struct model *m);

#endif
