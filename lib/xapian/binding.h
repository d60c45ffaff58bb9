/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A small general C binding of libxapian 1.4. It knows Xapian and nothing of articles.
 *
 * Handles are opaque; each has a function that frees it, which takes NULL too. No C++ exception
 * crosses this interface: a function that can fail takes a `struct xc_error *` (never NULL), and
 * says so by returning NULL or false after filling it. Terms, values, keys and documents' data
 * are byte strings with a length; they may hold NUL. Strings that a function returns belong to
 * the handle it was called with, and are good until the next call with that handle. A handle may
 * be used by one thread at a time. Handles made from a database must be freed before it.
 */
#ifndef DATELINE_LIB_XAPIAN_XAPIAN_C_H
#define DATELINE_LIB_XAPIAN_XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One for each concrete Xapian exception class, and two for what is not one. */
enum xc_status {
    XC_OK,
    XC_ASSERTION,
    XC_INVALID_ARGUMENT,
    XC_INVALID_OPERATION,
    XC_UNIMPLEMENTED,
    XC_DATABASE,
    XC_DATABASE_CORRUPT,
    XC_DATABASE_CREATE,
    XC_DATABASE_LOCK,
    XC_DATABASE_MODIFIED,
    XC_DATABASE_OPENING,
    XC_DATABASE_VERSION,
    XC_DATABASE_NOT_FOUND,
    XC_DATABASE_CLOSED,
    XC_DOC_NOT_FOUND,
    XC_FEATURE_UNAVAILABLE,
    XC_INTERNAL,
    XC_NETWORK,
    XC_NETWORK_TIMEOUT,
    XC_QUERY_PARSER,
    XC_SERIALISATION,
    XC_RANGE,
    XC_WILDCARD,
    XC_NO_MEMORY, /* std::bad_alloc */
    XC_UNKNOWN    /* any other C++ exception */
};

struct xc_error {
    enum xc_status status;
    char message[300]; /* what Xapian says */
    char hint[150];    /* what to do about it; empty if there is nothing to say */
};

/* The name of Xapian's class: "DatabaseLockError". A constant. */
const char *xc_status_name(enum xc_status status);

/* The library's version: "1.4.22". A constant. */
const char *xc_version(void);

/* ---- databases ---- */

struct xc_database;

/* Opens for reading: a database folder, a stub file or folder. Readers take no lock. */
struct xc_database *xc_open(const char *path, struct xc_error *error);

/* Connects to a database that xapian-tcpsrv serves. */
struct xc_database *xc_open_remote(const char *host, unsigned port, struct xc_error *error);

/* Opens for writing, creating a glass database if there is none. XC_DATABASE_LOCK if another
 * writer has it. Changes are one transaction up to each xc_commit(): readers see all of them or
 * none, and so does whoever comes after a crash; freeing drops those since the last. */
struct xc_database *xc_open_writable(const char *path, struct xc_error *error);
void xc_database_free(struct xc_database *db);

/* Moves a reader to the newest revision. */
bool xc_reopen(struct xc_database *db, struct xc_error *error);

/*
 * Calls `body` until it succeeds or fails with anything but XC_DATABASE_MODIFIED; before each
 * further call `again` is called, which should reopen. Up to 100 tries. Returns what the last
 * call returned.
 */
bool xc_retry(bool (*body)(void *context, struct xc_error *error),
              bool (*again)(void *context, struct xc_error *error), void *context,
              struct xc_error *error);

struct xc_statistics {
    uint32_t documents;
    uint32_t last_docid;
    uint32_t shortest; /* bounds of the documents' lengths */
    uint32_t longest;
    uint64_t total_length; /* of all documents */
    bool positions;        /* there are positions in it */
    uint64_t revision;     /* of a database that is one local shard; else 0 */
};
bool xc_get_statistics(struct xc_database *db, struct xc_statistics *s, struct xc_error *error);

/* Documents that have a term, and how often it occurs in all. 0, 0 if none has. */
bool xc_frequency(struct xc_database *db, const void *term, size_t length, uint32_t *documents,
                  uint32_t *occurrences, struct xc_error *error);

/* An upper bound of the wdf of a term. */
bool xc_wdf_bound(struct xc_database *db, const void *term, size_t length, uint32_t *bound,
                  struct xc_error *error);

/* The lengths of the documents first .. first+count-1 to `lengths`; 0 where there is none. */
bool xc_lengths(struct xc_database *db, uint32_t first, size_t count, uint32_t *lengths,
                struct xc_error *error);

