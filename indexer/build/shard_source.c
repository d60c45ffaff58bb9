/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_source.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/posting.h"

/* Positions that a block may have before it ends early: not those of a single posting. */
enum { PLACES = 1 << 18 };

struct shard_source {
    struct term_source term;
    struct shard *shard;
    const struct renumbering *renumbering;
    bool positions;
    struct term_walk *walk;
    struct posting_list list;
    size_t at; /* posting of the list's block that comes next */
    /* What was read of the term. */
    uint32_t documents;
    uint64_t occurrences;
    uint32_t *first; /* positions of its first posting */
    size_t first_room;
};

bool renumbering_make(struct renumbering *r, const struct shard *s, uint32_t base,
                      struct error *error)
{
    *r = (struct renumbering){.base = base, .kept = s->info.documents - s->gone.count};
    if (s->gone.count == 0)
        return true;
    uint64_t gone = 0;
    r->before = xcalloc(s->gone.words, sizeof *r->before);
    for (size_t i = 0; i < s->gone.words; i++) {
        r->before[i] = (uint32_t)gone;
        gone += (uint64_t)__builtin_popcountll(s->gone.bits[i]);
    }
    if (gone == s->gone.count && gone <= s->info.documents && !(s->gone.bits[0] & 1))
        return true;
    return error_set(error, ERROR_DAMAGED, "%s: its tombstones are not as many as they should be",
                     s->path);
}

static void close_source(struct term_source *t)
{
    struct shard_source *s = (struct shard_source *)t;
    posting_list_close(&s->list);
    term_walk_close(s->walk);
    free(s->first);
    free(s);
}

static bool damaged(const struct shard_source *s, const char *what, struct error *error)
{
    error_set(error, ERROR_DAMAGED, "%s: damaged: %s of '%.*s'", s->shard->path, what,
              (int)s->term.length, s->term.text);
    return error_cure(error, "build the index anew with 'indexer --rebuild'");
}

/* Goes on to the next block of the list; `count` is 0 at its end, which must be where its head has
 * said. */
static bool next_block(struct shard_source *s, struct error *error)
{
    s->at = 0;
    if (!posting_list_next(&s->list, error))
        return false;
    for (size_t i = 0; i < s->list.count; i++) {
        if (s->list.docids[i] == 0 || s->list.docids[i] > s->shard->info.documents)
            return damaged(s, "an article that there is not in the list", error);
        s->occurrences += s->list.wdfs[i];
    }
    s->documents += (uint32_t)s->list.count;
    if (s->list.count == 0 &&
        (s->documents != s->list.documents || s->occurrences != s->list.occurrences))
        return damaged(s, "another number of postings than it has said in the list", error);
    return true;
}

static bool open_list(struct shard_source *s, struct error *error)
{
    posting_list_close(&s->list);
    s->documents = 0;
    s->occurrences = 0;
    return posting_list_open(&s->list, s->shard, s->term.text, s->term.length, error) &&
           next_block(s, error);
}

/* Counts the postings that are left of the term, and begins its list again. */
static bool count_left(struct shard_source *s, struct error *error)
{
    uint32_t documents = 0;
    uint64_t occurrences = 0;
    do {
        for (size_t i = 0; i < s->list.count; i++)
            if (!shard_is_gone(s->shard, s->list.docids[i])) {
                documents++;
                occurrences += s->list.wdfs[i];
            }
        if (!next_block(s, error))
            return false;
    } while (s->list.count);
    s->term.documents = documents;
    s->term.occurrences = occurrences;
    return documents == 0 || open_list(s, error);
}

/* Whether the term has positions shows in its first posting. */
static bool look_for_positions(struct shard_source *s, struct error *error)
{
    size_t count = 0;
    s->term.placed = false;
    if (!s->positions || s->list.wdfs[0] == 0)
        return true;
    s->first = xgrow(s->first, &s->first_room, s->list.wdfs[0], sizeof *s->first);
    if (!posting_positions(&s->list, 0, s->first, &count, error))
        return false;
    s->term.placed = count > 0;
    return true;
}

static bool next(struct term_source *t, bool *found, struct error *error)
{
    struct shard_source *s = (struct shard_source *)t;
    do {
        size_t length;
        uint32_t documents;
        if (!term_walk_next(s->walk, &t->text, &length, &documents, error))
            return false;
        *found = length > 0;
        if (!*found)
            return shard_intact(s->shard, error);
        t->length = (uint32_t)length;
        if (!open_list(s, error))
            return false;
        if (s->list.documents != documents || s->list.count == 0)
            return damaged(s, "no postings in the list", error);
        t->documents = documents;
        t->occurrences = s->list.occurrences;
        if (s->shard->gone.count && !count_left(s, error))
            return false;
    } while (t->documents == 0);
    t->head = term_head(t->text, t->length);
    return look_for_positions(s, error);
}

/* Adds a posting of the list's block. */
static bool take(struct shard_source *s, struct term_block *b, size_t *places, struct error *error)
{
    const uint32_t docid = s->list.docids[s->at];
    const uint32_t wdf = s->list.wdfs[s->at];
    size_t count = 0;
    b->docids[b->count] = renumbered(s->renumbering, s->shard, docid);
    b->wdfs[b->count++] = wdf;
    if (!s->term.placed)
        return true;
    if (*places + wdf > b->position_room)
        b->positions = xgrow(b->positions, &b->position_room, *places + wdf, sizeof *b->positions);
    if (!posting_positions(&s->list, s->at, b->positions + *places, &count, error))
        return false;
    *places += wdf;
    return count == wdf || damaged(s, "fewer positions than postings in the list", error);
}

static bool read_block(struct term_source *t, struct term_block *b, struct error *error)
{
    struct shard_source *s = (struct shard_source *)t;
    size_t places = 0;
    b->count = 0;
    while (b->count < TERM_BLOCK && places < PLACES) {
        if (s->list.count && s->at == s->list.count && !next_block(s, error))
            return false;
        if (s->list.count == 0)
            break;
        if (!shard_is_gone(s->shard, s->list.docids[s->at]) && !take(s, b, &places, error))
            return false;
        s->at++;
    }
    return true;
}

static const struct term_source_kind kind = {next, read_block, close_source};

struct term_source *shard_source_open(struct shard *shard, const struct renumbering *r,
                                      bool positions, struct error *error)
{
    struct shard_source *s = xcalloc(1, sizeof *s);
    s->term.kind = &kind;
    s->term.text = "";
    s->shard = shard;
    s->renumbering = r;
    s->positions = positions;
    s->walk = term_walk_open(shard, "", 0, error);
    if (!s->walk) {
        close_source(&s->term);
        return NULL;
    }
    return &s->term;
}
