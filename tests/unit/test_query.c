/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query language: what each query means, where each mistake is, and how much is too much.
 * Its properties are in test_query_random.c. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "searcher/query/query.h"

static const struct date today = {2024, 6, 15};

static struct node *parse(const char *text)
{
    struct query_error error = {0};
    struct node *node = query_parse(text, strlen(text), today, &error);
    if (!node)
        fail_msg("%s: column %zu: %s; %s", text, error.column, error.message, error.cure);
    return node;
}

/* --- Meanings ----------------------------------------------------------------------------- */

/* A query and its fixed spelling, where everything implied is said. */
static const struct {
    const char *query;
    const char *printed;
} meanings[] = {
    {"wagner", "wagner"},
    {"  Wagner\tMALI\n", "wagner mali"},
    {"wagner AND mali", "wagner mali"},
    {"a OR b c", "a OR b c"},
    {"(a OR b) c", "(a OR b) c"},
    {"a b OR c d", "a b OR c d"},
    {"a AND b OR c", "a b OR c"},
    {"a (b OR c) d", "a (b OR c) d"},
    {"(a b) c", "a b c"},
    {"a (b (c d))", "a b c d"},
    {"(a OR b) OR (c OR d)", "a OR b OR c OR d"},
    {"((a))", "a"},
    {"a(b)c", "a b c"},
    {"(a)-b", "a NOT b"},
    {"a OR(b)", "a OR b"},

    {"-mali", "NOT mali"},
    {"NOT mali", "NOT mali"},
    {"a -b", "a NOT b"},
    {"a AND NOT b", "a NOT b"},
    {"a OR -b", "a OR NOT b"},
    {"NOT NOT a", "a"},
    {"NOT -a", "a"},
    {"NOT (NOT a)", "a"},
    {"NOT NOT NOT a", "NOT a"},
    {"NOT NOT (a b) c", "a b c"},
    {"-(a b)", "NOT (a b)"},
    {"-(a OR b)", "NOT (a OR b)"},
    {"NOT a b", "NOT a b"},
    {"NOT \"press freedom\"", "NOT \"press freedom\""},
    {"-\"press freedom\"", "NOT \"press freedom\""},
    {"NOT date:2023", "NOT date:2023-01-01..2023-12-31"},
    {"-title:x", "NOT title:x"},
    {"-=x -~yy -zz*", "NOT =x NOT ~yy NOT zz*"},

    {"and or not near", "and or not near"},
    {"And oR Not nEAR", "and or not near"},
    {"OR, a", "or a"},
    {"=AND ~OR title:NOT", "=and ~or title:not"},
    {"NOTE ORION ANDES NEARBY", "note orion andes nearby"},

    {"\"armed forces\"", "\"armed forces\""},
    {"\"  Armed -- FORCES! \"", "\"armed forces\""},
    {"\"a OR (b\"", "\"a or b\""},
    {"\"wagner\"", "=wagner"},
    {"\xe2\x80\x9c"
     "armed forces\xe2\x80\x9d",
     "\"armed forces\""},
    {"\xe2\x80\x9e"
     "armed forces\xe2\x80\x9c",
     "\"armed forces\""},
    {"\"say \xe2\x80\x9cno\xe2\x80\x9d today\"", "\"say no today\""},
    {"a\xc2\xa0"
     "b\xe3\x80\x80"
     "c\xe2\x80\xaf"
     "d",
     "a b c d"},
    {"=sanctions", "=sanctions"},
    {"sanct*", "sanct*"},
    {"U.S.*", "us*"},
    {"wag**", "wag*"},
    {"\"wagn*\"", "wagn*"},
    {"\"wagn*!\" title:\"wagn*\"", "wagn* title:wagn*"},
    {"katr?na", "katr?na"},
    {"*Trina", "*trina"},
    {"K\xc3\xa1t*N\xc3\xa4", "kat*na"},
    {"title:k?t*na", "title:k?t*na"},
    {"\"hurricane Kat*\"", "\"hurricane kat*\""},
    {"\"hurricane katr?na? *rita\"", "\"hurricane katr?na *rita\""},
    {"AK-47*", "\"ak 47*\""},
    {"l'*trina", "\"l *trina\""},
    {"don't* =don't", "don't* =don't"},
    {"-katr?na", "NOT katr?na"},
    {"~Wagner", "~wagner"},

    {"AK-47", "\"ak 47\""},
    {"=AK-47", "\"ak 47\""},
    {"-AK-47", "NOT \"ak 47\""},
    {"title:AK-47", "title:\"ak 47\""},
    {"wagner-linked", "\"wagner linked\""},
    {"don't", "don't"},
    {"don\xe2\x80\x99t", "don't"},
    {"don't*", "don't*"},
    {"1.5", "1.5"},
    {"50,000", "50000"},
    {"U.S.", "us"},
    {"mali's", "mali"},
    {"l'\xc3\xa9v\xc3\xa9nement", "\"l evenement\""},
    {"12:30", "\"12 30\""},
    {"2023-05:x", "\"2023 05 x\""},
    {"wagner, mali; (sahel)", "wagner mali sahel"},
    {"who?!", "who"},
    {"\"who is wagner?\"", "\"who is wagner\""},
    {"a=b", "\"a b\""},
    {"\"http://example.org/~x\"", "\"http example org x\""},
    {"a\xff"
     "b",
     "\"a b\""},
    {"\xd0\x9c\xd0\xb0\xd0\xbb\xd0\xb8", "\xd0\xbc\xd0\xb0\xd0\xbb\xd0\xb8"},

    {"title:wagner", "title:wagner"},
    {"title:=wagner", "title:=wagner"},
    {"title:wagn*", "title:wagn*"},
    {"title:\"armed forces\"", "title:\"armed forces\""},
    {"title:\"wagner\"", "title:=wagner"},
    {"title:a title:b", "title:a title:b"},
    {"title:(a b)", "title:a title:b"},
    {"title:(a OR \"b c\") d", "(title:a OR title:\"b c\") d"},
    {"-title:(a NEAR b -c)", "NOT (title:a NEAR/10 title:b NOT title:c)"},
    {"title:((a) title:b)", "title:a title:b"},
    {"\xc2\xabgold mine\xc2\xbb", "\"gold mine\""},

    {"a NEAR b", "a NEAR/10 b"},
    {"a NEAR/5 b", "a NEAR/5 b"},
    {"a NEAR/005 b", "a NEAR/5 b"},
    {"a NEAR/1000 b", "a NEAR/1000 b"},
    {"a NEAR b NEAR c", "a NEAR/10 b NEAR/10 c"},
    {"x a NEAR b y", "x a NEAR/10 b y"},
    {"(a) NEAR ((b))", "a NEAR/10 b"},
    {"=a NEAR bb* NEAR \"c d\" NEAR AK-47", "=a NEAR/10 bb* NEAR/10 \"c d\" NEAR/10 \"ak 47\""},
    {"title:a NEAR title:b", "title:a NEAR/10 title:b"},
    {"NOT (a NEAR b)", "NOT (a NEAR/10 b)"},
    {"(gold OR oil) NEAR/5 mine", "(gold OR oil) NEAR/5 mine"},
    {"~a NEAR (b OR (\"c d\" OR ee*))", "~a NEAR/10 (b OR \"c d\" OR ee*)"},
    {"title:(a OR b) NEAR title:c", "(title:a OR title:b) NEAR/10 title:c"},
    {"a OR b NEAR c d", "a OR b NEAR/10 c d"},

    {"from:reuters.com", "from:reuters.com"},
    {"from:www.Reuters.com", "from:reuters.com"},
    {"from:\"www.reuters.com\"", "from:reuters.com"},
    {"from:www.www.le-monde.fr", "from:le-monde.fr"},
    {"from:www.reuters", "from:www.reuters"},
    {"from:Reuters", "from:reuters"},
    {"from:Al-Jazeera", "from:\"al jazeera\""},
    {"from:\"The  Guardian\"", "from:\"the guardian\""},
    {"from:\"Reuters\"", "from:reuters"},
    {"from:U.S.", "from:us"},
    {"author:Hofman", "author:hofman"},
    {"author:\"Ada  HOFMAN\"", "author:\"ada hofman\""},
    {"author:ada.hofman", "author:\"ada hofman\""},
    {"path:2023", "path:2023"},
    {"path:wire/20?*/*[a-z].txt", "path:wire/20?*/*[a-z].txt"},
    {"path:\"My Folder/a*\"", "path:\"My Folder/a*\""},
    {"path:a,b", "path:\"a,b\""},
    {"path:\xe2\x80\x9c"
     "say \"no\".txt\xe2\x80\x9d",
     "path:\xe2\x80\x9c"
     "say \"no\".txt\xe2\x80\x9d"},
    {"id:3F2a", "id:3f2a"},
    {"id:0123456789abcdef0123", "id:0123456789abcdef0123"},

    {"date:2023-05", "date:2023-05-01..2023-05-31"},
    {"date:2023-05..2024-02", "date:2023-05-01..2024-02-29"},
    {"date:2023..", "date:2023-01-01.."},
    {"date:..2023-05", "date:..2023-05-31"},
    {"date:none", "date:none"},
    {"date:0001..9999", "date:0001..9999"},
    {"date:0001..", "date:0001..9999"},
    {"date:\"May 2023\"", "date:2023-05-01..2023-05-31"},
    {"date:last-7-days", "date:2024-06-09..2024-06-15"},
    {"date:may-26,-2023", "date:2023-05-26..2023-05-26"},
    {"date:2023 may", "date:2023-01-01..2023-12-31 may"},
    {"(date:2024-06-15)", "date:2024-06-15..2024-06-15"},
    {"a date:may", "a date:2024-05-01..2024-05-31"},
};

