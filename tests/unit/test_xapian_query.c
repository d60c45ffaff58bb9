/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: queries and Xapian's matcher. */
#include "lib/xapian/binding.h"

#include "tests/unit/xapian_test.h"

static struct xc_query *word(const char *term)
{
    struct xc_query *q = xc_query_term(term, strlen(term), 1, &xerror);
    assert_non_null(q);
    return q;
}

static void assert_matches(struct xc_database *db, struct xc_query *q, const char *expected)
{
    const struct xc_search search = {.room = 10, .exact = true, .k1 = 1.2, .b = 0.75};
    struct xc_hit hits[10];
    size_t count;
    uint32_t matches;
    bool there[10] = {false};
    char found[11] = "";
    XAPIAN(xc_match(db, q, &search, hits, &count, &matches, &xerror));
    assert_int_equal(matches, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || hits[i].weight <= hits[i - 1].weight);
        there[hits[i].docid] = true;
    }
    size_t n = 0;
    for (int docid = 0; docid < 10; docid++)
        if (there[docid])
            found[n++] = (char)('0' + docid);
    assert_string_equal(found, expected);
}

static void test_operators(void **state)
{
    (void)state;
    static const struct {
        enum xc_operator op;
        uint32_t window;
        const char *matches;
        const char *text;
    } rows[] = {
        {XC_AND, 0, "1236", "Query((a AND b))"},
        {XC_OR, 0, "123456", "Query((a OR b))"},
        {XC_AND_NOT, 0, "4", "Query((a AND_NOT b))"},
        {XC_FILTER, 0, "1236", "Query((a FILTER b))"},
        {XC_PHRASE, 2, "1", "Query((a PHRASE 2 b))"},
        {XC_PHRASE, 3, "13", "Query((a PHRASE 3 b))"},
        {XC_NEAR, 2, "12", "Query((a NEAR 2 b))"},
        {XC_SYNONYM, 0, "123456", "Query((a SYNONYM b))"},
    };
    static const char *const texts[] = {"a b c", "b a c", "a c b", "a c c", "b c c", "a c c c b"};
    make_database("db", texts, COUNT(texts));
    struct xc_database *db = open_reader("db");
    struct xc_query *parts[] = {word("a"), word("b")};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct xc_query *q = xc_query_join(rows[i].op, parts, 2, rows[i].window, &xerror);
        assert_non_null(q);
        assert_string_equal(xc_query_text(q, &xerror), rows[i].text);
        assert_matches(db, q, rows[i].matches);
        xc_query_free(q);
    }
    struct xc_query *all = xc_query_all(&xerror);
    struct xc_query *none = xc_query_none(&xerror);
    struct xc_query *scaled = xc_query_scale(parts[0], 2.5, &xerror);
    assert_matches(db, all, "123456");
    assert_matches(db, none, "");
    assert_matches(db, scaled, "12346");
    assert_string_equal(xc_query_text(scaled, &xerror), "Query(2.5 * a)");
    struct xc_query *twice = xc_query_term("a", 1, 2, &xerror);
    assert_string_equal(xc_query_text(twice, &xerror), "Query(a#2)");
    xc_query_free(twice);
    assert_null(xc_query_scale(parts[0], -1, &xerror));
    assert_int_equal(xerror.status, XC_INVALID_ARGUMENT);
    xc_query_free(scaled);
    xc_query_free(none);
    xc_query_free(all);
    xc_query_free(parts[0]);
    xc_query_free(parts[1]);
    xc_database_free(db);
}

/* Three documents of growing weight; the values of slot 1 go up, down, and stay. */
static void test_orders(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *value;
    } documents[] = {{"a x x x", "2"}, {"a a x x", "3"}, {"a a a x", "1"}, {"a a a x", "2"}};
    static const struct {
        enum xc_order order;
        uint32_t first;
        uint32_t room;
        const char *docids;
    } rows[] = {
        {XC_BY_WEIGHT, 0, 9, "4321"}, /* 3 and 4 weigh the same: the higher value first */
        {XC_BY_WEIGHT, 1, 2, "32"},
        {XC_BY_WEIGHT, 4, 9, ""},
        {XC_BY_VALUE_DESCENDING, 0, 9, "2413"},
        {XC_BY_VALUE_ASCENDING, 0, 9, "3412"},
        {XC_BY_VALUE_ASCENDING, 2, 1, "1"},
    };
    struct xc_database *db = open_writer("db");
    for (size_t i = 0; i < COUNT(documents); i++) {
        uint32_t docid;
        struct xc_document *d = make_document(documents[i].text);
        XAPIAN(xc_document_set_value(d, 1, documents[i].value, 1, &xerror));
        XAPIAN(xc_add(db, d, &docid, &xerror));
        xc_document_free(d);
    }
    XAPIAN(xc_commit(db, &xerror));
    struct xc_query *q = word("a");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct xc_search search = {rows[i].first, rows[i].room, true, rows[i].order, 1, 1.2, 0.75};
        struct xc_hit hits[9];
        size_t count;
        uint32_t matches;
        char docids[10] = "";
        XAPIAN(xc_match(db, q, &search, hits, &count, &matches, &xerror));
        assert_int_equal(matches, 4);
        for (size_t k = 0; k < count; k++)
            docids[k] = (char)('0' + hits[k].docid);
        assert_string_equal(docids, rows[i].docids);
    }
    xc_query_free(q);
    xc_database_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(test_operators),
        SCRATCH_TEST(test_orders),
    };
    return run_tap(tests);
}
