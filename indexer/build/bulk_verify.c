/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/bulk_verify.h"

#include <string.h>

#include "lib/xapian/binding.h"

static bool failed(const struct xc_error *from, struct error *error)
{
    return error_set(error, ERROR_INTERNAL, "%s: %.200s", xc_status_name(from->status),
                     from->message);
}

static bool verify_totals(const struct bulk_content *c, struct xc_database *db, struct error *error)
{
    struct xc_error e;
    struct xc_statistics s;
    if (!xc_get_statistics(db, &s, &e))
        return failed(&e, error);
    if (s.documents != c->documents || s.last_docid != c->documents ||
        s.total_length != c->stats.length_total)
        return error_set(error, ERROR_INTERNAL, "%u articles were written, %u are read",
                         c->documents, s.documents);
    return true;
}

/* Walks the postings of a term to the end. */
static bool verify_term(const struct sampled_term *t, struct xc_database *db, struct error *error)
{
    struct xc_error e;
    struct xc_posting batch[1024];
    size_t n = 0;
    uint32_t last = 0;
    uint64_t documents = 0;
    uint64_t occurrences = 0;
    uint32_t frequency = 0;
    uint32_t times = 0;
    struct xc_postings *p = xc_postings_open(db, t->term.text, t->term.length, &e);
    bool ok = p && xc_frequency(db, t->term.text, t->term.length, &frequency, &times, &e);
    while (ok && (ok = xc_postings_read(p, batch, 1024, &n, &e)) && n)
        for (size_t i = 0; i < n; i++) {
            documents++;
            occurrences += batch[i].wdf;
            last = batch[i].docid;
        }
    xc_postings_free(p);
    if (!ok)
        return failed(&e, error);
    if (documents != t->documents || frequency != t->documents || occurrences != t->occurrences ||
        times != t->occurrences || last != t->last)
        return error_set(error, ERROR_INTERNAL,
                         "the postings of '%.*s' are not those that were written",
                         (int)t->term.length, t->term.text);
    return true;
}

static bool verify_document(const struct bulk_content *c, struct xc_database *db, uint32_t docid,
                            struct error *error)
{
    struct xc_error e;
    struct record record;
    const char *data;
    size_t length;
    uint32_t words = 0;
    struct xc_document *d = xc_document_get(db, docid, &e);
    bool ok = d && xc_document_data(d, &data, &length, &e) && xc_lengths(db, docid, 1, &words, &e);
    bool same = ok && record_unpack(&record, data, length);
    if (same) {
        same = memcmp(record.id, c->ids[docid - 1], SCHEMA_ID_HEX) == 0 &&
               date_to_number(record.date) == c->dates[docid - 1] && words == c->lengths[docid - 1];
        record_free(&record);
    }
    xc_document_free(d);
    if (!ok)
        return failed(&e, error);
    return same ||
           error_set(error, ERROR_INTERNAL, "article %u is not the one that was written", docid);
}

static bool verify_all(const struct bulk_content *c, struct error *error)
{
    struct xc_error e;
    char report[256];
    size_t faults;
    if (!xc_check(c->folder, &faults, report, sizeof report, &e))
        return failed(&e, error);
    return faults == 0 ||
           error_set(error, ERROR_INTERNAL, "Xapian's check finds %zu faults", faults);
}

bool bulk_content_verify(const struct bulk_content *c, bool all, struct error *error)
{
    struct xc_error e;
    struct xc_database *db = xc_open(c->folder, &e);
    if (!db)
        return failed(&e, error);
    bool ok = verify_totals(c, db, error);
    for (size_t i = 0; ok && i < c->sample_count; i++)
        ok = verify_term(&c->sample[i], db, error);
    uint32_t step = c->documents / BULK_SAMPLE + 1;
    for (uint32_t docid = 1; ok && docid <= c->documents; docid += step)
        ok = verify_document(c, db, docid, error);
    xc_database_free(db);
    return ok && (!all || verify_all(c, error));
}
