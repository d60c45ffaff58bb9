/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Articles to terms: a few by hand, and many random ones against plain counting. */
#include "indexer/words/analyse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "tests/unit/test.h"

/* ---- by hand ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The terms in byte order, each "TERM:WDF@POSITION,POSITION", and the length. */
static char *print_analysed(const struct analyser *a, const struct analysed *r)
{
    struct buf out = {0};
    char **lines = xcalloc(r->count, sizeof *lines);
    for (size_t i = 0; i < r->count; i++) {
        const struct posting *p = &r->postings[i];
        const struct term_entry *e = &a->vocabulary.entries[p->term];
        struct buf line = {0};
        buf_add(&line, e->text, e->length);
        buf_printf(&line, ":%u", p->wdf);
        for (uint32_t k = 0; k < p->count; k++)
            buf_printf(&line, "%c%u", k ? ',' : '@', r->positions[p->first + k]);
        lines[i] = buf_take(&line);
    }
    qsort(lines, r->count, sizeof *lines, by_text);
    for (size_t i = 0; i < r->count; i++) {
        buf_printf(&out, "%s ", lines[i]);
        free(lines[i]);
    }
    buf_printf(&out, "= %llu", (unsigned long long)r->length);
    free(lines);
    return buf_take(&out);
}

static struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static void assert_terms(struct article article, const char *language, const char *expected)
{
    struct stemmer *stemmer = stemmer_new(language);
    struct analyser a;
    memcpy(article.id, "00112233445566778899", sizeof article.id);
    analyser_init(&a, stemmer);
    char *is = print_analysed(&a, analyse(&a, &article));
    assert_string_equal(is, expected);
    free(is);
    analyser_free(&a);
    stemmer_free(stemmer);
}

static struct article article_of(const char *title, bool in_text, const char *text)
{
    return (struct article){.path = "a.txt",
                            .number = "",
                            .key = "",
                            .from = "",
                            .url = "",
                            .title = title,
                            .title_in_text = in_text,
                            .text = slice_of(text)};
}

static void test_title_in_text(void **state)
{
    (void)state;
    assert_terms(
        article_of("Sanctions on Mali", true, "Sanctions on Mali. Mali's sanction of 1.5 million"),
        "english",
        "1.5:1@7 Smali:1@3 Son:1@2 Ssanctions:1@1 XNODATE:0 "
        "Zmali:2 Zmillion:1 Zof:1 Zon:1 Zsanction:2 "
        "mali:2@3,4 million:1@8 of:1@6 on:1@2 sanction:1@5 sanctions:1@1 = 18");
}

/* A title of its own comes before the text, with a gap; its words count in both, and its stems,
 * too, while those of a title that is the text's beginning count once. */
static void test_title_apart(void **state)
{
    (void)state;
    assert_terms(article_of("Mali votes", false, "Mali voted"), "english",
                 "Smali:1@1 Svotes:1@2 XNODATE:0 ZSmali:1 ZSvote:1 "
                 "Zmali:2 Zvote:2 mali:2@1,23 voted:1@24 votes:1@2 = 12");
    assert_terms(article_of("", false, "Mali"), "english", "XNODATE:0 Zmali:1 mali:1@1 = 2");
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        struct date date;
        const char *terms;
    } rows[] = {
        {{2023, 5, 26}, "D20230526:0 M202305:0 Y2023:0 = 0"},
        {{2023, 5, 0}, "M202305:0 Y2023:0 = 0"},
        {{2023, 0, 0}, "Y2023:0 = 0"},
        {{0, 0, 0}, "XNODATE:0 = 0"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct article a = article_of("", true, "");
        a.date = rows[i].date;
        assert_terms(a, "english", rows[i].terms);
    }
}

static void test_publishers(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *url;
        const char *terms;
    } rows[] = {
        {"France 24", "", "H24:0 Hfrance:0 "},
        {"Le Monde, L'Équipe", "", "Hequipe:0 Hl:0 Hle:0 Hmonde:0 "},
        {"", "https://www.News.BBC.co.uk/a?b", "Hbbc.co.uk:0 Hco.uk:0 Hnews.bbc.co.uk:0 "},
        {"Reuters Reuters", "http://reuters.com", "Hreuters.com:0 Hreuters:0 "},
        {"", "http://localhost/", ""},
        {"", "no url", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf expected = {0};
        struct article a = article_of("", true, "");
        a.from = rows[i].from;
        a.url = rows[i].url;
        buf_printf(&expected, "%sXNODATE:0 = 0", rows[i].terms);
        assert_terms(a, "english", expected.data);
        buf_free(&expected);
    }
}