static void test_meanings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(meanings); i++) {
        struct node *node = parse(meanings[i].query);
        char *printed = query_print(node);
        assert_string_equal(printed, meanings[i].printed);
        struct node *again = parse(printed);
        assert_true(query_equal(node, again));
        query_free(again);
        free(printed);
        query_free(node);
    }
}

static void test_outline(void **state)
{
    (void)state;
    struct node *node = parse("wagner -(=mali OR ~Prigozhin) title:\"armed forces\" sanct* pri*in "
                              "a NEAR/5 b from:reuters.com author:hofman path:2023/* id:3f2a "
                              "date:2023");
    char *outline = query_outline(node);
    assert_string_equal(outline, "and\n"
                                 "  word wagner\n"
                                 "  not\n"
                                 "    or\n"
                                 "      exact mali\n"
                                 "      name prigozhin\n"
                                 "  title phrase armed forces\n"
                                 "  prefix sanct\n"
                                 "  wildcard pri*in\n"
                                 "  near/5\n"
                                 "    word a\n"
                                 "    word b\n"
                                 "  from reuters.com\n"
                                 "  author hofman\n"
                                 "  path 2023/*\n"
                                 "  id 3f2a\n"
                                 "  date 2023-01-01..2023-12-31\n");
    free(outline);
    query_free(node);
}

