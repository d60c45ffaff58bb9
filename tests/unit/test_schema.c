/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of terms, values and hosts; records there and back, and what is no record. */
#include "lib/index/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "tests/unit/test.h"

static void test_terms(void **state)
{
    (void)state;
    struct term t = schema_term("ZS", "mali!", 4);
    assert_string_equal(t.text, "ZSmali");
    assert_int_equal(t.length, 6);
    t = schema_term("Q", "", 0);
    assert_string_equal(t.text, "Q");
    t = schema_term("H", "a\0b", 3);
    assert_int_equal(t.length, 4);
    assert_memory_equal(t.text, "Ha\0b", 5);
}

/* Terms are cut at 245 bytes, the prefix counted. */
static void test_long_terms(void **state)
{
    (void)state;
    char text[300];
    memset(text, 'x', sizeof text);
    for (size_t length = 240; length < 300; length++) {
        struct term t = schema_term("XF", text, length);
        assert_int_equal(t.length, length + 2 > 245 ? 245 : length + 2);
        assert_int_equal(strlen(t.text), t.length);
    }
}

static const struct {
    struct date date;
    const char *term;
    const char *value;
} dates[] = {
    {{2023, 5, 26}, "D20230526", "20230526"},  {{2023, 5, 0}, "M202305", "20230500"},
    {{2023, 0, 0}, "Y2023", "20230000"},       {{1, 2, 3}, "D00010203", "00010203"},
    {{9999, 12, 31}, "D99991231", "99991231"}, {{0, 0, 0}, "XNODATE", ""},
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++) {
        char value[9] = "12345678";
        struct term t = schema_date_term(dates[i].date);
        assert_string_equal(t.text, dates[i].term);
        assert_int_equal(t.length, strlen(dates[i].term));
        assert_string_equal(schema_date_value(dates[i].date, value), dates[i].value);
        struct date back = schema_value_date(value, strlen(value));
        assert_int_equal(date_compare(back, dates[i].date), 0);
    }
}

static void test_values_that_are_no_date(void **state)
{
    (void)state;
    static const char *const values[] = {"2023052",  "202305266", "20230230", "20231301",
                                         "2023-5-6", "00000000",  "20230026", " 2023052",
                                         "2023052a", "+2023052",  ""};
    for (size_t i = 0; i < COUNT(values); i++)
        assert_true(date_is_none(schema_value_date(values[i], strlen(values[i]))));
}

static void test_hosts(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        const char *host; /* NULL if there is none */
    } rows[] = {
        {"https://www.Example.COM/a/b?c#d", "example.com"},
        {"http://reuters.com", "reuters.com"},
        {"HTTP://WWW.BBC.CO.UK:8080/", "bbc.co.uk"},
        {"https://user:pass@news.site.org:81/x@y", "news.site.org"},
        {"ftp://a@b@host.net/", "host.net"},
        {"ftp://a@@host.net/", "host.net"},
        {"https://host.net?x=user@other.com", "host.net"},
        {"https://host.net#user@other.com", "host.net"},
        {"https://wwwhost.net/", "wwwhost.net"},
        {"https://www.", "www."},
        {"https://localhost/", "localhost"},
        {"https:///path", NULL},
        {"https://", NULL},
        {"https://:80/", NULL},
        {"https://user@/", NULL},
        {"example.com/a", NULL},
        {"mailto:a@example.com", NULL},
        {"", NULL},
    };
    char host[100];
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *found = schema_host(rows[i].url, host, sizeof host);
        if (rows[i].host)
            assert_string_equal(found ? found : "none", rows[i].host);
        else
            assert_null(found);
    }
    assert_non_null(schema_host("http://host.net/", host, 9));
    assert_null(schema_host("http://host.net/", host, 8));
}

static void test_date_sources(void **state)
{
    (void)state;
    static const char *const names[] = {"", "header", "meta", "name", "mtime", "list"};
    for (int i = FROM_NOTHING; i <= FROM_LIST; i++) {
        enum date_source back = FROM_NOTHING;
        assert_string_equal(schema_date_source_name((enum date_source)i), names[i]);
        assert_int_equal(schema_date_source_parse(names[i], &back), i != FROM_NOTHING);
        assert_int_equal(back, i);
    }
    enum date_source source;
    assert_false(schema_date_source_parse("Header", &source));
    assert_false(schema_date_source_parse("headers", &source));
}

/* ---- records ---- */

static void test_record_format(void **state)
{
    (void)state;
    const struct record r = {.path = "news/a b.txt",
                             .number = "17",
                             .id = "00112233445566778899",
                             .key = "",
                             .title = "One\nline \\ two",
                             .from = "",
                             .url = "http://x/?a=b",
                             .author = "A. Diallo",
                             .date = {2023, 5, 0},
                             .date_source = FROM_META,
                             .date_where = "pubDate",
                             .text = {"Text\n\nmore = \0text", 18}};
    struct buf b = {0};
    record_pack(&b, &r);
    static const char expected[] = "path=news/a b.txt\n"
                                   "record=17\n"
                                   "id=00112233445566778899\n"
                                   "title=One\\nline \\\\ two\n"
                                   "url=http://x/?a=b\n"
                                   "author=A. Diallo\n"
                                   "date=2023-05\n"
                                   "date-source=meta\n"
                                   "date-where=pubDate\n"
                                   "\n"
                                   "Text\n\nmore = \0text";
    assert_int_equal(b.length, sizeof expected - 1);
    assert_memory_equal(b.data, expected, b.length);
    buf_free(&b);
}

