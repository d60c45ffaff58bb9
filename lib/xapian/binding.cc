/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: databases, lists, values and documents. */
#include <cstring>
#include <vector>

#include "lib/xapian/guard.h"

using std::string;

struct xc_postings {
    Xapian::PostingIterator at;
    Xapian::PostingIterator end;
    bool fresh = true; /* `at` stands on a posting that was not given out yet */
    bool all;          /* of the empty term */
};

struct xc_scratch {
    std::vector<uint32_t> positions;
};

struct xc_list {
    Xapian::TermIterator at;
    Xapian::TermIterator end;
    bool fresh = true;
    bool counts;        /* its items have a frequency */
    bool wdf;           /* and it is their wdf */
    bool steps = false; /* Xapian cannot skip in it */
    string text;
};

struct xc_values {
    Xapian::ValueIterator at;
    Xapian::ValueIterator end;
    bool fresh = true;
    string text;
};

struct xc_document {
    Xapian::Document doc;
    string text;
};

namespace
{

xc_list *list(bool counts, bool wdf, const Xapian::TermIterator &at,
              const Xapian::TermIterator &end)
{
    xc_list *l = new xc_list;
    l->at = at;
    l->end = end;
    l->counts = counts;
    l->wdf = wdf;
    return l;
}

/* Only a database of one local shard has a revision; others throw one thing or the other. */
uint64_t revision_of(const Xapian::Database &db)
{
    try {
        return db.get_revision();
    } catch (const Xapian::InvalidOperationError &) {
        return 0;
    } catch (const Xapian::UnimplementedError &) {
        return 0;
    }
}

void current(xc_list *l, xc_item *item, bool *found)
{
    *found = l->at != l->end;
    if (!*found)
        return;
    l->text = *l->at;
    item->text = l->text.data();
    item->length = l->text.size();
    item->frequency = !l->counts ? 0 : l->wdf ? l->at.get_wdf() : l->at.get_termfreq();
}

} // namespace

const char *xc_version(void)
{
    return Xapian::version_string();
}

struct xc_database *xc_open(const char *path, struct xc_error *error)
{
    return made<xc_database>(error, [&](xc_database &d) { d.db = Xapian::Database(path); });
}

struct xc_database *xc_open_remote(const char *host, unsigned port, struct xc_error *error)
{
    return made<xc_database>(error,
                             [&](xc_database &d) { d.db = Xapian::Remote::open(host, port); });
}

struct xc_database *xc_open_writable(const char *path, struct xc_error *error)
{
    return made<xc_database>(error, [&](xc_database &d) {
        d.writable = new Xapian::WritableDatabase(path, Xapian::DB_CREATE_OR_OPEN |
                                                            Xapian::DB_BACKEND_GLASS);
        d.db = *d.writable;
        d.writable->begin_transaction();
    });
}

void xc_database_free(struct xc_database *db)
{
    xc_error ignored;
    if (db && db->writable)
        guarded(&ignored, [&] { db->writable->cancel_transaction(); });
    guarded(&ignored, [&] { delete db; });
}

bool xc_reopen(struct xc_database *db, struct xc_error *error)
{
    return guarded(error, [&] { db->db.reopen(); });
}

bool xc_retry(bool (*body)(void *context, struct xc_error *error),
              bool (*again)(void *context, struct xc_error *error), void *context,
              struct xc_error *error)
{
    for (int tries = 0; tries < 100; tries++) {
        if ((tries == 0 || again(context, error)) && body(context, error))
            return true;
        if (error->status != XC_DATABASE_MODIFIED)
            return false;
    }
    return false;
}

bool xc_get_statistics(struct xc_database *db, struct xc_statistics *s, struct xc_error *error)
{
    return guarded(error, [&] {
        s->documents = db->db.get_doccount();
        s->last_docid = db->db.get_lastdocid();
        s->shortest = s->documents ? db->db.get_doclength_lower_bound() : 0;
        s->longest = s->documents ? db->db.get_doclength_upper_bound() : 0;
        s->total_length = db->db.get_total_length();
        s->positions = db->db.has_positions();
        s->revision = revision_of(db->db);
    });
}

