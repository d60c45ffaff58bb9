/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Newspaper exports after their published layouts: Nexis old and new, ProQuest, Factiva; what is
 * damaged in them, and prose that must not be taken for one. */
#include "indexer/read/newspaper.h"

#include "indexer/read/news_date.h"
#include "indexer/read/read_factiva.h"
#include "indexer/read/read_nexis.h"
#include "indexer/read/read_proquest.h"
#include "tests/unit/pack.h"
#include "tests/unit/readings.h"

static const struct reader_format *const formats[] = {&reader_nexis, &reader_proquest,
                                                      &reader_factiva};

/* Reads an export that its format, and no other, must recognise. */
static void check(const struct reader_format *format, const char *bytes, const char *wanted)
{
    size_t length = strlen(bytes);
    struct slice head = {bytes, length < READER_HEAD ? length : READER_HEAD};
    for (size_t i = 0; i < COUNT(formats); i++)
        assert_int_equal(formats[i]->recognises(head), formats[i] == format);
    assert_ptr_equal(reader_choose("export.TXT", head), format);
    readings_are(format, bytes, wanted);
}

/* ---- dates ---- */

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *date; /* "": none; "!": impossible */
    } rows[] = {
        {"July 1, 2015 Wednesday", "2015-07-01"},
        {"Friday, May 26, 2023 10:30 PM GMT", "2023-05-26"},
        {"26 May 2023", "2023-05-26"},
        {"11. Januar 2010 Montag", "2010-01-11"},
        {"7. M\xC3\xA4rz 2020", "2020-03-07"},
        {"1er ao\xC3\xBBt 2019", "2019-08-01"},
        {"3 de marzo de 2021", "2021-03-03"},
        {"June 2010", "2010-06"},
        {"2023-05-26", "2023-05-26"},
        {"Sept. 3, 2009 Thursday Late Edition - Final", "2009-09-03"},
        {"May 32, 2023", "!"},
        {"February 30, 2023", "!"},
        {"Thursday, May 26, 2023", "!"},
        {"05/06/2023", ""},
        {"May the force be with you", ""},
        {"The Guardian", ""},
        {"Copyright 2023 Guardian", ""},
        {"", ""},
        {"In the spring of the year before he had said on May 26, 2023 that all would be well", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct date date;
        char text[DATE_TEXT];
        enum date_status status =
            news_date((struct slice){rows[i].line, strlen(rows[i].line)}, &date);
        assert_int_equal(status, *rows[i].date == '!'    ? DATE_IMPOSSIBLE
                                 : *rows[i].date == '\0' ? DATE_UNKNOWN
                                                         : DATE_OK);
        assert_string_equal(date_print(date, text), status == DATE_OK ? rows[i].date : "");
    }
}

/* ---- Nexis, the older kind ---- */

static const char older[] =
    "\n\n\nDownload Request: Selected Items: 1-3\n"
    "Time Of Request: Friday, March 20, 2018  16:51:31\n\n"
    "Terms: (DATE(>=2009-12-01) and (junta))\n\n"
    "Source: The Daily Telegraph (London)\nProject ID: None\n\n\n\n"
    "                               1 of 3 DOCUMENTS\n\n\n\n"
    "                                  Guardian.com\n\n"
    "                            January 11, 2010 Monday\n\n"
    "Mali junta names cabinet of\ncolonels\n\n"
    "BYLINE: Jane Doe in Bamako\n\n"
    "LENGTH: 355 words\n\n"
    "The junta named a cabinet on\nMonday.\n\n\n"
    "Section: this is no field of the head.\nLENGTH of stay mattered.\n\n"
    "LOAD-DATE: January 12, 2010\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
    "                       Copyright 2010 Guardian Unlimited\n"
    "                              All Rights Reserved\n\n"
    "                               2 of 3 DOCUMENTS\n\n\n"
    "     Copyright 2015 Washingtonpost.Newsweek Interactive Company, LLC d/b/a\n"
    "                            Washington Post Digital\n"
    "                              All Rights Reserved\n\n"
    "                              The Washington Post\n\n"
    "                             July 1, 2015 Wednesday\n"
    "                                 Met 2 Edition\n\n"
    "SECTION: A-SECTION; Pg. A01\n\nLENGTH: 3362 words\n\n"
    "HEADLINE: DISTRAUGHT people, deadly results\n\n"
    "BYLINE: Wesley Low;Kim Kind\n\nDATELINE: HARMONY, Ind.\n\nHIGHLIGHT: A tally.\n\nBODY:\n\n"
    "It was not yet 9 a.m.\n\n"
    "GRAPHIC: A photo\n\nURL: http://www.washingtonpost.com/\n\nLOAD-DATE: July 1, 2015\n\n"
    "                               3 of 3 DOCUMENTS\n\n"
    "                                 The Sun\n\n"
    "                            February 30, 2010\n\n"
    "Nothing here\n\nLENGTH: 0 words\n\n\nLOAD-DATE: March 1, 2010\n";