/* Pieces that a format of lines could fall over. */
static char *random_text(uint64_t *seed, bool empty)
{
    static const char *const pieces[] = {"\n", "\\",    "\\n",  "n",    "=",  "a",    "é",   " ",
                                         "\r", "path=", "\n\n", "\\\\", "\t", "\x01", "date"};
    struct buf b = {0};
    buf_clear(&b);
    for (uint64_t n = next_random(seed) % 8 + !empty; n > 0; n--)
        buf_puts(&b, pieces[next_random(seed) % COUNT(pieces)]);
    return buf_take(&b);
}

static void check_round_trip(uint64_t *seed)
{
    char *texts[10];
    for (size_t i = 0; i < COUNT(texts); i++)
        texts[i] = random_text(seed, i > 0);
    struct date date = date_from_days((int32_t)(next_random(seed) % 800000));
    if (next_random(seed) % 3 == 0)
        date.day = 0;
    struct record r = {.path = texts[0],
                       .number = texts[1],
                       .id = texts[2],
                       .key = texts[3],
                       .title = texts[4],
                       .from = texts[5],
                       .url = texts[6],
                       .author = texts[8],
                       .date = date,
                       .date_source = (enum date_source)(next_random(seed) % (FROM_LIST + 1)),
                       .date_where = texts[9],
                       .text = {texts[7], strlen(texts[7])}};
    struct buf b = {0};
    struct record back;
    record_pack(&b, &r);
    assert_true(record_unpack(&back, b.data, b.length));
    buf_free(&b);
    const char *const fields[] = {
        back.path,   back.number,    back.id,  back.key,
        back.title,  back.from,      back.url, back.text.data ? texts[7] : "",
        back.author, back.date_where};
    for (size_t i = 0; i < COUNT(fields); i++)
        assert_string_equal(fields[i], texts[i]);
    assert_int_equal(date_compare(back.date, date), 0);
    assert_int_equal(back.date_source, r.date_source);
    assert_int_equal(back.text.length, r.text.length);
    assert_memory_equal(back.text.data, r.text.data, r.text.length);
    record_free(&back);
    record_free(&back);
    for (size_t i = 0; i < COUNT(texts); i++)
        free(texts[i]);
}

static void test_record_round_trip(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int run = 0; run < 5000; run++)
        check_round_trip(&seed);
}

/* Fields of a later version are passed over; those that are not there are empty. */
static void test_record_fields(void **state)
{
    (void)state;
    static const char data[] = "later=x\npath=a\n=\nx=\\q\\\n\n";
    struct record r;
    assert_true(record_unpack(&r, data, sizeof data - 1));
    assert_string_equal(r.path, "a");
    const char *const empty[] = {r.number, r.id,  r.key,    r.title,
                                 r.from,   r.url, r.author, r.date_where};
    for (size_t i = 0; i < COUNT(empty); i++)
        assert_string_equal(empty[i], "");
    assert_true(date_is_none(r.date));
    assert_int_equal(r.date_source, FROM_NOTHING);
    assert_int_equal(r.text.length, 0);
    record_free(&r);
}

static bool unpacks(const char *data, size_t length)
{
    struct record r;
    char *copy = xmalloc(length); /* exactly as long, for the sanitizer to see */
    memcpy(copy, data, length);
    bool good = record_unpack(&r, copy, length);
    if (good)
        record_free(&r);
    else
        assert_null(r.storage);
    free(copy);
    return good;
}

static void test_damaged_records(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "\n",
        "text",
        "path=a",
        "path=a\n",
        "path=\n\ntext",
        "title=t\n\ntext",
        "path=a\nno equals sign\n\ntext",
        "path=a\ndate=2023-02-30\n\ntext",
        "path=a\ndate=\n\ntext",
        "path=a\ndate=nonsense\ntitle=t\n\ntext",
        "path=a\ndate-source=nowhere\n\ntext",
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (unpacks(rows[i], strlen(rows[i])))
            fail_msg("taken for a record: '%s'", rows[i]);
}

/* Cut anywhere before the text it is no record; after that it is one. Changed bytes do no harm. */
static void test_cut_and_changed_records(void **state)
{
    (void)state;
    static const char whole[] = "path=a\\nb\ntitle=t\ndate=2023-05-26\n\ntext";
    const size_t head = sizeof whole - 1 - strlen("text");
    for (size_t n = 0; n < sizeof whole; n++)
        assert_int_equal(unpacks(whole, n), n >= head);
    uint64_t seed = 2;
    for (int run = 0; run < 20000; run++) {
        char changed[sizeof whole];
        memcpy(changed, whole, sizeof whole);
        for (int i = 0; i < 3; i++)
            changed[next_random(&seed) % sizeof whole] = "\n\\=\0a0"[next_random(&seed) % 6];
        unpacks(changed, sizeof whole - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_long_terms),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_values_that_are_no_date),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_date_sources),
        cmocka_unit_test(test_record_format),
        cmocka_unit_test(test_record_round_trip),
        cmocka_unit_test(test_record_fields),
        cmocka_unit_test(test_damaged_records),
        cmocka_unit_test(test_cut_and_changed_records),
    };
    return run_tap(tests);
}
