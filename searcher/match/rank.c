/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/rank.h"

#include <math.h>
#include <string.h>

/* Lists that are opened anew for each stride, so that strides can be walked from the last on: so
 * many windows, each from its first to its last. */
#define REWOUND_LISTS 16
#define STRIDE 4
/* With so few matches in a span, they are the candidates. */
#define FEW 12

struct ranking {
    struct archive *archive;
    struct reader *reader;
    size_t number; /* of the reader */
    const struct matches *matches;
    struct scores scores;
    struct top *top;
    bool backward;              /* from the last stride to the first */
    bool walked;                /* the lists do not stand at their beginnings */
    uint32_t newest;            /* no date of the shard is later */
    uint64_t all[WINDOW_WORDS]; /* the window's docids, where all of them match */
    uint64_t candidates[WINDOW_WORDS];
    struct error *error;
};

/* ---- a document ---- */

static bool date_of(struct ranking *r, uint32_t docid, uint32_t *date)
{
    const uint32_t *d = reader_dates(r->reader, docid, 1, r->error);
    if (d)
        *date = *d;
    return d != NULL;
}

static bool offer(struct ranking *r, uint32_t docid, double score, uint32_t date)
{
    struct ranked hit = {.score = score, .docid = docid, .date = date, .shard = r->number};
    if (top_refuses(r->top, score, date))
        return true;
    if (!reader_id(r->archive, r->number, docid, &hit.id, r->error))
        return false;
    top_offer(r->top, &hit);
    return true;
}

/* ---- by relevance ---- */

static double least_score(const struct ranking *r)
{
    return top_full(r->top) ? r->top->hits[0].score : -1;
}

/* Whether no document of the span can get in. Of one with the least score, a later date decides. */
static bool hopeless(struct ranking *r, bool *is)
{
    double least = least_score(r);
    uint32_t newest = r->newest;
    *is = r->scores.bound < least;
    if (*is || r->scores.bound > least)
        return true;
    if (reader_ordered(r->reader) && !date_of(r, r->scores.last, &newest))
        return false;
    *is = top_refuses(r->top, r->scores.bound, newest);
    return true;
}

/* Sets r->candidates to the span's part of a set; returns how many they are, `enough` or more. */
static uint64_t matches_of_span(struct ranking *r, const uint64_t *set)
{
    const struct scores *s = &r->scores;
    uint32_t first = s->first - s->window.base;
    uint32_t last = s->last - s->window.base;
    size_t from = first >> 6;
    size_t to = last >> 6;
    memcpy(r->candidates + from, set + from, (to - from + 1) * sizeof *set);
    r->candidates[from] &= ~UINT64_C(0) << (first & 63);
    r->candidates[to] &= ~UINT64_C(0) >> (63 - (last & 63));
    return docset_count(r->candidates + from, to - from + 1);
}

/* Narrows the candidates to those that may earn enough. */
static bool narrow(struct ranking *r, const uint64_t *set, uint64_t count)
{
    const struct scores *s = &r->scores;
    size_t from = (s->first - s->window.base) >> 6;
    size_t to = (s->last - s->window.base) >> 6;
    double least = least_score(r);
    if (s->dense || s->count == 0 || (set && (count <= FEW || least <= 0)))
        return true; /* 0 is what a match without any of the words earns */
    if (!scores_candidates(&r->scores, least, r->candidates, r->error))
        return false;
    if (set)
        docset_and(r->candidates + from, set + from, to - from + 1);
    return true;
}

static bool score_span(struct ranking *r, const uint64_t *set)
{
    const struct scores *s = &r->scores;
    size_t words = ((s->last - s->window.base) >> 6) + 1;
    uint64_t count = set ? matches_of_span(r, set) : 1;
    if (!count)
        return true;
    if (!narrow(r, set, count))
        return false;
    for (uint32_t i = docset_next(r->candidates, words, s->first - s->window.base); i != NO_BIT;
         i = docset_next(r->candidates, words, i + 1)) {
        double score;
        uint32_t date;
        uint32_t docid = s->window.base + i;
        double least = least_score(r);
        if (!scores_of(&r->scores, docid, least, &score, r->error))
            return false;
        /* A word of a title alone is no match. */
        if (score < least || (!r->matches->set && s->count && s->earned[0] == 0))
            continue;
        if (!date_of(r, docid, &date) || !offer(r, docid, score, date))
            return false;
    }
    return true;
}

static bool rank_by_score(struct ranking *r, const struct window *w, const uint64_t *set)
{
    for (uint32_t at = w->first;;) {
        bool skip;
        uint32_t next = set ? docset_next(set, w->words, at - w->base) : at - w->base;
        if (next == NO_BIT)
            return true;
        at = w->base + next;
        if (!scores_span(&r->scores, at, w->last, r->error) || !hopeless(r, &skip) ||
            (!skip && !score_span(r, set)))
            return false;
        if (r->scores.last >= w->last)
            return true;
        at = r->scores.last + 1;
    }
}

