/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/words.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/posting.h"
#include "searcher/match/remote.h"

/* The walk of one shard, on a term that was not given out yet. */
struct walk {
    struct reader *reader;
    struct term_walk *near;
    struct remote_walk *far;
    struct slice term; /* length 0 at the end */
    uint32_t documents;
    bool given; /* it was: the next one is to be read */
};

struct words {
    struct walk *walks;
    size_t count;
};

static bool walk_open(struct walk *w, struct reader *r, const char *prefix, size_t length,
                      struct error *error)
{
    *w = (struct walk){.reader = r, .given = true};
    if (r->remote) {
        w->far = remote_walk_open(r->remote, prefix, length, error);
        return w->far != NULL;
    }
    w->near = term_walk_open(r->shard, prefix, length, error);
    return w->near != NULL;
}

static bool walk_next(struct walk *w, struct error *error)
{
    w->given = false;
    if (w->far)
        return remote_walk_next(w->far, &w->term.data, &w->term.length, &w->documents, error);
    return term_walk_next(w->near, &w->term.data, &w->term.length, &w->documents, error);
}

struct words *words_open(struct archive *a, const char *prefix, size_t length, struct error *error)
{
    struct words *w = xcalloc(1, sizeof *w);
    w->walks = xcalloc(a->count, sizeof *w->walks);
    for (size_t i = 0; i < a->count; i++)
        if (!walk_open(&w->walks[w->count++], &a->readers[i], prefix, length, error)) {
            words_close(w);
            return NULL;
        }
    return w;
}

void words_close(struct words *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->count; i++) {
        term_walk_close(w->walks[i].near);
        remote_walk_close(w->walks[i].far);
    }
    free(w->walks);
    free(w);
}

bool words_next(struct words *w, struct slice *term, uint64_t *documents, struct error *error)
{
    *term = (struct slice){NULL, 0};
    *documents = 0;
    for (size_t i = 0; i < w->count; i++) {
        struct walk *one = &w->walks[i];
        if (one->given && !walk_next(one, error))
            return false;
        if (one->term.length && (!term->length || bytes_compare(one->term.data, one->term.length,
                                                                term->data, term->length) < 0))
            *term = one->term;
    }
    for (size_t i = 0; i < w->count && term->length; i++) {
        struct walk *one = &w->walks[i];
        if (one->term.length &&
            bytes_compare(one->term.data, one->term.length, term->data, term->length) == 0) {
            *documents += one->documents;
            one->given = true;
        }
    }
    return true;
}
