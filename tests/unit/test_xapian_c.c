/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: transactions, readers beside writers, whole databases. Errors, reading and queries
 * are in test_xapian_errors.c, test_xapian_read.c and test_xapian_query.c. */
#include "lib/xapian/binding.h"

#include "tests/unit/xapian_test.h"

static const char *const texts[] = {"mali junta", "mali mali wagner", "sahel"};

/* ---- transactions ---- */

static void test_readers_see_commits_alone(void **state)
{
    (void)state;
    make_database("db", texts, COUNT(texts));
    struct xc_database *writer = open_writer("db");
    struct xc_database *reader = open_reader("db");
    add_text(writer, "niger");
    XAPIAN(xc_delete(writer, 1, &xerror));
    XAPIAN(xc_set_metadata(writer, "k", 1, "v", 1, &xerror));
    XAPIAN(xc_add_synonym(writer, "a", 1, "b", 1, &xerror));
    assert_int_equal(frequency_of(writer, "niger"), 1);
    assert_int_equal(frequency_of(writer, "junta"), 0);

    XAPIAN(xc_reopen(reader, &xerror));
    assert_int_equal(frequency_of(reader, "niger"), 0);
    assert_int_equal(frequency_of(reader, "junta"), 1);
    assert_metadata(reader, "k", 1, "", 0);

    XAPIAN(xc_commit(writer, &xerror));
    assert_int_equal(frequency_of(reader, "niger"), 0);
    XAPIAN(xc_reopen(reader, &xerror));
    assert_int_equal(frequency_of(reader, "niger"), 1);
    assert_int_equal(frequency_of(reader, "junta"), 0);
    assert_metadata(reader, "k", 1, "v", 1);
    xc_database_free(reader);
    xc_database_free(writer);
}

static void test_free_drops(void **state)
{
    (void)state;
    struct xc_database *db = open_writer("db");
    add_text(db, "kept");
    XAPIAN(xc_commit(db, &xerror));
    add_text(db, "dropped");
    XAPIAN(xc_set_metadata(db, "k", 1, "dropped", 7, &xerror));
    assert_int_equal(count_documents(db), 2);
    xc_database_free(db);

    db = open_writer("db");
    assert_int_equal(count_documents(db), 1);
    assert_int_equal(frequency_of(db, "dropped"), 0);
    assert_metadata(db, "k", 1, "", 0);
    assert_int_equal(add_text(db, "again"), 2);
    xc_database_free(db);
    assert_sound("db");
}

/* Enough documents that Xapian would write some of them by itself, outside a transaction. */
static void test_many_changes_are_one(void **state)
{
    (void)state;
    struct xc_database *db = open_writer("db");
    for (int i = 0; i < 12000; i++)
        add_text(db, "one");
    struct xc_database *reader = open_reader("db");
    assert_int_equal(count_documents(reader), 0);
    xc_database_free(reader);
    xc_database_free(db);
    db = open_reader("db");
    assert_int_equal(count_documents(db), 0);
    xc_database_free(db);
}

/* ---- a reader on a revision that is gone ---- */

static void fill(struct xc_database *db, int documents)
{
    for (int i = 0; i < documents; i++) {
        char text[40];
        snprintf(text, sizeof text, "mali number%d x%d", i, i % 7);
        add_text(db, text);
    }
    XAPIAN(xc_commit(db, &xerror));
}

static bool read_all(struct xc_database *db, struct xc_error *error)
{
    struct xc_posting out[64];
    size_t count = 0;
    struct xc_postings *p = xc_postings_open(db, "mali", 4, error);
    bool ok = p != NULL;
    do
        ok = ok && xc_postings_read(p, out, COUNT(out), &count, error);
    while (ok && count);
    xc_postings_free(p);
    struct xc_list *terms = ok ? xc_terms(db, "", 0, error) : NULL;
    struct xc_item item;
    bool found = true;
    ok = terms != NULL;
    while (ok && found)
        ok = xc_list_next(terms, &item, &found, error);
    xc_list_free(terms);
    return ok;
}

struct visit {
    struct xc_database *db;
    int tries;
};

static bool visit_body(void *context, struct xc_error *error)
{
    struct visit *v = context;
    v->tries++;
    return read_all(v->db, error);
}

static bool visit_again(void *context, struct xc_error *error)
{
    struct visit *v = context;
    return xc_reopen(v->db, error);
}

static void test_modified(void **state)
{
    (void)state;
    struct xc_database *writer = open_writer("db");
    fill(writer, 3000);
    struct xc_database *reader = open_reader("db");
    fill(writer, 3000);
    fill(writer, 3000);
    fill(writer, 3000);

    struct xc_error error;
    assert_false(read_all(reader, &error));
    assert_int_equal(error.status, XC_DATABASE_MODIFIED);
    assert_non_null(strstr(error.hint, "reopen"));

    struct visit v = {reader, 0};
    XAPIAN(xc_retry(visit_body, visit_again, &v, &xerror));
    assert_int_equal(v.tries, 2);
    assert_int_equal(frequency_of(reader, "mali"), 12000);
    xc_database_free(reader);
    xc_database_free(writer);
}

/* ---- retry ---- */

struct attempt {
    int failures; /* of the body, before it succeeds */
    enum xc_status status;
    int again_fails_at; /* the call of again() that fails; 0: none */
    int bodies;
    int agains;
};

