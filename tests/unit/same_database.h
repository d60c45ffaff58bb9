/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asserts that two databases are equal, as libxapian sees them: statistics and bounds, every
 * term with its frequencies, postings, wdf and positions, the length, terms, data and values of
 * every document, metadata, synonyms. For tests of writers.
 */
#ifndef DATELINE_TESTS_UNIT_SAME_DATABASE_H
#define DATELINE_TESTS_UNIT_SAME_DATABASE_H

#include <string.h>

#include "lib/xapian/binding.h"
#include "tests/unit/test.h"

/* What the last call that failed said. */
static struct xc_error xerror;

static inline void assert_xapian(bool done, const char *call)
{
    if (!done)
        fail_msg("%s: %s", call, xerror.message);
}

/* Makes a call, with &xerror as its last argument, that must not fail. */
#define XAPIAN(call) assert_xapian(call, #call)

struct same {
    struct xc_database *a;
    struct xc_database *b;
};

static inline void same_bytes(const char *a, size_t a_length, const char *b, size_t b_length)
{
    assert_int_equal(a_length, b_length);
    if (a_length)
        assert_memory_equal(a, b, a_length);
}

/* Reads one item of both lists, which must be equal; false at the end of both. */
static inline bool same_item(struct xc_list *a, struct xc_list *b, struct xc_item *item)
{
    struct xc_item other;
    bool found_a;
    bool found_b;
    XAPIAN(xc_list_next(a, item, &found_a, &xerror));
    XAPIAN(xc_list_next(b, &other, &found_b, &xerror));
    assert_int_equal(found_a, found_b);
    if (!found_a)
        return false;
    same_bytes(item->text, item->length, other.text, other.length);
    assert_int_equal(item->frequency, other.frequency);
    return true;
}

/* Compares two lists, frees them and returns how many items they have. */
static inline size_t same_lists(struct xc_list *a, struct xc_list *b)
{
    assert_non_null(a);
    assert_non_null(b);
    size_t count = 0;
    for (struct xc_item item; same_item(a, b, &item); count++)
        ;
    xc_list_free(a);
    xc_list_free(b);
    return count;
}

static inline void same_positions(struct same *s, const struct xc_item *term, uint32_t docid,
                                  struct xc_scratch **scratch_a, struct xc_scratch **scratch_b)
{
    const uint32_t *a;
    const uint32_t *b;
    size_t count_a;
    size_t count_b;
    XAPIAN(xc_positions(s->a, docid, term->text, term->length, scratch_a, &a, &count_a, &xerror));
    XAPIAN(xc_positions(s->b, docid, term->text, term->length, scratch_b, &b, &count_b, &xerror));
    assert_int_equal(count_a, count_b);
    if (count_a)
        assert_memory_equal(a, b, count_a * sizeof *a);
}

/* Reads one posting of both lists, which must be equal; false at the end of both. */
static inline bool same_posting(struct xc_postings *a, struct xc_postings *b,
                                struct xc_posting *posting)
{
    struct xc_posting other;
    size_t count_a;
    size_t count_b;
    XAPIAN(xc_postings_read(a, posting, 1, &count_a, &xerror));
    XAPIAN(xc_postings_read(b, &other, 1, &count_b, &xerror));
    assert_int_equal(count_a, count_b);
    if (count_a == 0)
        return false;
    assert_int_equal(posting->docid, other.docid);
    assert_int_equal(posting->wdf, other.wdf);
    return true;
}

static inline void same_postings(struct same *s, const struct xc_item *term,
                                 struct xc_scratch **scratch_a, struct xc_scratch **scratch_b)
{
    struct xc_postings *a = xc_postings_open(s->a, term->text, term->length, &xerror);
    struct xc_postings *b = xc_postings_open(s->b, term->text, term->length, &xerror);
    assert_non_null(a);
    assert_non_null(b);
    for (struct xc_posting posting; same_posting(a, b, &posting);)
        same_positions(s, term, posting.docid, scratch_a, scratch_b);
    xc_postings_free(a);
    xc_postings_free(b);
}