static void test_columns(void **state)
{
    (void)state;
    struct node *node = parse(" (a OR title:b) -c \"d e\"");
    assert_int_equal(node->column, 3);
    assert_int_equal(node->part_count, 3);
    assert_int_equal(node->parts[0]->parts[1]->column, 8);
    assert_int_equal(node->parts[1]->column, 17);
    assert_int_equal(node->parts[1]->parts[0]->column, 18);
    assert_int_equal(node->parts[2]->column, 20);
    query_free(node);
}

/* Each differs from all others. */
static const char *const different[] = {
    "a",         "b",       "=a",          "aa*",       "~a",          "title:a",   "title:=a",
    "a b",       "b a",     "a OR b",      "NOT a",     "\"a b\"",     "\"a b c\"", "title:\"a b\"",
    "a NEAR b",  "a b c",   "a NEAR/5 b",  "date:2023", "date:2023..", "date:none", "date:..2023",
    "from:aaaa", "id:aaaa", "author:aaaa", "path:aaaa", "aa*a",        "aa?a",      "\"a bb*\"",
    "NOT (a b)", "NOT a b", "a (b OR c)",  "a b OR c",
};

static void test_equal(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(different); i++)
        for (size_t j = 0; j < COUNT(different); j++) {
            struct node *a = parse(different[i]), *b = parse(different[j]);
            assert_int_equal(query_equal(a, b), i == j);
            query_free(a);
            query_free(b);
        }
}

