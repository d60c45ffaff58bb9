/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "lib/base/hash.h"
#include "lib/base/little.h"
#include "lib/index/manifest.h"
#include "lib/text/name_key.h"
#include "lib/text/stem.h"
#include "lib/text/token.h"

/*
 * What another tokenizer, another Snowball, another table of Unicode would make other words of.
 * Its order and wording do not matter, but every change of it makes all indexes old.
 */
enum { NAMES = 3 }; /* the sample of names; languages come after it */

static const char *const samples[] = {
    /* the rules of words: apostrophes, dots, numbers, marks */
    "Don't, mali's, L'événement, qu'elle, O'Brien's rock’n’roll; U.S. e.g. 1.5 1.5.2 50,000 5,00 "
    "C++ C# .NET AT&T AK-47 R&D F-16s 3rd x86_64 user@example.org http://www.example.org/a_b?c=d "
    "\xff\xfe bad \xe2\x82 bytes soft\u00ADhyphen zero\u200Dwidth\uFEFF",
    /* folding: what decomposes, what is in our table, what is neither */
    "Straße ﬁnance Ａ１ ² ½ ™ № ㎏ Æsop Œuvre Øre Łódź Đorđe ðÞ ıİ ſ Ǆ ǅ ﬀ é e\u0301 й и\u0306 Ά ά "
    "Σίσυφος ΣΑΣ Ǻ ẞ Ω K Å 가 \u1100\u1161 か\u3099 が ｶﾞ شِعر שָׁלוֹם हिन्दी क़ தமிழ் བོད་ ไทย ລາວ မြန်မာ "
    "ខ្មែរ 中文搜索引擎 "
    "日本語のテキスト 한국어 검색 ①Ⅷ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ꜩ",
    /* letters that came with Unicode 5.1, 5.2, 6.0, 6.1, 7, 8, 9, 10, 11, 12, 12.1, 13, 14, 15,
     * 15.1, 16 and 17, and marks that did */
    "x\u0514x x\u1E9Ex x\uA723x x\u0524x x\u2C70x x\u0526x x\uA78Dx x\uA7AAx x\u037Fx x\u0528x "
    "x\uA7B2x x\uAB70x x\u13F8x x\u1C80x x\U0001E900x x\u0860x x\u312Ex x\u1C90x x\uA7B8x "
    "x\U00016E40x x\uA7BAx x\U0001E100x x\u32FFx x\uA7C7x x\uA7F5x x\u31BBx x\U00030000x x\u2C2Fx "
    "x\uA7C0x x\U00010570x x\U0001DF00x x\u1AC1x x\u1DFAx x\U00011F04x x\U0001E4D0x x\U00031350x "
    "x\U0002EBF0x x\uA7CBx x\uA7DAx x\U00010D50x x\u1C89x x\U00016D40x x\U00016EA0x x\U000323B0x",
    /* names, for their keys */
    "Qaddafi Gadhafi Khrushchev Chruschtschow Wagner Vagner Tchaikovsky Yeltsin Jelzin Erdogan "
    "Mohammed Muhamad Zelenskyy Selenskyj Schwarzenegger Nguyen Xi Dvorak Szczecin Knight",
    /* the languages that Snowball knows, English first and most */
    "sanctions sanctioned elections electing relational conditional hopefulness happily happier "
    "running ponies caresses agreed plastered motoring sized failing filing skies dying news "
    "inning proceed exceed generously university organization vietnamization operator formative "
    "triplicate electrical adoption replacement communism effective controlling probate rate",
    "المكتبات والكتاب يكتبون մարդկանց գրադարանները etxeetan liburuak biblioteques anaven bøgerne "
    "universitetets boeken mogelijkheden kirjoissa taloissamme bibliothèques continuellement "
    "nationalité Häuser Möglichkeiten aufeinander βιβλιοθήκες ανθρώπους पुस्तकालयों लड़कियाँ "
    "könyvtárakban "
    "házaikban perpustakaannya membacakan leabharlanna bhfear biblioteche abbandonarono "
    "bibliotekose "
    "žmonėms पुस्तकालयहरू bibliotekene muligheter bibliotecas possibilidade bibliotecilor frumoasele "
    "библиотеками возможностей књижарама књигама библиотекама corriendo posibilidades biblioteken "
    "möjligheterna நூலகங்களில் kütüphanelerimizden evlerinizde ביבליאָטעקן",
};

static void add_text(struct buf *out, const char *text, size_t length)
{
    buf_putc(out, (char)length); /* of a word */
    buf_add(out, text, length);
}

/* Adds what becomes of a text: its words, their keys if asked for, their stems if there is a
 * stemmer. All of it for all samples would take a tenth of a search. */
static void add_words(struct stemmer *stemmer, bool keys, const char *text, struct buf *out)
{
    struct tokenizer t;
    struct token word;
    token_start(&t, text, strlen(text), 0);
    while (token_next(&t, &word)) {
        char key[NAME_KEY_MAX];
        uint8_t numbers[4 * sizeof(uint32_t)];
        const char *stem = "";
        size_t stem_length = 0;
        size_t key_length = keys ? name_key(word.text, word.length, key) : 0;
        if (stemmer && stem_applies(word.text, word.length))
            stem = stem_word_once(stemmer, word.text, word.length, &stem_length);
        little_put(numbers, word.position, 4);
        little_put(numbers + 4, word.start, 4);
        little_put(numbers + 8, word.end, 4);
        little_put(numbers + 12, word.capital, 4);
        buf_add(out, numbers, sizeof numbers);
        add_text(out, word.text, word.length);
        add_text(out, key, key_length);
        add_text(out, stem, stem_length);
    }
}

void manifest_words(const char *language, char out[17])
{
    struct buf all = {0};
    struct stemmer *stemmer = stemmer_new(language);
    out[0] = '\0';
    if (!stemmer)
        return;
    buf_reserve(&all, 1 << 14);
    buf_printf(&all, "tokens %d names %d unicode %s snowball %s language %s\n", TOKEN_VERSION,
               NAME_KEY_VERSION, utf8proc_unicode_version(), stemmer_version(), language);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        add_words(i > NAMES ? stemmer : NULL, i == NAMES, samples[i], &all);
    snprintf(out, 17, "%016" PRIx64, hash_64(all.data, all.length));
    stemmer_free(stemmer);
    buf_free(&all);
}