static inline void same_frequencies(struct same *s, const struct xc_item *term, bool bounds)
{
    uint32_t a[3] = {0};
    uint32_t b[3] = {0};
    const char *text = term->text;
    XAPIAN(xc_frequency(s->a, text, term->length, &a[0], &a[1], &xerror));
    XAPIAN(xc_frequency(s->b, text, term->length, &b[0], &b[1], &xerror));
    if (bounds) {
        XAPIAN(xc_wdf_bound(s->a, text, term->length, &a[2], &xerror));
        XAPIAN(xc_wdf_bound(s->b, text, term->length, &b[2], &xerror));
    }
    assert_memory_equal(a, b, sizeof a);
}

static inline void same_terms(struct same *s, bool bounds)
{
    struct xc_list *a = xc_terms(s->a, "", 0, &xerror);
    struct xc_list *b = xc_terms(s->b, "", 0, &xerror);
    struct xc_scratch *scratch_a = NULL;
    struct xc_scratch *scratch_b = NULL;
    assert_non_null(a);
    assert_non_null(b);
    for (struct xc_item term; same_item(a, b, &term);) {
        same_frequencies(s, &term, bounds);
        same_postings(s, &term, &scratch_a, &scratch_b);
    }
    xc_scratch_free(scratch_a);
    xc_scratch_free(scratch_b);
    xc_list_free(a);
    xc_list_free(b);
}

static inline void same_document(struct same *s, uint32_t docid)
{
    const char *data_a;
    const char *data_b;
    size_t length_a;
    size_t length_b;
    uint32_t words_a;
    uint32_t words_b;
    XAPIAN(xc_lengths(s->a, docid, 1, &words_a, &xerror));
    XAPIAN(xc_lengths(s->b, docid, 1, &words_b, &xerror));
    assert_int_equal(words_a, words_b);
    same_lists(xc_document_terms(s->a, docid, &xerror), xc_document_terms(s->b, docid, &xerror));
    struct xc_document *a = xc_document_get(s->a, docid, &xerror);
    struct xc_document *b = xc_document_get(s->b, docid, &xerror);
    assert_non_null(a);
    assert_non_null(b);
    XAPIAN(xc_document_data(a, &data_a, &length_a, &xerror));
    XAPIAN(xc_document_data(b, &data_b, &length_b, &xerror));
    same_bytes(data_a, length_a, data_b, length_b);
    xc_document_free(a);
    xc_document_free(b);
}

static inline void same_documents(struct same *s)
{
    struct xc_postings *a = xc_postings_open(s->a, "", 0, &xerror);
    struct xc_postings *b = xc_postings_open(s->b, "", 0, &xerror);
    assert_non_null(a);
    assert_non_null(b);
    for (struct xc_posting posting; same_posting(a, b, &posting);)
        same_document(s, posting.docid);
    xc_postings_free(a);
    xc_postings_free(b);
}

static inline void same_value_bounds(struct same *s, uint32_t slot, bool bounds)
{
    const char *a[2];
    const char *b[2];
    size_t a_length[2];
    size_t b_length[2];
    uint32_t count_a;
    uint32_t count_b;
    XAPIAN(
        xc_value_bounds(s->a, slot, &a[0], &a_length[0], &a[1], &a_length[1], &count_a, &xerror));
    XAPIAN(
        xc_value_bounds(s->b, slot, &b[0], &b_length[0], &b[1], &b_length[1], &count_b, &xerror));
    assert_int_equal(count_a, count_b);
    for (size_t i = 0; bounds && i < 2; i++)
        same_bytes(a[i], a_length[i], b[i], b_length[i]);
}

static inline void same_values(struct same *s, uint32_t slot, bool bounds)
{
    struct xc_values *a = xc_values_open(s->a, slot, &xerror);
    struct xc_values *b = xc_values_open(s->b, slot, &xerror);
    assert_non_null(a);
    assert_non_null(b);
    uint32_t docid_a = 1;
    uint32_t docid_b = 1;
    while (docid_a) {
        const char *value_a;
        const char *value_b;
        size_t length_a;
        size_t length_b;
        XAPIAN(xc_values_next(a, 1, &docid_a, &value_a, &length_a, &xerror));
        XAPIAN(xc_values_next(b, 1, &docid_b, &value_b, &length_b, &xerror));
        assert_int_equal(docid_a, docid_b);
        if (docid_a)
            same_bytes(value_a, length_a, value_b, length_b);
    }
    xc_values_free(a);
    xc_values_free(b);
    same_value_bounds(s, slot, bounds);
}