static const struct {
    const char *query;
    bool has_words;
} words_needed[] = {
    {"a", true},
    {"=a", true},
    {"aa*", true},
    {"~a", true},
    {"\"a b\"", true},
    {"a NEAR b", true},
    {"title:a", true},
    {"NOT a", false},
    {"date:2023", false},
    {"from:reuters.com", false},
    {"id:3f2a", false},
    {"author:hofman", false},
    {"path:2023", false},
    {"aa*a", true},
    {"a date:2023", true},
    {"date:2023 from:reuters.com", false},
    {"NOT a b", true},
    {"NOT a NOT b", false},
    {"a OR b", true},
    {"a OR date:2023", false},
    {"(a OR date:2023) b", true},
    {"(a OR date:2023) from:reuters.com", false},
    {"a OR b date:2023", true},
    {"NOT (a OR b)", false},
};

static void test_has_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(words_needed); i++) {
        struct node *node = parse(words_needed[i].query);
        if (query_has_words(node) != words_needed[i].has_words)
            fail_msg("%s", words_needed[i].query);
        query_free(node);
    }
}

/* --- Mistakes ----------------------------------------------------------------------------- */

#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* A query, the column of the caret, and a part of the message and of the cure. */
static const struct {
    const char *query;
    size_t column;
    const char *message;
    const char *cure;
} mistakes[] = {
    {"", 1, "empty", "write words"},
    {"  \t ", 1, "empty", "write words"},

    {"(oil", 1, "never closed", "')'"},
    {"a (b (c)", 3, "never closed", "')'"},
    {"a (", 3, "never closed", "')'"},
    {"oil)", 4, "closes no", "'('"},
    {")", 1, "closes no", "'('"},
    {"(a) b) c", 6, "closes no", "'('"},
    {"a ()", 3, "empty", "leave them out"},
    {"(( ))", 2, "empty", "leave them out"},

    {"OR a", 1, "OR has nothing before it", "lower case"},
    {"AND a", 1, "AND has nothing before it", "lower case"},
    {"NEAR a", 1, "NEAR has nothing before it", "lower case"},
    {"a OR", 3, "OR has nothing after it", "lower case"},
    {"a AND", 3, "AND has nothing after it", "lower case"},
    {"a NEAR/5", 3, "NEAR/5 has nothing after it", "lower case"},
    {"a NOT", 3, "NOT has nothing after it", "exclude"},
    {"NOT", 1, "NOT has nothing after it", "exclude"},
    {"a NOT OR b", 3, "NOT has nothing after it", "exclude"},
    {"-OR b", 1, "- has nothing after it", "exclude"},
    {"a OR OR b", 3, "OR has nothing after it", "both sides"},
    {"a AND OR b", 3, "AND has nothing after it", "both sides"},
    {"(a OR) b", 4, "OR has nothing after it", "both sides"},
    {"(OR a) b", 2, "OR has nothing before it", "both sides"},
    {"a (NOT) b", 4, "NOT has nothing after it", "exclude"},

    {"a - b", 3, "'-' has nothing", "-word"},
    {"a -", 3, "'-' has nothing", "-word"},
    {"(a -)", 4, "'-' has nothing", "-word"},
    {"a --since 2023", 3, "'--'", "options"},

    {"a \"b c", 3, "quotes are never closed", "close"},
    {"\"", 1, "quotes are never closed", "close"},
    {"\xe2\x80\x9c"
     "a b\"",
     1, "quotes are never closed", "close"},
    {"a \"\"", 4, "phrase has no words", "between the quotes"},
    {"\"  \"", 2, "phrase has no words", "between the quotes"},
    {"\"!!!\"", 2, "phrase has no words", "between the quotes"},
    {"\"a b\"~3", 6, "NEAR/5", "write a NEAR/4 b"},
    {"\"a b\"c", 6, "touches the closing quotes", "blank"},
    {"\"a b\"\"c\"", 6, "touches the closing quotes", "blank"},
    {"\"a bb\"*", 7, "inside the quotes", "write \"a bb*\""},
    {"a\"b c\"", 2, "quotes touch the word", "blank"},
    {"OR\"b\"", 3, "quotes touch the word", "blank"},

    {"a !!!", 3, "no word", "leave it out"},
    {"a && b", 3, "'&&'", "write a AND b"},
    {"a || b", 3, "'||'", "write a OR b"},
    {"a \xe2\x80\x93 b", 3, "no word", "leave it out"},
    {"\xff", 1, "no word", "leave it out"},
    {"title:-x", 7, "'-' stands only", "write -title:x"},
    {"=-x", 2, "'-' stands only", "write -=x"},
    {"from:-x", 6, "'-' stands only", "write -from:x"},
    {"a \xe2\x80\x93mali", 3, "a dash", "write -mali"},
    {"date:2023 .. 2024", 11, "no word", "date:2023-05..2024-02"},
    {"!mali", 1, "'!'", "write -mali"},
    {"a wagner|mali", 9, "'|'", "write (wagner OR mali)"},
    {"wagner~", 7, "'~'", "write ~wagner"},
    {"wagner^2", 7, "'^'", "write wagner"},
    {"a x" X64, 3, "64 bytes", "leave it out"},
    {"a \"b x" X64 "\"", 5, "64 bytes", "leave it out"},

    {"a nosuch:x", 3, "nosuch:", "title: from: author: path: id: date:"},
    {"Re:mali", 1, "Re:", "in quotes"},
    {"mali: wagner", 1, "mali:", "in quotes"},
    {"Title:x", 1, "lower case", "write title:x"},
    {"DATE:2023", 1, "lower case", "write date:2023"},
    {"http://www.reuters.com/x", 1, "http:", "address in quotes"},
    {"=http://x", 2, "prefix", "in quotes"},
    {"=title:x", 2, "prefix", "title:=word"},
    {"~title:x", 2, "prefix", "title:=word"},
    {"title:title:x", 7, "prefix", "title:=word"},
    {"title:", 7, "no word", "title:(a b)"},
    {"title: x", 7, "no word", "title:word"},
    {"title:(a date:2023)", 10, "only words", "behind the parentheses"},
    {"title:(a", 7, "never closed", "')'"},
    {"title:()", 7, "empty", "leave them out"},
    {"title:!!!", 7, "no word", "leave it out"},
    {"title:~x", 8, "spellings", "title:word"},

    {"*", 1, "none beside it", "searcher -s newest"},
    {"a *", 3, "none beside it", "a NEAR/2 b"},
    {"\"a * b\"", 4, "none beside it", "a NEAR/2 b"},
    {"*a", 1, "fewer than 3", "katr?na"},
    {"a*b", 1, "fewer than 3", "katr?na"},
    {"x \"y k?t\"", 6, "fewer than 3", "katr?na"},
    {"\"k* mali* ma\"", 2, "fewer than 2", "at least 2 letters"},
    {"\"mali* ma* m*\"", 12, "fewer than 2", "at least 2 letters"},
    {"a*", 1, "fewer than 2", "at least 2 letters"},
    {"\xc3\xa9*", 1, "fewer than 2", "at least 2 letters"},
    {"wagner-*", 8, "none beside it", "right after the letters"},
    {"!!*", 3, "none beside it", "right after the letters"},
    {"--*", 1, "'--'", "options"},
    {"\xe4\xb8\xad\xe5\x9b\xbd*", 7, "pairs of characters", "leave it out"},
    {"author:hof*", 11, "no '*'", "author:hofman"},
    {"author:", 8, "nothing right after", "author:hofman"},
    {"path:", 6, "nothing right after", "path:2023"},
    {"path:\"\"", 7, "no path", "path:2023"},
    {"path:=x", 7, "neither", "path:2023"},
    {"=word*", 6, "exclude each other", "word*"},
    {"=\"a b\"", 3, "not a phrase", "leave the '=' out"},
    {"a = b", 4, "no word right after", "=word"},
    {"=", 2, "no word right after", "=word"},
    {"=(a)", 2, "no word right after", "=word"},
    {"=!!!", 2, "no word", "leave it out"},
    {"~", 2, "no word right after", "~name"},
    {"~a*", 3, "exclude each other", "~name"},
    {"~AK-47", 2, "single word", "~name"},
    {"~\"a b\"", 3, "single word", "~name"},
    {"~~a", 2, "'~'", "~name"},

    {"a NEAR/0 b", 8, "from 1 to 1000", "NEAR/5"},
    {"a NEAR/99999 b", 8, "from 1 to 1000", "NEAR/5"},
    {"a NEAR/99999999999999999999 b", 8, "from 1 to 1000", "NEAR/5"},
    {"a NEAR/ b", 8, "from 1 to 1000", "NEAR/5"},
    {"a NEAR/x b", 8, "from 1 to 1000", "NEAR/5"},
    {"a NEAR/5 b NEAR/6 c", 12, "different number", "same number"},
    {"a NEAR (b c)", 9, "in parentheses", "a NEAR b NEAR c"},
    {"a NEAR (b OR date:2023)", 14, "date:", "beside"},
    {"a NEAR (b OR title:c)", 14, "title", "before none"},
    {"a NEAR path:x", 8, "path:", "beside"},
    {"a NEAR author:x", 8, "author:", "beside"},
    {"(a NEAR b) NEAR c", 2, "another NEAR", "a NEAR b NEAR c"},
    {"a NEAR -b", 8, "NOT", "NOT (a NEAR b)"},
    {"NOT a NEAR b", 1, "NOT", "NOT (a NEAR b)"},
    {"a NEAR date:2023", 8, "date:", "beside"},
    {"from:x NEAR a", 1, "from:", "beside"},
    {"a NEAR id:3f2a", 8, "id:", "beside"},
    {"title:a NEAR b", 14, "title", "before none"},

    {"date:", 6, "nothing right after", "date:2023-05..2024-02"},
    {"date: 2023", 6, "nothing right after", "without blanks"},
    {"date:[2005 TO 2006]", 6, "unknown date", "write date:2005..2006"},
    {"a date:[2005-05 TO *] b", 8, "unknown date", "write date:2005-05.."},
    {"date:last week", 6, "unknown date", "write date:\"last week\""},
    {"date:26 May 2023 rain", 6, "no year", "write date:\"26 May 2023\""},
    {"date:may 2023 rain", 6, "ends at the blank", "write date:\"may 2023\""},
    {"date:since 2005", 6, "unknown date", "write date:2005.."},
    {"date:>2005", 6, "unknown date", "write date:2006.."},
    {"date:\"2 hours ago\"", 7, "unknown date", "write date:today"},
    {"date:03.08.2012", 6, "ambiguous", "write 2012-08-03 or 2012-03-08"},
    {"date:=2023", 7, "neither", "date:2023-05"},
    {"id:", 4, "nothing right after", "id:3f2a"},
    {"id:3f2g", 7, "no hex digit", "id:3f2a"},
    {"id:3f2", 4, "too short", "4 to 20"},
    {"id:0123456789abcdef01234", 24, "too long", "4 to 20"},
    {"id:\"3f2a\"", 5, "no quotes", "id:3f2a"},
    {"from:", 6, "nothing right after", "from:reuters.com"},
    {"from:\"\"", 7, "no words", "between the quotes"},
    {"from:...", 6, "no word", "leave it out"},
    {"from:reut*", 10, "no '*'", "from:reuters.com"},
    {"from:=reuters", 7, "neither", "from:reuters.com"},
    {"from:http://www.reuters.com", 10, "no address", "host alone"},
    {"from:reuters.com/world", 17, "no address", "host alone"},
};

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        const char *query = mistakes[i].query;
        struct query_error error = {0};
        struct node *node = query_parse(query, strlen(query), today, &error);
        if (node)
            fail_msg("%s is no error", query);
        if (error.column != mistakes[i].column || !strstr(error.message, mistakes[i].message) ||
            !strstr(error.cure, mistakes[i].cure) || !error.message[0] || !error.cure[0])
            fail_msg("%s: column %zu: %s; %s", query, error.column, error.message, error.cure);
    }
}

