/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names across transliterations: spellings that are one name, and words that are not. */
#include "lib/text/name_key.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

enum { SPELLINGS_MAX = 12, WORD_MAX = 32 };

/* Each row: spellings of one name. All have one key, and each is like each other. */
static const char *const names[] = {
    "wagner vagner",
    "zelensky zelenskyy zelenskiy zelenskyi zelenski zelenskij selenskyj",
    "qaddafi gadhafi gaddafi kadhafi qadhafi kaddafi",
    "prigozhin prigojine prigozhyn",
    "mohammed muhammad mohamed mohammad muhammed",
    "chebyshev tschebyscheff",
    "khrushchev chruschtschow krushchev",
    "petrov petroff petrow",
    "yusuf youssef yousuf jusuf yousef",
    "hussein husayn hussain husein",
    "lukashenko lukaschenko loukachenko",
    "tchaikovsky tchaikovskiy chaikovsky tschaikowski",
    "gorbachev gorbatschow gorbachov",
    "osama usama",
    "omar umar",
    "hezbollah hizbullah hizballah",
    "sergei sergey serguei sergej",
    "dmitry dmitri dmitriy dmitrij dimitri",
    "ivan iwan",
    "alexander aleksander",
    "aleksei alexey alexei aleksej",
    "putin poutine",
    "yeltsin eltsine",
    "medvedev medvedew",
    "navalny nawalny navalniy",
    "pushkin pouchkine",
    "rasputin raspoutine",
    "solzhenitsyn soljenitsyne",
    "zhirinovsky jirinovski",
    "zhukov joukov",
    "shoigu schoigu choigou",
    "dudayev dudaev",
    "yevgeny evgeny yevgeni evgeni",
    "tatyana tatiana tatjana",
    "surovikin sourovikine",
    "yanukovych ianoukovitch",
    "khamenei hamenei",
    "kherson herson",
    "bakhmut bachmut",
    "luhansk lugansk",
    "donetsk donezk",
    "chechnya tchetchnia",
    "azerbaijan aserbaidschan azerbaidjan azerbaidzhan",
    "tehran teheran",
    "baghdad bagdad",
    "jeddah jiddah",
    "sheikh shaikh sheik",
    "abdullah abdallah",
    "ahmed ahmad",
    "saddam sadam",
    "nasrallah nasralla",
    "jamal djamal",
    "suleiman sulaiman sulayman",
    "bashir bachir",
    "haftar hafter",
    "houthi huthi",
    "iraq irak",
    "camara kamara",
    "goita goyta",
    "bazoum bazum",
    "tinubu tinoubou",
    "chad tchad",
    "biden bidden", /* nothing tells them apart once doubled letters are one */
};

/* Each row: words of which no two are like each other. */
static const char *const strangers[] = {
    "mali mail meal mule malay male mole moly mall",
    "paris porus press peres purse",
    "iran iron ireland",
    "putin patton potion button",
    "macron micron marcon",
    "oil all ali ill",
    "sudan sweden sedan",
    "niger nigeria nagar",
    "chad shad chat",
    "iraq iraqi",
    "gaza kaza",
    "kabul gabble",
    "syria serie sere sure",
    "moscow mosque",
    "israel azrael",
    "china chain",
    "minsk monsk",
    "libya labia",
    "wagner wagoner wegener",
    "carter garter",
    "russia rushes ross",
    "london landon",
    "texas taxes",
    "yemen woman",
    "korea carry gore",
    "peru pure pyre",
    "kenya keen",
    "ghana gin",
    "turkey turk",
    "sahel soil",
    "force forces",
    "bush bash",
    "still style",
    "state start",
    "hamas hams",
    "assad aside",
    "kyiv kiev",
};

/* Splits a row at its blanks. */
static size_t split(const char *row, char words[SPELLINGS_MAX][WORD_MAX])
{
    size_t n = 0;
    while (*row) {
        size_t length = strcspn(row, " ");
        assert_true(n < SPELLINGS_MAX && length < WORD_MAX);
        memcpy(words[n], row, length);
        words[n++][length] = '\0';
        row += length;
        row += *row == ' ';
    }
    return n;
}

static bool alike(const char *a, const char *b)
{
    return name_alike(a, strlen(a), b, strlen(b));
}

