/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stems: known ones, and the cache against libstemmer without one. */
#include "lib/text/stem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libstemmer.h>

#include "tests/unit/test.h"

static void check_stem(struct stemmer *s, const char *word, const char *expected)
{
    size_t length;
    const char *stem = stem_word(s, word, strlen(word), &length);
    if (length != strlen(expected) || memcmp(stem, expected, length) != 0)
        print_error("%s became %.*s\n", word, (int)length, stem);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(stem, expected, length);
}

static void test_known_stems(void **state)
{
    (void)state;
    static const struct {
        const char *language, *word, *stem;
    } rows[] = {
        {"english", "sanctions", "sanction"},
        {"english", "mercenaries", "mercenari"},
        {"english", "mercenary", "mercenari"},
        {"english", "operating", "oper"},
        {"english", "mali", "mali"},
        {"english", "don't", "don't"},
        {"english", "50000", "50000"},
        {"english", "中文", "中文"},
        {"en", "elections", "elect"},
        {"french", "mercenaires", "mercenair"},
        {"german", "sanktionen", "sanktion"},
        {"russian", "русский", "русск"},
        {"russian", "русского", "русск"},
        {"none", "sanctions", "sanctions"},
        {"none", "a", "a"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct stemmer *s = stemmer_new(rows[i].language);
        assert_non_null(s);
        check_stem(s, rows[i].word, rows[i].stem);
        check_stem(s, rows[i].word, rows[i].stem); /* out of the cache */
        stemmer_free(s);
    }
    stemmer_free(NULL);
}

static void test_none_returns_the_word_itself(void **state)
{
    (void)state;
    struct stemmer *s = stemmer_new("none");
    const char *word = "sanctions";
    size_t length;
    assert_ptr_equal(stem_word(s, word, 9, &length), word);
    assert_int_equal(length, 9);
    stemmer_free(s);
}

static void test_unknown_language(void **state)
{
    (void)state;
    assert_null(stemmer_new("klingon"));
    assert_null(stemmer_new("English"));
    assert_null(stemmer_new(""));
}

static void test_languages(void **state)
{
    (void)state;
    const char **languages = stemmer_languages();
    size_t n = 0;
    bool english = false;
    assert_string_equal(languages[0], "none");
    for (; languages[n]; n++) {
        struct stemmer *s = stemmer_new(languages[n]);
        assert_non_null(s);
        stemmer_free(s);
        english = english || strcmp(languages[n], "english") == 0;
    }
    assert_true(english);
    assert_true(n > 10);
    free(languages);
}

static void test_version(void **state)
{
    (void)state;
    assert_string_equal(stemmer_version(), "2.2.0");
}

static void test_applies(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        bool applies;
    } rows[] = {
        {"mali", true},  {"a", true},      {"don't", true}, {"t72b3", true}, {"москва", true},
        {"مالي", true},  {"中文", true},   {"が", true},    {"हिन्दी", true}, {"", false},
        {"1", false},    {"50000", false}, {"1.5", false},  {"72b3", false}, {"3rd", false},
        {"٢٠٢٣", false}, {"\xFF", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(stem_applies(rows[i].word, strlen(rows[i].word)), rows[i].applies);
}

/* A made-up word: two to six syllables of a few, with an ending now and then, so that the same
 * words come again, and more different ones than the cache holds. */
static size_t make_word(uint64_t *seed, char word[64])
{
    static const char *const syllables[] = {"ma",  "li",  "wag",  "ner", "sanc", "ti", "e",   "ro",
                                            "mos", "kau", "tion", "bo",  "ra",   "zy", "dem", "oc"};
    static const char *const endings[] = {"", "", "s", "ing", "ed", "ations", "ly", "ness"};
    size_t length = 0;
    word[0] = '\0';
    for (uint64_t n = 2 + next_random(seed) % 5; n > 0; n--)
        length += (size_t)snprintf(word + length, 64 - length, "%s",
                                   syllables[(next_random(seed) >> 20) % COUNT(syllables)]);
    length += (size_t)snprintf(word + length, 64 - length, "%s",
                               endings[(next_random(seed) >> 20) % COUNT(endings)]);
    return length;
}

static void test_cache_changes_nothing(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct stemmer *s = stemmer_new("english");
    struct sb_stemmer *plain = sb_stemmer_new("english", NULL);
    for (int i = 0; i < 300000; i++) {
        char word[64];
        size_t stem_length, length = make_word(&seed, word);
        const char *stem = stem_word(s, word, length, &stem_length);
        const sb_symbol *expected = sb_stemmer_stem(plain, (const sb_symbol *)word, (int)length);
        assert_int_equal(stem_length, sb_stemmer_length(plain));
        assert_memory_equal(stem, expected, stem_length);
    }
    sb_stemmer_delete(plain);
    stemmer_free(s);
}

/* Words of every length up to TOKEN_MAX, in buffers of exactly their size, that differ in one
 * byte only. */
static void test_all_lengths(void **state)
{
    (void)state;
    struct stemmer *s = stemmer_new("english");
    for (size_t length = 1; length <= 64; length++) {
        char *word = malloc(length);
        assert_non_null(word);
        for (size_t at = 0; at <= length; at++) {
            size_t stem_length;
            memset(word, 'o', length);
            if (at < length)
                word[at] = 'k';
            const char *stem = stem_word(s, word, length, &stem_length);
            assert_int_equal(stem_length, length);
            assert_memory_equal(stem, word, length);
        }
        free(word);
    }
    stemmer_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_stems),
        cmocka_unit_test(test_none_returns_the_word_itself),
        cmocka_unit_test(test_unknown_language),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_applies),
        cmocka_unit_test(test_cache_changes_nothing),
        cmocka_unit_test(test_all_lengths),
    };
    return run_tap(tests);
}
