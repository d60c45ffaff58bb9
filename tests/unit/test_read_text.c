/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text files: the forms of headers, what becomes of the rest, and lines of faults. */
#include "indexer/read/read_text.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/title.h"
#include "lib/base/buf.h"
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
    {"date 2023-5-6 The text", "2023-05-06", "The text", "", "", "The text", 0},
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
    /* Lines that say who wrote, when and where. */
    {"Mali\nBy A. Diallo | May 26, 2023\n\nThe text", "2023-05-26", "Mali", "", "",
     "Mali\nBy A. Diallo | May 26, 2023\n\nThe text", 0},
    {"Mali\nPosted on 26 May 2023 by A. Diallo\n\nThe text", "2023-05-26", "Mali", "", "",
     "Mali\nPosted on 26 May 2023 by A. Diallo\n\nThe text", 0},
    {"Mali\nBy A. Diallo - Friday, 26 May 2023 10:00\nThe text", "2023-05-26", "Mali", "", "",
     "Mali\nBy A. Diallo - Friday, 26 May 2023 10:00\nThe text", 0},
    {"Mali\n26 May 2023 | Reuters\nThe text", "2023-05-26", "Mali", "", "",
     "Mali\n26 May 2023 | Reuters\nThe text", 0},
    {"BAMAKO, May 26, 2023 (Reuters) - The text", "2023-05-26",
     "BAMAKO, May 26, 2023 (Reuters) - The text", "", "",
     "BAMAKO, May 26, 2023 (Reuters) - The text", 0},
    {"WASHINGTON D.C., May 26, 2023 /PRNewswire/ -- The text", "2023-05-26",
     "WASHINGTON D.C., May 26, 2023 /PRNewswire/ -- The text", "", "",
     "WASHINGTON D.C., May 26, 2023 /PRNewswire/ -- The text", 0},
    {"LONDON, May 26 (Reuters) - The text", "", "LONDON, May 26 (Reuters) - The text", "", "",
     "LONDON, May 26 (Reuters) - The text", 0},
    {"May 26, 1950 - Born in London", "", "May 26, 1950 - Born in London", "", "",
     "May 26, 1950 - Born in London", 0},
    {"Mali\nThe bridge fell on May 26, 1950 by the river.\n", "", "Mali", "", "",
     "Mali\nThe bridge fell on May 26, 1950 by the river.\n", 0},
    {"Mali\n05/06/2023 | Reuters\nThe text", "", "Mali", "", "",
     "Mali\n05/06/2023 | Reuters\nThe text", 0},
    /* Keys without a field of their own stay in the text, and so does what comes twice. */
    {"Title: One\nTitle: Two\n\nThe text", "", "=One", "", "", "Title: Two\n\nThe text", 0},
    {"Source: A\nPublisher: B\nURL: c\nLink: d\n\nText", "", "Text", "A", "c",
     "Publisher: B\nLink: d\n\nText", 0},
    {"Date: 2023-02-30\nDate: 2023-05-26\n\nText", "", "Text", "", "", "Date: 2023-05-26\n\nText",
     1},
    {"Title: Mali\nAuthor: A. Diallo\nDate: 2023\nX-Tag: coup\n\nThe text", "2023", "=Mali", "", "",
     "X-Tag: coup\n\nThe text", 0},
    {"Author: A. Diallo\nDate: 2023\n\nThe text", "2023", "The text", "", "", "The text", 0},
    {"Title: Mali\nPublication date: May 26, 2023\nBy: A. Diallo\n\nThe text", "2023-05-26",
     "=Mali", "", "", "The text", 0},
    {"PUBLISHED: 26 May 2023\nReading time: 5 min\n\nThe text", "2023-05-26", "The text", "", "",
     "Reading time: 5 min\n\nThe text", 0},
    /* A line that is a date. */
    {"2023-05-26\nMali\n\nThe text", "2023-05-26", "Mali", "", "", "Mali\n\nThe text", 0},
    {"Mali\nPublished May 26, 2023\n\nThe text", "2023-05-26", "Mali", "", "",
     "Mali\nPublished May 26, 2023\n\nThe text", 0},
    {"Mali\n[26 May 2023]\nThe text", "2023-05-26", "Mali", "", "", "Mali\n[26 May 2023]\nThe text",
     0},
    {"Mali\n\nby A. Diallo\nDate: 2023-05-26T10:00:00Z\nThe text", "2023-05-26", "Mali", "", "",
     "Mali\n\nby A. Diallo\nDate: 2023-05-26T10:00:00Z\nThe text", 0},
    {"a\nb\nc\nd\n2023-05-26\n", "", "a", "", "", "a\nb\nc\nd\n2023-05-26\n", 0},
    {"Mali\n2023\nThe text", "", "Mali", "", "", "Mali\n2023\nThe text", 0},
    {"Mali\nOn 2023-05-26 it\n", "", "Mali", "", "", "Mali\nOn 2023-05-26 it\n", 0},
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

