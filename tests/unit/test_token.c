/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text to words: the rules as tables, where words stand, and properties on made-up text. */
#include "lib/text/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "tests/unit/test.h"

/* A text and its words, with a blank between neighbours. */
struct row {
    const char *text;
    const char *words;
};

static const struct row latin[] = {
    {"Sanctions on Mali", "sanctions on mali"},
    {"", ""},
    {" \t\r\n .,;:!?'\"()", ""},
    {"one,two;three/four|five", "one two three four five"},
    {"end. Begin", "end begin"},
    {"end.Begin", "end begin"},
    {"snake_case", "snake case"},
    {"a+b=c", "a b c"},
    {"@handle #topic", "handle topic"},
    {"https://www.example.com/a-b?c=1", "https www example com a b c 1"},
    {"wait...what", "wait what"},
    {"AK-47", "ak 47"},
    {"five-year", "five year"},
    {"ten\xE2\x80\x93year", "ten year"},
    {"junta—says—no", "junta says no"},
    {"“quoted”", "quoted"},
    {"« très »", "tres"},
    {"50€", "50"},
    {"no\xC2\xA0"
     "break",
     "no break"},
    {"1½", "1"},
    {"Wagner™", "wagner"},
};

/* Names that are letters and marks. */
static const struct row names[] = {
    {"C++", "c++"},
    {"C++, Notepad++. (C++)", "c++ notepad++ c++"},
    {"C++17 and C++'s", "c++ 17 and c++"},
    {"C+ C+++ ++C C++x", "c c c c x"},
    {"1++ é++", "1 e"},
    {"C# F#, (C#)", "c# f# c#"},
    {"C## C#x issue#5 No.#3 #c", "c c x issue 5 no 3 c"},
    {"AT&T at&t AT&T's S&P, R&D. Q&A?", "at&t at&t at&t s&p r&d q&a"},
    {"B&Bs AT&T-owned", "b&bs at&t owned"},
    {"AT & T, Barnes&Noble, rock&roll", "at t barnes noble rock roll"},
    {"a&b&c &a a& a&&b", "a b c a a a b"},
    {"AT&amp;T ?q=a&id=3 a&1", "at amp t q a id 3 a 1"},
    {"é&a a&é U.S.&a", "e a a e us a"},
    {".NET (.net) the .NET", ".net .net the .net"},
    {"ASP.NET end.Net ..net .nets .com 1.net", "asp net end net net nets com 1 net"},
    {"a/b end. 5+3 #1 $1.5bn 50%", "a b end 5 3 1 1.5bn 50"},
};

static const struct row folding[] = {
    {"événement", "evenement"},
    {"e\xCC\x81ve\xCC\x81nement", "evenement"},
    {"ÉLYSÉE", "elysee"},
    {"Straße STRASSE STRAẞE", "strasse strasse strasse"},
    {"ﬁnance oﬀice", "finance office"},
    {"Łódź", "lodz"},
    {"Erdoğan", "erdogan"},
    {"İstanbul ısı ISI", "istanbul isi isi"},
    {"Tromsø Århus Ærø", "tromso arhus aero"},
    {"Đà Nẵng, Đinđić", "da nang dindic"},
    {"Guðni Þórður", "gudni thordur"},
    {"œuvre", "oeuvre"},
    {"nº 1ª", "no 1a"},
    {"km² CO₂", "km2 co2"},
    {"Ⅻ", "xii"},
    {"１２３ ＡＢＣ", "123 abc"},
    {"𝐌𝐚𝐥𝐢", "mali"},
    {"co\xC2\xADop\xC2\xAD"
     "eration",
     "cooperation"},
    {"zero\xE2\x80\x8Bwidth", "zero width"},
    {"non\xE2\x80\x8Cjoiner jo\xE2\x80\x8Diner", "nonjoiner joiner"},
    {"\xEF\xBB\xBFMali \xEF\xBB\xBFnorth", "mali north"},
    {"left\xE2\x80\x8Eright", "leftright"},
};

