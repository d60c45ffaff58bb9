/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What documents of one shard earn (bm25.h), and what any document of a span of docids can earn at
 * most. The statistics are those of the whole archive: plan->frequency must be known.
 *
 * Scores are sums in the order of the plan, and a bound is the sum, in the same order, of the
 * bounds of its terms: so no score is above it, to the last bit.
 */
#ifndef DATELINE_SEARCHER_MATCH_SCORES_H
#define DATELINE_SEARCHER_MATCH_SCORES_H

#include "searcher/match/cursor.h"
#include "searcher/match/evaluate.h"

#define SCORES_SPAN 4096u /* docids that are scored at a time, at most */

/* A term or synonym that earns scores. */
struct scored {
    const struct plan *plan;
    size_t condition; /* in scores.conditions, + 1: it earns only where that holds; 0: anywhere */
    double weight;
    bool bonus;
    bool open;
    struct cursor *cursors; /* one; of a synonym, one for each of its terms */
    size_t count;
    struct posting_bound *bounds; /* of the block that each cursor's bound was asked for */
    /* Of the span at hand. */
    double bound;
    uint32_t max_wdf;
    uint32_t min_length;
    uint32_t *sums; /* of a synonym: by docid - first, wdf * 2 + 1 where it is there */
    bool summed;
};

/* A node that does not hold for all matches, and under which terms earn. */
struct condition {
    const struct plan *plan;
    size_t outer; /* condition that must hold as well, + 1; 0: none */
    struct evaluation *evaluation;
    uint64_t *set; /* of the window at hand */
};

struct scores {
    struct archive *archive;
    size_t reader;
    struct scored *list;
    size_t count;
    struct condition *conditions;
    size_t condition_count;
    bool summing;      /* one of the list is a synonym of several terms */
    bool dense;        /* all documents of a span are scored together, term by term */
    bool filled;       /* that is done */
    double *sums;      /* dense: by docid - first */
    bool sorted;       /* `ascending` is that of the span */
    double factor;     /* 1 / average length */
    size_t *ascending; /* of the list: in order of their bounds in the span */
    uint64_t *levels;  /* room for sets of the window, one for each of the list, and one more */
    double *earned;    /* what each of the list earns in the document that was asked for */
    uint32_t first;    /* the span at hand */
    uint32_t last;
    double bound;
    struct window window; /* the window at hand */
    /* Lengths at hand, by docid - lengths_first. */
    const void *lengths;
    unsigned width;
    uint32_t lengths_first;
    uint32_t lengths_last;
};

/* Starts on a shard. `dense` is for when most matches are wanted; queries of many words are so in
 * any case. Free with scores_close(), also after an error. */
bool scores_open(struct scores *s, struct archive *a, size_t reader, const struct planned *p,
                 bool dense, struct error *error);
void scores_close(struct scores *s);

/* Number of lists that are read. */
size_t scores_lists(const struct scores *s);

/* Enters a window; they ascend, unless scores_rewind() is called before. */
bool scores_window(struct scores *s, const struct window *w, struct error *error);
bool scores_rewind(struct scores *s, struct error *error);

/* Makes docids first.. the span at hand, up to `last` at most, and finds its end and bound. Spans
 * ascend in a window. */
bool scores_span(struct scores *s, uint32_t first, uint32_t last, struct error *error);

/* Sets `out`, by docid - window.base, to the documents of the span that may earn `least` or
 * more, and perhaps others: all that could are among them. Only words of the span are written.
 * Not if it is dense. */
bool scores_candidates(struct scores *s, double least, uint64_t *out, struct error *error);

/* What a document of the span earns; docids ascend. If that is sure to be less than `least`,
 * *score is less than it, but not exact. */
bool scores_of(struct scores *s, uint32_t docid, double least, double *score, struct error *error);

#endif
