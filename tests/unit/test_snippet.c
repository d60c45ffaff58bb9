/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches and passages: which words are marked, which passage is chosen, what comes out. */
#include "searcher/present/snippet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "lib/base/mem.h"
#include "tests/unit/test.h"

#define CUT "\xE2\x80\xA6"

/*
 * A highlight out of a text: words with blanks between them, a group each. "=w" is a word, "w*" a
 * prefix, "a+b+c" a phrase, all else is stemmed.
 */
static void ask(struct highlight *h, struct stemmer *stemmer, const char *language,
                const char *query)
{
    char *copy = xstrdup(query);
    unsigned group = 0;
    *h = (struct highlight){.stemmer = stemmer, .language = language};
    for (char *w = strtok(copy, " "); w; w = strtok(NULL, " "), group++) {
        size_t n = strlen(w);
        if (strchr(w, '+')) {
            char *words[8];
            size_t count = 0;
            for (char *end; w; w = end ? end + 1 : NULL) {
                end = strchr(w, '+');
                if (end)
                    *end = '\0';
                words[count++] = w;
            }
            highlight_phrase(h, group, words, count);
            w = copy + strlen(copy);
        } else if (w[0] == '=') {
            highlight_add(h, HIGHLIGHT_WORD, group, w + 1, n - 1);
        } else if (w[n - 1] == '*') {
            highlight_add(h, HIGHLIGHT_PREFIX, group, w, n - 1);
        } else {
            const char *stem = stem_word(stemmer, w, n, &n);
            highlight_add(h, HIGHLIGHT_STEM, group, stem, n);
        }
    }
    free(copy);
}

/* The snippet with its marks shown as [...]; caller frees. */
static char *marked(const struct snippet *s)
{
    struct buf out = {0};
    size_t at = 0;
    buf_clear(&out);
    for (size_t i = 0; i < s->count; i++) {
        assert_true(s->marks[i].start >= at && s->marks[i].end > s->marks[i].start);
        assert_true(s->marks[i].end <= s->text.length);
        buf_add(&out, s->text.data + at, s->marks[i].start - at);
        buf_putc(&out, '[');
        buf_add(&out, s->text.data + s->marks[i].start, s->marks[i].end - s->marks[i].start);
        buf_putc(&out, ']');
        at = s->marks[i].end;
    }
    buf_add(&out, s->text.data + at, s->text.length - at);
    return buf_take(&out);
}

static void check_in(const char *language, const char *query, const char *text, size_t length,
                     size_t columns, const char *expected)
{
    struct stemmer *stemmer = stemmer_new(language);
    struct highlight h;
    struct snippet s = {0};
    const char *languages[] = {language, NULL}; /* known or not, the same is found */
    for (size_t i = 0; i < COUNT(languages); i++) {
        ask(&h, stemmer, languages[i], query);
        snippet_make(&s, &h, (struct slice){text, length}, columns);
        char *got = marked(&s);
        assert_string_equal(got, expected);
        free(got);
        highlight_free(&h);
    }
    snippet_free(&s);
    stemmer_free(stemmer);
}

static void check(const char *query, const char *text, size_t columns, const char *expected)
{
    check_in("english", query, text, strlen(text), columns, expected);
}

static void test_what_is_marked(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text, *marked;
    } rows[] = {
        {"sanction", "Sanctioned. SANCTIONS!", "[Sanctioned]. [SANCTIONS]!"},
        {"=sanction", "sanction sanctions", "[sanction] sanctions"},
        {"sanc*", "sanction sanctuary sand", "[sanction] [sanctuary] sand"},
        {"wagner", "Wagner's local boss", "[Wagner]'s local boss"},
        {"=us", "the U.S. and us", "the [U.S.] and [us]"},
        {"evenement", "l’événement", "l’[événement]"},
        {"=50000", "50,000 men, 50 men", "[50,000] men, 50 men"},
        {"=中文", "用中文写", "用[中文]写"},
        {"=中文 =文写", "用中文写", "用[中文写]"},
        {"die lie", "dying, lying, said", "[dying], [lying], said"},
        {"head+of+the", "the head of the group, the head", "the [head of the] group, the head"},
        {"ak+47", "an AK-47, ak or 47, AK 47", "an [AK-47], ak or 47, [AK 47]"},
        {"a+a+b", "a a a b a b", "a [a a b] a b"},
        {"wagner+group group", "the Wagner group; a group", "the [Wagner group]; a [group]"},
        {"b a+b+c", "a b c b", "[a b c] [b]"},
        {"a+b", "a, b", "[a, b]"},
        {"a+b", "a x b", "a x b"},
        {"mali", "nothing of it", "nothing of it"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i].query, rows[i].text, 160, rows[i].marked);
}

static void test_stems_that_begin_otherwise(void **state)
{
    (void)state;
    const char *indonesian = "dia membaca buku";
    const char *russian = "новые санкции против России";
    check_in("indonesian", "baca", indonesian, strlen(indonesian), 80, "dia [membaca] buku");
    check_in("russian", "санкция", russian, strlen(russian), 80, "новые [санкции] против России");
    check_in("none", "baca", "baca bacaan", 11, 80, "[baca] bacaan");
}

