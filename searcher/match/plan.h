/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A query's tree to what is done with the index: words become terms, prefixes and names become
 * the words of the index that they stand for, ranges that restrict the whole query become its
 * filter. The plan knows the index; the tree does not.
 */
#ifndef DATELINE_SEARCHER_MATCH_PLAN_H
#define DATELINE_SEARCHER_MATCH_PLAN_H

#include "lib/base/buf.h"
#include "searcher/match/archive.h"
#include "searcher/match/expand.h"
#include "searcher/match/highlight.h"
#include "searcher/query/query.h"

enum plan_kind {
    PLAN_TERM,    /* documents with a term; scored. A part, if there is one, is the term for the
                   * same word in titles: it adds to scores, and matches nothing by itself */
    PLAN_FILTER,  /* documents with a term; not scored */
    PLAN_SYNONYM, /* documents with any of its parts (terms), scored as if they were one term */
    PLAN_PHRASE,  /* parts (terms or synonyms with positions) next to each other, in order */
    PLAN_NEAR,    /* parts (terms, synonyms, phrases, OR of them) at most `window` words apart */
    PLAN_AND,
    PLAN_OR,
    PLAN_NOT, /* all documents without parts[0] */
    PLAN_RANGE,
    PLAN_ID,  /* the documents that are listed; not scored */
    PLAN_NONE /* no document; a SYNONYM of nothing */
};

struct plan {
    enum plan_kind kind;
    struct term term;
    unsigned times; /* how often the query has this term: its wqf */
    bool bonus;     /* of a part of TERM: adds PLAN_TITLE_FACTOR of its weight */
    unsigned window;
    struct range range;
    struct plan_hit {
        size_t reader;
        uint32_t docid;
    } * hits; /* of ID: in order */
    size_t hit_count;
    struct plan **parts;
    size_t count;
    size_t number;      /* of this node in the whole plan: 0, 1, ... */
    uint64_t frequency; /* documents of TERM and SYNONYM; known after a search that scores */
};

/* What a word in a title that was given, not cut out of the text, adds to its score, of the weight
 * that it has among titles: on judged collections (`make bench BENCH=rank`) 0.1 to 0.5 measure
 * better than none, 0.3 best. */
#define PLAN_TITLE_FACTOR 0.3

#define PLAN_TERMS_MAX 10000 /* terms of a query when its prefixes and names are written out */
#define PLAN_SIDES_MAX 64    /* sides of one NEAR */

/* A query, planned. Free with plan_free(). */
struct planned {
    struct plan *plan;  /* NULL: all documents */
    size_t nodes;       /* of the plan */
    struct range range; /* of the options and of `date:` that restricts the whole; all if none */
    bool dated;         /* there is such a range */
    bool impossible;    /* the ranges have no day in common */
    bool ranked;        /* there are words to rank by */
    struct highlight highlight;
    struct expansion *expansions; /* each once */
    size_t expansion_count;
};

struct plan_options {
    bool any;           /* any word is enough */
    struct range range; /* of --since, --until, --on; range_all() if none */
    bool dated;         /* one of them was given */
};

/* Plans a tree (NULL: no query, all articles). The stemmer must outlive the plan. Equal parts of
 * one AND or OR become one, which counts as often as it stands there. ERROR_LIMIT if it is more
 * than PLAN_TERMS_MAX or PLAN_SIDES_MAX; the plan is to be freed all the same. */
bool plan_make(struct planned *p, const struct node *tree, struct archive *a,
               struct stemmer *stemmer, const struct plan_options *options, struct error *error);
void plan_free(struct planned *p);

/* True if two plans are the same, but for how often they count. */
bool plan_equal(const struct plan *a, const struct plan *b);

/* The plan as an indented outline, with frequencies, a node a line. */
void plan_print(const struct planned *p, struct buf *out);

#endif