bool xc_frequency(struct xc_database *db, const void *term, size_t length, uint32_t *documents,
                  uint32_t *occurrences, struct xc_error *error)
{
    return guarded(error, [&] {
        string t = bytes(term, length);
        *documents = db->db.get_termfreq(t);
        *occurrences = *documents ? db->db.get_collection_freq(t) : 0;
    });
}

bool xc_wdf_bound(struct xc_database *db, const void *term, size_t length, uint32_t *bound,
                  struct xc_error *error)
{
    return guarded(error, [&] { *bound = db->db.get_wdf_upper_bound(bytes(term, length)); });
}

bool xc_lengths(struct xc_database *db, uint32_t first, size_t count, uint32_t *lengths,
                struct xc_error *error)
{
    return guarded(error, [&] {
        memset(lengths, 0, count * sizeof *lengths);
        Xapian::PostingIterator at = db->db.postlist_begin("");
        Xapian::PostingIterator end = db->db.postlist_end("");
        if (at != end && *at < first)
            at.skip_to(first);
        for (; at != end && *at - first < count; ++at)
            lengths[*at - first] = at.get_doclength();
    });
}

bool xc_length(struct xc_database *db, uint32_t docid, uint32_t *length, struct xc_error *error)
{
    return guarded(error, [&] { *length = db->db.get_doclength(docid); });
}

bool xc_metadata(struct xc_database *db, const void *key, size_t key_length, const char **value,
                 size_t *length, struct xc_error *error)
{
    return guarded(error, [&] {
        db->text = db->db.get_metadata(bytes(key, key_length));
        *value = db->text.data();
        *length = db->text.size();
    });
}

struct xc_postings *xc_postings_open(struct xc_database *db, const void *term, size_t length,
                                     struct xc_error *error)
{
    return made<xc_postings>(error, [&](xc_postings &p) {
        string t = bytes(term, length);
        p.at = db->db.postlist_begin(t);
        p.end = db->db.postlist_end(t);
        p.all = t.empty();
    });
}

void xc_postings_free(struct xc_postings *p)
{
    delete p;
}

bool xc_postings_read(struct xc_postings *p, struct xc_posting *out, size_t room, size_t *count,
                      struct xc_error *error)
{
    return guarded(error, [&] {
        size_t n = 0;
        /* `at` stays on the last posting given out: skip_to() may then start there. */
        for (; n < room && p->at != p->end; n++) {
            if (!p->fresh && ++p->at == p->end)
                break;
            p->fresh = false;
            out[n].docid = *p->at;
            out[n].wdf = p->all ? 1 : p->at.get_wdf();
        }
        *count = n;
    });
}

bool xc_postings_read_from(struct xc_postings *p, uint32_t docid, struct xc_posting *out,
                           size_t room, size_t *count, struct xc_error *error)
{
    bool skipped = guarded(error, [&] {
        if (p->at != p->end && *p->at < docid) {
            p->at.skip_to(docid);
            p->fresh = true;
        }
    });
    return skipped && xc_postings_read(p, out, room, count, error);
}

bool xc_positions(struct xc_database *db, uint32_t docid, const void *term, size_t length,
                  struct xc_scratch **scratch, const uint32_t **positions, size_t *count,
                  struct xc_error *error)
{
    return guarded(error, [&] {
        if (!*scratch)
            *scratch = new xc_scratch;
        std::vector<uint32_t> &found = (*scratch)->positions;
        found.clear();
        string t = bytes(term, length);
        Xapian::PositionIterator end = db->db.positionlist_end(docid, t);
        for (Xapian::PositionIterator at = db->db.positionlist_begin(docid, t); at != end; ++at)
            found.push_back(*at);
        *positions = found.data();
        *count = found.size();
    });
}

