/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Posts: front matter of each kind, whole and damaged, and the text without its marks. */
#include "indexer/read/read_frontmatter.h"

#include "indexer/read/toml_json.h"
#include "tests/unit/reader_test.h"

static const struct row {
    const char *name;
    const char *bytes;
    const char *expected;
} rows[] = {
    {"a.md", "---\ntitle: T\ndate: 2023-05-26\nauthor: [A, B]\nlink: http://x\n---\n\nText.\n",
     "T|2023-05-26|Text.|http://x||A, B|\n"},
    {"a.md", "---\ntitle: 'T: u'\npublishDate: 2023-05-26T10:00:00Z\nlastmod: 2024-01-01\n...\nx",
     "T: u|2023-05-26|x||||\n"},
    {"a.md", "---\r\ntitle: T\r\n---\r\nx\r\n", "T||x||||\n"},
    {"a.md",
     "+++\ntitle = \"T \\u00e9\" # c\ndate = 2023-05-26T10:00:00Z\n[params]\nx = [1,\n2]\n+++\nx",
     "T \xC3\xA9|2023-05-26|x||||\n"},
    {"a.md", "{\"title\": \"T\", \"date\": \"2023\"}\n\nx", "T|2023|x||||\n"},
    {"a.org", "#+TITLE: T\n#+DATE: <2023-05-26 Fri>\n* H\nx [[u][l]]\n",
     "T|2023-05-26|H\nx l||||\n"},
    {"a.rst", "T\n=\n\nT\n===\n\n:date: 2023-05-26\n\n``x`` `l <u>`_\n",
     "|2023-05-26|T\n\nT\n\n\nx l||||\n"},
    {"a.rst", "===\nT\n===\n\n:date: 2023\n\nx\n", "T|2023|T\n\n\nx||||\n"},
    {"a.md", "# T\n\nx\n", "T||T\n\nx||||\n"},
    {"a.md", "T\n===\nx\n", "T||T\nx||||\n"},
    {"a.md", "Title: T\nDate: 2023-05-26\n\nx\n", "T|2023-05-26|x||||\n"},
    {"a.md", "---\n\nNo front matter\n\n---\n", "||No front matter||||\n"},
    {"a.md", "{% include x %}\ny", "||y||||\n"},
    /* Damage. */
    {"a.md", "---\ntitle: A: B\ndate: 2023\n---\nx",
     "!0:2: its front matter is damaged: mapping values are not allowed in this context; taken as "
     "far as it goes\nA: B|2023|x||||\n"},
    {"a.md", "+++\ntitle = \"T\ndate = 2023\n+++\nx",
     "!0:2: its front matter is damaged: a string that does not end in its line; taken as far as "
     "it "
     "goes\n\"T|2023|x||||\n"},
    {"a.md", "---\ntitle: T\nnot closed\n", "||title: T\nnot closed||||\n"},
    {"a.md", "---\ntitle: T\n---\n\n", "!0:0: has no text; skipped\n"},
    {"a.md", "---\na: &a [x]\ntitle: *a\ndate: 2023\n---\nx", "|2023|x||||\n"},
    {"a.md", " \n", "!! a.md: empty\n"},
    /* Marks. */
    {"a.md", "**b** __b__ *e* _e_ ~~s~~ `c*d` snake_case_name 2 * 3 a\\*b",
     "||b b e e s c*d snake_case_name 2 * 3 a*b||||\n"},
    {"a.md", "[t](http://x \"y\") [t][r] ![i](j) [![i](j)](k) [^1] [plain] <http://a.b> <b>x</b>",
     "||t t    [plain] http://a.b x||||\n"},
    {"a.md", "> q\n- [ ] i\n* j\n1. k\n---\n### h ###\n[r]: http://x\n<!-- a\nb --> c\n",
     "||q\ni\nj\n1. k\nh\nc||||\n"},
    {"a.md", "```py\na = *b*\n```\n| a | b |\n|---|---|\n| c | d |\n",
     "||a = *b*\n a   b \n c   d||||\n"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        reader_test_gives(&reader_frontmatter, rows[i].name,
                          (struct slice){rows[i].bytes, strlen(rows[i].bytes)}, rows[i].expected);
    }
}

/* TOML that is right, as JSON; and what is wrong, with its line. */
static void test_toml(void **state)
{
    (void)state;
    static const struct {
        const char *toml;
        const char *json; /* NULL: it is wrong */
        size_t line;
    } tomls[] = {
        {"", "{}", 0},
        {"a = 1 # x\n\n\"b c\" = 'd\\n'\na.b = 2", "{\"a\":{\"b\":\"2\"},\"b c\":\"d\\\\n\"}", 0},
        {"a.b = 1\na.c = [ 'x', [1,2,], {y = 1, z.w = \"q\"} ]",
         "{\"a\":{\"b\":\"1\",\"c\":[\"x\",[\"1\",\"2\"],{\"y\":\"1\",\"z\":{\"w\":\"q\"}}]}}", 0},
        {"[t.u]\na=1\n[[v]]\nb=1\n[[v]]\nb=2\n[v.w]\nc=3",
         "{\"t\":{\"u\":{\"a\":\"1\"}},\"v\":[{\"b\":\"1\"},{\"b\":\"2\",\"w\":{\"c\":\"3\"}}]}",
         0},
        {"a = \"\"\"\nx \\\n   y\"\"\"\nb = '''q'''", "{\"a\":\"x y\",\"b\":\"q\"}", 0},
        {"d = 2023-05-26 10:00:00\ne = true", "{\"d\":\"2023-05-26 10:00:00\",\"e\":\"true\"}", 0},
        {"a = 1\nb", NULL, 2},
        {"a = ", NULL, 1},
        {"a = \"x", NULL, 1},
        {"a = [1\n2]", NULL, 2},
        {"[a", NULL, 1},
        {"a = 'x' y", NULL, 1},
        {"= 1", NULL, 1},
        {"a = \"\\q\"", NULL, 1},
        {"a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", NULL, 1},
    };
    for (size_t i = 0; i < COUNT(tomls); i++) {
        size_t line;
        char why[100];
        json_t *v = toml_json((struct slice){tomls[i].toml, strlen(tomls[i].toml)}, &line, why);
        char *text = v ? json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
        if (!text != !tomls[i].json || (text && strcmp(text, tomls[i].json) != 0) ||
            (!text && line != tomls[i].line))
            fail_msg("'%s': %s, line %zu", tomls[i].toml, text ? text : why, line);
        free(text);
        json_decref(v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_toml)};
    return run_tap(tests);
}
