/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the screen asks of the archive, and what it gets: requests and replies are values, so that
 * one thread can make them and another answer them.
 */
#ifndef DATELINE_SEARCHER_SCREEN_REPLY_H
#define DATELINE_SEARCHER_SCREEN_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"
#include "lib/date/range.h"
#include "searcher/match/facet.h"
#include "searcher/match/top.h"

#define REQUEST_HITS 1000 /* how many hits are ranked at first; more when the list is scrolled */

struct request {
    char *query; /* "": all articles; owned */
    struct range range;
    bool dated;      /* there is such a range */
    bool impossible; /* it has no day */
    bool undated;    /* articles without a date pass it */
    bool any;
    bool sorted; /* else by relevance, or the newest first where there are no words */
    enum sort sort;
    uint64_t limit; /* hits ranked */
    uint64_t pin;   /* the id of the hit that is selected; 0: the first */
    size_t around;  /* rows wanted before and behind it */
};

void request_free(struct request *r);
struct request request_copy(const struct request *r);
bool request_equal(const struct request *a, const struct request *b);

/* The same hits in the same order: only what is selected may differ. */
bool request_same_hits(const struct request *a, const struct request *b);

/* A hit as it stands in the list; all is owned. Texts are safe and of one line. */
struct row {
    char date[DATE_TEXT]; /* "" for none */
    char *title;
    char *publisher;
    char *path;
};

/* The selected article, whole. Owned. */
struct chosen {
    uint64_t id;
    char digits[24]; /* its id in hex */
    char *title;
    char *publisher;
    char *shown; /* its path: to be shown, */
    char *open;  /* and to be opened */
    char *text;  /* safe; \n and \t are in it */
    size_t length;
    bool cut; /* the article is longer than that */
    struct mark {
        size_t start;
        size_t end;
    } * marks; /* the matches: bytes of the text, in order */
    size_t mark_count;
};

struct reply {
    struct request request; /* what this is the reply to; owned */
    bool wrong;             /* the query is: then nothing is filled but message, cure and column */
    bool failed;            /* the archive could not be read: likewise, without a column */
    size_t column;          /* 1-based byte of the query */
    struct error error;
    uint64_t matches;
    uint64_t undated; /* left out by dates, having none */
    double ms;
    enum sort sort;         /* what the order is */
    bool dated;             /* by the request, or by the query */
    struct range range;     /* then this */
    bool impossible;        /* no day is in all of them */
    struct facet_day *days; /* counts by date, in order; number 0: the undated */
    size_t day_count;
    uint64_t *ids; /* of the hits, the best first */
    size_t hit_count;
    size_t at;        /* of these, the selected one */
    bool pinned;      /* it is the one that was asked for */
    size_t first_row; /* the hit that rows[0] is */
    struct row *rows;
    size_t row_count;
    struct chosen chosen; /* hit `at`, if there is one */
    char *note;           /* what else is to be told; or NULL */
};

void reply_free(struct reply *r);

#endif
