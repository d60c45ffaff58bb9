/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text files: the forms of headers, what becomes of the rest, and lines of faults. */
#include "indexer/read/read_text.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "tests/unit/test.h"

static const struct row {
    const char *bytes;
    const char *date;  /* as printed */
    const char *title; /* a leading = means that it is of the header: not in the text */
    const char *from;
    const char *url;
    const char *text;
    size_t line; /* of the fault; 0 if there is none */
} rows[] = {
    /* The header of archives. */
    {"date 2023-05-26 The text", "2023-05-26", "The text", "", "", "The text", 0},
    {" date 2023-05-26 The text", "2023-05-26", "The text", "", "", "The text", 0},
    {" \t date\t 2023-05-26 \t The text\n", "2023-05-26", "The text", "", "", "The text\n", 0},
    {"\n\r\n \n date 2023-05-26 The text", "2023-05-26", "The text", "", "", "The text", 0},
    {"date 2023-05 The text", "2023-05", "The text", "", "", "The text", 0},
    {"date 2023 The text", "2023", "The text", "", "", "The text", 0},
    {"date 2023-05-26\nThe text", "2023-05-26", "The text", "", "", "The text", 0},
    {"date 2023-05-26\r\n\r\nThe text\r\nof two\r\n", "2023-05-26", "The text", "", "",
     "The text\r\nof two\r\n", 0},
    {"date 2023-05-26", "2023-05-26", "", "", "", "", 0},
    {"date 2023", "2023", "", "", "", "", 0},
    {"date 2023-05-26 ", "2023-05-26", "", "", "", "", 0},
    {"date 2023-05-26 Title: no block\n\ntext", "2023-05-26", "Title: no block", "", "",
     "Title: no block\n\ntext", 0},
    /* Dates that do not exist or are not written so. */
    {"date 2023-02-30 The text", "", "The text", "", "", "The text", 1},
    {"\n\n date 2023-13-01 The text", "", "The text", "", "", "The text", 3},
    {"date 2023-5-6 The text", "", "The text", "", "", "The text", 1},
    {"date 2023-05-26-27 The text", "", "The text", "", "", "The text", 1},
    {"date 2023- The text", "", "The text", "", "", "The text", 1},
    /* What looks like that header but is text. */
    {"dated 2023-05-26 text", "", "dated 2023-05-26 text", "", "", "dated 2023-05-26 text", 0},
    {"Date 2023-05-26 text", "", "Date 2023-05-26 text", "", "", "Date 2023-05-26 text", 0},
    {"date 20230526 text", "", "date 20230526 text", "", "", "date 20230526 text", 0},
    {"date 2023-05-26, text", "", "date 2023-05-26, text", "", "", "date 2023-05-26, text", 0},
    {"date 23-05-26 text", "", "date 23-05-26 text", "", "", "date 23-05-26 text", 0},
    {"date 202 text", "", "date 202 text", "", "", "date 202 text", 0},
    {"date 2023x", "", "date 2023x", "", "", "date 2023x", 0},
    {"date palms grow", "", "date palms grow", "", "", "date palms grow", 0},
    {"date", "", "date", "", "", "date", 0},
    {"date ", "", "date", "", "", "date ", 0},
    {"date\n2023-05-26 text", "", "date", "", "", "date\n2023-05-26 text", 0},
    {"A date 2023-05-26 text", "", "A date 2023-05-26 text", "", "", "A date 2023-05-26 text", 0},
    /* Blocks of keys. */
    {"Title: Mali\nDate: 2023-05-26\nSource: Reuters\nURL: http://r.com/1\n\nThe text",
     "2023-05-26", "=Mali", "Reuters", "http://r.com/1", "The text", 0},
    {"url: http://r.com/1\nSOURCE: Reuters\ndate: 26 May 2023\ntItLe: Mali\n\nThe text",
     "2023-05-26", "=Mali", "Reuters", "http://r.com/1", "The text", 0},
    {"Headline: Mali\nPublisher: AFP\nLink: http://a.com\n\nThe text", "", "=Mali", "AFP",
     "http://a.com", "The text", 0},
    {"Title:   Mali \t junta  \r\nDate:2023-05\n\nThe text", "", "Title: Mali junta", "", "",
     "Title:   Mali \t junta  \r\nDate:2023-05\n\nThe text", 0}, /* no blank behind the colon */
    {"\n\n  Title: Mali\n\tDate:\t2023\r\n\r\n\r\nThe text", "2023", "=Mali", "", "", "The text",
     0},
    {"Title: Mali\n\nThe text", "", "=Mali", "", "", "The text", 0},
    {"Title: Mali", "", "=Mali", "", "", "", 0},
    {"Title: Mali\n", "", "=Mali", "", "", "", 0},
    {"Date: Fri, 26 May 2023 10:00:00 +0200\n\nThe text", "2023-05-26", "The text", "", "",
     "The text", 0},
    {"Title:\nDate: 2023\n\nThe text", "2023", "The text", "", "", "The text", 0},
    {"Title: a: b\n\nThe text", "", "=a: b", "", "", "The text", 0},
    /* Keys without a field of their own stay in the text, and so does what comes twice. */
    {"Title: One\nTitle: Two\n\nThe text", "", "=One", "", "", "Title: Two\n\nThe text", 0},
    {"Source: A\nPublisher: B\nURL: c\nLink: d\n\nText", "", "Text", "A", "c",
     "Publisher: B\nLink: d\n\nText", 0},
    {"Date: 2023-02-30\nDate: 2023-05-26\n\nText", "", "Text", "", "", "Date: 2023-05-26\n\nText",
     1},
    {"Title: Mali\nAuthor: A. Diallo\nDate: 2023\nX-Tag: coup\n\nThe text", "2023", "=Mali", "", "",
     "Author: A. Diallo\nX-Tag: coup\n\nThe text", 0},
    {"Author: A. Diallo\nDate: 2023\n\nThe text", "2023", "The text", "", "",
     "Author: A. Diallo\n\nThe text", 0},
    /* Lines of faults. */
    {"Title: Mali\nDate: 2023-02-30\n\nThe text", "", "=Mali", "", "", "The text", 2},
    {"\n\nTitle: Mali\n\nThe text", "", "=Mali", "", "", "The text", 0},
    {"\n\nTitle: Mali\nSource: x\nDate: yesterday\n\nThe text", "", "=Mali", "x", "", "The text",
     5},
    {"Date: 05/06/2023\r\n\r\nThe text", "", "The text", "", "", "The text", 1},
    /* A key without a value says nothing, and what comes after it counts. */
    {"Date:\nTitle: Mali\n\nThe text", "", "=Mali", "", "", "The text", 0},
    {"Title:\nDate: \nDate: 2023\nTitle: Mali\n\nThe text", "2023", "=Mali", "", "", "The text", 0},
    /* What looks like a block but is text. */
    {"Author: A. Diallo\n\nThe text", "", "Author: A. Diallo", "", "",
     "Author: A. Diallo\n\nThe text", 0},
    {"Title: Mali\nand more\n\nThe text", "", "Title: Mali", "", "",
     "Title: Mali\nand more\n\nThe text", 0},
    {"Mali\nTitle: x\n\nThe text", "", "Mali", "", "", "Mali\nTitle: x\n\nThe text", 0},
    {"Title : Mali\n\nThe text", "", "Title : Mali", "", "", "Title : Mali\n\nThe text", 0},
    {"Title 2: Mali\n\nThe text", "", "Title 2: Mali", "", "", "Title 2: Mali\n\nThe text", 0},
    {": Mali\nTitle: x\n\ntext", "", ": Mali", "", "", ": Mali\nTitle: x\n\ntext", 0},
    {"Title\nDate: 2023\n\ntext", "", "Title", "", "", "Title\nDate: 2023\n\ntext", 0},
    {"http://r.com\nDate: 2023\n\ntext", "", "http://r.com", "", "",
     "http://r.com\nDate: 2023\n\ntext", 0},
    {"A-key-of-more-letters-than-thirty: x\nDate: 2023\n\ntext", "",
     "A-key-of-more-letters-than-thirty: x", "", "",
     "A-key-of-more-letters-than-thirty: x\nDate: 2023\n\ntext", 0},
    /* No header at all. */
    {"The text\n", "", "The text", "", "", "The text\n", 0},
    {"\n  The text. More of it\nand a line.\n", "", "The text. More of it", "", "",
     "The text. More of it\nand a line.\n", 0},
    {"\r\nThe text\r\n", "", "The text", "", "", "The text\r\n", 0},
};

