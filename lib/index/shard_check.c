/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The check of a shard: every byte, then the tables against each other. */
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/index/posting.h"
#include "lib/index/shard.h"

struct checking {
    struct shard *shard;
    uint32_t *lengths;   /* by docid: the frequencies of its terms, added up */
    const void *columns; /* the lengths that the columns have */
    uint32_t *positions; /* room for those of one posting */
    size_t room;
    struct error *error;
};

static bool disagree(struct checking *c, const char *what)
{
    error_set(c->error, ERROR_DAMAGED, "%s: damaged: %s", c->shard->path, what);
    return error_cure(c->error, "restore the index, or build it anew with 'indexer --rebuild'");
}

/* Positions of a posting ascend. */
static bool check_positions(struct checking *c, struct posting_list *l, size_t i)
{
    size_t count;
    c->positions = xgrow(c->positions, &c->room, (size_t)l->wdfs[i] + 1, sizeof *c->positions);
    if (!posting_positions(l, i, c->positions, &count, c->error))
        return false;
    for (size_t k = 1; k < count; k++)
        if (c->positions[k - 1] >= c->positions[k])
            return disagree(c, "positions that do not ascend");
    return count == 0 || count == l->wdfs[i] ||
           disagree(c, "a word has more or fewer positions than occurrences");
}

/* The postings of a block: docids ascend from `before` on. */
static bool check_block(struct checking *c, struct posting_list *l, uint32_t *before)
{
    for (size_t i = 0; i < l->count; i++) {
        uint32_t docid = l->docids[i];
        if (docid <= *before || docid > c->shard->info.documents)
            return disagree(c, "postings of articles that there cannot be");
        *before = docid;
        if (l->wdfs[i] > UINT32_MAX - c->lengths[docid] || l->wdfs[i] > POSTING_WDF_MAX)
            return disagree(c, "a frequency that is too great");
        c->lengths[docid] += l->wdfs[i];
        if (!check_positions(c, l, i))
            return false;
    }
    return true;
}

/* What the block at hand is said to have at most, and the whole list, it does not have more of:
 * a bound that does not hold hides hits. */
static bool check_bound(struct checking *c, struct posting_list *l)
{
    struct posting_bound b;
    unsigned width = columns_length_width(&c->shard->columns);
    if (!posting_list_bound(l, l->docids[0], &b, c->error))
        return false;
    bool holds = b.last == l->docids[l->count - 1] && b.last <= l->top.last &&
                 b.max_wdf <= l->top.max_wdf && b.min_length >= l->top.min_length;
    for (size_t i = 0; i < l->count; i++)
        holds &= l->wdfs[i] <= b.max_wdf &&
                 columns_length(c->columns, width, l->docids[i] - 1) >= b.min_length;
    return holds || disagree(c, "a bound of a word that does not hold");
}

static bool check_list(struct checking *c, struct posting_list *l)
{
    uint32_t documents = 0, before = 0;
    uint64_t occurrences = 0;
    for (;;) {
        if (!posting_list_next(l, c->error))
            return false;
        if (l->count == 0)
            break;
        if (!check_block(c, l, &before) || !check_bound(c, l))
            return false;
        documents += (uint32_t)l->count;
        for (size_t i = 0; i < l->count; i++)
            occurrences += l->wdfs[i];
    }
    return (documents == l->documents && occurrences == l->occurrences) ||
           disagree(c, "a term has more or fewer postings than it says");
}

static bool check_terms(struct checking *c)
{
    const char *term;
    size_t length;
    uint32_t documents;
    struct term_walk *walk = term_walk_open(c->shard, "", 0, c->error);
    bool ok = walk != NULL;
    while (ok && (ok = term_walk_next(walk, &term, &length, &documents, c->error)) && length > 0) {
        struct posting_list list = {0};
        ok = posting_list_open(&list, c->shard, term, length, c->error) &&
             (list.documents == documents || disagree(c, "a term that is found as another")) &&
             check_list(c, &list);
        posting_list_close(&list);
    }
    if (walk)
        term_walk_close(walk);
    return ok;
}

static bool check_lengths(struct checking *c)
{
    struct columns *columns = &c->shard->columns;
    for (uint32_t i = 0; i < columns->documents; i++)
        if (columns_length(c->columns, columns_length_width(columns), i) != c->lengths[i + 1])
            return disagree(c, "the length of an article is not that of its postings");
    return true;
}

/* Every word of a name is a term. */
static bool check_names(struct checking *c)
{
    struct names_walk walk = {.names = &c->shard->names};
    struct slice key, word;
    bool found;
    uint32_t documents;
    uint64_t occurrences;
    for (;;) {
        if (!names_walk_next(&walk, &key, &word, &found, c->error))
            return false;
        if (!found)
            return true;
        if (!posting_frequency(c->shard, word.data, word.length, &documents, &occurrences,
                               c->error))
            return false;
        if (documents == 0)
            return disagree(c, "a name that is no word of it");
    }
}

static bool check_files(struct checking *c)
{
    struct shard *s = c->shard;
    uint64_t total;
    if (!sums_check(&s->sums, s->folder, s->path, c->error) ||
        !columns_check(&s->columns, &total, c->error) || !texts_check(&s->texts, c->error) ||
        !names_check(&s->names, c->error) || !sealed_check(&s->positions, c->error))
        return false;
    return total == s->info.total_length || disagree(c, "its length is not what the index says");
}

bool shard_check(struct shard *s, struct error *error)
{
    struct checking c = {.shard = s, .error = error};
    if (!check_files(&c))
        return false;
    uint32_t documents = s->columns.documents;
    if (documents && !(c.columns = columns_lengths(&s->columns, 1, documents, error)))
        return false;
    c.lengths = xcalloc((size_t)s->info.documents + 1, sizeof *c.lengths);
    bool ok = check_terms(&c) && check_lengths(&c) && check_names(&c) && shard_intact(s, error);
    free(c.lengths);
    free(c.positions);
    return ok;
}