/* What range_parse() says of a range is said of the query, at its place in the query. */
static void test_date_mistakes(void **state)
{
    (void)state;
    static const char *const ranges[] = {
        "2023-02-30", "2024..2023", "2023..banana", "05/06/2023", "..", "2023*", "23"};
    for (size_t i = 0; i < COUNT(ranges); i++) {
        struct query_error error = {0};
        struct range_error expected = {0};
        struct range range;
        struct buf query = {0};
        buf_printf(&query, "a (date:%s) b", ranges[i]);
        assert_null(query_parse(query.data, query.length, today, &error));
        assert_false(range_parse(ranges[i], strlen(ranges[i]), today, &range, &expected));
        assert_int_equal(error.column, strlen("a (date:") + expected.column);
        assert_string_equal(error.message, expected.message);
        const char *text = expected.cure + strlen("write ");
        struct range_error none;
        struct buf cure = {0};
        if (range_parse(text, strlen(text), today, &range, &none)) /* one text: the query's */
            buf_printf(&cure, "write date:%s", text);
        else
            buf_puts(&cure, expected.cure);
        assert_string_equal(error.cure, cure.data);
        buf_free(&cure);
        buf_free(&query);
    }
}

/* --- Limits ------------------------------------------------------------------------------- */

/* `unit` again and again, at least `size` bytes; buf_free(). */
static struct buf repeat(const char *unit, size_t size)
{
    struct buf b = {0};
    while (b.length < size)
        buf_puts(&b, unit);
    return b;
}

