/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables: separators, quotes, line ends, and what damage costs. */
#include "indexer/read/read_csv.h"

#include "tests/unit/reader_test.h"

static const struct row {
    const char *bytes;
    const char *expected;
} rows[] = {
    {"id,title,date,text\n1,T,2023-05-26,x\n", "T|2023-05-26|x||||1\n"},
    {"title;text\nA;x, y\nB;z\n", "A||x, y||||\nB||z||||\n"},
    {"title\ttext\nA\tx, y; z\n", "A||x, y; z||||\n"},
    {"title|text\nA|x\n", "A||x||||\n"},
    {"sep=;\ntitle;text\nA;x\n", "A||x||||\n"},
    {"\xEF\xBB\xBFtitle,text\r\nA,\"x\r\n\r\n\"\"y\"\"\"\r\n\r\nB,z",
     "A||x\r\n\r\n\"y\"||||\nB||z||||\n"},
    {"title,text\rA,x\rB,y\r", "A||x||||\nB||y||||\n"},
    {"Title , \"Full Text\"\nA,x\n", "A||x||||\n"},
    {"title\ttext\nA\t\"Go,\" he said\nB\t\"No,\" she said\nC\tx\n",
     "A||\"Go,\" he said||||\nB||\"No,\" she said||||\nC||x||||\n"},
    {"text,date\nx,1685059200\ny,nan\n", "|2023-05-26|x||||\n||y||||\n"},
    {"title,text\nA,<p>x</p><p>y</p>\n", "A||x\n\ny||||\n"},
    {"title,text\nA,\nB,y\n", "!1:2: has no text; skipped\nB||y||||\n"},
    {"title,text\nA,x,more\n",
     "!1:2: has 3 fields where the header has 2; the rest is not taken\nA||x||||\n"},
    {"title,text\nA,x\nB,\"y", "A||x||||\n!2:3: is damaged: the file ends within its quotes; "
                               "skipped\n"},
    {"a,b\n1,2\n", "!! a.csv: no column of its first row is known to be the text\n"},
    {"", "!! a.csv: empty\n"},
    {"title,text\n", ""},
    {"title,text\ncaf\xE9,x\nth\xC3\xA9,y\n", "caf\xC3\xA9||x||||\nth\xC3\xA9||y||||\n"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        reader_test_gives(&reader_csv, "a.csv",
                          (struct slice){rows[i].bytes, strlen(rows[i].bytes)}, rows[i].expected);
}

/* A quote that is never closed does not take memory without end; rows behind it are read. */
static void test_giant(void **state)
{
    (void)state;
    static const char before[] = "title,text\nA,x\nB,\"";
    struct stream s = {.before = {before, sizeof before - 1},
                       .filler = "xxxxxxx\n",
                       .fill = (size_t)160 << 20,
                       .piece = 1 << 20};
    struct input in;
    struct buf out = {0};
    stream_open(&in, &s, "a.csv");
    reader_test_read(&reader_csv, &in, NULL, &out);
    assert_int_equal(strncmp(out.data, "A||x||||\n!2:3: is above 128 MB, or a quote", 40), 0);
    input_close(&in);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_giant)};
    return run_tap(tests);
}
