/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of searcher/match/archive.h that loads columns and sets of documents. */
#include <stdlib.h>
#include <string.h>

#include "searcher/match/archive.h"
#include "searcher/match/lists.h"

static uint64_t hex_number(const char *text, size_t length)
{
    uint64_t n = 0;
    for (size_t i = 0; i < length; i++)
        n = n << 4 | (uint64_t)(text[i] <= '9' ? text[i] - '0' : text[i] - 'a' + 10);
    return n;
}

static void set_date(void *context, uint32_t docid, const char *text, size_t length)
{
    struct shard_reader *r = context;
    r->dates[docid] = date_to_number(schema_value_date(text, length));
}

static void set_id(void *context, uint32_t docid, const char *text, size_t length)
{
    struct shard_reader *r = context;
    r->ids[docid] = hex_number(text, length);
}

/* Loads documents [first, end) of a column. */
static bool load_span(struct shard_reader *r, enum column column, uint32_t first, uint32_t end,
                      struct xc_error *error)
{
    if (end > r->statistics.last_docid + 1)
        end = r->statistics.last_docid + 1;
    if (column == COLUMN_LENGTH)
        return lists_lengths(r, first, end - first, r->lengths + first, error);
    if (column == COLUMN_DATE)
        return lists_values(r, SCHEMA_DATE_SLOT, first, end - first, set_date, r, error);
    return lists_values(r, SCHEMA_ID_SLOT, first, end - first, set_id, r, error);
}

static bool load_block(struct shard_reader *r, enum column column, uint32_t block,
                       struct xc_error *error)
{
    if (r->loaded[column][block])
        return true;
    uint32_t first = block * COLUMN_BLOCK;
    if (!load_span(r, column, first ? first : 1, first + COLUMN_BLOCK, error))
        return false;
    r->loaded[column][block] = true;
    return true;
}

bool archive_load(struct shard_reader *r, enum column column, const struct docset *wanted,
                  struct xc_error *error)
{
    for (uint32_t docid = docset_next(wanted, 1); docid;) {
        uint32_t block = docid / COLUMN_BLOCK;
        if (!load_block(r, column, block, error))
            return false;
        docid = docset_next(wanted, (block + 1) * COLUMN_BLOCK);
    }
    return true;
}

bool archive_load_one(struct shard_reader *r, enum column column, uint32_t docid,
                      struct xc_error *error)
{
    return load_block(r, column, docid / COLUMN_BLOCK, error);
}

bool archive_add_term(struct shard_reader *r, const struct term *t, struct docset *set,
                      struct xc_error *error)
{
    struct xc_posting batch[512];
    size_t count = 0;
    struct lists_postings *p = lists_postings_open(r, t->text, t->length, error);
    bool ok = p != NULL;
    while (ok && (ok = lists_postings_read(p, batch, 512, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            docset_add(set, batch[i].docid);
    lists_postings_free(p);
    return ok;
}

const struct docset *archive_all(struct shard_reader *r, struct xc_error *error)
{
    if (r->all.words)
        return &r->all;
    uint32_t last = r->statistics.last_docid;
    struct docset all = docset_new(last);
    struct term every = {.length = 0};
    if (r->statistics.documents == last) {
        memset(all.bits, 0xFF, all.words * sizeof *all.bits);
        all.bits[0] &= ~UINT64_C(1);
        if ((last + 1) % 64)
            all.bits[all.words - 1] &= (UINT64_C(1) << ((last + 1) % 64)) - 1;
    } else if (!archive_add_term(r, &every, &all, error)) {
        docset_free(&all);
        return NULL;
    }
    r->all = all;
    return &r->all;
}

const struct docset *archive_undated(struct shard_reader *r, struct xc_error *error)
{
    if (r->undated.words)
        return &r->undated;
    struct docset undated = docset_new(r->statistics.last_docid);
    struct term none = schema_date_term((struct date){0});
    if (!archive_add_term(r, &none, &undated, error)) {
        docset_free(&undated);
        return NULL;
    }
    r->undated = undated;
    return &r->undated;
}

struct cover {
    struct shard_reader *reader;
    struct docset *set;
    struct xc_error *error;
    bool ok;
};

static void add_part(struct date part, void *context)
{
    struct cover *c = context;
    struct term t = schema_date_term(part);
    c->ok = c->ok && archive_add_term(c->reader, &t, c->set, c->error);
}

bool archive_clip(const struct archive *a, struct range *range)
{
    if (date_is_none(a->first))
        return false;
    struct range whole = {date_first_day((struct date){a->first.year, 0, 0}),
                          date_last_day((struct date){a->last.year, 0, 0}), false};
    return range_intersect(*range, whole, range);
}

const struct docset *archive_in_range(struct archive *a, struct shard_reader *r, struct range range,
                                      struct xc_error *error)
{
    if (r->in_range.words && range_equal(r->range, range))
        return &r->in_range;
    struct docset set = docset_new(r->statistics.last_docid);
    struct cover c = {r, &set, error, true};
    struct range clipped = range;
    if (range.undated)
        add_part((struct date){0}, &c);
    else if (archive_clip(a, &clipped))
        range_cover(clipped, add_part, &c);
    if (!c.ok) {
        docset_free(&set);
        return NULL;
    }
    docset_free(&r->in_range);
    r->in_range = set;
    r->range = range;
    return &r->in_range;
}
