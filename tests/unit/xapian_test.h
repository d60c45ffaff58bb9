/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the binding share: databases of few words. */
#ifndef DATELINE_TESTS_UNIT_XAPIAN_TEST_H
#define DATELINE_TESTS_UNIT_XAPIAN_TEST_H

#include <string.h>

#include "lib/base/buf.h"
#include "tests/unit/same_database.h"
#include "tests/unit/scratch.h"

/* A string constant as bytes and length: NUL may be in it. */
#define BYTES(constant) constant, sizeof(constant) - 1

static inline struct xc_database *open_writer(const char *path)
{
    struct xc_database *db = xc_open_writable(path, &xerror);
    if (!db)
        fail_msg("%s: %s", path, xerror.message);
    return db;
}

static inline struct xc_database *open_reader(const char *path)
{
    struct xc_database *db = xc_open(path, &xerror);
    if (!db)
        fail_msg("%s: %s", path, xerror.message);
    return db;
}

/* A document with the words of a text, at positions 1, 2, ...; the text is its data. */
static inline struct xc_document *make_document(const char *text)
{
    struct xc_document *d = xc_document_new(&xerror);
    assert_non_null(d);
    uint32_t position = 1;
    for (const char *word = text; *word; position++) {
        size_t n = strcspn(word, " ");
        XAPIAN(xc_document_add(d, word, n, 1, &position, 1, &xerror));
        word += n + (word[n] == ' ');
    }
    XAPIAN(xc_document_set_data(d, text, strlen(text), &xerror));
    return d;
}

static inline uint32_t add_text(struct xc_database *db, const char *text)
{
    uint32_t docid = 0;
    struct xc_document *d = make_document(text);
    XAPIAN(xc_add(db, d, &docid, &xerror));
    xc_document_free(d);
    return docid;
}

/* A new database with a document for each text, committed and closed. */
static inline void make_database(const char *path, const char *const *texts, size_t count)
{
    struct xc_database *db = open_writer(path);
    for (size_t i = 0; i < count; i++)
        add_text(db, texts[i]);
    XAPIAN(xc_commit(db, &xerror));
    xc_database_free(db);
}

static inline uint32_t count_documents(struct xc_database *db)
{
    struct xc_statistics s;
    XAPIAN(xc_get_statistics(db, &s, &xerror));
    return s.documents;
}

static inline uint32_t frequency_of(struct xc_database *db, const char *term)
{
    uint32_t documents;
    uint32_t occurrences;
    XAPIAN(xc_frequency(db, term, strlen(term), &documents, &occurrences, &xerror));
    return documents;
}

static inline void assert_data(struct xc_database *db, uint32_t docid, const char *expected)
{
    const char *data;
    size_t length;
    struct xc_document *d = xc_document_get(db, docid, &xerror);
    assert_non_null(d);
    XAPIAN(xc_document_data(d, &data, &length, &xerror));
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(data, expected, length);
    xc_document_free(d);
}

static inline void assert_metadata(struct xc_database *db, const char *key, size_t key_length,
                                   const char *expected, size_t expected_length)
{
    const char *value;
    size_t length;
    XAPIAN(xc_metadata(db, key, key_length, &value, &length, &xerror));
    assert_int_equal(length, expected_length);
    assert_memory_equal(value, expected, length);
}

#endif
