/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A database of random documents that libxapian writes: added, replaced and deleted. For tests of
 * readers. */
#ifndef DATELINE_TESTS_UNIT_RANDOM_DATABASE_H
#define DATELINE_TESTS_UNIT_RANDOM_DATABASE_H

#include <stdio.h>
#include <string.h>

#include "tests/unit/same_database.h"

/* Words and value slots that it has. */
enum { WORDS = 40, SLOTS = 3 };

static const uint32_t slots[SLOTS] = {0, 1, 300};

static inline uint32_t below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)((next_random(state) >> 16) % bound);
}

/* Some words hold NUL, some are long, some begin as others do. */
static inline size_t word_text(uint32_t n, char text[250])
{
    size_t length = (size_t)sprintf(text, "%c%u", 'a' + (int)(n % 20), n / 3);
    if (n % 10 == 0)
        text[length++] = '\0';
    if (n % 20 == 0)
        text[length++] = '\xff';
    while (n % 17 == 0 && length < 180)
        text[length++] = 'z';
    return length;
}

static inline void add_word(struct xc_document *d, uint32_t word, uint64_t *state)
{
    char text[250];
    size_t length = word_text(word, text);
    uint32_t positions[200];
    uint32_t wdf = below(state, 30) ? 1 + below(state, 4) : below(state, 200000);
    size_t count = below(state, 4) == 0 ? 0 : 1 + below(state, below(state, 20) ? 5 : 199);
    uint32_t spread = below(state, 12) == 0 ? 20000000 : 1 + below(state, 60);
    uint32_t position = below(state, 100);
    for (size_t i = 0; i < count; i++) {
        positions[i] = position;
        position += 1 + below(state, spread);
    }
    XAPIAN(xc_document_add(d, text, length, wdf, positions, count, &xerror));
}

static inline struct xc_document *random_document(uint64_t *state)
{
    struct xc_document *d = xc_document_new(&xerror);
    char value[3000];
    assert_non_null(d);
    for (uint32_t word = 0; word < WORDS; word++)
        if (below(state, 1 + word / 2) == 0)
            add_word(d, word, state);
    for (size_t s = 0; s < SLOTS; s++) {
        size_t length = below(state, 4) == 0 ? 0 : 1 + below(state, below(state, 60) ? 12 : 2999);
        memset(value, 'a' + (int)below(state, 26), length);
        if (length)
            XAPIAN(xc_document_set_value(d, slots[s], value, length, &xerror));
    }
    return d;
}

/* Adds, replaces and deletes, and commits. Documents have numbers with gaps. */
static inline void change(struct xc_database *db, uint64_t *state, uint32_t times,
                          uint32_t documents)
{
    for (uint32_t i = 0; i < times; i++) {
        uint32_t docid = 1 + below(state, documents) * (below(state, 9) ? 1 : 7);
        if (below(state, 4) == 0) {
            if (!xc_delete(db, docid, &xerror))
                assert_int_equal(xerror.status, XC_DOC_NOT_FOUND);
            continue;
        }
        struct xc_document *d = random_document(state);
        XAPIAN(xc_replace(db, docid, d, &xerror));
        xc_document_free(d);
    }
    XAPIAN(xc_commit(db, &xerror));
}

static inline void write_random(const char *path, uint64_t seed, uint32_t documents,
                                unsigned commits)
{
    struct xc_database *db = xc_open_writable(path, &xerror);
    assert_non_null(db);
    for (unsigned i = 0; i < commits; i++)
        change(db, &seed, i ? documents / 2 : documents, documents);
    xc_database_free(db);
}

#endif