static const struct row apostrophes[] = {
    {"Mali’s", "mali"},
    {"the group's head", "the group head"},
    {"WAGNER'S", "wagner"},
    {"the 1990's", "the 1990"},
    {"workers' rights", "workers rights"},
    {"it's", "it"},
    {"'s", "s"},
    {"l'événement", "l evenement"},
    {"Côte d’Ivoire", "cote d ivoire"},
    {"N'Djamena", "n djamena"},
    {"qu'evenement", "qu evenement"},
    {"lorsqu’il jusqu'à", "lorsqu il jusqu a"},
    {"O'Brien's", "o brien"},
    {"don't", "don't"},
    {"don’t donʼt don‘t DON＇T", "don't don't don't don't"},
    {"Sana'a, Qur’an, Ka'bah", "sana'a qur'an ka'bah"},
    {"rock'n'roll", "rock'n'roll"},
    {"'quoted'", "quoted"},
    {"‘quoted’", "quoted"},
    {"''twice''", "twice"},
    {"ten''eleven", "ten eleven"},
    {"F16'er 5'6", "f16 er 5 6"},
    {"gov't-led", "gov't led"},
    {"today's'", "today"},
    {"sister's-in-law", "sister in law"},
    {"mas'sa", "mas'sa"},
};

static const struct row dots[] = {
    {"the U.S. army", "the us army"},
    {"the U.S army", "the us army"},
    {"U.S.A", "usa"},
    {"U.S.A.", "usa"},
    {"U.S.-led", "us led"},
    {"the U.N.'s envoy", "the un envoy"},
    {"the U.N.’s envoy", "the un envoy"},
    {"e.g. this, i.e. that", "eg this ie that"},
    {"É.-U. É.U.", "e u eu"},
    {"10 a.m. in Washington, D.C.", "10 am in washington dc"},
    {"J.K. Rowling", "jk rowling"},
    {"J.K.Rowling", "jk rowling"},
    {"George W. Bush", "george w bush"},
    {"plan B.", "plan b"},
    {"Ph.D.", "ph d"},
    {"a.b.com", "ab com"},
    {"U.S.1", "us 1"},
    {"a..b", "a b"},
};

static const struct row numbers[] = {
    {"1.5", "1.5"},
    {"1.5.2", "1.5.2"},
    {"v1.5", "v1.5"},
    {"$1.5bn", "1.5bn"},
    {"in 2023.", "in 2023"},
    {".5", "5"},
    {"50,000", "50000"},
    {"1,234,567", "1234567"},
    {"1,234,567.89", "1234567.89"},
    {"50,000-strong", "50000 strong"},
    {"1,2", "1 2"},
    {"1,2345", "1 2345"},
    {"1,23,456", "1 23456"},
    {"in 2019,300 men", "in 2019 300 men"},
    {"1.5,000", "1.5 000"},
    {"10,000,00", "10000 00"},
    {"5,000,", "5000"},
    {"5, 000", "5 000"},
    {"2023-05-26", "2023 05 26"},
    {"10:30", "10 30"},
    {"26.05.2023", "26.05.2023"},
    {"５０,０００", "50000"},
    {"T-72B3", "t 72b3"},
    {"3rd", "3rd"},
    {"1'000", "1 000"},
};

