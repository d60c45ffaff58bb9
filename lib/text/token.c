/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words are found in two ways. simple_word() takes what is ASCII letters and digits with a plain
 * end after it, nearly all there is in English news, in one loop over a table. Whatever it
 * cannot judge, whole_word() reads again from the first letter, character by character.
 */
#include "lib/text/token.h"

#include <string.h>

#include "lib/text/fold.h"

void token_start(struct tokenizer *t, const char *text, size_t length, uint32_t position)
{
    t->text = (const unsigned char *)text;
    t->length = length;
    t->at = 0;
    t->position = position;
    t->paired = false;
}

static bool is_upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

/* A dash, a double quote, an ellipsis or a no-break space: “ ” – — … nbsp. */
static bool is_news_punctuation(const unsigned char *p, const unsigned char *end)
{
    if (end - p >= 3 && p[0] == 0xE2 && p[1] == 0x80)
        return p[2] == 0x93 || p[2] == 0x94 || p[2] == 0x9C || p[2] == 0x9D || p[2] == 0xA6;
    return end - p >= 2 && p[0] == 0xC2 && p[1] == 0xA0;
}

/* True if a word surely ends at `p`, with no look at what the word is. */
static bool is_plain_end(const unsigned char *p, const unsigned char *end)
{
    if (p == end || fold_ascii[*p] == 0)
        return true;
    if (fold_ascii[*p] == FOLD_JOINT)
        return p + 1 == end || fold_ascii[p[1]] == 0;
    return is_news_punctuation(p, end);
}

/* 0x80 in each byte of x that is an ASCII letter or digit, 0 in the others. */
static uint64_t word_bytes(uint64_t x)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t low = x & each * 0x7F;
    uint64_t folded = low | each * 0x20;
    uint64_t letters = (folded + each * (0x80 - 'a')) & ~(folded + each * (0x7F - 'z'));
    uint64_t digits = (low + each * (0x80 - '0')) & ~(low + each * (0x7F - '9'));
    return (letters | digits) & ~x & each * 0x80;
}

/* The index in memory of the first byte of x that is not 0; x is not 0. */
static size_t first_byte(uint64_t x)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (size_t)__builtin_clzll(x) / 8;
#else
    return (size_t)__builtin_ctzll(x) / 8;
#endif
}

/* Copies ASCII letters and digits in lower case, TOKEN_MAX at most; returns how many. Most words
 * are done with the first eight bytes. Setting bit 5 makes letters small; digits have it set. */
static size_t copy_word(char *out, const unsigned char *p, const unsigned char *end)
{
    size_t n = 0;
    while (n < TOKEN_MAX && (size_t)(end - p) - n >= 8) {
        uint64_t eight, folded, others;
        memcpy(&eight, p + n, 8);
        others = ~word_bytes(eight) & UINT64_C(0x8080808080808080);
        folded = eight | UINT64_C(0x2020202020202020);
        memcpy(out + n, &folded, 8);
        if (others)
            return n + first_byte(others);
        n += 8;
    }
    for (unsigned char c; n < TOKEN_MAX && p + n < end && (c = fold_ascii[p[n]]) > FOLD_WIDE; n++)
        out[n] = (char)c;
    return n;
}

/* The word at t->at, if it is simple; else false, and nothing but t->word has changed. */
static bool simple_word(struct tokenizer *t, struct token *token)
{
    const unsigned char *begin = t->text + t->at;
    const unsigned char *end = t->text + t->length;
    size_t length = copy_word(t->word, begin, end);
    if (length == 0 || !is_plain_end(begin + length, end))
        return false;
    token->text = t->word;
    token->length = length;
    token->position = ++t->position;
    token->start = t->at;
    t->at += length;
    token->end = t->at;
    token->capital = is_upper(*begin);
    return true;
}

/* A word in the making. `length` beyond TOKEN_MAX means too long: its bytes are not kept. */
struct word {
    char *bytes;
    size_t length;
    size_t start, end;
    enum fold_kind last; /* what its last character is: a letter, a digit, or what joins them */
    unsigned group;      /* digits since the beginning or a comma; NO_GROUP: no comma may follow */
    bool capital;
};