/* Reads a copy of the bytes that is exactly as long; it must last as long as the entry. */
static char *read_row(const struct row *row, struct arena *arena, struct entry *e)
{
    size_t length = strlen(row->bytes);
    char *copy = xmalloc(length);
    memcpy(copy, row->bytes, length);
    text_entry((struct slice){copy, length}, arena, e);
    return copy;
}

/* The line of a date that is none, 0 if there is no such date. */
static size_t bad_line(const struct entry *e)
{
    return e->date.where && e->date.status != DATE_OK ? e->date.line : 0;
}

static void assert_same(const struct row *row, const char *what, const char *is, size_t length,
                        const char *expected)
{
    if (length != strlen(expected) || (length && memcmp(is, expected, length) != 0))
        fail_msg("%s of '%s' is '%.*s'", what, row->bytes, (int)length, is);
}

static void test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row *row = &rows[i];
        struct arena arena = {0};
        struct entry e;
        char date[DATE_TEXT];
        char *bytes = read_row(row, &arena, &e);
        bool own = row->title[0] == '=';
        date_print(e.date.date, date);
        assert_same(row, "date", date, strlen(date), row->date);
        const char *title =
            e.title.length ? title_clean(e.title, &arena) : title_of_text(e.text, NULL, &arena);
        assert_same(row, "title", title, strlen(title), row->title + own);
        assert_same(row, "from", e.publisher.data, e.publisher.length, row->from);
        assert_same(row, "url", e.url.data, e.url.length, row->url);
        assert_same(row, "text", e.text.data, e.text.length, row->text);
        if (e.title_in_text == own || !e.header)
            fail_msg("title of '%s'", row->bytes);
        if (bad_line(&e) != row->line)
            fail_msg("fault of '%s' in line %zu", row->bytes, bad_line(&e));
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
        struct entry e;
        buf_clear(&b);
        for (uint64_t n = next_random(&seed) % 14; n > 0; n--)
            buf_puts(&b, pieces[next_random(&seed) % COUNT(pieces)]);
        char *bytes = read_row(&(struct row){.bytes = b.data}, &arena, &e);
        assert_true(date_is_valid(e.date.date));
        assert_true(!e.date.where == !e.date.line);
        assert_true(e.date.status == DATE_OK || date_is_none(e.date.date));
        assert_true(e.text.length <= b.length + 1);
        if (strstr(b.data, "word")) {
            const struct slice parts[] = {e.text,   e.title, e.publisher,
                                          e.author, e.url,   e.date.text};
            bool kept = false;
            for (size_t p = 0; p < COUNT(parts); p++)
                for (size_t i = 0; i + 4 <= parts[p].length; i++)
                    kept |= memcmp(parts[p].data + i, "word", 4) == 0;
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
        cmocka_unit_test(test_random),
    };
    return run_tap(tests);
}