static bool parses(struct buf *b, struct query_error *error)
{
    *error = (struct query_error){0};
    struct node *node = query_parse(b->data, b->length, today, error);
    query_free(node);
    return node != NULL;
}

static void test_depth(void **state)
{
    (void)state;
    struct query_error error;
    for (size_t depth = QUERY_MAX_DEPTH; depth <= QUERY_MAX_DEPTH + 1; depth++) {
        struct buf open = repeat("(", depth), close = repeat(")", depth);
        buf_puts(&open, "a");
        buf_add(&open, close.data, close.length);
        assert_int_equal(parses(&open, &error), depth == QUERY_MAX_DEPTH);
        buf_free(&open);
        buf_free(&close);
    }
    assert_int_equal(error.column, QUERY_MAX_DEPTH + 1);
    assert_non_null(strstr(error.message, "200 parentheses"));
}

static void test_size(void **state)
{
    (void)state;
    static const char *const units[] = {"a ", "date:2023 ", "id:3f2a ", "AK "};
    struct query_error error;
    for (size_t i = 0; i < COUNT(units); i++) {
        struct buf b = repeat(units[i], strlen(units[i]) * QUERY_MAX_NODES);
        assert_true(parses(&b, &error));
        buf_puts(&b, "x");
        assert_false(parses(&b, &error));
        assert_int_equal(error.column, b.length);
        assert_non_null(strstr(error.message, "10000"));
        buf_free(&b);
    }
    struct buf phrase = repeat("a-", 2 * QUERY_MAX_NODES);
    assert_true(parses(&phrase, &error));
    buf_puts(&phrase, "a");
    assert_false(parses(&phrase, &error));
    assert_int_equal(error.column, phrase.length);
    buf_free(&phrase);
}