static bool attempt_body(void *context, struct xc_error *error)
{
    struct attempt *a = context;
    *error = (struct xc_error){.status = a->bodies < a->failures ? a->status : XC_OK};
    return a->bodies++ >= a->failures;
}

static bool attempt_again(void *context, struct xc_error *error)
{
    struct attempt *a = context;
    bool fails = ++a->agains == a->again_fails_at;
    *error = (struct xc_error){.status = fails ? XC_DATABASE_CORRUPT : XC_OK};
    return !fails;
}

static void test_retry(void **state)
{
    (void)state;
    static const struct {
        struct attempt attempt;
        bool result;
        enum xc_status status;
        int bodies;
        int agains;
    } rows[] = {
        {{0, XC_DATABASE_MODIFIED, 0, 0, 0}, true, XC_OK, 1, 0},
        {{1, XC_DATABASE_MODIFIED, 0, 0, 0}, true, XC_OK, 2, 1},
        {{7, XC_DATABASE_MODIFIED, 0, 0, 0}, true, XC_OK, 8, 7},
        {{99, XC_DATABASE_MODIFIED, 0, 0, 0}, true, XC_OK, 100, 99},
        {{100, XC_DATABASE_MODIFIED, 0, 0, 0}, false, XC_DATABASE_MODIFIED, 100, 99},
        {{3, XC_DATABASE_CORRUPT, 0, 0, 0}, false, XC_DATABASE_CORRUPT, 1, 0},
        {{5, XC_DATABASE_MODIFIED, 2, 0, 0}, false, XC_DATABASE_CORRUPT, 2, 2},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct attempt a = rows[i].attempt;
        struct xc_error error;
        assert_int_equal(xc_retry(attempt_body, attempt_again, &a, &error), rows[i].result);
        assert_int_equal(error.status, rows[i].status);
        assert_int_equal(a.bodies, rows[i].bodies);
        assert_int_equal(a.agains, rows[i].agains);
    }
}

/* ---- whole databases ---- */

static void test_statistics(void **state)
{
    (void)state;
    struct xc_statistics s;
    struct xc_database *db = open_writer("db");
    XAPIAN(xc_get_statistics(db, &s, &xerror));
    assert_int_equal(s.documents + s.last_docid + s.shortest + s.longest + s.total_length, 0);
    assert_false(s.positions);
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(add_text(db, texts[i]), i + 1);
    XAPIAN(xc_delete(db, 3, &xerror));
    XAPIAN(xc_commit(db, &xerror));
    XAPIAN(xc_get_statistics(db, &s, &xerror));
    assert_int_equal(s.documents, 2);
    assert_int_equal(s.last_docid, 3);
    assert_int_equal(s.total_length, 5);
    assert_true(s.shortest >= 1 && s.shortest <= 2);
    assert_int_equal(s.longest, 3);
    assert_true(s.positions);
    xc_database_free(db);
}

static void test_compact(void **state)
{
    (void)state;
    static const char *const others[] = {"niger", "mali chad"};
    static const char *const all[] = {"mali junta", "mali mali wagner", "sahel", "niger",
                                      "mali chad"};
    make_database("a", texts, COUNT(texts));
    make_database("b", others, COUNT(others));
    make_database("expected", all, COUNT(all));
    XAPIAN(xc_compact((const char *[]){"a", "b"}, 2, "both", &xerror));
    assert_same_database("expected", "both", NULL, 0, true);
    assert_sound("both");
}

static void test_check(void **state)
{
    (void)state;
    char report[1000] = "";
    size_t faults = 1;
    make_database("db", texts, COUNT(texts));
    XAPIAN(xc_check("db", &faults, report, sizeof report, &xerror));
    assert_int_equal(faults, 0);

    /* The lists of terms of other documents: a fault, and none that Xapian's check dies of. */
    static const char *const others[] = {"mali", "junta wagner", "niger chad mali sahel"};
    make_database("other", others, COUNT(others));
    assert_int_equal(rename("other/termlist.glass", "db/termlist.glass"), 0);
    XAPIAN(xc_check("db", &faults, report, sizeof report, &xerror));
    assert_true(faults > 0);
    assert_true(report[0] && strlen(report) < sizeof report);
    char little[8];
    XAPIAN(xc_check("db", &faults, little, sizeof little, &xerror));
    assert_int_equal(strlen(little), sizeof little - 1);
}

/* A stub file of two databases is one: documents take turns. */
static void test_stub(void **state)
{
    (void)state;
    static const char *const others[] = {"niger", "mali chad"};
    scratch_folder("index");
    make_database("index/a", texts, 1);
    make_database("index/b", others, COUNT(others));
    scratch_text("index/XAPIANDB", "# a comment\nglass a\nauto b\n");
    struct xc_database *db = open_reader("index");
    assert_int_equal(count_documents(db), 3);
    assert_int_equal(frequency_of(db, "mali"), 2);
    assert_data(db, 1, "mali junta");
    assert_data(db, 2, "niger");
    assert_data(db, 4, "mali chad");
    xc_database_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_readers_see_commits_alone),
        SCRATCH_TEST(test_free_drops),
        SCRATCH_TEST(test_many_changes_are_one),
        SCRATCH_TEST(test_modified),
        cmocka_unit_test(test_retry),
        SCRATCH_TEST(test_statistics),
        SCRATCH_TEST(test_compact),
        SCRATCH_TEST(test_check),
        SCRATCH_TEST(test_stub),
    };
    return run_tap(tests);
}