static void check_row(const char *row, bool expected)
{
    char words[SPELLINGS_MAX][WORD_MAX];
    size_t n = split(row, words);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            bool wanted = i == j || expected;
            if (alike(words[i], words[j]) != wanted)
                print_error("%s, %s: %salike\n", words[i], words[j], wanted ? "not " : "");
            assert_int_equal(alike(words[i], words[j]), wanted);
        }
    }
}

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        check_row(names[i], true);
}

static void test_strangers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(strangers); i++)
        check_row(strangers[i], false);
}

static void test_names_have_one_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        char words[SPELLINGS_MAX][WORD_MAX], first[NAME_KEY_MAX], key[NAME_KEY_MAX];
        size_t n = split(names[i], words);
        size_t length = name_key(words[0], strlen(words[0]), first);
        assert_true(length > 0);
        for (size_t j = 1; j < n; j++) {
            assert_int_equal(name_key(words[j], strlen(words[j]), key), length);
            assert_memory_equal(key, first, length);
        }
    }
}

static void test_keys(void **state)
{
    (void)state;
    static const struct {
        const char *word, *key;
    } rows[] = {
        {"wagner", "FKNR"},       {"mali", "ML"},      {"osama", "ASM"}, {"khrushchev", "KRXF"},
        {"yusuf", "JSF"},         {"yeltsin", "ALSN"}, {"ali", "AL"},    {"hezbollah", "KSBL"},
        {"alexander", "ALKSNDR"}, {"aaa", "A"},        {"hhh", "K"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char key[NAME_KEY_MAX];
        size_t length = name_key(rows[i].word, strlen(rows[i].word), key);
        assert_int_equal(length, strlen(rows[i].key));
        assert_memory_equal(key, rows[i].key, length);
    }
}

static void test_words_without_a_key(void **state)
{
    (void)state;
    static const char *const words[] = {"",
                                        "a",
                                        "li",
                                        "ak47",
                                        "2023",
                                        "1.5",
                                        "don't",
                                        "sana'a",
                                        "москва",
                                        "中文",
                                        "wagnеr" /* a Cyrillic e */,
                                        "Mali"};
    char key[NAME_KEY_MAX];
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_int_equal(name_key(words[i], strlen(words[i]), key), 0);
        assert_false(alike(words[i], words[i]));
    }
    char word[65];
    memset(word, 'x', sizeof word);
    assert_int_equal(name_key(word, 65, key), 0);
    assert_true(name_key(word, 64, key) > 0);
}

static void random_word(uint64_t *seed, char word[64], size_t *length)
{
    static const char letters[] = "aeiouyaeioubcdfghjklmnpqrstvwxzhhsctkg";
    *length = 3 + next_random(seed) % (next_random(seed) % 8 ? 8 : 62);
    for (size_t i = 0; i < *length; i++)
        word[i] = letters[(next_random(seed) >> 30) % (sizeof letters - 1)];
}

/* Any letters have a key of capital letters; a word is like itself; likeness is symmetric and
 * goes with equal keys. Words are in buffers of exactly their size. */
static void test_properties(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int run = 0; run < 10000; run++) {
        char letters[2][64], keys[2][NAME_KEY_MAX], *words[2];
        size_t length[2], key_length[2];
        for (int i = 0; i < 2; i++) {
            random_word(&seed, letters[i], &length[i]);
            words[i] = malloc(length[i]);
            assert_non_null(words[i]);
            memcpy(words[i], letters[i], length[i]);
            key_length[i] = name_key(words[i], length[i], keys[i]);
            assert_in_range(key_length[i], 1, NAME_KEY_MAX);
            for (size_t k = 0; k < key_length[i]; k++)
                assert_in_range(keys[i][k], 'A', 'Z');
            assert_true(name_alike(words[i], length[i], words[i], length[i]));
        }
        bool like = name_alike(words[0], length[0], words[1], length[1]);
        assert_int_equal(like, name_alike(words[1], length[1], words[0], length[0]));
        if (like) {
            assert_int_equal(key_length[0], key_length[1]);
            assert_memory_equal(keys[0], keys[1], key_length[0]);
        }
        free(words[0]);
        free(words[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_strangers),
        cmocka_unit_test(test_names_have_one_key),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_words_without_a_key),
        cmocka_unit_test(test_properties),
    };
    return run_tap(tests);
}
