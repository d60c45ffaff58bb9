/* SPDX-License-Identifier: GPL-2.0-or-later */
/* searcher's lists: the same whether the glass reader reads them or libxapian. */
#include <stdlib.h>
#include <string.h>

#include "searcher/match/lists.h"
#include "tests/unit/random_database.h"
#include "tests/unit/scratch.h"

struct either {
    struct shard_reader glass;
    struct shard_reader xapian;
    uint64_t state;
};

static void open_either(struct either *e, const char *path)
{
    *e = (struct either){.glass = {.name = path}, .xapian = {.name = path}, .state = 5};
    e->glass.db = e->xapian.db = xc_open(path, &xerror);
    assert_non_null(e->glass.db);
    XAPIAN(xc_get_statistics(e->glass.db, &e->glass.statistics, &xerror));
    XAPIAN(lists_init(&e->glass, path, &xerror));
    assert_non_null(e->glass.glass);
}

static void close_either(struct either *e)
{
    glass_reader_free(e->glass.glass);
    xc_database_free(e->glass.db);
}

static void same_postings_either(struct either *e, const char *term, size_t length)
{
    struct xc_posting a[40];
    struct xc_posting b[40];
    struct lists_postings *p = lists_postings_open(&e->glass, term, length, &xerror);
    struct lists_postings *q = lists_postings_open(&e->xapian, term, length, &xerror);
    size_t n = 1;
    size_t m;
    assert_true(p && q);
    for (uint32_t docid = 0; n;) {
        if (below(&e->state, 2)) {
            XAPIAN(lists_postings_read(p, a, 40, &n, &xerror));
            XAPIAN(lists_postings_read(q, b, 40, &m, &xerror));
        } else {
            docid += below(&e->state, 100);
            XAPIAN(lists_postings_read_from(p, docid, a, 40, &n, &xerror));
            XAPIAN(lists_postings_read_from(q, docid, b, 40, &m, &xerror));
        }
        assert_int_equal(n, m);
        if (n)
            assert_memory_equal(a, b, n * sizeof *a);
    }
    lists_postings_free(p);
    lists_postings_free(q);
}

static void same_positions_either(struct either *e, const char *term, size_t length)
{
    struct lists_positions *p = lists_positions_open(&e->glass, term, length);
    struct lists_positions *q = lists_positions_open(&e->xapian, term, length);
    for (uint32_t docid = 1; docid <= e->glass.statistics.last_docid; docid++) {
        const uint32_t *a;
        const uint32_t *b;
        size_t n;
        size_t m;
        XAPIAN(lists_positions_read(p, docid, &a, &n, &xerror));
        XAPIAN(lists_positions_read(q, docid, &b, &m, &xerror));
        assert_int_equal(n, m);
        if (n)
            assert_memory_equal(a, b, n * sizeof *a);
    }
    lists_positions_free(p);
    lists_positions_free(q);
}

static void add_value(void *context, uint32_t docid, const char *value, size_t length)
{
    struct buf *all = context;
    buf_printf(all, "%u=%.*s;", docid, (int)length, value);
}

static void same_columns_either(struct either *e)
{
    uint32_t a[200];
    uint32_t b[200];
    XAPIAN(lists_lengths(&e->glass, 3, 200, a, &xerror));
    XAPIAN(lists_lengths(&e->xapian, 3, 200, b, &xerror));
    assert_memory_equal(a, b, sizeof a);
    for (size_t s = 0; s < SLOTS; s++) {
        struct buf v = {0};
        struct buf w = {0};
        XAPIAN(lists_values(&e->glass, slots[s], 7, 150, add_value, &v, &xerror));
        XAPIAN(lists_values(&e->xapian, slots[s], 7, 150, add_value, &w, &xerror));
        assert_true(v.length > 100);
        assert_string_equal(v.data, w.data);
        buf_free(&v);
        buf_free(&w);
    }
}

static void both_ways_are_one(void **state)
{
    (void)state;
    struct either e;
    char text[250];
    write_random("db", 11, 200, 3);
    open_either(&e, "db");
    for (uint32_t word = 0; word <= WORDS; word++) {
        size_t length = word < WORDS ? word_text(word, text) : 0;
        uint32_t a[2];
        uint32_t b[2];
        XAPIAN(lists_frequency(&e.glass, text, length, &a[0], &a[1], &xerror));
        XAPIAN(lists_frequency(&e.xapian, text, length, &b[0], &b[1], &xerror));
        assert_memory_equal(a, b, sizeof a);
        same_postings_either(&e, text, length);
        if (length)
            same_positions_either(&e, text, length);
    }
    same_columns_either(&e);
    close_either(&e);
}

/* A revision that was written over is XC_DATABASE_MODIFIED, which archive_retry() waits for. */
static void says_what_archive_retry_knows(void **state)
{
    (void)state;
    struct either e;
    uint64_t seed = 12;
    uint32_t lengths[200];
    write_random("db", 11, 200, 1);
    open_either(&e, "db");
    struct xc_database *db = xc_open_writable("db", &xerror);
    assert_non_null(db);
    for (int i = 0; i < 6; i++)
        change(db, &seed, 200, 200);
    assert_false(lists_lengths(&e.glass, 1, 200, lengths, &xerror));
    assert_int_equal(xerror.status, XC_DATABASE_MODIFIED);
    assert_true(xerror.message[0] && xerror.hint[0]);

    struct shard_reader late = {.name = "db", .statistics = e.glass.statistics};
    assert_false(lists_init(&late, "db", &xerror));
    assert_int_equal(xerror.status, XC_DATABASE_MODIFIED);
    late.statistics.revision = 0;
    assert_true(lists_init(&late, "db", &xerror));
    assert_null(late.glass);
    xc_database_free(db);
    close_either(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(both_ways_are_one),
        SCRATCH_TEST(says_what_archive_retry_knows),
    };
    return run_tap(tests);
}
