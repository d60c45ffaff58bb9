/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: queries, Xapian's matcher, and databases as a whole. */
#include <cstdio>
#include <sstream>
#include <vector>

#include "lib/xapian/guard.h"

using std::string;

struct xc_query {
    Xapian::Query query;
    string text;
};

struct xc_query *xc_query_term(const void *term, size_t length, uint32_t times,
                               struct xc_error *error)
{
    return made<xc_query>(
        error, [&](xc_query &q) { q.query = Xapian::Query(bytes(term, length), times); });
}

struct xc_query *xc_query_all(struct xc_error *error)
{
    return made<xc_query>(error, [](xc_query &q) { q.query = Xapian::Query(string()); });
}

struct xc_query *xc_query_none(struct xc_error *error)
{
    return made<xc_query>(error, [](xc_query &) {});
}

struct xc_query *xc_query_join(enum xc_operator op, struct xc_query *const *parts, size_t count,
                               uint32_t window, struct xc_error *error)
{
    static const Xapian::Query::op ops[] = {Xapian::Query::OP_AND,     Xapian::Query::OP_OR,
                                            Xapian::Query::OP_AND_NOT, Xapian::Query::OP_FILTER,
                                            Xapian::Query::OP_PHRASE,  Xapian::Query::OP_NEAR,
                                            Xapian::Query::OP_SYNONYM};
    return made<xc_query>(error, [&](xc_query &q) {
        std::vector<Xapian::Query> subs;
        for (size_t i = 0; i < count; i++)
            subs.push_back(parts[i]->query);
        q.query = Xapian::Query(ops[op], subs.begin(), subs.end(), window);
    });
}

struct xc_query *xc_query_scale(struct xc_query *q, double factor, struct xc_error *error)
{
    return made<xc_query>(error, [&](xc_query &scaled) { scaled.query = q->query * factor; });
}

const char *xc_query_text(struct xc_query *q, struct xc_error *error)
{
    guarded(error, [&] { q->text = q->query.get_description(); });
    return q->text.c_str();
}

void xc_query_free(struct xc_query *q)
{
    delete q;
}

bool xc_match(struct xc_database *db, struct xc_query *q, const struct xc_search *search,
              struct xc_hit *hits, size_t *count, uint32_t *matches, struct xc_error *error)
{
    return guarded(error, [&] {
        Xapian::Enquire enquire(db->db);
        enquire.set_query(q->query);
        enquire.set_weighting_scheme(Xapian::BM25Weight(search->k1, 0, 1, search->b, 0.5));
        if (search->order == XC_BY_WEIGHT)
            enquire.set_sort_by_relevance_then_value(search->slot, true);
        else
            enquire.set_sort_by_value_then_relevance(search->slot,
                                                     search->order == XC_BY_VALUE_DESCENDING);
        Xapian::doccount all = search->exact ? db->db.get_doccount() : 0;
        Xapian::MSet found = enquire.get_mset(search->first, search->room, all);
        *count = 0;
        for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at)
            hits[(*count)++] = xc_hit{*at, at.get_weight()};
        *matches = found.get_matches_estimated();
    });
}

bool xc_match_each(struct xc_database *db, struct xc_query *q, uint32_t slot,
                   void (*each)(void *context, uint32_t docid, double weight, const char *value,
                                size_t length),
                   void *context, struct xc_error *error)
{
    return guarded(error, [&] {
        Xapian::Enquire enquire(db->db);
        enquire.set_query(q->query);
        enquire.set_weighting_scheme(Xapian::BM25Weight(1, 0, 1, 1, 0));
        enquire.set_sort_by_value_then_relevance(slot, true);
        Xapian::doccount all = db->db.get_doccount();
        Xapian::MSet found = enquire.get_mset(0, all, all);
        for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at) {
            std::string value = at.get_sort_key();
            each(context, *at, at.get_weight(), value.data(), value.size());
        }
    });
}

bool xc_compact(const char *const *from, size_t count, const char *to, struct xc_error *error)
{
    return guarded(error, [&] {
        Xapian::Database all;
        for (size_t i = 0; i < count; i++)
            all.add_database(Xapian::Database(from[i]));
        all.compact(to, Xapian::Compactor::FULL);
    });
}

bool xc_check(const char *path, size_t *faults, char *report, size_t room, struct xc_error *error)
{
    return guarded(error, [&] {
        std::ostringstream said;
        *faults = Xapian::Database::check(path, 0, &said);
        snprintf(report, room, "%s", said.str().c_str());
    });
}