/* What no query of a megabyte may do is crash, hang, or be taken; one that is a single word is too
 * long a word. */
static void test_long(void **state)
{
    (void)state;
    static const char *const units[] = {
        "(",      ")",     "()",       "(a)",         "a",       "a ",      "-",
        "- ",     "\"",    "\" ",      "*",           "a*",      "~",       "=",
        ":",      "a:",    "title:",   "date:",       "!",       "NOT ",    "OR ",
        "AND",    "a OR ", "a-",       "-a ",         "a NEAR ", "NEAR/9 ", "\"a b\" ",
        "(a OR ", "NOT(",  "|",        ".",           "from:a",  "..",      "\xe2\x80\x9c",
        "\xe2",   "\xff",  "\xc2\xa0", "(NOT (a b) ",
    };
    struct query_error error;
    for (size_t i = 0; i < COUNT(units); i++) {
        struct buf b = repeat(units[i], 1 << 20);
        if (parses(&b, &error))
            fail_msg("a megabyte of %s is no error", units[i]);
        assert_in_range(error.column, 1, b.length + 1);
        assert_true(error.message[0] && error.cure[0]);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meanings),      cmocka_unit_test(test_outline),
        cmocka_unit_test(test_columns),       cmocka_unit_test(test_equal),
        cmocka_unit_test(test_has_words),     cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_date_mistakes), cmocka_unit_test(test_depth),
        cmocka_unit_test(test_size),          cmocka_unit_test(test_long),
    };
    return run_tap(tests);
}