/* The length of one document: of a remote one, without asking for all of them. */
bool xc_length(struct xc_database *db, uint32_t docid, uint32_t *length, struct xc_error *error);

/* Sets *value to the metadata of a key; empty if there is none. */
bool xc_metadata(struct xc_database *db, const void *key, size_t key_length, const char **value,
                 size_t *length, struct xc_error *error);

/* ---- postings ---- */

struct xc_posting {
    uint32_t docid;
    uint32_t wdf;
};

struct xc_postings;

/* The postings of a term in docid order; of the empty term: all documents, each with wdf 1. */
struct xc_postings *xc_postings_open(struct xc_database *db, const void *term, size_t length,
                                     struct xc_error *error);
void xc_postings_free(struct xc_postings *p);

/* Reads the next postings, up to `room`; *count is 0 at the end. */
bool xc_postings_read(struct xc_postings *p, struct xc_posting *out, size_t room, size_t *count,
                      struct xc_error *error);

/* Skips postings before `docid`, and reads as xc_postings_read() does. Never goes back. */
bool xc_postings_read_from(struct xc_postings *p, uint32_t docid, struct xc_posting *out,
                           size_t room, size_t *count, struct xc_error *error);

/*
 * The positions of a term in a document, ascending, into an array that xc_positions_* keeps
 * between calls: *positions, *count. None is no error. `scratch` starts as NULL; free it with
 * xc_scratch_free().
 */
struct xc_scratch;
bool xc_positions(struct xc_database *db, uint32_t docid, const void *term, size_t length,
                  struct xc_scratch **scratch, const uint32_t **positions, size_t *count,
                  struct xc_error *error);
void xc_scratch_free(struct xc_scratch *s);

/* ---- lists of strings: terms, metadata keys, synonyms ---- */

struct xc_list;

/* All terms that begin with a prefix, in byte order; and two more such lists. */
struct xc_list *xc_terms(struct xc_database *db, const void *prefix, size_t length,
                         struct xc_error *error);
struct xc_list *xc_metadata_keys(struct xc_database *db, const void *prefix, size_t length,
                                 struct xc_error *error);
struct xc_list *xc_synonyms(struct xc_database *db, const void *term, size_t length,
                            struct xc_error *error);
struct xc_list *xc_synonym_keys(struct xc_database *db, const void *prefix, size_t length,
                                struct xc_error *error);
/* The terms of a document, with their wdf as frequency. */
struct xc_list *xc_document_terms(struct xc_database *db, uint32_t docid, struct xc_error *error);
void xc_list_free(struct xc_list *l);

struct xc_item {
    const char *text; /* the list's own, good until the next call */
    size_t length;
    uint32_t frequency; /* documents of a term, or wdf; 0 for keys and synonyms */
};

/* The next item; *found is false at the end. */
bool xc_list_next(struct xc_list *l, struct xc_item *item, bool *found, struct xc_error *error);

/* As xc_list_next(), going on at the first item that is not less than `text`. Never back. */
bool xc_list_skip(struct xc_list *l, const void *text, size_t length, struct xc_item *item,
                  bool *found, struct xc_error *error);

/* ---- values ---- */

struct xc_values;

/* The values of a slot in docid order. */
struct xc_values *xc_values_open(struct xc_database *db, uint32_t slot, struct xc_error *error);
void xc_values_free(struct xc_values *v);

/* The next document with a value, at `from` or later (never back); *docid is 0 at the end. */
bool xc_values_next(struct xc_values *v, uint32_t from, uint32_t *docid, const char **value,
                    size_t *length, struct xc_error *error);

/* Lowest and highest value of a slot (bounds: values may have been removed since), and how many
 * documents have one. The strings belong to the database handle. */
bool xc_value_bounds(struct xc_database *db, uint32_t slot, const char **low, size_t *low_length,
                     const char **high, size_t *high_length, uint32_t *documents,
                     struct xc_error *error);

/* ---- documents ---- */

struct xc_document;

struct xc_document *xc_document_new(struct xc_error *error);
/* A document of a database, to read or to change and give to xc_replace(). */
struct xc_document *xc_document_get(struct xc_database *db, uint32_t docid, struct xc_error *error);
void xc_document_free(struct xc_document *d);

bool xc_document_data(struct xc_document *d, const char **data, size_t *length,
                      struct xc_error *error);
bool xc_document_value(struct xc_document *d, uint32_t slot, const char **value, size_t *length,
                       struct xc_error *error);
bool xc_document_set_data(struct xc_document *d, const void *data, size_t length,
                          struct xc_error *error);