enum { NO_GROUP = 4 };

static void word_append(struct word *w, const char *bytes, size_t length)
{
    if (w->length + length > TOKEN_MAX) {
        w->length = TOKEN_MAX + 1;
        return;
    }
    memcpy(w->bytes + w->length, bytes, length);
    w->length += length;
}

static void word_add(struct word *w, const struct folded *f)
{
    word_append(w, f->bytes, f->length);
    w->last = f->kind;
    w->end = f->next;
    if (f->kind != FOLD_DIGIT)
        w->group = NO_GROUP;
    else if (w->group < NO_GROUP)
        w->group++;
}

static void word_join(struct word *w, char c)
{
    word_append(w, &c, 1);
    w->last = FOLD_OTHER;
    w->group = NO_GROUP;
}

static bool makes_words(const struct folded *f)
{
    return f->kind == FOLD_LETTER || f->kind == FOLD_DIGIT;
}

/* The next character from `at` on that is not dropped. */
static void peek(const struct tokenizer *t, size_t at, struct folded *f)
{
    do {
        fold_char(t->text, t->length, at, f);
        at = f->next;
    } while (f->kind == FOLD_MARK || f->kind == FOLD_NOTHING);
}

static bool is_one_letter(const char *bytes, size_t length)
{
    size_t characters = 0;
    for (size_t i = 0; i < length && i < TOKEN_MAX; i++)
        characters += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return characters == 1;
}

/* l', d', n', o' and qu', lorsqu', jusqu' are words of their own. */
static bool is_elided(const struct word *w)
{
    return is_one_letter(w->bytes, w->length) || (w->length >= 2 && w->length <= TOKEN_MAX &&
                                                  memcmp(w->bytes + w->length - 2, "qu", 2) == 0);
}

/* True if a possessive s and the end of the word follow an apostrophe, which ends at `at`; then
 * *after is the end of the s. */
static bool is_possessive(const struct tokenizer *t, size_t at, size_t *after)
{
    struct folded s, next;
    peek(t, at, &s);
    if (s.kind != FOLD_LETTER || s.length != 1 || s.bytes[0] != 's')
        return false;
    peek(t, s.next, &next);
    if (makes_words(&next))
        return false;
    *after = s.next;
    return true;
}

/* The joints: each looks at what follows the apostrophe, dot or comma that ends at t->at. They
 * return true if the word goes on there. */

static bool joins_at_apostrophe(struct tokenizer *t, struct word *w)
{
    struct folded next;
    if (is_possessive(t, t->at, &t->at))
        return false;
    peek(t, t->at, &next);
    if (w->last != FOLD_LETTER || next.kind != FOLD_LETTER || is_elided(w))
        return false;
    word_join(w, '\'');
    return true;
}

/* U.S.: adds single letters as long as each is followed by no other letter or digit. */
static void read_initials(struct tokenizer *t, struct word *w)
{
    struct folded letter, next;
    bool dot = true;
    while (dot) {
        peek(t, t->at, &letter);
        if (letter.kind != FOLD_LETTER || !is_one_letter(letter.bytes, letter.length))
            return;
        peek(t, letter.next, &next);
        if (makes_words(&next))
            return;
        word_add(w, &letter);
        dot = next.kind == FOLD_DOT;
        t->at = dot ? next.next : letter.next;
        w->end = t->at;
    }
}

static bool joins_at_dot(struct tokenizer *t, struct word *w)
{
    struct folded next;
    peek(t, t->at, &next);
    if (w->last == FOLD_DIGIT && next.kind == FOLD_DIGIT) {
        word_join(w, '.');
        return true;
    }
    if (w->last == FOLD_LETTER && is_one_letter(w->bytes, w->length)) {
        size_t letters = w->length;
        read_initials(t, w);
        if (w->length > letters) {
            peek(t, t->at, &next);
            if (next.kind == FOLD_APOSTROPHE)
                is_possessive(t, next.next, &t->at);
        }
    }
    return false;
}

