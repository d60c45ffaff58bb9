/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats for other programs, byte by byte: JSON, tables, paths, trec. */
#include "tests/unit/present_test.h"

static void test_json(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "json");
    present_both(&f);
    put_row(&f, "month", "2023-05", 7, 9);
    f.p.format->summary(&f.p, &(struct summary){.query = "\"a b\" -c",
                                                .matches = 3,
                                                .undated = 2,
                                                .range = &may,
                                                .ms = 1.24,
                                                .match_ms = 0.5});
    check(&f,
          "{\"type\":\"hit\",\"version\":1,\"rank\":1,\"score\":12.5000,\"id\":\"dd81aae63a\","
          "\"date\":\"2023-05-26\",\"date_source\":\"header\","
          "\"title\":\"US sanctions the head of Wagner in Mali\",\"path\":\"../press/a.txt\","
          "\"record\":null,\"url\":\"https://example.org/a?b=c\","
          "\"snippet\":\"" DOTS " posed sanctions on " DOTS "\"}\n"
          "{\"type\":\"hit\",\"version\":1,\"rank\":2,\"score\":1.2500,\"id\":\"0123456789\","
          "\"date\":null,"
          "\"date_source\":null,\"title\":\"A \\\"memo\\\", undated\","
          "\"path\":\"../press/many.jsonl.gz\",\"record\":17,\"url\":null}\n"
          "{\"type\":\"bucket\",\"version\":1,\"by\":\"month\",\"key\":\"2023-05\",\"count\":7}\n"
          "{\"type\":\"summary\",\"version\":1,\"query\":\"\\\"a b\\\" "
          "-c\",\"matches\":3,\"undated\":2,"
          "\"since\":\"2023-05-01\",\"until\":\"2024-02-29\",\"ms\":1.240,"
          "\"match_ms\":0.500}\n",
          "");
}

static void test_json_summaries(void **state)
{
    (void)state;
    static const struct {
        const struct range *range;
        const char *members;
    } rows[] = {
        {NULL, "\"since\":null,\"until\":null,\"ms\""},
        {&everything, "\"since\":null,\"until\":null,\"ms\""},
        {&from_may, "\"since\":\"2023-05-01\",\"until\":null,\"ms\""},
        {&undated_only, "\"since\":null,\"until\":null,\"undated_only\":true,\"ms\""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        start(&f, "json");
        f.p.query_id = "q\"1";
        f.p.format->summary(
            &f.p, &(struct summary){.query = "", .query_id = "q\"1", .range = rows[i].range});
        finish(&f);
        assert_non_null(strstr(f.out, rows[i].members));
        assert_non_null(strstr(
            f.out, "{\"type\":\"summary\",\"version\":1,\"query_id\":\"q\\\"1\",\"query\":\"\""));
        end(&f);
    }
}

static void test_json_strings(void **state)
{
    (void)state;
    static const struct {
        const char *title, *json;
    } rows[] = {
        {"\"\\/", "\"\\\"\\\\/\""},
        {"\b\t\n\v\f\r", "\"\\b\\t\\n\\u000b\\f\\r\""},
        {"\x01\x1F\x7F", "\"\\u0001\\u001f\\u007f\""},
        {"\xC2\x9B\xE2\x80\xAE\xE2\x80\xA8\xE2\x81\xA9", "\"\\u009b\\u202e\\u2028\\u2069\""},
        {"\xFF"
         "a\xE4\xB8",
         "\"" BAD "a" BAD BAD "\""},
        {"été 中 😀 " BAD, "\"été 中 😀 " BAD "\""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct record r = maslov;
        struct hit h = {1, 0, &r, "x", NULL, NULL, NULL};
        struct fixture f;
        r.title = rows[i].title;
        r.number = "007"; /* no JSON number */
        start(&f, "json");
        f.p.format->hit(&f.p, &h);
        finish(&f);
        char *title = strstr(f.out, "\"title\":");
        assert_non_null(title);
        assert_memory_equal(title + 8, rows[i].json, strlen(rows[i].json));
        assert_non_null(strstr(f.out, ",\"record\":\"007\","));
        end(&f);
    }
}

static void test_json_show(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "json");
    f.p.format->show(&f.p, &first);
    check(&f,
          "{\"type\":\"article\",\"version\":1,\"id\":\"dd81aae63a\",\"date\":\"2023-05-26\","
          "\"date_source\":\"header\",\"title\":\"US sanctions the head of Wagner in Mali\","
          "\"path\":\"../press/a.txt\",\"record\":null,\"url\":\"https://example.org/a?b=c\","
          "\"publisher\":\"Reuters\",\"author\":null,\"key\":null,\"text\":\"One.\\n\\nTwo.\"}\n",
          "");
}

static void test_tables(void **state)
{
    (void)state;
    struct record r = memo;
    struct hit h = {2, 1.25, &r, "a,b\tc\n.txt", NULL, NULL, NULL};
    struct fixture f;
    struct summary s = {.matches = 3, .undated = 1};
    start(&f, "tsv");
    f.p.format->hit(&f.p, &first);
    f.p.format->hit(&f.p, &h);
    f.p.format->summary(&f.p, &s);
    check(&f,
          "rank\tscore\tid\tdate\ttitle\tpath\turl\n"
          "1\t12.5000\tdd81aae63a\t2023-05-26\tUS sanctions the head of Wagner in Mali\t"
          "../press/a.txt\thttps://example.org/a?b=c\n"
          "2\t1.2500\t0123456789\t\tA \"memo\", undated\ta,b c .txt\t\n",
          "1 undated article matches too: add --undated\n");
    start(&f, "csv");
    f.p.format->hit(&f.p, &h);
    f.p.format->summary(&f.p, &s);
    check(&f,
          "rank,score,id,date,title,path,url\r\n"
          "2,1.2500,0123456789,,\"A \"\"memo\"\", undated\",\"a,b c .txt\",\r\n",
          "1 undated article matches too: add --undated\n");
    start(&f, "tsv");
    put_row(&f, "month", "2023-05", 7, 9);
    put_row(&f, "month", "undated", 9, 9);
    f.p.format->summary(&f.p, &(struct summary){.matches = 16});
    check(&f, "month\tcount\n2023-05\t7\nundated\t9\n", "");
}

static void test_shares(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"text", "2023-05\t1\t0.250000\n"},
        {"tsv", "month\tcount\tall\tshare\n2023-05\t1\t4\t0.250000\n"},
        {"csv", "month,count,all,share\r\n2023-05,1,4,0.250000\r\n"},
        {"json", "{\"type\":\"bucket\",\"version\":1,\"by\":\"month\",\"key\":\"2023-05\","
                 "\"count\":1,\"all\":4,\"share\":0.250000}\n"},
        {"paths", "2023-05\t1\t0.250000\n"},
        {"trec", "2023-05\t1\t0.250000\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        start(&f, rows[i][0]);
        f.p.shares = true;
        struct bucket b = {.by = "month", .key = "2023-05", .count = 1, .all = 4};
        f.p.format->bucket(&f.p, &b);
        check(&f, rows[i][1], "");
    }
}

