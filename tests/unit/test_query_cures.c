/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other languages write, and the query that means it here; words that may be operators. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/query/query.h"

static const struct date today = {2024, 6, 15};

/* A query, and the exact query that its error says to write. */
static const struct {
    const char *query;
    const char *cure;
} cures[] = {
    /* notmuch, mail */
    {"subject:mali", "title:mali"},
    {"subject:\"gold mine\"", "title:\"gold mine\""},
    {"gold subject:(mali OR niger) mine", "gold title:(mali OR niger) mine"},
    {"source:reuters.com", "from:reuters.com"},
    {"body:gold", "gold"},
    {"before:2006", "date:..2005-12-31"},
    {"until:2006", "date:..2006-12-31"},
    {"since:2005-05", "date:2005-05-01.."},
    {"after:yesterday", "date:2024-06-14.."},
    {"folder:2023", "path:2023"},
    /* Lucene */
    {"_exists_:date", "NOT date:none"},
    {"_missing_:date", "date:none"},
    {"date:*", "NOT date:none"},
    {"date:[2005 TO 2006]", "date:2005..2006"},
    {"date:>2005", "date:2006.."},
    {"gold^2", "gold"},
    {"title:gold^2.5", "title:gold"},
    {"gold~", "~gold"},
    {"gold~1", "~gold"},
    {"\"gold mine\"~3", "gold NEAR/4 mine"},
    {"\"gold mine mali\"~3", "gold NEAR/5 mine NEAR/5 mali"},
    {"title:\"gold mine\"~3", "title:(gold NEAR/4 mine)"},
    {"\"gold mine\"^2", "\"gold mine\""},
    {"+gold", "gold"},
    {"!gold", "-gold"},
    {"gold && mine && mali", "gold AND mine AND mali"},
    {"(gold || oil) mine", "(gold OR oil) mine"},
    {"gold ! mine", "gold NOT mine"},
    {"gold + mine", "gold mine"},
    {"author:x Title:(a b)", "author:x title:(a b)"},
    {"2005..2006", "date:2005..2006"},
    {"2005-05..", "date:2005-05.."},
    {">2005", "date:2006.."},
    /* ripgrep */
    {"gold|oil", "(gold OR oil)"},
    {"title:gold|oil", "title:(gold OR oil)"},
    {"\\bgold\\b", "gold"},
    {"gold.*", "gold*"},
    {"kat.*na", "kat*na"},
    {"k[ao]trina", "k?trina"},
    {"/katr.na/", "katr?na"},
    {"^gold", "gold"},
    /* SQLite FTS5, recoll, press databases, search engines */
    {"NEAR(gold mine, 5)", "gold NEAR/6 mine"},
    {"NEAR(gold \"mine shaft\")", "gold NEAR/11 \"mine shaft\""},
    {"gold near/5 mine", "gold NEAR/5 mine"},
    {"gold w/5 mine", "gold NEAR/5 mine"},
    {"gold NEAR5 mine", "gold NEAR/5 mine"},
    {"gold ADJ mine", "gold NEAR/1 mine"},
    {"'gold mine' mali", "\"gold mine\""},
    {"\xe2\x80\x98gold mine\xe2\x80\x99", "\"gold mine\""},
    {"ext:html", "path:*.html"},
    {"intitle:gold", "title:gold"},
    {"site:reuters.com", "from:reuters.com"},
    {"byline:hofman", "author:hofman"},
    {"title=gold", "title:gold"},
    {"who?", "who"},
    {"title:katr?n?", "title:katr?n"},
    {"a gold* - \"b c\"*", NULL},
    {"tag:unread", NULL},
    {"*", NULL},
    {"gold XOR oil", NULL},
    {"subject:", NULL},
    {"subject:a\"b", NULL},
};

static void test_cures(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cures); i++) {
        struct query_error error = {0};
        const char *query = cures[i].query, *cure = cures[i].cure;
        if (query_parse(query, strlen(query), today, &error))
            fail_msg("%s is no error", query);
        if (error.exact != (cure != NULL) ||
            (cure && strcmp(error.cure + QUERY_CURE_START, cure) != 0))
            fail_msg("%s: %s; %s", query, error.message, error.cure);
        assert_true(error.message[0] && error.cure[0]);
    }
}

/* Text that looks like another language's, and is none. */
static void test_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "10:30",
        "AT&T",
        "C++",
        "C#",
        ".NET",
        "near",
        "w",
        "within",
        "a/b",
        "1/2",
        "don't",
        "'tis",
        "$1.5bn",
        "50%",
        "rock'n'roll",
        "U.S.",
        "F-16",
        "#mali",
        "@mali",
        "a=b",
        "5>4",
        "a..b",
        "2023-2024",
        "what?!",
        "say \"why?\"",
        "\"a|b ^ ~ \\\\ ! + && x\"",
        "workers' rights",
        "[sic]",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct query_error error = {0};
        struct node *node = query_parse(texts[i], strlen(texts[i]), today, &error);
        if (!node)
            fail_msg("%s: %s; %s", texts[i], error.message, error.cure);
        query_free(node);
    }
}

static const struct {
    const char *query;
    const char *meant; /* NULL: no note */
} notes[] = {
    {"rita or katrina", "rita OR katrina"},
    {"rita and katrina", "rita AND katrina"},
    {"rita not katrina or (gold and mine) OR x", "rita NOT katrina OR (gold AND mine) OR x"},
    {"(a or b) c", "(a OR b) c"},
    {"rita or -katrina", "rita OR -katrina"},
    {"or rita", NULL},
    {"rita or", NULL},
    {"\"rita or katrina\"", NULL},
    {"rita =or katrina", NULL},
    {"rita OR katrina", NULL},
    {"title:or", NULL},
};

static void test_notes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(notes); i++) {
        struct query_error note = {0};
        bool told = query_note(notes[i].query, strlen(notes[i].query), today, &note);
        if (told != (notes[i].meant != NULL) ||
            (told && (!note.exact || strcmp(note.cure + QUERY_CURE_START, notes[i].meant) != 0)))
            fail_msg("%s: %s; %s", notes[i].query, note.message, note.cure);
    }
}

/* A cure is cut nowhere: it is the whole, or none that claims to be exact. */
static void test_long_cures(void **state)
{
    (void)state;
    char query[600];
    for (size_t length = 1; length < 500; length++) {
        struct query_error error = {0};
        memset(query, ' ', sizeof query);
        memcpy(query, "subject:\"a", 10);
        for (size_t i = 10; i < 10 + length; i++)
            query[i] = i % 7 ? 'x' : ' ';
        query[10 + length] = '"';
        assert_null(query_parse(query, 11 + length, today, &error));
        assert_int_equal(error.exact, 6 + 3 + length < sizeof error.cure - QUERY_CURE_START);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cures),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_long_cures),
    };
    return run_tap(tests);
}