static inline void same_metadata(struct same *s)
{
    struct xc_list *a = xc_metadata_keys(s->a, "", 0, &xerror);
    struct xc_list *b = xc_metadata_keys(s->b, "", 0, &xerror);
    assert_non_null(a);
    assert_non_null(b);
    for (struct xc_item key; same_item(a, b, &key);) {
        const char *value_a;
        const char *value_b;
        size_t length_a;
        size_t length_b;
        XAPIAN(xc_metadata(s->a, key.text, key.length, &value_a, &length_a, &xerror));
        XAPIAN(xc_metadata(s->b, key.text, key.length, &value_b, &length_b, &xerror));
        same_bytes(value_a, length_a, value_b, length_b);
    }
    xc_list_free(a);
    xc_list_free(b);
}

static inline void same_synonyms(struct same *s)
{
    struct xc_list *a = xc_synonym_keys(s->a, "", 0, &xerror);
    struct xc_list *b = xc_synonym_keys(s->b, "", 0, &xerror);
    assert_non_null(a);
    assert_non_null(b);
    for (struct xc_item key; same_item(a, b, &key);)
        assert_true(same_lists(xc_synonyms(s->a, key.text, key.length, &xerror),
                               xc_synonyms(s->b, key.text, key.length, &xerror)) > 0);
    xc_list_free(a);
    xc_list_free(b);
}

static inline void same_statistics(struct same *s, bool bounds)
{
    struct xc_statistics a;
    struct xc_statistics b;
    XAPIAN(xc_get_statistics(s->a, &a, &xerror));
    XAPIAN(xc_get_statistics(s->b, &b, &xerror));
    assert_int_equal(a.documents, b.documents);
    assert_int_equal(a.last_docid, b.last_docid);
    assert_int_equal(a.total_length, b.total_length);
    assert_int_equal(a.positions, b.positions);
    if (bounds) {
        assert_int_equal(a.shortest, b.shortest);
        assert_int_equal(a.longest, b.longest);
    }
}

/*
 * Compares the databases at two paths, with the values of the given slots. `bounds` is false
 * after deletions: what was deleted may count in bounds, depending on who wrote it when.
 */
static inline void assert_same_database(const char *path_a, const char *path_b,
                                        const uint32_t *slots, size_t slot_count, bool bounds)
{
    struct same s;
    s.a = xc_open(path_a, &xerror);
    assert_non_null(s.a);
    s.b = xc_open(path_b, &xerror);
    assert_non_null(s.b);
    same_statistics(&s, bounds);
    same_terms(&s, bounds);
    same_documents(&s);
    for (size_t i = 0; i < slot_count; i++)
        same_values(&s, slots[i], bounds);
    same_metadata(&s);
    same_synonyms(&s);
    xc_database_free(s.a);
    xc_database_free(s.b);
}

/* The same of what a lean shard has: neither terms nor data by document, docids 1..documents. */
static inline void assert_same_lean_database(const char *path_a, const char *path_b,
                                             uint32_t documents)
{
    struct same s = {xc_open(path_a, &xerror), xc_open(path_b, &xerror)};
    assert_non_null(s.a);
    assert_non_null(s.b);
    same_statistics(&s, true);
    same_terms(&s, true);
    for (uint32_t docid = 1; docid <= documents; docid++) {
        uint32_t words_a;
        uint32_t words_b;
        XAPIAN(xc_lengths(s.a, docid, 1, &words_a, &xerror));
        XAPIAN(xc_lengths(s.b, docid, 1, &words_b, &xerror));
        assert_int_equal(words_a, words_b);
    }
    for (uint32_t slot = 0; slot < 2; slot++)
        same_values(&s, slot, true);
    same_metadata(&s);
    same_synonyms(&s);
    xc_database_free(s.a);
    xc_database_free(s.b);
}

/* Asserts that Database::check() finds no fault. */
static inline void assert_sound(const char *path)
{
    char report[4000];
    size_t faults;
    if (!xc_check(path, &faults, report, sizeof report, &xerror))
        fail_msg("%s: %s", path, xerror.message);
    if (faults)
        fail_msg("%s: %s", path, report);
}

#endif