static void test_chosen_fields(void **state)
{
    (void)state;
    struct fields fields;
    struct error error;
    struct fixture f;
    assert_true(fields_parse("date,publisher,text", &fields, &error));
    start(&f, "csv"); /* a text keeps its lines */
    f.p.fields = &fields;
    f.p.format->hit(&f.p, &first);
    check(&f, "date,publisher,text\r\n2023-05-26,Reuters,\"One.\n\nTwo.\"\r\n", "");
    start(&f, "tsv");
    f.p.fields = &fields;
    f.p.query_id = "q1";
    f.p.format->hit(&f.p, &first);
    f.p.format->summary(&f.p, &(struct summary){.matches = 1, .query_id = "q1"});
    check(&f, "query\tdate\tpublisher\ttext\nq1\t2023-05-26\tReuters\tOne.  Two.\n", "");
    start(&f, "json");
    f.p.fields = &fields;
    f.p.format->hit(&f.p, &first);
    check(&f,
          "{\"type\":\"hit\",\"version\":1,\"date\":\"2023-05-26\","
          "\"publisher\":\"Reuters\",\"text\":\"One.\\n\\nTwo.\"}\n",
          "");
    static const char *const bad[] = {"",     "date,",     "datum", "date,title,date",
                                      "Date", "date title"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(fields_parse(bad[i], &fields, &error));
    for (int i = 0; i < FIELDS; i++)
        assert_true(fields_parse(fields_name((enum field)i), &fields, &error));
}

static void test_tables_of_queries(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "tsv");
    f.p.query_id = "q1";
    present_both(&f);
    f.p.format->summary(&f.p, &(struct summary){.matches = 2,
                                                .query_id = "q1",
                                                .first_date = {2023, 5, 0},
                                                .last_date = {2023, 5, 26}});
    f.p.query_id = "q2";
    f.p.format->summary(&f.p, &(struct summary){.matches = 0, .query_id = "q2"});
    f.p.query_id = "q3";
    f.p.format->hit(&f.p, &second);
    f.p.format->summary(&f.p, &(struct summary){.matches = 1, .query_id = "q3"});
    check(&f,
          "query\tmatches\tfirst\tlast\tid\tpath\n"
          "q1\t2\t2023-05\t2023-05-26\tdd81aae63a\t../press/a.txt\n"
          "q2\t0\t\t\t\t\n"
          "q3\t1\t\t\t0123456789\t../press/many.jsonl.gz\n",
          "");
    start(&f, "csv");
    f.p.query_id = "q1";
    put_row(&f, "year", "2023", 7, 9);
    f.p.format->summary(&f.p, &(struct summary){.matches = 7, .by = "month", .query_id = "q1"});
    check(&f, "query,year,count\r\nq1,2023,7\r\n", "");
}