bool xc_document_set_value(struct xc_document *d, uint32_t slot, const void *value, size_t length,
                           struct xc_error *error);
/* Adds `wdf` to a term's count (0 makes a boolean term) and `count` positions to its list. */
bool xc_document_add(struct xc_document *d, const void *term, size_t length, uint32_t wdf,
                     const uint32_t *positions, size_t count, struct xc_error *error);
bool xc_document_remove(struct xc_document *d, const void *term, size_t length,
                        struct xc_error *error);

/* ---- writing: all take a database from xc_open_writable() ---- */

bool xc_add(struct xc_database *db, struct xc_document *d, uint32_t *docid, struct xc_error *error);
bool xc_replace(struct xc_database *db, uint32_t docid, struct xc_document *d,
                struct xc_error *error);
bool xc_delete(struct xc_database *db, uint32_t docid, struct xc_error *error);
/* An empty value removes the key. */
bool xc_set_metadata(struct xc_database *db, const void *key, size_t key_length, const void *value,
                     size_t length, struct xc_error *error);
bool xc_add_synonym(struct xc_database *db, const void *term, size_t length, const void *synonym,
                    size_t synonym_length, struct xc_error *error);
bool xc_remove_synonym(struct xc_database *db, const void *term, size_t length, const void *synonym,
                       size_t synonym_length, struct xc_error *error);
bool xc_commit(struct xc_database *db, struct xc_error *error);

/* ---- queries, for Xapian's own matcher ---- */

struct xc_query;

enum xc_operator { XC_AND, XC_OR, XC_AND_NOT, XC_FILTER, XC_PHRASE, XC_NEAR, XC_SYNONYM };

/* A term; `times` is its count in the query (wqf), mostly 1. */
struct xc_query *xc_query_term(const void *term, size_t length, uint32_t times,
                               struct xc_error *error);
struct xc_query *xc_query_all(struct xc_error *error);
struct xc_query *xc_query_none(struct xc_error *error);
/* Joins queries, which stay the caller's. `window` counts for XC_PHRASE and XC_NEAR alone. */
struct xc_query *xc_query_join(enum xc_operator op, struct xc_query *const *parts, size_t count,
                               uint32_t window, struct xc_error *error);
struct xc_query *xc_query_scale(struct xc_query *q, double factor, struct xc_error *error);
/* Xapian's description, to look at: "Query((Zmali AND Zjunta))". The query's own. */
const char *xc_query_text(struct xc_query *q, struct xc_error *error);
void xc_query_free(struct xc_query *q);

struct xc_hit {
    uint32_t docid;
    double weight;
};

enum xc_order { XC_BY_WEIGHT, XC_BY_VALUE_DESCENDING, XC_BY_VALUE_ASCENDING };

struct xc_search {
    uint32_t first;      /* hits to pass over */
    uint32_t room;       /* hits wanted */
    bool exact;          /* look at every match, so that the number of matches is exact */
    enum xc_order order; /* by the value of `slot`, then weight; or weight, then newest value */
    uint32_t slot;
    double k1; /* BM25 with k2 0, k3 1 and min_normlen 0.5 */
    double b;
};

/* Runs a query; hits go to `hits` (room for search->room), their number to *count. */
bool xc_match(struct xc_database *db, struct xc_query *q, const struct xc_search *search,
              struct xc_hit *hits, size_t *count, uint32_t *matches, struct xc_error *error);

/*
 * Calls `each` for every document that a query matches, in no order that counts: with its weight by
 * BM25 (k1 1, k2 0, k3 1, b 1, min_normlen 0), and the value of a slot, empty if it has none, which
 * is good during the call. The weight of a single term tells the length of a document, and a remote
 * database gives it for all of them in one answer.
 */
bool xc_match_each(struct xc_database *db, struct xc_query *q, uint32_t slot,
                   void (*each)(void *context, uint32_t docid, double weight, const char *value,
                                size_t length),
                   void *context, struct xc_error *error);

/* ---- whole databases ---- */

/* Merges databases into a new one at `to`, as small as Xapian makes it; documents are numbered
 * anew, in the order of `from`. */
bool xc_compact(const char *const *from, size_t count, const char *to, struct xc_error *error);

/* Database::check(): *faults is the number of errors found; `report` gets what Xapian says about
 * them, up to `room` bytes with the NUL. */
bool xc_check(const char *path, size_t *faults, char *report, size_t room, struct xc_error *error);

#ifdef __cplusplus
}
#endif

#endif
