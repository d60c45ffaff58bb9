/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which articles of a shard a range of dates has, a window at a time, in whichever way is
 * cheapest: as intervals of docids where the shard is in date order; as the union of the lists
 * of the years, months and days of the range, where these are short; or by looking up the dates
 * of those articles that are in question.
 */
#ifndef DATELINE_SEARCHER_MATCH_DATED_H
#define DATELINE_SEARCHER_MATCH_DATED_H

#include "searcher/match/cursor.h"

enum dated_way { DATED_NONE, DATED_INTERVALS, DATED_LISTS, DATED_COLUMN };

#define DATED_INTERVALS_MAX 6

struct dated {
    struct reader *reader;
    struct range range;
    enum dated_way way;
    struct interval {
        uint32_t first;
        uint32_t last; /* below first: none */
    } intervals[DATED_INTERVALS_MAX];
    size_t interval_count;
    struct cursor *lists;
    size_t list_count;
    uint64_t estimate; /* articles of it, roughly */
};

/* Chooses the way. `asked` is how many articles' dates will be asked for, roughly. Close with
 * dated_close(), which takes {0}, too. */
bool dated_open(struct dated *d, struct archive *a, struct reader *r, struct range range,
                uint64_t asked, struct error *error);
void dated_close(struct dated *d);

/* Sets `out` to those of `among` (NULL: all of the window) that the range has. Windows ascend. */
bool dated_window(struct dated *d, const struct window *w, const uint64_t *among, uint64_t *out,
                  struct error *error);

/* Narrows first..last to docids that the range may have; false if it has none there. */
bool dated_narrow(const struct dated *d, uint32_t *first, uint32_t *last);

/* True if dated_window() costs little whatever `among` is. */
bool dated_cheap(const struct dated *d);

#endif