/* Every English word of a running text is found by its stem whether the language is known or not:
 * the filter by first letter loses nothing. */
static void test_filter_loses_nothing(void **state)
{
    (void)state;
    static const char *const endings[] = {"",      "s",    "es",  "ed", "ing",  "ly",  "ies", "y",
                                          "ation", "ness", "ful", "'s", "ying", "yed", "est", "al"};
    uint64_t seed = 7;
    struct stemmer *stemmer = stemmer_new("english");
    for (int i = 0; i < 20000; i++) {
        char word[32];
        size_t n = 1 + next_random(&seed) % 6;
        for (size_t j = 0; j < n; j++)
            word[j] = "abcdefghijklmnopqrstuvwxyzaeiouy"[next_random(&seed) % 32];
        n += (size_t)sprintf(word + n, "%s", endings[next_random(&seed) % COUNT(endings)]);
        struct highlight h = {.stemmer = stemmer, .language = "english"};
        struct highlight_scan scan;
        struct highlight_match m;
        struct tokenizer t;
        struct token token;
        token_start(&t, word, n, 0);
        assert_true(token_next(&t, &token));
        size_t length;
        const char *stem = stem_word(stemmer, token.text, token.length, &length);
        highlight_add(&h, HIGHLIGHT_STEM, 0, stem, length);
        highlight_start(&scan, &h, (struct slice){word, n});
        if (!highlight_next(&scan, &m))
            fail_msg("%s is not found by its stem", word);
        highlight_free(&h);
    }
    stemmer_free(stemmer);
}

#define FILLER "the weather was mild and dry for the time of the year, people said, and then "

static void test_which_passage(void **state)
{
    (void)state;
    /* Two parts of the query beat three matches of one. */
    check("mali gold", "mali mali mali " FILLER FILLER FILLER "the gold of mali is " FILLER, 60,
          CUT " and then the [gold] of [mali] is the weather was mild and " CUT);
    /* Then more matches close together, then the earliest. */
    check("mali", "mali was " FILLER FILLER "in mali and mali " FILLER, 40,
          CUT " in [mali] and [mali] the weather was " CUT);
    check("mali", "mali one " FILLER FILLER "mali two " FILLER, 40,
          "[mali] one the weather was mild and dry " CUT);
    /* From the beginning of a sentence that is near. */
    check("sanction", FILLER FILLER "end. New sanctions came. " FILLER FILLER, 60,
          "New [sanctions] came. the weather was mild and dry for the " CUT);
    check("boss", FILLER FILLER "Gen. Smith of the U.S. Army met the boss. He left. " FILLER, 50,
          CUT " Army met the [boss]. He left. the weather was " CUT);
    check("boss", FILLER FILLER "He said: “No!” The new boss left at once; " FILLER, 60,
          "The new [boss] left at once; the weather was mild and dry " CUT);
    /* At the end of the text there is room for what came before. */
    check("boss", FILLER "it rained. One went. Two came. It was a boss.", 46,
          "One went. Two came. It was a [boss].");
    check("boss", FILLER FILLER "boss", 40, CUT " the year, people said, and then [boss]");
    /* Nothing matches: the beginning. */
    check("zebra", "  \n " FILLER FILLER, 40, "the weather was mild and dry for the " CUT);
    check("", "One sentence.\n\nAnother one that is longer than there is room.", 20,
          "One sentence.");
}

static void test_what_comes_out(void **state)
{
    (void)state;
    check("mali", "", 40, "");
    check("mali", " \n\t ", 40, "");
    check("mali", "in\r\n\r\n  Mali\t\tnow\n", 40, "in [Mali] now");
    check("mali", "a\033]0;x\007b \033[31mmali\033[0m\x7f c", 60, "a]0;xb [31mmali[0m c");
    check("mali",
          "\xC2\x9B"
          "31m mali \xE2\x80\xAE"
          "ilam\xE2\x80\xAC "
          "\xE2\x81\xA6x\xE2\x81\xA9 \x9B \xFF y",
          60, "31m [mali] ilam x y");
    check("mali",
          "a\xC2\xA0\xE3\x80\x80 mali\xE2\x80\xA8"
          "b\xC2\x85"
          "c",
          60, "a [mali] b c");
    check_in("english", "mali", "a\0mali\0b", 8, 40, "a[mali]b");
    check("=中文", "一二三四五六七八九十一二三四五六七八九十中文一二三四五六七八九十", 24,
          CUT " 九十[中文]一二三四五六 " CUT);
    check("=中文", "一二三四五六七八九十。用中文写的书。一二三四五六七八九十", 24,
          "用[中文]写的书。一二三四 " CUT);
}

