/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/cursor.h"

#include "searcher/match/remote.h"

bool cursor_open(struct cursor *c, struct reader *r, const struct term *t, struct error *error)
{
    c->docid = 0;
    c->at = 0;
    c->far = NULL;
    c->list.count = 0;
    if (r->remote)
        return remote_list_open(r->remote, t, &c->far, &c->list, error);
    return posting_list_open(&c->list, r->shard, t->text, t->length, error);
}

void cursor_close(struct cursor *c)
{
    if (c->far)
        remote_list_close(c->far);
    else
        posting_list_close(&c->list);
    c->far = NULL;
}

bool cursor_want_lengths(struct cursor *c, struct error *error)
{
    return !c->far || remote_want_lengths(c->far, error);
}

/* Stands on the first posting of the block at hand that is not before `docid`. */
static void stand(struct cursor *c, uint32_t docid)
{
    const struct posting_list *l = &c->list;
    size_t low = 0;
    size_t high = l->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (l->docids[middle] < docid)
            low = middle + 1;
        else
            high = middle;
    }
    c->at = low;
    c->docid = low < l->count ? l->docids[low] : CURSOR_END;
}

bool cursor_seek_block(struct cursor *c, uint32_t docid, struct error *error)
{
    bool ok = c->far ? remote_list_seek(c->far, &c->list, docid)
                     : posting_list_seek(&c->list, docid, error);
    if (ok)
        stand(c, docid);
    return ok;
}

bool cursor_next_block(struct cursor *c, struct error *error)
{
    bool ok = c->far ? remote_list_next(c->far, &c->list) : posting_list_next(&c->list, error);
    c->at = 0;
    c->docid = ok && c->list.count ? c->list.docids[0] : CURSOR_END;
    return ok;
}

bool cursor_fill(struct cursor *c, const struct window *w, uint64_t *set, struct error *error)
{
    const struct posting_list *l = &c->list;
    if (c->docid > w->last || !l->documents)
        return true;
    if (!cursor_seek(c, w->first, error))
        return false;
    while (c->docid <= w->last) {
        size_t i = c->at;
        size_t end = l->count;
        if (l->docids[end - 1] <= w->last) {
            for (; i < end; i++)
                docset_add(set, l->docids[i] - w->base);
            if (!cursor_next_block(c, error))
                return false;
            continue;
        }
        for (; l->docids[i] <= w->last; i++)
            docset_add(set, l->docids[i] - w->base);
        c->at = i;
        c->docid = l->docids[i];
    }
    return true;
}

bool cursor_bound(struct cursor *c, uint32_t docid, struct posting_bound *bound,
                  struct error *error)
{
    if (c->far)
        return remote_list_bound(c->far, docid, bound);
    return posting_list_bound(&c->list, docid, bound, error);
}

bool cursor_positions(struct cursor *c, uint32_t *out, size_t *count, struct error *error)
{
    if (c->far)
        return remote_list_positions(c->far, c->docid, out, c->list.wdfs[c->at], count, error);
    return posting_positions(&c->list, c->at, out, count, error);
}