static void test_nexis_older(void **state)
{
    (void)state;
    check(&reader_nexis, older,
          "article 1\n"
          "  title: Mali junta names cabinet of colonels\n"
          "  date: 2010-01-11 (date line)\n"
          "  publisher: Guardian.com\n"
          "  author: Jane Doe in Bamako\n"
          "  text: The junta named a cabinet on|Monday.||Section: this is no field of the "
          "head.|LENGTH of stay mattered.\n"
          "article 2\n"
          "  title: DISTRAUGHT people, deadly results\n"
          "  date: 2015-07-01 (date line)\n"
          "  url: http://www.washingtonpost.com/\n"
          "  publisher: The Washington Post\n"
          "  author: Wesley Low;Kim Kind\n"
          "  text: HARMONY, Ind.||A tally.||It was not yet 9 a.m.\n"
          "fault 3 line 82: no text in it: skipped\n");
    readings_are(&reader_nexis,
                 "Dokument 1 von 1\n\nDie Zeit\n\n11. Januar 2010 Montag\n\nDie Lage\n\n"
                 "AUTOR: Von Eva Muster\n\nL\xC3\x84NGE: 5 W\xC3\xB6rter\n\nEs war so.\n\n"
                 "UPDATE: 11. Januar 2010\n",
                 "article 1\n"
                 "  title: Die Lage\n"
                 "  date: 2010-01-11 (date line)\n"
                 "  publisher: Die Zeit\n"
                 "  author: Eva Muster\n"
                 "  text: Es war so.\n");
    readings_are(&reader_nexis, "Just some prose.\n\nAnd more of it.\n",
                 "failed: file: no article of such an export is in it\n");
    readings_are(&reader_nexis, "", "failed: file: no article of such an export is in it\n");
}

/* ---- Nexis, the newer kind ---- */

#define NEWER_1                                                                                 \
    "Mali junta names cabinet\n\nThe Guardian (London)\n\nMay 26, 2023 Friday 10:00 PM GMT\n\n" \
    "Copyright 2023 Guardian News & Media Limited All Rights Reserved\n\n"                      \
    "Section: WORLD NEWS; Version:1\n\nLength:\xC2\xA0"                                         \
    "435 words\n\nByline: By Jane Doe\n\n"                                                      \
    "Highlight: A cabinet of colonels\n\nBody\n\n\nThe junta named a cabinet.\n\n"              \
    "Length: matters, said one.\n\n"
#define NEWER_END "Load-Date: May 27, 2023\n\n\nEnd of Document\n\n"

static void test_nexis_newer(void **state)
{
    (void)state;
    const char *first = "article 1\n"
                        "  title: Mali junta names cabinet\n"
                        "  date: 2023-05-26 (date line)\n"
                        "  publisher: The Guardian (London)\n"
                        "  author: Jane Doe\n"
                        "  text: A cabinet of colonels||The junta named a cabinet.||Length: "
                        "matters, said one.\n";
    struct buf wanted = {0};
    buf_printf(&wanted,
               "%sarticle 2\n"
               "  title: Rita nears the coast\n"
               "  date: 2005-09-22 (date line)\n"
               "  publisher: Le Soir\n"
               "  text: The storm grew.\n",
               first);
    check(&reader_nexis,
          "User Name: = Jane\nDate and Time: = Thursday, June 1, 2023 10:00:00 AM CEST\n"
          "Job Number: = 123\n\nDocuments (2)\n1. Mali junta names cabinet\n\n" NEWER_1 NEWER_END
          "Rita nears the coast\nLe Soir\n22 septembre 2005\nCopyright 2005 Le Soir\n"
          "Length: 3 words\nBody\nThe storm grew.\n\nClassification\n\nLanguage: ENGLISH\n\n"
          "End of Document\n",
          wanted.data);
    buf_clear(&wanted);
    buf_printf(&wanted, "fault 1 line 1: it has no end: the file is cut off\n%s", first);
    check(&reader_nexis, NEWER_1, wanted.data);
    buf_free(&wanted);
}

/* ---- ProQuest ---- */

#define RULER "____________________________________________________________\n"