/* A table without rows has its header row all the same. */
static void test_empty_tables(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "tsv");
    f.p.format->summary(&f.p, &(struct summary){.matches = 0});
    check(&f, "rank\tscore\tid\tdate\ttitle\tpath\turl\n", "");
    start(&f, "csv");
    f.p.format->summary(&f.p, &(struct summary){.matches = 0, .by = "month"});
    check(&f, "month,count\r\n", "");
    start(&f, "csv");
    f.p.query_id = "q1";
    f.p.format->summary(&f.p, &(struct summary){.by = "month", .query_id = "q1"});
    check(&f, "query,month,count\r\n", "");
    start(&f, "tsv");
    f.p.format->summary(&f.p, &(struct summary){.count_only = true});
    check(&f, "", "");
}

static void test_paths(void **state)
{
    (void)state;
    struct fixture f;
    start(&f, "paths");
    f.p.format->hit(&f.p, &third);
    check(&f,
          "a?[31m?]8;;http://evil?\\????"
          "2J??b?c???? \"<z>,\\\n",
          "");
    start(&f, "paths"); /* -0 is exact */
    f.p.nul = true;
    f.p.format->hit(&f.p, &third);
    finish(&f);
    assert_memory_equal(f.out, NASTY, sizeof NASTY);
    end(&f);
    start(&f, "paths");
    f.p.nul = true;
    present_both(&f);
    finish(&f);
    assert_int_equal(f.out_length, sizeof "../press/a.txt" + sizeof "../press/many.jsonl.gz");
    assert_memory_equal(f.out, "../press/a.txt\0../press/many.jsonl.gz", f.out_length);
    end(&f);
}

static void test_trec(void **state)
{
    (void)state;
    static const struct {
        const char *path, *number, *key, *line;
    } rows[] = {
        {"a/b/c.txt", "", "", "q_1 Q0 c 3 0.250000 dateline\n"},
        {"c", "", "", "q_1 Q0 c 3 0.250000 dateline\n"},
        {"a.b/.hidden", "", "", "q_1 Q0 .hidden 3 0.250000 dateline\n"},
        {"a/x y.tar.gz", "", "", "q_1 Q0 x_y.tar 3 0.250000 dateline\n"},
        {"a/b.jsonl", "17", "", "q_1 Q0 b#17 3 0.250000 dateline\n"},
        {"a/b.jsonl", "17", "no 7\t8\033", "q_1 Q0 no_7_8_ 3 0.250000 dateline\n"},
        {"a/é\xC2\xA0\xFF.txt", "", "", "q_1 Q0 é__ 3 0.250000 dateline\n"},
    };
    struct fixture f;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct record r = maslov;
        struct hit h = {3, 0.25, &r, "x", NULL, NULL, NULL};
        r.path = rows[i].path;
        r.number = rows[i].number;
        r.key = rows[i].key;
        start(&f, "trec");
        f.p.query_id = "q 1";
        f.p.format->hit(&f.p, &h);
        f.p.format->summary(&f.p, &(struct summary){.matches = 1, .query_id = "q 1"});
        check(&f, rows[i].line, "");
    }
    start(&f, "trec");
    f.p.format->hit(&f.p, &first);
    check(&f, "1 Q0 a 1 12.500000 dateline\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),         cmocka_unit_test(test_json_summaries),
        cmocka_unit_test(test_json_strings), cmocka_unit_test(test_json_show),
        cmocka_unit_test(test_tables),       cmocka_unit_test(test_tables_of_queries),
        cmocka_unit_test(test_shares),       cmocka_unit_test(test_chosen_fields),
        cmocka_unit_test(test_empty_tables), cmocka_unit_test(test_paths),
        cmocka_unit_test(test_trec),
    };
    return run_tap(tests);
}
