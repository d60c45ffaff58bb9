/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NEAR in one document: whether there is a span for each side, none of them sharing a word, such
 * that the last does not begin more than `window` words after the end of the first. Takes time in
 * proportion to the spans, times the states of the sides that share words.
 *
 * Sides that have no word in common cannot collide: then only the latest span of each counts at
 * every place. Those that have are a group; for a group is kept, by how many spans of each of its
 * kinds were chosen (its state), how late the first of the chosen spans may end. Equal sides are
 * one kind, of which several spans are needed.
 */
#ifndef DATELINE_SEARCHER_MATCH_NEAR_H
#define DATELINE_SEARCHER_MATCH_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a side stands in a document: words start..end. */
struct span {
    uint32_t start;
    uint32_t end;
};

/* Spans, ascending by start, then end. */
struct spans {
    struct span *list;
    size_t count;
    size_t room;
};

void spans_add(struct spans *s, uint32_t start, uint32_t end);
void spans_sort(struct spans *s); /* and drops what is twice */

#define NEAR_STATES_MAX 1024 /* of a group: ten sides of different words that share some */

/* Sides of one kind. */
struct near_kind {
    size_t times; /* how many there are */
    size_t group; /* 0, 1, ... */
};

struct near;

/* NULL if a group has more states than NEAR_STATES_MAX. */
struct near *near_new(const struct near_kind *kinds, size_t count, unsigned window);
void near_free(struct near *n);

/* `spans` has those of each kind. */
bool near_matches(struct near *n, const struct spans *const *spans);

#endif