void xc_scratch_free(struct xc_scratch *s)
{
    delete s;
}

struct xc_list *xc_terms(struct xc_database *db, const void *prefix, size_t length,
                         struct xc_error *error)
{
    xc_list *l = nullptr;
    guarded(error, [&] {
        string p = bytes(prefix, length);
        l = list(true, false, db->db.allterms_begin(p), db->db.allterms_end(p));
    });
    return l;
}

struct xc_list *xc_metadata_keys(struct xc_database *db, const void *prefix, size_t length,
                                 struct xc_error *error)
{
    xc_list *l = nullptr;
    guarded(error, [&] {
        string p = bytes(prefix, length);
        l = list(false, false, db->db.metadata_keys_begin(p), db->db.metadata_keys_end(p));
    });
    return l;
}

struct xc_list *xc_synonyms(struct xc_database *db, const void *term, size_t length,
                            struct xc_error *error)
{
    xc_list *l = nullptr;
    guarded(error, [&] {
        string t = bytes(term, length);
        l = list(false, false, db->db.synonyms_begin(t), db->db.synonyms_end(t));
        l->steps = true;
    });
    return l;
}

struct xc_list *xc_synonym_keys(struct xc_database *db, const void *prefix, size_t length,
                                struct xc_error *error)
{
    xc_list *l = nullptr;
    guarded(error, [&] {
        string p = bytes(prefix, length);
        l = list(false, false, db->db.synonym_keys_begin(p), db->db.synonym_keys_end(p));
    });
    return l;
}

struct xc_list *xc_document_terms(struct xc_database *db, uint32_t docid, struct xc_error *error)
{
    xc_list *l = nullptr;
    guarded(error, [&] {
        l = list(true, true, db->db.termlist_begin(docid), db->db.termlist_end(docid));
    });
    return l;
}

void xc_list_free(struct xc_list *l)
{
    delete l;
}

bool xc_list_next(struct xc_list *l, struct xc_item *item, bool *found, struct xc_error *error)
{
    return guarded(error, [&] {
        if (!l->fresh && l->at != l->end)
            ++l->at;
        l->fresh = false;
        current(l, item, found);
    });
}

bool xc_list_skip(struct xc_list *l, const void *text, size_t length, struct xc_item *item,
                  bool *found, struct xc_error *error)
{
    return guarded(error, [&] {
        if (!l->fresh && l->at != l->end)
            ++l->at;
        l->fresh = false;
        string t = bytes(text, length);
        if (!l->steps && l->at != l->end && *l->at < t)
            l->at.skip_to(t);
        while (l->at != l->end && *l->at < t)
            ++l->at;
        current(l, item, found);
    });
}

struct xc_values *xc_values_open(struct xc_database *db, uint32_t slot, struct xc_error *error)
{
    return made<xc_values>(error, [&](xc_values &v) {
        v.at = db->db.valuestream_begin(slot);
        v.end = db->db.valuestream_end(slot);
    });
}

void xc_values_free(struct xc_values *v)
{
    delete v;
}

bool xc_values_next(struct xc_values *v, uint32_t from, uint32_t *docid, const char **value,
                    size_t *length, struct xc_error *error)
{
    return guarded(error, [&] {
        if (!v->fresh && v->at != v->end)
            ++v->at;
        v->fresh = false;
        if (v->at != v->end && v->at.get_docid() < from)
            v->at.skip_to(from);
        *docid = 0;
        if (v->at == v->end)
            return;
        *docid = v->at.get_docid();
        v->text = *v->at;
        *value = v->text.data();
        *length = v->text.size();
    });
}

