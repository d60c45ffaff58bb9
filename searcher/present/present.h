/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How answers are printed: one small struct of functions per output format. A search calls
 * `hit` for each hit or `bucket` for each row of a histogram, in order, then `summary`; `show`
 * prints an article whole. What goes to `out` is the answer, what goes to `notes` is for people.
 *
 * What comes out of an article is made safe (lib/text/shown.h) in every format, whether `out` is a
 * terminal or a pipe: no control byte of an article is ever printed. Only paths that end with NUL
 * are what they are. Numbers are printed by stdio: LC_NUMERIC must be "C".
 */
#ifndef DATELINE_SEARCHER_PRESENT_PRESENT_H
#define DATELINE_SEARCHER_PRESENT_PRESENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/date/range.h"
#include "lib/index/schema.h"
#include "searcher/present/fields.h"
#include "searcher/present/snippet.h"

/* A row of a histogram. */
struct bucket {
    const char *by;  /* "month" */
    const char *key; /* "2023-05"; "undated" for articles without such a date */
    uint64_t count;
    uint64_t all;     /* with shares: all articles of the row, matching or not */
    double length;    /* 0..1: of its bar, by count or by share */
    unsigned columns; /* that the widest key takes */
    unsigned digits;  /* that the largest count has */
    bool apart;       /* another year, or month of days, than the row before */
};

/* The share of all articles of the row that match: 0..1. */
double bucket_share(const struct bucket *b);

/* The answer as a whole. */
struct summary {
    const char *query;    /* as typed; "" if there was none */
    const char *query_id; /* of --queries, the presenter's; NULL if there is none */
    uint64_t matches;
    uint64_t undated;          /* that match, but have no date, and were left out */
    const struct range *range; /* NULL if dates were not asked for */
    const char *by;            /* "month": counts by date were asked for, instead of hits */
    bool count_only;           /* nothing but the number of matches was */
    uint64_t first;            /* rank of the first hit shown, 0 if none was */
    uint64_t last;
    double ms;              /* for all of the answer but its printing */
    double match_ms;        /* of that, to parse, plan, match and rank: without fetching articles */
    struct date first_date; /* of the matches; none if there is none or it is not known */
    struct date last_date;
};

struct presenter;

struct present_format {
    const char *name; /* "text", "json", ... */
    bool wants_snippets;
    bool machine;    /* for programs: all hits are printed unless a limit is given */
    bool has_fields; /* fields can be chosen */
    void (*hit)(struct presenter *p, const struct hit *h);
    void (*bucket)(struct presenter *p, const struct bucket *b);
    void (*summary)(struct presenter *p, const struct summary *s);
    void (*show)(struct presenter *p, const struct hit *h); /* the article whole */
};

struct presenter {
    const struct present_format *format;
    FILE *out;
    FILE *notes;   /* NULL: stderr. While a pager runs, what is written there, too */
    bool terminal; /* `out` is one: bars instead of TSV, layout for people */
    bool colour;
    bool links;           /* OSC 8 */
    bool nul;             /* -0: paths end with NUL */
    bool shares;          /* buckets have shares */
    bool kwic;            /* hits of the text format are the lines of their matches */
    unsigned columns;     /* width of the terminal, 80 if it is none */
    const char *query_id; /* of --queries; NULL if there is none. Same throughout an answer */
    const struct fields *fields; /* that were chosen; NULL: those of the format */
    struct present_state {
        bool begun;                      /* something was printed before */
        bool answering;                  /* a hit of this answer was */
        char best_id[SCHEMA_ID_HEX + 1]; /* of this answer's first hit */
        char *best_path;                 /* NULL if there was none; freed by summary() */
    } state;                             /* private; start with {0} */
};

extern const struct present_format present_text;
extern const struct present_format present_json;
extern const struct present_format present_paths;
extern const struct present_format present_tsv;
extern const struct present_format present_csv;
extern const struct present_format present_trec;

/* The format of a name, or NULL. */
const struct present_format *present_find(const char *name);

/* What formats share. */

/* The digits of an id that are shown: "%.*s" takes PRESENT_ID(r). */
#define PRESENT_ID(record) SCHEMA_ID_HEX, (record)->id

/* A row of a histogram as KEY<TAB>COUNT, with shares also <TAB>SHARE, 0..1. */
void present_bucket(struct presenter *p, const struct bucket *b);

/* Where notes for people go. What is in `out` already gets out before them. */
FILE *present_notes(struct presenter *p);

/* Begins a note with the id of the query that it is about, if there is one. */
void present_add_query(struct buf *note, const char *query_id);

/* The note about undated articles that were left out, if there are such; the summary of formats
 * that have no other. */
void present_undated(struct presenter *p, const struct summary *s);

/* "19 articles match, 1-10 shown; 2023-05-01.." */
void present_add_summary(struct buf *line, const struct summary *s);

#endif