static bool joins_at_comma(struct tokenizer *t, struct word *w)
{
    struct folded next;
    size_t at = t->at;
    if (w->last != FOLD_DIGIT || w->group >= NO_GROUP)
        return false;
    for (int i = 0; i < 4; i++) {
        peek(t, at, &next);
        if ((next.kind == FOLD_DIGIT) != (i < 3))
            return false;
        at = next.next;
    }
    w->group = 0;
    return true;
}

/* Adds the character to the word, or else returns false: the word ends before or with it. */
static bool word_goes_on(struct tokenizer *t, struct word *w, const struct folded *f)
{
    if (f->kind == FOLD_END || f->kind == FOLD_OTHER || f->kind == FOLD_IDEOGRAM)
        return false;
    t->at = f->next;
    switch (f->kind) {
    case FOLD_MARK:
        w->end = f->next;
        return true;
    case FOLD_NOTHING:
        return true;
    case FOLD_APOSTROPHE:
        return joins_at_apostrophe(t, w);
    case FOLD_DOT:
        return joins_at_dot(t, w);
    case FOLD_COMMA:
        return joins_at_comma(t, w);
    default:
        word_add(w, f);
        return true;
    }
}

/* The word takes its position. False if it is too long to be given. */
static bool finish(struct tokenizer *t, const struct word *w, struct token *token)
{
    token->text = t->word;
    token->length = w->length;
    token->position = ++t->position;
    token->start = w->start;
    token->end = w->end;
    token->capital = w->capital;
    return w->length <= TOKEN_MAX;
}

/* Adds the ASCII letters that come next: fold_char() would say no more of them. */
static void add_ascii_letters(struct tokenizer *t, struct word *w)
{
    unsigned char c;
    size_t at = t->at;
    while (at < t->length && (c = fold_ascii[t->text[at]]) >= 'a' && w->length < TOKEN_MAX) {
        w->bytes[w->length++] = (char)c;
        at++;
    }
    if (at > t->at) {
        w->last = FOLD_LETTER;
        w->group = NO_GROUP;
        w->end = t->at = at;
    }
}

/* The word that begins with the character f at t->at. False if it is too long: dropped. */
static bool whole_word(struct tokenizer *t, struct folded *f, struct token *token)
{
    struct word w = {.bytes = t->word, .start = t->at, .capital = f->capital};
    while (word_goes_on(t, &w, f)) {
        add_ascii_letters(t, &w);
        fold_char(t->text, t->length, t->at, f);
    }
    return finish(t, &w, token);
}

/* The pair of ideograms that begins with f at t->at, or f alone. False if f was the second of a
 * pair and no other follows. */
static bool ideogram_pair(struct tokenizer *t, const struct folded *f, struct token *token)
{
    struct word w = {.bytes = t->word, .start = t->at};
    bool was_paired = t->paired;
    struct folded second = {.next = f->next};
    do {
        t->at = second.next;
        fold_char(t->text, t->length, t->at, &second);
    } while (second.kind == FOLD_MARK || second.kind == FOLD_NOTHING);
    t->paired = second.kind == FOLD_IDEOGRAM;
    if (was_paired && !t->paired)
        return false;
    word_add(&w, f);
    if (t->paired)
        word_add(&w, &second);
    return finish(t, &w, token);
}

/* The character at t->at, and the word that begins with it. False if there is none to give. Not
 * inlined: its locals would slow down the way that nearly all words go. */
__attribute__((noinline)) static bool other_word(struct tokenizer *t, struct token *token)
{
    struct folded f;
    fold_char(t->text, t->length, t->at, &f);
    if (makes_words(&f))
        return whole_word(t, &f, token);
    if (f.kind == FOLD_IDEOGRAM)
        return ideogram_pair(t, &f, token);
    t->at = f.next;
    return false;
}

/* ---- names that are letters and marks: C++, C#, AT&T, .NET ---- */

static bool is_ascii_letter(unsigned char c)
{
    return c < 0x80 && fold_ascii[c] >= 'a';
}