bool xc_value_bounds(struct xc_database *db, uint32_t slot, const char **low, size_t *low_length,
                     const char **high, size_t *high_length, uint32_t *documents,
                     struct xc_error *error)
{
    return guarded(error, [&] {
        *documents = db->db.get_value_freq(slot);
        db->text = db->db.get_value_lower_bound(slot);
        db->more = db->db.get_value_upper_bound(slot);
        *low = db->text.data();
        *low_length = db->text.size();
        *high = db->more.data();
        *high_length = db->more.size();
    });
}

struct xc_document *xc_document_new(struct xc_error *error)
{
    return made<xc_document>(error, [](xc_document &) {});
}

struct xc_document *xc_document_get(struct xc_database *db, uint32_t docid, struct xc_error *error)
{
    return made<xc_document>(error, [&](xc_document &d) { d.doc = db->db.get_document(docid); });
}

void xc_document_free(struct xc_document *d)
{
    delete d;
}

bool xc_document_data(struct xc_document *d, const char **data, size_t *length,
                      struct xc_error *error)
{
    return guarded(error, [&] {
        d->text = d->doc.get_data();
        *data = d->text.data();
        *length = d->text.size();
    });
}

bool xc_document_value(struct xc_document *d, uint32_t slot, const char **value, size_t *length,
                       struct xc_error *error)
{
    return guarded(error, [&] {
        d->text = d->doc.get_value(slot);
        *value = d->text.data();
        *length = d->text.size();
    });
}

bool xc_document_set_data(struct xc_document *d, const void *data, size_t length,
                          struct xc_error *error)
{
    return guarded(error, [&] { d->doc.set_data(bytes(data, length)); });
}

bool xc_document_set_value(struct xc_document *d, uint32_t slot, const void *value, size_t length,
                           struct xc_error *error)
{
    return guarded(error, [&] { d->doc.add_value(slot, bytes(value, length)); });
}

bool xc_document_add(struct xc_document *d, const void *term, size_t length, uint32_t wdf,
                     const uint32_t *positions, size_t count, struct xc_error *error)
{
    return guarded(error, [&] {
        string t = bytes(term, length);
        d->doc.add_term(t, wdf);
        for (size_t i = 0; i < count; i++)
            d->doc.add_posting(t, positions[i], 0);
    });
}

bool xc_document_remove(struct xc_document *d, const void *term, size_t length,
                        struct xc_error *error)
{
    return guarded(error, [&] { d->doc.remove_term(bytes(term, length)); });
}

bool xc_add(struct xc_database *db, struct xc_document *d, uint32_t *docid, struct xc_error *error)
{
    return guarded(error, [&] { *docid = writer(db).add_document(d->doc); });
}

bool xc_replace(struct xc_database *db, uint32_t docid, struct xc_document *d,
                struct xc_error *error)
{
    return guarded(error, [&] { writer(db).replace_document(docid, d->doc); });
}

bool xc_delete(struct xc_database *db, uint32_t docid, struct xc_error *error)
{
    return guarded(error, [&] { writer(db).delete_document(docid); });
}

bool xc_set_metadata(struct xc_database *db, const void *key, size_t key_length, const void *value,
                     size_t length, struct xc_error *error)
{
    return guarded(error,
                   [&] { writer(db).set_metadata(bytes(key, key_length), bytes(value, length)); });
}

bool xc_add_synonym(struct xc_database *db, const void *term, size_t length, const void *synonym,
                    size_t synonym_length, struct xc_error *error)
{
    return guarded(error, [&] {
        writer(db).add_synonym(bytes(term, length), bytes(synonym, synonym_length));
    });
}

bool xc_remove_synonym(struct xc_database *db, const void *term, size_t length, const void *synonym,
                       size_t synonym_length, struct xc_error *error)
{
    return guarded(error, [&] {
        writer(db).remove_synonym(bytes(term, length), bytes(synonym, synonym_length));
    });
}

bool xc_commit(struct xc_database *db, struct xc_error *error)
{
    return guarded(error, [&] {
        writer(db).commit_transaction();
        writer(db).begin_transaction();
    });
}