/* ---- by date ---- */

/* In a shard in date order, with enough matches in the window: no date before that of the last
 * `wanted` of them gets in, when the newest are wanted. */
static bool least_date(struct ranking *r, const struct window *w, const uint64_t *set,
                       uint32_t *date)
{
    uint64_t left = r->top->wanted;
    *date = 0;
    if (!reader_ordered(r->reader) || r->top->sort != SORT_NEWEST)
        return true;
    for (size_t i = w->words; i > 0; i--) {
        uint64_t n = docset_count(set + i - 1, 1);
        if (n >= left)
            return date_of(r, w->base + docset_next(set, w->words, (uint32_t)(i - 1) * 64), date);
        left -= n;
    }
    return true;
}

static bool score_one(struct ranking *r, uint32_t docid, double *score)
{
    struct scores *s = &r->scores;
    *score = 0;
    if (s->count == 0)
        return true;
    if ((docid < s->first || docid > s->last) && !scores_span(s, docid, s->window.last, r->error))
        return false;
    return scores_of(s, docid, -1, score, r->error);
}

static bool rank_by_date(struct ranking *r, const struct window *w, const uint64_t *set)
{
    uint32_t least;
    r->scores.last = 0;
    r->scores.first = 1;
    if (!least_date(r, w, set, &least))
        return false;
    const uint32_t *dates = reader_dates(r->reader, w->first, w->last - w->first + 1, r->error);
    if (!dates)
        return false;
    for (uint32_t i = docset_next(set, w->words, 0); i != NO_BIT;
         i = docset_next(set, w->words, i + 1)) {
        double score;
        uint32_t docid = w->base + i;
        uint32_t date = dates[docid - w->first];
        if (date < least || top_refuses(r->top, INFINITY, date))
            continue;
        if (!score_one(r, docid, &score) || !offer(r, docid, score, date))
            return false;
    }
    return true;
}

/* Whether a window of a shard in date order is past all dates that can get in. */
static bool past(struct ranking *r, const struct window *w, bool *is)
{
    uint32_t date;
    *is = false;
    if (!reader_ordered(r->reader) || r->top->sort == SORT_RELEVANCE || !top_full(r->top))
        return true;
    if (!date_of(r, r->top->sort == SORT_NEWEST ? w->last : w->first, &date))
        return false;
    *is = date != 0 && top_refuses(r->top, INFINITY, date);
    return true;
}

/* ---- windows ---- */

static bool rank_window(struct ranking *r, uint32_t number)
{
    struct window w = window_of(number ? number * WINDOW : 1, r->reader->documents);
    const uint64_t *set = r->matches->set ? r->matches->set + number * (size_t)WINDOW_WORDS : NULL;
    bool skip;
    if (set && !r->matches->by_window[number])
        return true;
    if (!past(r, &w, &skip))
        return false;
    if (skip)
        return true;
    if (!scores_window(&r->scores, &w, r->error))
        return false;
    if (!set && (r->scores.count == 0 || r->top->sort != SORT_RELEVANCE)) {
        docset_fill(r->all, &w);
        set = r->all;
    }
    return r->top->sort == SORT_RELEVANCE ? rank_by_score(r, &w, set) : rank_by_date(r, &w, set);
}

static bool rank_stride(struct ranking *r, uint32_t number, uint32_t windows)
{
    uint32_t first = number * STRIDE;
    uint32_t end = first + STRIDE < windows ? first + STRIDE : windows;
    uint64_t count = r->matches->set ? 0 : 1;
    for (uint32_t i = first; r->matches->set && i < end; i++)
        count += r->matches->by_window[i];
    if (!count)
        return true;
    if (r->backward && r->walked && !scores_rewind(&r->scores, r->error))
        return false;
    r->walked = true;
    for (uint32_t i = first; i < end; i++)
        if (!rank_window(r, i))
            return false;
    return true;
}

bool rank_shard(struct archive *a, size_t reader, const struct planned *p, const struct matches *m,
                struct top *top, struct error *error)
{
    struct ranking r = {.archive = a,
                        .reader = &a->readers[reader],
                        .number = reader,
                        .matches = m,
                        .top = top,
                        .error = error};
    uint32_t windows = r.reader->documents / WINDOW + 1;
    bool dense = m->set && top->wanted >= m->count / 2;
    bool ok = scores_open(&r.scores, a, reader, p, dense, error);
    r.newest = reader_last_date(r.reader);
    r.backward = reader_ordered(r.reader) && top->sort != SORT_OLDEST &&
                 !r.scores.condition_count && scores_lists(&r.scores) <= REWOUND_LISTS;
    uint32_t strides = (windows + STRIDE - 1) / STRIDE;
    for (uint32_t i = 0; ok && i < strides; i++)
        ok = rank_stride(&r, r.backward ? strides - 1 - i : i, windows);
    scores_close(&r.scores);
    return ok;
}
