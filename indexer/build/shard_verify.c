/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/shard_verify.h"

#include "lib/xapian/binding.h"

static bool failed(const struct shard_tables *t, const struct xc_error *from, struct error *error)
{
    return error_set(error, ERROR_DAMAGED, "%s: libxapian cannot read it: %s: %.200s", t->path,
                     xc_status_name(from->status), from->message);
}

static bool verify_totals(const struct shard_tables *t, struct xc_database *db, struct error *error)
{
    struct xc_error e;
    struct xc_statistics s;
    if (!xc_get_statistics(db, &s, &e))
        return failed(t, &e, error);
    if (s.documents != t->stats.documents || s.last_docid != t->stats.documents ||
        s.total_length != t->stats.length_total)
        return error_set(error, ERROR_DAMAGED, "%s: %u articles were written, %u are read", t->path,
                         t->stats.documents, s.documents);
    return true;
}

/* Walks the postings of a term to the end. */
static bool verify_term(const struct shard_tables *t, const struct sampled_term *term,
                        struct xc_database *db, struct error *error)
{
    struct xc_error e;
    struct xc_posting batch[1024];
    struct sampled_term read = {.term = term->term};
    size_t n = 0;
    uint32_t frequency = 0;
    uint32_t times = 0;
    struct xc_postings *p = xc_postings_open(db, term->term.text, term->term.length, &e);
    bool ok = p && xc_frequency(db, term->term.text, term->term.length, &frequency, &times, &e);
    while (ok && (ok = xc_postings_read(p, batch, 1024, &n, &e)) && n)
        for (size_t i = 0; i < n; i++) {
            read.documents++;
            read.occurrences += batch[i].wdf;
            read.last = batch[i].docid;
        }
    xc_postings_free(p);
    if (!ok)
        return failed(t, &e, error);
    if (read.documents != term->documents || frequency != term->documents ||
        read.occurrences != term->occurrences || times != term->occurrences ||
        read.last != term->last)
        return error_set(error, ERROR_DAMAGED,
                         "%s: the postings of '%.*s' are not those that were written", t->path,
                         (int)term->term.length, term->term.text);
    return true;
}

bool shard_verify(const struct shard_tables *t, struct error *error)
{
    struct xc_error e;
    struct xc_database *db = xc_open(t->path, &e);
    if (!db)
        return failed(t, &e, error);
    bool ok = verify_totals(t, db, error);
    for (size_t i = 0; ok && i < t->sample.count; i++)
        ok = verify_term(t, &t->sample.list[i], db, error);
    xc_database_free(db);
    return ok;
}