static const char proquest[] =
    "Report Information from ProQuest\nMay 30 2023 10:00\n" RULER
    "Table of contents\n\n1. Mali junta names cabinet\n" RULER
    "\nMali junta names cabinet: [Main edition]\nAuthor: Doe, Jane.\n\n"
    "Publication info: The Guardian ; London (UK) [London (UK)]26 May 2023: 12.\n\n"
    "http://proquest.example/docview/1\n\nAbstract: A cabinet.\n\nLinks: http://links.example\n\n"
    "Full text: BAMAKO - The junta named a cabinet.\n\nMore of it.\nTitle: in the text\n\n"
    "Subject: Coups; Cabinets\n\nTitle: Mali junta names cabinet: [Main edition]\n\n"
    "Publication title: The Guardian; London (UK)\n\nPublication year: 2023\n\n"
    "Publication date: May 26, 2023\n\nPublisher: Guardian News & Media Limited\n\n"
    "Source type: Newspapers\n\nProQuest document ID: 2819\n\n"
    "Document URL: https://www.proquest.com/docview/2819\n\n"
    "Copyright: Copyright Guardian May 26, 2023\n\nLast updated: 2023-05-27\n\n"
    "Database: ProQuest Central\n" RULER
    "\nAn abstract alone\n\nAbstract: Only this.\n\nFull text: Not available.\n\n"
    "Publication title: Le Monde\nPublication year: 1999\nProQuest document ID: 17\n" RULER
    "\nNothing at all\n\nPublication title: Le Monde\n" RULER
    "\nContact us at: http://www.proquest.com/go/contact\nDatabase copyright (c) 2023\n";

static void test_proquest(void **state)
{
    (void)state;
    check(&reader_proquest, proquest,
          "article 1\n"
          "  title: Mali junta names cabinet: [Main edition]\n"
          "  date: 2023-05-26 (Publication date)\n"
          "  url: https://www.proquest.com/docview/2819\n"
          "  key: 2819\n"
          "  publisher: The Guardian\n"
          "  author: Doe, Jane\n"
          "  text: BAMAKO - The junta named a cabinet.||More of it.|Title: in the text\n"
          "article 2\n"
          "  title: An abstract alone\n"
          "  date: 1999 (Publication year)\n"
          "  key: 17\n"
          "  publisher: Le Monde\n"
          "  text: Only this.\n"
          "fault 3 line 61: no text in it: skipped\n");
}

/* ---- Factiva ---- */

static void test_factiva_fields(void **state)
{
    (void)state;
    static const char export[] =
        " SE    World\n HD    Mali junta names\ncabinet\n BY    By Jane Doe\n WC    435 words\n"
        " PD    26 May 2023\n ET    10:00\n SN    Reuters News\n SC    LBA\n LA    English\n"
        " CY    (c) 2023 Reuters Limited\n\n LP    \nBAMAKO, May 26 (Reuters) - A cabinet.\n\n"
        " TD    \nMore of it.\n\nIN Bamako, all was calm.\n\n CO    x\n NS    gpol\n"
        " PUB   Reuters Limited\n AN    \nDocument LBA0000020230526ej5q00abc\n\n"
        " HD    Second\n WC 2 words\n PD    1 June 2023\n SN    AFP\n LP    Two words.\n"
        " AN    Document AFPR000020230601ej610001x\n\n"
        "(c) 2023 Factiva, Inc. All rights reserved.\n";
    check(&reader_factiva, export,
          "article 1\n"
          "  title: Mali junta names cabinet\n"
          "  date: 2023-05-26 (PD)\n"
          "  key: LBA0000020230526ej5q00abc\n"
          "  publisher: Reuters News\n"
          "  author: Jane Doe\n"
          "  text: BAMAKO, May 26 (Reuters) - A cabinet.||More of it.||IN Bamako, all was calm.\n"
          "article 2\n"
          "  title: Second\n"
          "  date: 2023-06-01 (PD)\n"
          "  key: AFPR000020230601ej610001x\n"
          "  publisher: AFP\n"
          "  text: Two words.\n");
}

