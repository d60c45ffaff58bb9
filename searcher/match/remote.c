/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/remote_open.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/scores.h"

/* ---- lists ---- */

static struct remote_list *known_list(struct remote *r, const struct term *t)
{
    for (size_t i = 0; i < r->list_count; i++)
        if (bytes_compare(r->lists[i]->term.text, r->lists[i]->term.length, t->text, t->length) ==
            0)
            return r->lists[i];
    return NULL;
}

static bool read_list(struct remote *r, struct remote_list *l, struct xc_postings *p,
                      struct xc_error *error)
{
    struct xc_posting batch[1024];
    size_t n = 0;
    l->postings = xreallocarray(NULL, l->documents, sizeof *l->postings);
    bool ok = p != NULL;
    while (ok && (ok = r->calls.postings_read(p, batch, 1024, &n, error)) && n)
        for (size_t i = 0; i < n && l->count < l->documents; i++)
            l->postings[l->count++] = batch[i];
    l->documents = (uint32_t)l->count;
    return ok;
}

/* Fetches a list that was not asked for yet. They are kept: matching, scoring and looking at
 * positions each walk it. */
static struct remote_list *fetch(struct remote *r, const struct term *t, struct error *error)
{
    struct xc_error failure;
    uint32_t occurrences;
    struct remote_list *l = known_list(r, t);
    if (l)
        return l;
    l = xcalloc(1, sizeof *l);
    l->remote = r;
    l->term = *t;
    r->lists = xgrow(r->lists, &r->list_room, r->list_count + 1, sizeof *r->lists);
    r->lists[r->list_count++] = l;
    bool ok = r->calls.frequency(r->db, t->text, t->length, &l->documents, &occurrences, &failure);
    l->occurrences = occurrences;
    if (ok && l->documents) {
        struct xc_postings *p = r->calls.postings_open(r->db, t->text, t->length, &failure);
        ok = read_list(r, l, p, &failure);
        r->calls.postings_free(p);
    }
    for (size_t i = 0; i < l->count; i++)
        if (l->postings[i].wdf > l->max_wdf)
            l->max_wdf = l->postings[i].wdf;
    if (ok)
        return l;
    remote_failed(&failure, error);
    return NULL;
}

bool remote_list_open(struct remote *r, const struct term *t, struct remote_cursor **far,
                      struct posting_list *list, struct error *error)
{
    struct remote_list *l = fetch(r, t, error);
    if (!l)
        return false;
    *far = xcalloc(1, sizeof **far);
    (*far)->list = l;
    *list = (struct posting_list){.documents = l->documents, .occurrences = l->occurrences};
    if (l->documents)
        list->top = (struct posting_bound){l->postings[l->count - 1].docid, l->max_wdf, 1};
    return true;
}

void remote_list_close(struct remote_cursor *far)
{
    if (far && far->scratch)
        far->list->remote->calls.scratch_free(far->scratch);
    free(far);
}

bool remote_list_next(struct remote_cursor *far, struct posting_list *list)
{
    const struct remote_list *l = far->list;
    list->count = 0;
    for (; far->at < l->count && list->count < POSTING_BLOCK; far->at++) {
        list->docids[list->count] = l->postings[far->at].docid;
        list->wdfs[list->count++] = l->postings[far->at].wdf;
    }
    return true;
}

/* The first posting at `docid` or after it, from `low` on. */
static size_t find(const struct remote_list *l, size_t low, uint32_t docid)
{
    size_t high = l->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->postings[middle].docid < docid)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool remote_list_seek(struct remote_cursor *far, struct posting_list *list, uint32_t docid)
{
    if (list->count && list->docids[list->count - 1] >= docid)
        return true;
    far->at = find(far->list, far->at, docid);
    far->at -= far->at % POSTING_BLOCK; /* blocks are the same wherever one comes from */
    return remote_list_next(far, list);
}

bool remote_list_bound(struct remote_cursor *far, uint32_t docid, struct posting_bound *bound)
{
    const struct remote_list *l = far->list;
    size_t first = find(l, 0, docid);
    *bound = (struct posting_bound){0};
    if (first == l->count)
        return true;
    first -= first % POSTING_BLOCK;
    size_t end = l->count - first < POSTING_BLOCK ? l->count : first + POSTING_BLOCK;
    bound->last = l->postings[end - 1].docid;
    bound->min_length = 1;
    for (size_t i = first; i < end; i++)
        if (l->postings[i].wdf > bound->max_wdf)
            bound->max_wdf = l->postings[i].wdf;
    return true;
}

