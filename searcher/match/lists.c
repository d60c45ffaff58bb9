/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/lists.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/glass/positions.h"
#include "lib/glass/postings.h"
#include "lib/glass/values.h"

/* Of each pair one is there, the other is NULL. */
struct lists_postings {
    struct shard_reader *reader;
    struct glass_postings *glass;
    struct xc_postings *xapian;
    bool all; /* of the empty term */
};

struct lists_positions {
    struct shard_reader *reader;
    struct glass_positions *glass;
    struct xc_scratch *scratch;
    const void *term;
    size_t length;
};

/* What the glass reader says, as an error. */
static bool passed(enum glass_status status, const struct shard_reader *r, struct xc_error *error)
{
    if (status == GLASS_OK)
        return true;
    bool modified = status == GLASS_MODIFIED;
    error->status = modified ? XC_DATABASE_MODIFIED : XC_DATABASE_CORRUPT;
    snprintf(error->message, sizeof error->message, "%s of the index %s", r->name,
             modified ? "changed while it was read" : "is damaged");
    snprintf(error->hint, sizeof error->hint, "%s",
             modified ? "try again" : "build the index anew: indexer --rebuild");
    return false;
}

bool lists_init(struct shard_reader *r, const char *path, struct xc_error *error)
{
    if (!r->statistics.revision)
        return true;
    enum glass_status status = glass_reader_open(path, r->statistics.revision, &r->glass);
    return status == GLASS_UNKNOWN || passed(status, r, error);
}

bool lists_frequency(struct shard_reader *r, const void *term, size_t length, uint32_t *documents,
                     uint32_t *occurrences, struct xc_error *error)
{
    if (!r->glass || length == 0)
        return xc_frequency(r->db, term, length, documents, occurrences, error);
    return passed(glass_frequency(r->glass, term, length, documents, occurrences), r, error);
}

struct lists_postings *lists_postings_open(struct shard_reader *r, const void *term, size_t length,
                                           struct xc_error *error)
{
    struct lists_postings *p = xcalloc(1, sizeof *p);
    bool ok;
    p->reader = r;
    p->all = length == 0;
    if (r->glass)
        ok = passed(glass_postings_open(r->glass, term, length, &p->glass), r, error);
    else
        ok = (p->xapian = xc_postings_open(r->db, term, length, error)) != NULL;
    if (ok)
        return p;
    free(p);
    return NULL;
}

void lists_postings_free(struct lists_postings *p)
{
    if (!p)
        return;
    glass_postings_free(p->glass);
    xc_postings_free(p->xapian);
    free(p);
}

bool lists_postings_read(struct lists_postings *p, struct xc_posting *out, size_t room,
                         size_t *count, struct xc_error *error)
{
    if (!p->glass)
        return xc_postings_read(p->xapian, out, room, count, error);
    bool ok = passed(glass_postings_read(p->glass, out, room, count), p->reader, error);
    for (size_t i = 0; ok && p->all && i < *count; i++)
        out[i].wdf = 1;
    return ok;
}

bool lists_postings_read_from(struct lists_postings *p, uint32_t docid, struct xc_posting *out,
                              size_t room, size_t *count, struct xc_error *error)
{
    if (!p->glass)
        return xc_postings_read_from(p->xapian, docid, out, room, count, error);
    return passed(glass_postings_skip(p->glass, docid), p->reader, error) &&
           lists_postings_read(p, out, room, count, error);
}

struct lists_positions *lists_positions_open(struct shard_reader *r, const void *term,
                                             size_t length)
{
    struct lists_positions *p = xcalloc(1, sizeof *p);
    p->reader = r;
    p->term = term;
    p->length = length;
    if (r->glass)
        p->glass = glass_positions_open(r->glass, term, length);
    return p;
}

void lists_positions_free(struct lists_positions *p)
{
    if (!p)
        return;
    glass_positions_free(p->glass);
    xc_scratch_free(p->scratch);
    free(p);
}

bool lists_positions_read(struct lists_positions *p, uint32_t docid, const uint32_t **positions,
                          size_t *count, struct xc_error *error)
{
    if (!p->glass)
        return xc_positions(p->reader->db, docid, p->term, p->length, &p->scratch, positions, count,
                            error);
    return passed(glass_positions_read(p->glass, docid, positions, count), p->reader, error);
}

bool lists_lengths(struct shard_reader *r, uint32_t first, size_t count, uint32_t *lengths,
                   struct xc_error *error)
{
    if (!r->glass)
        return xc_lengths(r->db, first, count, lengths, error);
    return passed(glass_lengths(r->glass, first, count, lengths), r, error);
}

static bool xapian_values(struct xc_database *db, uint32_t slot, uint32_t first, size_t count,
                          void (*each)(void *context, uint32_t docid, const char *value,
                                       size_t length),
                          void *context, struct xc_error *error)
{
    struct xc_values *values = xc_values_open(db, slot, error);
    bool ok = values != NULL;
    for (uint32_t docid = first; ok; docid++) {
        const char *value;
        size_t length;
        ok = xc_values_next(values, docid, &docid, &value, &length, error);
        if (!ok || !docid || docid - first >= count)
            break;
        each(context, docid, value, length);
    }
    xc_values_free(values);
    return ok;
}

bool lists_values(struct shard_reader *r, uint32_t slot, uint32_t first, size_t count,
                  void (*each)(void *context, uint32_t docid, const char *value, size_t length),
                  void *context, struct xc_error *error)
{
    if (!r->glass)
        return xapian_values(r->db, slot, first, count, each, context, error);
    return passed(glass_values(r->glass, slot, first, count, each, context), r, error);
}
