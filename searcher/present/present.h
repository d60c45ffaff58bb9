/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How answers are printed: one small struct of functions per output format. A search calls
 * `hit` for each hit or `bucket` for each row of a histogram, in order, then `summary`; `show`
 * prints an article whole. What goes to `out` is the answer, what goes to `notes` is for people.
 *
 * What comes out of an article is made safe (present_safe) wherever it may get to a terminal: in
 * the text format always, but for the text of a shown article in a pipe; in the others if `out`
 * is a terminal. JSON is safe in itself. Numbers are printed by stdio: LC_NUMERIC must be "C".
 */
#ifndef DATELINE_SEARCHER_PRESENT_PRESENT_H
#define DATELINE_SEARCHER_PRESENT_PRESENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/date/range.h"
#include "lib/index/schema.h"
#include "searcher/present/snippet.h"

/* A hit; all belongs to the caller. */
struct hit {
    unsigned rank; /* 1, 2, ... */
    double score;
    const struct record *record;
    const char *path;              /* to be shown */
    const char *open;              /* absolute path, for links; NULL: none */
    const struct snippet *snippet; /* NULL: none wanted */
};

/* A row of a histogram. */
struct bucket {
    const char *by;  /* "month" */
    const char *key; /* "2023-05"; "undated" for articles without such a date */
    uint64_t count;
    uint64_t most; /* the largest count of the histogram, for bars */
};

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
    unsigned columns;     /* width of the terminal, 80 if it is none */
    const char *query_id; /* of --queries; NULL if there is none. Same throughout an answer */
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

/*
 * Appends text of an article, made safe for a terminal: what lib/text/glyph.h calls unsafe
 * becomes U+FFFD, the \r of \r\n vanishes. \n and \t stay, and with `one_line` they and the other
 * breaks become blanks.
 */
void present_safe(struct buf *out, const char *text, size_t length, bool one_line);

/* What formats share. */

/* The first bytes of a safe text that take at most `columns` columns: all of them, or those before
 * an ellipsis that is to follow. */
size_t present_fit(const char *text, size_t length, size_t columns);

/* The digits of an id that are shown: "%.*s" takes PRESENT_ID(r). */
#define PRESENT_ID(record) SCHEMA_ID_HEX, (record)->id

/* A row of a histogram as KEY<TAB>COUNT. */
void present_bucket(struct presenter *p, const struct bucket *b);

/* Where notes for people go. What is in `out` already gets out before them. */
FILE *present_notes(struct presenter *p);

/* Begins a note with the id of the query that it is about, if there is one. */
void present_add_query(struct buf *note, const char *query_id);

/* The note about undated articles that were left out, if there are such; the summary of formats
 * that have no other. */
void present_undated(struct presenter *p, const struct summary *s);

#endif