/* The byte at an offset; 0 beyond the text. */
static unsigned char byte_at(const struct tokenizer *t, size_t at)
{
    return at < t->length ? t->text[at] : 0;
}

/* True if a word ends at an offset: neither letter nor digit follows there. */
static bool word_ends(const struct tokenizer *t, size_t at)
{
    struct folded next;
    peek(t, at, &next);
    return !makes_words(&next);
}

/* The word goes on with `count` bytes that are as the index has them, up to t->at + count. */
static void add_marks(struct tokenizer *t, struct token *token, size_t count)
{
    for (size_t i = 0; i < count; i++)
        t->word[token->length++] =
            (char)t->text[t->at + i] | (is_upper(t->text[t->at + i]) ? 0x20 : 0);
    token->text = t->word;
    t->at += count;
    token->end = t->at;
    struct folded next;
    peek(t, t->at, &next);
    if (next.kind == FOLD_APOSTROPHE)
        is_possessive(t, next.next, &t->at);
}

/* An & with 1 to 3 letters behind it. */
static void add_partner(struct tokenizer *t, struct token *token)
{
    size_t letters = 0;
    while (letters < 4 && is_ascii_letter(byte_at(t, t->at + 1 + letters)))
        letters++;
    size_t end = t->at + 1 + letters;
    bool single = token->length == 1 || letters == 1;
    if (letters == 0 || letters > 3 || token->length > 3 || !single || !word_ends(t, end) ||
        byte_at(t, end) == '&' || byte_at(t, end) == '=' || byte_at(t, end) == ';' ||
        (token->start && t->text[token->start - 1] == '&'))
        return;
    add_marks(t, token, 1 + letters);
}

/* True for a word of ASCII letters that are all there is of it in the text, up to t->at. */
static bool is_letters(const struct tokenizer *t, const struct token *token)
{
    if (token->end != t->at || token->length != token->end - token->start ||
        token->length + 4 > TOKEN_MAX)
        return false;
    for (size_t i = token->start; i < token->end; i++)
        if (!is_ascii_letter(t->text[i]))
            return false;
    return true;
}

/* What touches the end of a word, if it is of its name. */
static void add_end(struct tokenizer *t, struct token *token)
{
    unsigned char mark = t->text[t->at], after = byte_at(t, t->at + 1);
    if (!is_letters(t, token))
        return;
    if (mark == '&')
        add_partner(t, token);
    else if (mark == '+' && after == '+' && byte_at(t, t->at + 2) != '+' &&
             !is_ascii_letter(byte_at(t, t->at + 2)))
        add_marks(t, token, 2);
    else if (mark == '#' && after != '#' && token->length == 1 && word_ends(t, t->at + 1))
        add_marks(t, token, 1);
}

/* .NET, with a blank or a mark other than a dot before it. */
static void add_beginning(const struct tokenizer *t, struct token *token)
{
    static const char name[] = ".net";
    size_t dot = token->start - 1;
    if (token->length != 3 || memcmp(token->text, name + 1, 3) != 0 || t->text[dot] != '.')
        return;
    if (dot && (fold_ascii[t->text[dot - 1]] || t->text[dot - 1] == '.'))
        return;
    token->text = name;
    token->length = 4;
    token->start = dot;
}

static inline bool is_name_mark(unsigned char c)
{
    return c == '+' || c == '#' || c == '&';
}

/* Most words have a blank behind them. */
static inline void complete_name(struct tokenizer *t, struct token *token)
{
    if (t->at < t->length && is_name_mark(t->text[t->at]))
        add_end(t, token);
    else if (token->length == 3 && token->start && t->text[token->start - 1] == '.')
        add_beginning(t, token);
}

bool token_next(struct tokenizer *t, struct token *token)
{
    for (;;) {
        size_t at = t->at;
        while (at < t->length && fold_ascii[t->text[at]] < FOLD_WIDE)
            at++;
        t->at = at;
        if (at >= t->length)
            return false;
        if (simple_word(t, token) || other_word(t, token)) {
            complete_name(t, token);
            return true;
        }
    }
}
