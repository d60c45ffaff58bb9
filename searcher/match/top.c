/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/top.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

/* The date of a hit as sorting wants it: undated articles come last in every order. */
static uint32_t date_rank(uint32_t date, enum sort sort)
{
    return sort == SORT_OLDEST && date == 0 ? UINT32_MAX : date;
}

/* Less than 0 if a hit of this score and date comes before y, by these alone. */
static int compare_first(double score, uint32_t date, const struct ranked *y, enum sort sort)
{
    uint32_t a = date_rank(date, sort);
    uint32_t b = date_rank(y->date, sort);
    int by_date = sort == SORT_OLDEST ? (a > b) - (a < b) : (b > a) - (b < a);
    int by_score = (y->score > score) - (y->score < score);
    int order = sort == SORT_RELEVANCE ? by_score : by_date;
    if (order == 0)
        order = sort == SORT_RELEVANCE ? by_date : by_score;
    return order;
}

static int compare(const struct ranked *x, const struct ranked *y, enum sort sort)
{
    int order = compare_first(x->score, x->date, y, sort);
    if (order == 0)
        order = (x->id > y->id) - (x->id < y->id);
    if (order == 0)
        order = (x->shard > y->shard) - (x->shard < y->shard);
    return order ? order : (x->docid > y->docid) - (x->docid < y->docid);
}

bool top_refuses(const struct top *t, double score, uint32_t date)
{
    return top_full(t) && compare_first(score, date, &t->hits[0], t->sort) > 0;
}

/* Sinks the hit at `at` to its place in the heap, whose top is the worst. */
static void sink(struct top *t, size_t at)
{
    struct ranked *heap = t->hits;
    for (;;) {
        size_t worst = 2 * at + 1;
        if (worst >= t->count)
            return;
        if (worst + 1 < t->count && compare(&heap[worst + 1], &heap[worst], t->sort) > 0)
            worst++;
        if (compare(&heap[worst], &heap[at], t->sort) <= 0)
            return;
        struct ranked hit = heap[at];
        heap[at] = heap[worst];
        heap[worst] = hit;
        at = worst;
    }
}

void top_offer(struct top *t, const struct ranked *hit)
{
    if (!top_full(t)) {
        t->hits = xgrow(t->hits, &t->room, t->count + 1, sizeof *t->hits);
        t->hits[t->count++] = *hit;
        for (size_t i = top_full(t) ? t->count / 2 : 0; i > 0; i--)
            sink(t, i - 1);
    } else if (compare(hit, &t->hits[0], t->sort) < 0) {
        t->hits[0] = *hit;
        sink(t, 0);
    }
}

static int by_relevance(const void *a, const void *b)
{
    return compare(a, b, SORT_RELEVANCE);
}

static int by_newest(const void *a, const void *b)
{
    return compare(a, b, SORT_NEWEST);
}

static int by_oldest(const void *a, const void *b)
{
    return compare(a, b, SORT_OLDEST);
}

void top_finish(struct top *t, uint64_t skip)
{
    static int (*const orders[])(const void *, const void *) = {by_relevance, by_newest, by_oldest};
    if (t->count)
        qsort(t->hits, t->count, sizeof *t->hits, orders[t->sort]);
    size_t dropped = skip < t->count ? (size_t)skip : t->count;
    t->count -= dropped;
    if (dropped && t->count)
        memmove(t->hits, t->hits + dropped, t->count * sizeof *t->hits);
}
