/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A cursor over the articles of one term in one shard, local or remote: what matching, scoring
 * and positions walk by. It goes forward alone.
 */
#ifndef DATELINE_SEARCHER_MATCH_CURSOR_H
#define DATELINE_SEARCHER_MATCH_CURSOR_H

#include "lib/index/posting.h"
#include "searcher/match/archive.h"
#include "searcher/match/docset.h"

#define CURSOR_END UINT32_MAX /* no docid is as great */

struct remote_cursor;

struct cursor {
    struct posting_list list;  /* of a remote shard: its block at hand, filled in here */
    struct remote_cursor *far; /* of a remote shard */
    uint32_t docid;            /* 0 before the first seek, CURSOR_END at the end */
    size_t at;                 /* its posting in the block at hand */
};

/* Opens the postings of a term; one that is not there has list.documents 0. Close with
 * cursor_close(), which takes {0}, too. */
bool cursor_open(struct cursor *c, struct reader *r, const struct term *t, struct error *error);
void cursor_close(struct cursor *c);

/* Before the lengths of its articles are asked for. */
bool cursor_want_lengths(struct cursor *c, struct error *error);

/* Decodes the block of the first posting at `docid` or after it, and stands there. */
bool cursor_seek_block(struct cursor *c, uint32_t docid, struct error *error);

/* Goes to the first posting at `docid` or after it; stays if it is there. */
static inline bool cursor_seek(struct cursor *c, uint32_t docid, struct error *error)
{
    if (c->docid >= docid)
        return true;
    const struct posting_list *l = &c->list;
    if (!l->count || l->docids[l->count - 1] < docid)
        return cursor_seek_block(c, docid, error);
    size_t at = c->at;
    while (l->docids[at] < docid)
        at++;
    c->at = at;
    c->docid = l->docids[at];
    return true;
}

/* Goes to the first posting of the next block. */
bool cursor_next_block(struct cursor *c, struct error *error);

/* Adds the docids of a window to a set. The cursor then is behind the window. */
bool cursor_fill(struct cursor *c, const struct window *w, uint64_t *set, struct error *error);

/* The bound of the block that the first posting at `docid` or after it is in; last 0 if there is
 * none. `docid` never descends, nor does it move the cursor. */
bool cursor_bound(struct cursor *c, uint32_t docid, struct posting_bound *bound,
                  struct error *error);

/* The positions of the posting at hand, into `out` with room for its wdf. */
bool cursor_positions(struct cursor *c, uint32_t *out, size_t *count, struct error *error);

#endif
