/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index of remote shards: a folder whose XAPIANDB lists, by hand, `remote HOST:PORT` lines of
 * shards with full tables that xapian-tcpsrv serves. What a query needs of them is fetched, and
 * evaluated here as it is for local shards: so hits, order and scores are the same. Question:
 * what would a local shard answer to this?
 *
 * All of the folder's shards are one reader, numbered as Xapian numbers them. Fetched are whole
 * lists: a query costs memory and traffic in proportion to the postings of its words.
 */
#ifndef DATELINE_SEARCHER_MATCH_REMOTE_H
#define DATELINE_SEARCHER_MATCH_REMOTE_H

#include "lib/index/posting.h"
#include "searcher/match/archive.h"

struct remote;
struct remote_cursor;
struct remote_walk;

/* What an index of remote shards says of itself. */
struct remote_facts {
    uint32_t last_docid;
    uint64_t documents;
    uint64_t total_length;
    char language[32];
    char words[17];      /* the fingerprint */
    uint32_t first_date; /* as in columns.h */
    uint32_t last_date;
};

/* Connects. ERROR_REMOTE if a shard does not answer. Free with remote_close(), which takes NULL. */
bool remote_open(const char *index_path, int folder, struct remote **remote,
                 struct remote_facts *facts, struct error *error);
void remote_close(struct remote *r);

/* Docids that no article has, as bits: of several shards, there are some where one has more than
 * the others. NULL if there are none. */
const uint64_t *remote_missing(const struct remote *r);

/* ---- what cursor.h wants: postings go to the public fields of `list` ---- */

bool remote_list_open(struct remote *r, const struct term *t, struct remote_cursor **far,
                      struct posting_list *list, struct error *error);
void remote_list_close(struct remote_cursor *far);
bool remote_list_seek(struct remote_cursor *far, struct posting_list *list, uint32_t docid);
bool remote_list_next(struct remote_cursor *far, struct posting_list *list);
bool remote_list_bound(struct remote_cursor *far, uint32_t docid, struct posting_bound *bound);
bool remote_list_positions(struct remote_cursor *far, uint32_t docid, uint32_t *out, size_t room,
                           size_t *count, struct error *error);

/* Makes the lengths of the articles of the list known, for remote_lengths(). */
bool remote_want_lengths(struct remote_cursor *far, struct error *error);

/* ---- what archive.h wants ---- */

bool remote_frequency(struct remote *r, const struct term *t, uint32_t *documents,
                      struct error *error);
const uint32_t *remote_dates(struct remote *r, uint32_t first, uint32_t count, struct error *error);
const uint32_t *remote_lengths(struct remote *r, uint32_t first, uint32_t count,
                               struct error *error);
bool remote_id(struct remote *r, uint32_t docid, uint64_t *id, struct error *error);
bool remote_find_id(struct remote *r, const char *hex, size_t reader,
                    void (*found)(void *context, size_t reader, uint32_t docid), void *context,
                    struct error *error);
bool remote_data(struct remote *r, uint32_t docid, const char **data, size_t *length,
                 struct error *error);

/* ---- words and names ---- */

struct remote_walk *remote_walk_open(struct remote *r, const char *prefix, size_t length,
                                     struct error *error);
bool remote_walk_next(struct remote_walk *w, const char **term, size_t *length, uint32_t *documents,
                      struct error *error);
void remote_walk_close(struct remote_walk *w);

bool remote_names(struct remote *r, struct slice key,
                  bool (*found)(void *context, struct slice word), void *context,
                  struct error *error);

#endif