bool remote_list_positions(struct remote_cursor *far, uint32_t docid, uint32_t *out, size_t room,
                           size_t *count, struct error *error)
{
    struct remote *r = far->list->remote;
    const struct term *t = &far->list->term;
    struct xc_error failure;
    const uint32_t *positions;
    if (!r->calls.positions(r->db, docid, t->text, t->length, &far->scratch, &positions, count,
                            &failure))
        return remote_failed(&failure, error);
    *count = *count < room ? *count : room;
    if (*count)
        memcpy(out, positions, *count * sizeof *out);
    return true;
}

bool remote_frequency(struct remote *r, const struct term *t, uint32_t *documents,
                      struct error *error)
{
    struct xc_error failure;
    uint32_t occurrences;
    const struct remote_list *l = known_list(r, t);
    if (l)
        *documents = l->documents;
    return l || r->calls.frequency(r->db, t->text, t->length, documents, &occurrences, &failure) ||
           remote_failed(&failure, error);
}

/* ---- lengths ---- */

/* What a length is found out by: the weight of a term in a document. */
struct weights {
    struct remote *remote;
    const struct remote_list *list;
    double weight;
};

static double weight_of(const struct remote *r, uint32_t documents)
{
    double all = (double)r->facts.documents;
    double odds = (all - documents + 0.5) / (documents + 0.5);
    if (odds < 2)
        odds = odds * 0.5 + 1;
    return log(odds) * 2;
}

/* By BM25 with k1 1 and b 1: weight * wdf / (length / average + wdf). */
static void take_length(void *context, uint32_t docid, double earned, const char *value,
                        size_t length)
{
    struct weights *w = context;
    size_t at = find(w->list, 0, docid);
    (void)value;
    (void)length;
    if (at == w->list->count || w->list->postings[at].docid != docid || earned <= 0)
        return;
    double wdf = w->list->postings[at].wdf;
    double average = (double)w->remote->facts.total_length / (double)w->remote->facts.documents;
    w->remote->lengths[docid] = (uint32_t)llround((w->weight / earned - 1) * wdf * average);
}

/* Those that have no weight, as wdf is 0, are asked for one by one. */
static bool fetch_rest(struct remote *r, const struct remote_list *l, struct xc_error *failure)
{
    for (size_t i = 0; i < l->count; i++) {
        uint32_t d = l->postings[i].docid;
        if (!r->lengths[d] && !r->calls.length(r->db, d, &r->lengths[d], failure))
            return false;
    }
    return true;
}

bool remote_want_lengths(struct remote_cursor *far, struct error *error)
{
    struct remote_list *l = far->list;
    struct remote *r = l->remote;
    struct xc_error failure;
    struct weights w = {r, l, weight_of(r, l->documents)};
    if (l->weighed || !l->documents)
        return true;
    struct xc_query *q = r->calls.query_term(l->term.text, l->term.length, 1, &failure);
    bool ok = q && r->calls.match_each(r->db, q, SCHEMA_DATE_SLOT, take_length, &w, &failure) &&
              fetch_rest(r, l, &failure);
    r->calls.query_free(q);
    l->weighed = ok;
    return ok || remote_failed(&failure, error);
}

const uint32_t *remote_lengths(struct remote *r, uint32_t first, uint32_t count,
                               struct error *error)
{
    (void)count;
    (void)error;
    return r->lengths + first;
}

/* ---- articles ---- */

static bool get_document(struct remote *r, uint32_t docid, struct error *error)
{
    struct xc_error failure;
    if (r->document && r->document_id == docid)
        return true;
    r->calls.document_free(r->document);
    r->document = r->calls.document_get(r->db, docid, &failure);
    r->document_id = docid;
    return r->document || remote_failed(&failure, error);
}

bool remote_data(struct remote *r, uint32_t docid, const char **data, size_t *length,
                 struct error *error)
{
    struct xc_error failure;
    return get_document(r, docid, error) &&
           (r->calls.document_data(r->document, data, length, &failure) ||
            remote_failed(&failure, error));
}

bool remote_id(struct remote *r, uint32_t docid, uint64_t *id, struct error *error)
{
    struct record record;
    const char *data;
    size_t length;
    if (!remote_data(r, docid, &data, &length, error))
        return false;
    if (!record_unpack(&record, data, length)) {
        error_set(error, ERROR_REMOTE, "remote shards: document %u is no article", docid);
        return error_cure(error, "serve indexes that were made with --tables=full");
    }
    *id = strlen(record.id) == SCHEMA_HEX ? schema_id_number(record.id) : 0;
    record_free(&record);
    return true;
}