static void test_body(void **state)
{
    (void)state;
    static const struct {
        const char *text, *title, *body;
    } rows[] = {
        {"A title\n\nThe text.\n", "A title", "The text."},
        {" A  title\nThe text.", "A title", "The text."},
        {"A sentence. Another.", "A sentence.", "Another."},
        {"L’été\xC2\xA0: oui. Non.", "L’été : oui.", "Non."},
        {"A title", "A title", "A title"},
        {"A titles", "A title", "A titles"},
        {"A title", "A title that is longer", "A title"},
        {"Another text.", "A title", "Another text."},
        {"The text.", "", "The text."},
        {"", "A title", ""},
        {"A long title that goes on", "A long title\xE2\x80\xA6", "A long title that goes on"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slice text = {rows[i].text, strlen(rows[i].text)};
        struct slice body = snippet_body(text, rows[i].title);
        assert_int_equal(body.length, strlen(rows[i].body));
        assert_memory_equal(body.data, rows[i].body, body.length);
    }
}

static size_t columns_of(const char *text, size_t length)
{
    size_t columns = 0;
    utf8proc_int32_t c;
    for (size_t i = 0; i < length;) {
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
                                              (utf8proc_ssize_t)(length - i), &c);
        assert_true(n > 0);
        assert_true(c >= 0x20 && (c < 0x7F || c > 0x9F));
        assert_false((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
        columns += (size_t)utf8proc_charwidth(c);
        i += (size_t)n;
    }
    return columns;
}

/* Any bytes, any width: one line of valid, safe UTF-8 that fits, and marks in order. */
static void test_random_bytes(void **state)
{
    (void)state;
    static const char *const parts[] = {"mali",
                                        " ",
                                        "\n",
                                        "gold. ",
                                        "The ",
                                        "\xE4\xB8\xAD",
                                        "\xCC\x81",
                                        "\x1B[1m",
                                        "\xC2\x9B",
                                        "\xE2\x80\xAE",
                                        "\xFF",
                                        "\xE2\x80",
                                        "x",
                                        "U.S. ",
                                        "!\xE2\x80\x9D ",
                                        "\xE2\x80\x8B",
                                        "wagner group ",
                                        "\t",
                                        "\xF0\x9F\x98\x80",
                                        "long-and-hyphenated",
                                        "\xE3\x80\x82",
                                        "0,000"};
    uint64_t seed = 42;
    struct stemmer *stemmer = stemmer_new("english");
    struct highlight h;
    struct snippet s = {0};
    ask(&h, stemmer, "english", "mali gold wagner+group =中 =000");
    for (int i = 0; i < 5000; i++) {
        struct buf text = {0};
        buf_clear(&text);
        for (uint64_t n = next_random(&seed) % 120; n > 0; n--)
            buf_puts(&text, parts[next_random(&seed) % COUNT(parts)]);
        size_t columns = SNIPPET_LEAST + next_random(&seed) % 100;
        char *exact = memcpy(xmalloc(text.length), text.data, text.length); /* for sanitizers */
        snippet_make(&s, &h, (struct slice){exact, text.length}, columns);
        assert_true(columns_of(s.text.data, s.text.length) <= columns);
        free(marked(&s));
        free(exact);
        buf_free(&text);
    }
    snippet_free(&s);
    highlight_free(&h);
    stemmer_free(stemmer);
}

/* Characters without width do not make a passage without end. */
static void test_is_bounded(void **state)
{
    (void)state;
    struct stemmer *stemmer = stemmer_new("none");
    struct highlight h;
    struct snippet s = {0};
    struct buf text = {0};
    ask(&h, stemmer, "none", "mali");
    for (int i = 0; i < 100000; i++)
        buf_puts(&text, i == 50000 ? " mali " : "\xE2\x80\x8B");
    snippet_make(&s, &h, (struct slice){text.data, text.length}, 80);
    assert_int_equal(s.count, 1);
    assert_true(s.text.length < 3000);
    buf_free(&text);
    snippet_free(&s);
    highlight_free(&h);
    stemmer_free(stemmer);
}

/* The walk ends at HIGHLIGHT_WORDS, but not before the first match. */
static void test_words_looked_at(void **state)
{
    (void)state;
    struct stemmer *stemmer = stemmer_new("none");
    struct highlight h;
    struct highlight_scan scan;
    struct highlight_match m;
    struct buf text = {0};
    ask(&h, stemmer, "none", "mali");
    for (int i = 0; i < HIGHLIGHT_WORDS; i++)
        buf_puts(&text, "x ");
    buf_puts(&text, "mali mali");
    highlight_start(&scan, &h, (struct slice){text.data, text.length});
    assert_true(highlight_next(&scan, &m));
    assert_int_equal(m.start, text.length - 9);
    assert_false(highlight_next(&scan, &m));
    buf_free(&text);
    highlight_free(&h);
    stemmer_free(stemmer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_marked),
        cmocka_unit_test(test_stems_that_begin_otherwise),
        cmocka_unit_test(test_filter_loses_nothing),
        cmocka_unit_test(test_which_passage),
        cmocka_unit_test(test_what_comes_out),
        cmocka_unit_test(test_body),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_is_bounded),
        cmocka_unit_test(test_words_looked_at),
    };
    return run_tap(tests);
}