static const struct row scripts[] = {
    {"Владимир Путин", "владимир путин"},
    {"Йод, чёрный, И\xCC\x86од", "йод черный йод"},
    {"Київ", "киів"},
    {"Ελλάδα ΕΛΛΆΔΑΣ", "ελλαδα ελλαδασ"},
    {"مَالِي", "مالي"},
    {"أحمد", "احمد"},
    {"محـــمد", "محمد"},
    {"שָׁלוֹם", "שלום"},
    {"हिन्दी में", "हिन्दी में"},
    {"ज़रूर जरूर", "जरूर जरूर"},
    {"中", "中"},
    {"中文", "中文"},
    {"中华人民", "中华 华人 人民"},
    {"中文，日本", "中文 日本"},
    {"Mali中文2023年", "mali 中文 2023 年"},
    {"東京タワー", "東京 京タ タワ ワー"},
    {"がぎ か\xE3\x82\x99き\xE3\x82\x99 ｶﾞｷﾞ", "がぎ がぎ ガギ"},
    {"한국어", "한국 국어"},
    {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB\xE1\x84\x80\xE1\x85\xAE\xE1\x86\xA8", "한국"},
    {"ไทย", "ไท ทย"},
};

/* The words of a text, with a blank between neighbours and "_" for a position without a word. */
static void join_words(struct buf *b, const char *text, size_t length)
{
    struct tokenizer t;
    struct token token;
    uint32_t position = 0;
    token_start(&t, text, length, 0);
    buf_clear(b);
    while (token_next(&t, &token)) {
        while (++position < token.position)
            buf_puts(b, b->length ? " _" : "_");
        if (b->length)
            buf_putc(b, ' ');
        buf_add(b, token.text, token.length);
    }
}

static void check_rows(const struct row *rows, size_t count)
{
    struct buf b = {0};
    for (size_t i = 0; i < count; i++) {
        join_words(&b, rows[i].text, strlen(rows[i].text));
        if (strcmp(b.data, rows[i].words) != 0)
            print_error("in \"%s\"\n", rows[i].text);
        assert_string_equal(b.data, rows[i].words);
    }
    buf_free(&b);
}

static void test_latin(void **state)
{
    (void)state;
    check_rows(latin, COUNT(latin));
}

static void test_names(void **state)
{
    (void)state;
    check_rows(names, COUNT(names));
}

static void test_folding(void **state)
{
    (void)state;
    check_rows(folding, COUNT(folding));
}

static void test_apostrophes(void **state)
{
    (void)state;
    check_rows(apostrophes, COUNT(apostrophes));
}

static void test_dots(void **state)
{
    (void)state;
    check_rows(dots, COUNT(dots));
}

static void test_numbers(void **state)
{
    (void)state;
    check_rows(numbers, COUNT(numbers));
}

static void test_scripts(void **state)
{
    (void)state;
    check_rows(scripts, COUNT(scripts));
}

/* Where words stand: the text with each word in brackets, those with a capital in braces. */
static const struct row spans[] = {
    {"Mali’s north.", "{Mali}’s [north]."},
    {"the group's", "[the] [group]'s"},
    {"The U.S.-led, U.S.A men", "{The} {U.S.}-[led], {U.S.A} [men]"},
    {"the U.N.'s x", "[the] {U.N.}'s [x]"},
    {"“Don’t,” he said.", "“{Don’t},” [he] [said]."},
    {"l'Événement", "[l]'{Événement}"},
    {"AK-47s: 50,000 or 1.5.", "{AK}-[47s]: [50,000] [or] [1.5]."},
    {"e\xCC\x81te\xCC\x81 3D", "[e\xCC\x81te\xCC\x81] [3D]"},
    {"co\xC2\xADop\xC2\xAD.", "[co\xC2\xADop]\xC2\xAD."},
    {"ǅ Ǆ ß", "{ǅ} {Ǆ} [ß]"},
    {"中 Ｍali Москва", "[中] {Ｍali} {Москва}"},
};

static void test_spans(void **state)
{
    (void)state;
    struct buf b = {0};
    for (size_t i = 0; i < COUNT(spans); i++) {
        struct tokenizer t;
        struct token token;
        size_t at = 0;
        const char *text = spans[i].text;
        buf_clear(&b);
        token_start(&t, text, strlen(text), 0);
        while (token_next(&t, &token)) {
            buf_add(&b, text + at, token.start - at);
            buf_putc(&b, token.capital ? '{' : '[');
            buf_add(&b, text + token.start, token.end - token.start);
            buf_putc(&b, token.capital ? '}' : ']');
            at = token.end;
        }
        buf_puts(&b, text + at);
        assert_string_equal(b.data, spans[i].words);
    }
    buf_free(&b);
}

static void test_pairs_overlap(void **state)
{
    (void)state;
    struct tokenizer t;
    struct token token;
    const char *text = "x 中华人 y";
    static const size_t expected[][2] = {{0, 1}, {2, 8}, {5, 11}, {12, 13}};
    token_start(&t, text, strlen(text), 10);
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_true(token_next(&t, &token));
        assert_int_equal(token.position, 11 + i);
        assert_int_equal(token.start, expected[i][0]);
        assert_int_equal(token.end, expected[i][1]);
    }
    assert_false(token_next(&t, &token));
    assert_int_equal(t.position, 14);
}