static void take_date(void *context, uint32_t docid, double weight, const char *value,
                      size_t length)
{
    struct remote *r = context;
    (void)weight;
    if (docid <= r->facts.last_docid)
        r->dates[docid] = date_to_number(schema_value_date(value, length));
}

/* The dates of all articles, year by year. */
static bool fetch_dates(struct remote *r, struct error *error)
{
    struct xc_error failure;
    int first = date_from_number(r->facts.first_date).year;
    int last = date_from_number(r->facts.last_date).year;
    for (int year = first; first && year <= last; year++) {
        struct term t = schema_date_term((struct date){(int16_t)year, 0, 0});
        struct xc_query *q = r->calls.query_term(t.text, t.length, 1, &failure);
        bool ok = q && r->calls.match_each(r->db, q, SCHEMA_DATE_SLOT, take_date, r, &failure);
        r->calls.query_free(q);
        if (!ok)
            return remote_failed(&failure, error);
    }
    return r->dated = true;
}

/* One date is asked for with its document, which is wanted next; more are asked for together. */
const uint32_t *remote_dates(struct remote *r, uint32_t first, uint32_t count, struct error *error)
{
    struct xc_error failure;
    const char *value;
    size_t length;
    if (r->dated || count > 1)
        return r->dated || fetch_dates(r, error) ? r->dates + first : NULL;
    if (!get_document(r, first, error))
        return NULL;
    if (!r->calls.document_value(r->document, SCHEMA_DATE_SLOT, &value, &length, &failure)) {
        remote_failed(&failure, error);
        return NULL;
    }
    take_date(r, first, 0, value, length);
    return r->dates + first;
}

static void take_found(void *context, uint32_t docid, double weight, const char *value,
                       size_t length)
{
    struct remote_ids *ids = context;
    (void)weight;
    if (length >= ids->length && memcmp(value, ids->hex, ids->length) == 0)
        ids->found(ids->context, ids->reader, docid);
}

/* Ids are in a slot, which is asked of all articles: there is no list by it. */
bool remote_find_id(struct remote *r, const char *hex, size_t reader,
                    void (*found)(void *context, size_t reader, uint32_t docid), void *context,
                    struct error *error)
{
    struct xc_error failure;
    size_t length = strlen(hex);
    struct remote_ids ids = {hex, length < SCHEMA_ID_HEX ? length : SCHEMA_ID_HEX, reader, found,
                             context};
    struct xc_query *q = r->calls.query_all(&failure);
    bool ok = q && r->calls.match_each(r->db, q, SCHEMA_ID_SLOT, take_found, &ids, &failure);
    r->calls.query_free(q);
    return ok || remote_failed(&failure, error);
}

/* ---- words and names ---- */

struct remote_walk {
    struct remote *remote;
    struct xc_list *terms;
};

struct remote_walk *remote_walk_open(struct remote *r, const char *prefix, size_t length,
                                     struct error *error)
{
    struct xc_error failure;
    struct xc_list *terms = r->calls.terms(r->db, prefix, length, &failure);
    if (!terms) {
        remote_failed(&failure, error);
        return NULL;
    }
    struct remote_walk *w = xcalloc(1, sizeof *w);
    *w = (struct remote_walk){r, terms};
    return w;
}

bool remote_walk_next(struct remote_walk *w, const char **term, size_t *length, uint32_t *documents,
                      struct error *error)
{
    struct xc_error failure;
    struct xc_item item;
    bool found;
    if (!w->remote->calls.list_next(w->terms, &item, &found, &failure))
        return remote_failed(&failure, error);
    *term = found ? item.text : NULL;
    *length = found ? item.length : 0;
    *documents = found ? item.frequency : 0;
    return true;
}

void remote_walk_close(struct remote_walk *w)
{
    if (w)
        w->remote->calls.list_free(w->terms);
    free(w);
}

/* Words stand in the metadata of each shard, with blanks between. */
bool remote_names(struct remote *r, struct slice key,
                  bool (*found)(void *context, struct slice word), void *context,
                  struct error *error)
{
    struct xc_error failure;
    struct term name = schema_term("~", key.data, key.length);
    for (size_t i = 0; i < r->shard_count; i++) {
        const char *words;
        size_t length;
        if (!r->calls.metadata(r->shards[i], name.text, name.length, &words, &length, &failure))
            return remote_failed(&failure, error);
        for (size_t at = 0; at < length;) {
            const char *end = memchr(words + at, ' ', length - at);
            size_t n = end ? (size_t)(end - words) - at : length - at;
            if (n && !found(context, (struct slice){words + at, n}))
                return true;
            at += n + 1;
        }
    }
    return true;
}