/* Records of a file of many name the file, too. */
static void test_record(void **state)
{
    (void)state;
    struct buf expected = {0};
    struct article a = article_of("", true, "");
    char file[SCHEMA_HEX + 1];
    article_id("a.txt", "", file);
    a.number = "17";
    buf_printf(&expected, "XF%s:0 XNODATE:0 = 0", file);
    assert_terms(a, "english", expected.data);
    buf_free(&expected);
}

/* "none" stems nothing: stems are the words. */
static void test_no_stemming(void **state)
{
    (void)state;
    assert_terms(article_of("Votes", true, "Votes 10"), "none",
                 "10:1@2 Svotes:1@1 XNODATE:0 Zvotes:1 "
                 "votes:1@1 = 4");
}

/* ---- against plain counting ---- */

struct counted {
    char *text;
    size_t length;
    uint32_t wdf;
    uint32_t positions[400];
    uint32_t count;
    bool found;
};

struct tally {
    struct counted *terms;
    size_t count;
    size_t room;
    struct stemmer *stemmer;
};

static struct counted *tally_find(struct tally *t, const char *text, size_t length)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->terms[i].length == length && memcmp(t->terms[i].text, text, length) == 0)
            return &t->terms[i];
    return NULL;
}

static struct counted *tally_add(struct tally *t, const char *prefix, const char *text,
                                 size_t length, uint32_t wdf)
{
    struct buf term = {0};
    buf_puts(&term, prefix);
    buf_add(&term, text, length);
    struct counted *c = tally_find(t, term.data, term.length);
    if (!c) {
        t->terms = xgrow(t->terms, &t->room, t->count + 1, sizeof *t->terms);
        c = &t->terms[t->count++];
        memset(c, 0, sizeof *c);
        c->length = term.length;
        c->text = buf_take(&term);
    }
    buf_free(&term);
    c->wdf += wdf;
    return c;
}

/* Counts the words of a text or title, and adds `stem_wdf` to the stem of each; returns the last
 * position. */
static uint32_t tally_text(struct tally *t, bool title, struct slice text, uint32_t position,
                           uint32_t stem_wdf)
{
    struct tokenizer tokens;
    struct token word;
    token_start(&tokens, text.data, text.length, position);
    while (token_next(&tokens, &word)) {
        struct counted *c = tally_add(t, title ? "S" : "", word.text, word.length, 1);
        assert_true(c->count < COUNT(c->positions));
        c->positions[c->count++] = word.position;
        if (!stem_applies(word.text, word.length))
            continue;
        size_t length;
        const char *stem = stem_word(t->stemmer, word.text, word.length, &length);
        if (stem_wdf) /* titles that were cut out of the text have none */
            tally_add(t, title ? "ZS" : "Z", stem, length, stem_wdf);
    }
    return tokens.position;
}

static void tally_article(struct tally *t, const struct article *a)
{
    struct tokenizer tokens;
    struct token word;
    uint32_t last = 0;
    char text[20];
    if (!a->title_in_text && a->title[0])
        last = tally_text(t, false, slice_of(a->title), 0, 1) + 20;
    tally_text(t, false, a->text, last, 1);
    tally_text(t, true, slice_of(a->title), 0, !a->title_in_text);
    if (date_is_none(a->date))
        tally_add(t, "XNODATE", "", 0, 0);
    snprintf(text, sizeof text, "%08u", (unsigned)date_to_number(a->date));
    if (a->date.year)
        tally_add(t, "Y", text, 4, 0);
    if (a->date.month)
        tally_add(t, "M", text, 6, 0);
    if (a->date.day)
        tally_add(t, "D", text, 8, 0);
    token_start(&tokens, a->from, strlen(a->from), 0);
    while (token_next(&tokens, &word))
        tally_add(t, "H", word.text, word.length, 0);
}