static void test_factiva_display(void **state)
{
    (void)state;
    static const char export[] =
        "World News\nMali junta names cabinet of colonels\nBy Jane Doe\n1,435 words\n26 May 2023\n"
        "10:00\nReuters News\nLBA\nEnglish\n(c) 2023 Reuters Limited\n\n"
        "BAMAKO, May 26 (Reuters) - A cabinet.\n\nSay 5 words\n\nReuters Limited\n\n"
        "Document LBA0000020230526ej5q00abc\n\n"
        "Die Lage\n12 W\xC3\xB6rter\n1. Juni 2023\nDie Welt\nDWELT\nDeutsch\n"
        "\xC2\xA9 2023 Axel\n\nEs war so.\n\nDokument DWELT00020230601ej610001x\n\n"
        "Cut off\n3 words\n2 June 2023\nAFP\nAFPR\nEnglish\nCopyright AFP\n\nOnly the beg";
    check(&reader_factiva, export,
          "article 1\n"
          "  title: Mali junta names cabinet of colonels\n"
          "  date: 2023-05-26 (date line)\n"
          "  key: LBA0000020230526ej5q00abc\n"
          "  publisher: Reuters News\n"
          "  author: Jane Doe\n"
          "  text: BAMAKO, May 26 (Reuters) - A cabinet.||Say 5 words||Reuters Limited\n"
          "article 2\n"
          "  title: Die Lage\n"
          "  date: 2023-06-01 (date line)\n"
          "  key: DWELT00020230601ej610001x\n"
          "  publisher: Die Welt\n"
          "  text: Es war so.\n"
          "fault 3 line 32: it has no end: the file is cut off\n"
          "article 3\n"
          "  title: Cut off\n"
          "  date: 2023-06-02 (date line)\n"
          "  publisher: AFP\n"
          "  text: Only the beg\n");
}

/* ---- what is none ---- */

static void test_prose(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\n",
        "The junta spoke.\n\nIt handed over 1 of 200 DOCUMENTS that were asked for.\n",
        "1 of 200 DOCUMENTS\nwere handed over, he said, and no more was to come.\n",
        " date 2023-05-26 End of Document\n\nBody\n\nLength: 3 words\n",
        "Title: A page\nAuthor: Jane\nAbstract: yes\n\nFull text: here it is\n",
        "Heading\n" RULER "\nTitle: x\n\nSubject: y\n\n",
        "He wrote 435 words\n26 May 2023 was the day, and (c) was the mark\n",
        "435 words\n\nNot bad, he said on 26 May 2023, which was a Friday, and went home at last\n",
        "HD is high definition.\nWC is a closet.\nPD is a department.\nSN is a number.\n",
        "Document LBA0000020230526ej5q00abc\n",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t f = 0; f < COUNT(formats); f++)
            assert_false(formats[f]->recognises((struct slice){texts[i], strlen(texts[i])}));
}

/* UTF-16 and windows-1252 are undone; NUL and bytes of all kinds do no harm. */
static void test_bytes(void **state)
{
    (void)state;
    struct buf wide = {0};
    buf_add(&wide, "\xFF\xFE", 2);
    for (const char *c = older; *c; c++)
        buf_add(&wide, (const char[]){*c, 0}, 2);
    struct buf told = {0};
    struct buf plain = {0};
    readings_tell(&reader_nexis, ALL(older), NULL, &plain);
    readings_tell(&reader_nexis, pack_slice(&wide), NULL, &told);
    assert_string_equal(told.data, plain.data);
    readings_tell(&reader_nexis,
                  ALL("1 of 1 DOCUMENT\n\nThe Sun\n\nMay 26, 2023\n\nCaf\xE9\n\nLENGTH: 1 words\n\n"
                      "Caf\xE9 \0 au lait\n"),
                  NULL, &told);
    assert_non_null(strstr(told.data, "title: Caf\xC3\xA9\n"));
    buf_free(&wide);
    buf_free(&told);
    buf_free(&plain);
}

static void test_random_damage(void **state)
{
    (void)state;
    static const struct slice exports[] = {BYTES(older), BYTES(proquest), BYTES(NEWER_1 NEWER_END)};
    uint64_t seed = 11;
    struct buf told = {0};
    for (size_t i = 0; i < COUNT(exports); i++)
        for (int run = 0; run < 500; run++) {
            struct buf b = {0};
            size_t cut =
                run % 2 ? exports[i].length : (size_t)next_random(&seed) % exports[i].length;
            buf_add(&b, exports[i].data, cut);
            for (int n = 0; n < 4 && cut; n++)
                b.data[(size_t)next_random(&seed) % cut] =
                    "\0\n: \xC3_1A"[(size_t)next_random(&seed) % 8];
            for (size_t f = 0; f < COUNT(formats); f++) {
                formats[f]->recognises(pack_slice(&b));
                readings_tell(formats[f], pack_slice(&b), NULL, &told);
            }
            buf_free(&b);
        }
    buf_free(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),          cmocka_unit_test(test_nexis_older),
        cmocka_unit_test(test_nexis_newer),    cmocka_unit_test(test_proquest),
        cmocka_unit_test(test_factiva_fields), cmocka_unit_test(test_factiva_display),
        cmocka_unit_test(test_prose),          cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_random_damage),
    };
    return run_tap(tests);
}