/* Reads a copy of the bytes that is exactly as long; it must last as long as the reading. */
static char *read_row(const struct row *row, struct arena *arena, struct reading *r)
{
    const struct read_settings settings = {{FROM_HEADER, FROM_NAME, FROM_NOTHING}, 2};
    const struct source source = {.path = "kept/x.txt"};
    size_t length = strlen(row->bytes);
    char *copy = xmalloc(length);
    memcpy(copy, row->bytes, length);
    *r = (struct reading){0};
    read_text((struct slice){copy, length}, &source, &settings, arena, r);
    return copy;
}

static void assert_same(const struct row *row, const char *what, const char *is, size_t length,
                        const char *expected)
{
    if (length != strlen(expected) || memcmp(is, expected, length) != 0)
        fail_msg("%s of '%s' is '%.*s'", what, row->bytes, (int)length, is);
}

static void test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row *row = &rows[i];
        struct arena arena = {0};
        struct reading r;
        char date[DATE_TEXT];
        char *bytes = read_row(row, &arena, &r);
        bool own = row->title[0] == '=';
        assert_int_equal(r.article_count, 1);
        const struct article *a = &r.articles[0];
        date_print(a->date, date);
        assert_same(row, "date", date, strlen(date), row->date);
        assert_same(row, "title", a->title, strlen(a->title), row->title + own);
        assert_same(row, "from", a->from, strlen(a->from), row->from);
        assert_same(row, "url", a->url, strlen(a->url), row->url);
        assert_same(row, "text", a->text.data, a->text.length, row->text);
        if (a->title_in_text == own || (a->date_source == FROM_HEADER) != (row->date[0] != '\0'))
            fail_msg("title or date of '%s'", row->bytes);
        if (r.fault_count != (row->line > 0) || (row->line && r.faults[0].line != row->line))
            fail_msg("fault of '%s' in line %zu", row->bytes, r.fault_count ? r.faults[0].line : 0);
        free(bytes);
        arena_free(&arena);
    }
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *message;
    } messages[] = {
        {"date 2023-02-30 x", "the date 2023-02-30 does not exist; indexed as undated"},
        {"date 2023-5-6 x", "'2023-5-6' is not a date (write 2023-05-26); indexed as undated"},
        {"Date: Mon, 26 May 2023\n\nx", "the date Mon, 26 May 2023 does not exist; indexed as "
                                        "undated"},
        {"Date: a very long value, much longer than any date ever is\n\nx",
         "'a very long value, much longer than any ' is not a date (write 2023-05-26); indexed as "
         "undated"},
    };
    for (size_t i = 0; i < COUNT(messages); i++) {
        struct arena arena = {0};
        struct reading r;
        char *bytes = read_row(&(struct row){.bytes = messages[i].bytes}, &arena, &r);
        assert_int_equal(r.fault_count, 1);
        assert_string_equal(r.faults[0].message, messages[i].message);
        free(bytes);
        arena_free(&arena);
    }
}