static void compare_with_tally(struct tally *t, const struct analyser *a, const struct analysed *r)
{
    uint64_t length = 0;
    size_t positions = 0;
    assert_int_equal(r->count, t->count);
    for (size_t i = 0; i < r->count; i++) {
        const struct posting *p = &r->postings[i];
        const struct term_entry *e = &a->vocabulary.entries[p->term];
        struct counted *c = tally_find(t, e->text, e->length);
        assert_non_null(c);
        assert_false(c->found);
        c->found = true;
        assert_int_equal(p->wdf, c->wdf);
        assert_int_equal(p->count, c->count);
        assert_memory_equal(r->positions + p->first, c->positions, c->count * sizeof(uint32_t));
        length += c->wdf;
        positions += c->count;
    }
    assert_int_equal(r->length, length);
    assert_int_equal(r->position_count, positions);
}

static void random_text(uint64_t *seed, struct buf *b, size_t most)
{
    static const char *const words[] = {"Mali",  "mali's", "sanctions", "sanction", "sanctioned",
                                        "U.S.",  "1.5",    "50,000",    "2023",     "l'été",
                                        "AK-47", "中文字", "votes",     "vote",     "Wagner",
                                        "don't", ".",      ",",         "—",        "\n"};
    buf_clear(b);
    for (uint64_t n = next_random(seed) % most; n > 0; n--)
        buf_printf(b, "%s ", words[next_random(seed) % COUNT(words)]);
    if (next_random(seed) % 4 == 0) /* a word that nobody has met */
        buf_printf(b, "word%u", (unsigned)next_random(seed) % 10000);
    if (next_random(seed) % 8 == 0) /* one that is too long, and takes a position */
        buf_printf(b, " %070d after", 1);
}

static void check_random(struct analyser *a, struct stemmer *stemmer, uint64_t *seed)
{
    struct buf text = {0};
    struct buf title = {0};
    struct buf from = {0};
    random_text(seed, &text, 300);
    random_text(seed, &title, 12);
    random_text(seed, &from, 4);
    struct article article = article_of(title.data, next_random(seed) % 2, text.data);
    article.from = from.data;
    if (next_random(seed) % 3)
        article.date = date_from_days((int32_t)(next_random(seed) % 800000));
    if (next_random(seed) % 4 == 0)
        article.date.day = 0;
    article_id("a.txt", title.data, article.id);
    struct tally t = {.stemmer = stemmer};
    tally_article(&t, &article);
    compare_with_tally(&t, a, analyse(a, &article));
    for (size_t i = 0; i < t.count; i++)
        free(t.terms[i].text);
    free(t.terms);
    buf_free(&text);
    buf_free(&title);
    buf_free(&from);
}

/* One analyser for all: what it keeps of earlier articles does not show. */
static void test_random(void **state)
{
    (void)state;
    struct stemmer *stemmer = stemmer_new("english");
    struct stemmer *other = stemmer_new("english");
    struct analyser a;
    uint64_t seed = 1;
    analyser_init(&a, stemmer);
    for (int run = 0; run < 1500; run++) {
        if (run % 400 == 399) {
            analyser_clear(&a);
            assert_int_equal(a.vocabulary.count, 0);
        }
        check_random(&a, other, &seed);
    }
    analyser_free(&a);
    stemmer_free(stemmer);
    stemmer_free(other);
}

/* Words of the text are marked as such, for their names; other terms are not. */
static void test_words_are_marked(void **state)
{
    (void)state;
    struct stemmer *stemmer = stemmer_new("english");
    struct analyser a;
    struct article article = article_of("Mali", true, "Mali votes");
    article.from = "Reuters";
    analyser_init(&a, stemmer);
    analyse(&a, &article);
    for (size_t i = 0; i < a.vocabulary.count; i++) {
        const struct term_entry *e = &a.vocabulary.entries[i];
        bool word = strcmp(e->text, "mali") == 0 || strcmp(e->text, "votes") == 0;
        assert_int_equal(e->word, word);
    }
    analyser_free(&a);
    stemmer_free(stemmer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_title_in_text), cmocka_unit_test(test_title_apart),
        cmocka_unit_test(test_dates),         cmocka_unit_test(test_publishers),
        cmocka_unit_test(test_record),        cmocka_unit_test(test_no_stemming),
        cmocka_unit_test(test_random),        cmocka_unit_test(test_words_are_marked),
    };
    return run_tap(tests);
}