/* 64 bytes are a word, 65 are none but take a position; also when folding makes it longer, when
 * the word has joints, and at the end of the text. */
static void test_long_words(void **state)
{
    (void)state;
    struct buf text = {0}, words = {0};
    static const char *const fillers[] = {"m", "M", "\xC3\xA9", "e\xCC\x81"};
    for (size_t i = 0; i < COUNT(fillers); i++) {
        buf_clear(&text);
        buf_puts(&text, "a ");
        for (int n = 0; n < TOKEN_MAX; n++)
            buf_puts(&text, fillers[i]);
        join_words(&words, text.data, text.length);
        assert_int_equal(words.length, 2 + TOKEN_MAX);
        buf_puts(&text, fillers[i]);
        buf_puts(&text, "'t b");
        join_words(&words, text.data, text.length);
        assert_string_equal(words.data, "a _ b");
    }
    buf_clear(&text);
    for (int n = 0; n < TOKEN_MAX; n++)
        buf_puts(&text, "m.");
    join_words(&words, text.data, text.length);
    assert_int_equal(words.length, TOKEN_MAX);
    buf_puts(&text, "m. ß b");
    join_words(&words, text.data, text.length);
    assert_string_equal(words.data, "_ ss b");
    buf_free(&text);
    buf_free(&words);
}

static void test_what_is_no_text(void **state)
{
    (void)state;
    struct buf b = {0};
    join_words(&b, "a\0b", 3);
    assert_string_equal(b.data, "a b");
    static const char broken[] = "a\xFF"
                                 "b \xC3 c\xE2\x80 d\xED\xA0\x80"
                                 "e \xC0\xAF f\xF0\x9F";
    join_words(&b, broken, sizeof broken - 1);
    assert_string_equal(b.data, "a b c d e f");
    join_words(&b, "Mali\xE2\x80\x99s", 6); /* cut in the middle of the apostrophe */
    assert_string_equal(b.data, "mali");
    buf_free(&b);
}

/* Checks all that must hold of any token; `text` is a buffer of exactly its length. */
static void check_token(const struct token *token, const struct token *before, size_t length)
{
    utf8proc_int32_t c;
    assert_in_range(token->length, 1, TOKEN_MAX);
    assert_true(token->start < token->end && token->end <= length);
    assert_true(token->position > before->position);
    assert_true(before->position == 0 || token->start > before->start);
    assert_true(token->end > before->end);
    for (size_t i = 0; i < token->length;) {
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)token->text + i,
                                              (utf8proc_ssize_t)(token->length - i), &c);
        assert_true(n > 0);
        i += (size_t)n;
    }
}

/* A word given to the tokenizer again comes back as it is. */
static void check_again(const struct token *token)
{
    struct tokenizer t;
    struct token again;
    char *copy = xmalloc(token->length);
    memcpy(copy, token->text, token->length);
    token_start(&t, copy, token->length, 0);
    bool same = token_next(&t, &again) && again.length == token->length &&
                memcmp(again.text, copy, again.length) == 0 && !token_next(&t, &again);
    if (!same)
        print_error("not the same again: \"%.*s\"\n", (int)token->length, copy);
    assert_true(same);
    free(copy);
}

static size_t check_text(const char *text, size_t length)
{
    struct tokenizer t;
    struct token token, before = {0};
    size_t words = 0;
    char *copy = xmalloc(length);
    memcpy(copy, text, length);
    token_start(&t, copy, length, 0);
    for (; token_next(&t, &token); words++, before = token) {
        check_token(&token, &before, length);
        check_again(&token);
    }
    assert_true(t.position >= before.position);
    free(copy);
    return words;
}

/* Every character there is, alone and inside a word. */
static void test_all_characters(void **state)
{
    (void)state;
    char text[16] = "ab";
    size_t words = 0;
    for (utf8proc_int32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t n = (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)text + 2);
        words += check_text(text + 2, n);
        text[2 + n] = 'c';
        check_text(text, n + 3);
    }
    assert_true(words > 100000);
}