/* Whatever stands in a file: one article with what a text must have, and nothing of it lost. */
static void test_random(void **state)
{
    (void)state;
    static const char *const pieces[] = {"date ",   "date",   "2023-05-26", "2023",     "-02-30",
                                         " ",       "\n",     "\n\n",       "\r\n",     "\t",
                                         "Title: ", "Date: ", "URL:",       "Source: ", "Author: x",
                                         "word",    ":",      "é",          ". ",       "\f"};
    uint64_t seed = 1;
    struct arena arena = {0};
    struct buf b = {0};
    for (int run = 0; run < 30000; run++) {
        struct reading r;
        buf_clear(&b);
        for (uint64_t n = next_random(&seed) % 14; n > 0; n--)
            buf_puts(&b, pieces[next_random(&seed) % COUNT(pieces)]);
        char *bytes = read_row(&(struct row){.bytes = b.data}, &arena, &r);
        assert_int_equal(r.article_count, 1);
        const struct article *a = &r.articles[0];
        assert_true(r.fault_count <= 1);
        if (r.fault_count)
            assert_true(date_is_none(a->date) && r.faults[0].line >= 1);
        assert_true(date_is_valid(a->date));
        assert_int_equal(a->date_source, date_is_none(a->date) ? FROM_NOTHING : FROM_HEADER);
        assert_true(a->text.length <= b.length + 1);
        if (strstr(b.data, "word")) {
            bool kept = strstr(a->title, "word") || strstr(a->from, "word") ||
                        strstr(a->url, "word") || r.fault_count;
            for (size_t i = 0; !kept && i + 4 <= a->text.length; i++)
                kept = memcmp(a->text.data + i, "word", 4) == 0;
            if (!kept)
                fail_msg("a word of '%s' is lost", b.data);
        }
        free(bytes);
        arena_clear(&arena);
    }
    buf_free(&b);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_random),
    };
    return run_tap(tests);
}