static void test_random_bytes(void **state)
{
    (void)state;
    uint64_t seed = 1;
    char text[200];
    for (int run = 0; run < 20000; run++) {
        size_t length = next_random(&seed) % sizeof text;
        for (size_t i = 0; i < length; i++)
            text[i] = (char)(next_random(&seed) >> 32);
        check_text(text, length);
    }
}

/* Texts of the pieces that the rules are about, in any order. */
static void test_random_pieces(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",
        "+",
        "++",
        "#",
        "&",
        ".net",
        "s",
        "U",
        "qu",
        "mali",
        "é",
        "e\xCC\x81",
        "ß",
        "İ",
        "ŉ",
        "ŀ",
        "й",
        "и\xCC\x86",
        "ﬁ",
        "1",
        "23",
        "000",
        "456",
        "２",
        "½",
        "²",
        "Ⅻ",
        "٣",
        "'",
        "’",
        "ʼ",
        ".",
        ".",
        ",",
        ",",
        "-",
        "_",
        " ",
        " ",
        "\xC2\xAD",
        "\xE2\x80\x8D",
        "\xCC\x81",
        "中",
        "文",
        "か",
        "\xE3\x82\x99",
        "한",
        "\xE1\x84\x92",
        "\xE1\x85\xA1",
        "ไ",
        "\xE0\xB8\xB1",
        "हि",
        "\xE0\xA4\xBC",
        "\xFF",
        "\xE2",
        "ᾳ",
        "ﷺ",
        "\n",
    };
    uint64_t seed = 2;
    struct buf text = {0};
    for (int run = 0; run < 100000; run++) {
        buf_clear(&text);
        for (uint64_t n = next_random(&seed) % 30; n > 0; n--)
            buf_puts(&text, pieces[next_random(&seed) % COUNT(pieces)]);
        check_text(text.data, text.length);
    }
    buf_free(&text);
}

/* The short way for plain ASCII agrees with the long way: a soft hyphen in front of a word's last
 * letter changes nothing but forces the latter. */
static void test_short_way_is_the_long_way(void **state)
{
    (void)state;
    static const char letters[] = "abYZ09'., -";
    uint64_t seed = 3;
    struct buf plain = {0}, marked = {0}, a = {0}, b = {0};
    for (int run = 0; run < 50000; run++) {
        buf_clear(&plain);
        buf_clear(&marked);
        for (uint64_t n = next_random(&seed) % 40; n > 0; n--) {
            char c = letters[next_random(&seed) % (sizeof letters - 1)];
            buf_putc(&plain, c);
            buf_putc(&marked, c);
            buf_puts(&marked, "\xC2\xAD");
        }
        join_words(&a, plain.data, plain.length);
        join_words(&b, marked.data, marked.length);
        assert_string_equal(a.data, b.data);
    }
    buf_free(&plain);
    buf_free(&marked);
    buf_free(&a);
    buf_free(&b);
}

/* Letters with their marks in one or apart: the same words. Not so Burmese U+1026, which is one
 * of a pair or a pair. */
static void test_composition_does_not_matter(void **state)
{
    (void)state;
    struct buf a = {0}, b = {0};
    for (utf8proc_int32_t c = 0xC0; c < 0x30000; c++) {
        if ((c >= 0xD800 && c <= 0xDFFF) || c == 0x1026)
            continue;
        utf8proc_uint8_t whole[8] = {0};
        utf8proc_encode_char(c, whole);
        utf8proc_uint8_t *apart = utf8proc_NFD(whole);
        assert_non_null(apart);
        join_words(&a, (const char *)whole, strlen((const char *)whole));
        join_words(&b, (const char *)apart, strlen((const char *)apart));
        assert_string_equal(a.data, b.data);
        free(apart);
    }
    buf_free(&a);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latin),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_folding),
        cmocka_unit_test(test_apostrophes),
        cmocka_unit_test(test_dots),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_pairs_overlap),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_what_is_no_text),
        cmocka_unit_test(test_all_characters),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_random_pieces),
        cmocka_unit_test(test_short_way_is_the_long_way),
        cmocka_unit_test(test_composition_does_not_matter),
    };
    return run_tap(tests);
}
