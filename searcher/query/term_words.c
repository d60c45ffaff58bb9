/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query/term_words.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/text/token.h"

struct node *term_fail(struct term_reader *r, size_t offset, const char *cure, const char *message)
{
    lex_fail(r->error, r->token->text_column + offset, cure, "%s", message);
    return NULL;
}

bool term_is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (unsigned char)c >= 0x80;
}

/*
 * The tokenizer knows no wildcards. They are given to it as letters that nobody writes, of no case
 * and no decomposition, so that it cuts and folds a pattern as it does the words that the pattern
 * is to match; then they are put back.
 */
#define STAND_IN 3                                /* bytes of each */
static const char star_letter[] = "\xea\x9f\xb7"; /* U+A7F7, an I on its side in epigraphy */
static const char any_letter[] = "\xea\x9f\xbb";  /* U+A7FB, an F turned round in epigraphy */

/* The wildcard that a letter stands in for; 0 if none. */
static char wildcard_at(const char *text, size_t length)
{
    if (length < STAND_IN)
        return 0;
    return memcmp(text, star_letter, STAND_IN) == 0  ? '*'
           : memcmp(text, any_letter, STAND_IN) == 0 ? '?'
                                                     : 0;
}

/* Puts the letters for wildcards into a copy. A run of "?" with nothing of a word after it stays as
 * it is. False if the text has such letters itself. */
static bool put_letters(struct slice text, struct buf *out)
{
    for (size_t i = 0; i < text.length; i++) {
        size_t end = i;
        if (wildcard_at(text.data + i, text.length - i))
            return false;
        while (end < text.length && text.data[end] == '?')
            end++;
        bool wanted =
            end < text.length && (text.data[end] == '*' || term_is_letter(text.data[end]));
        for (; i < end; i++)
            buf_puts(out, wanted ? any_letter : "?");
        if (i < text.length && text.data[i] == '*')
            buf_puts(out, star_letter);
        else if (i < text.length)
            buf_putc(out, text.data[i]);
    }
    return true;
}

/* The words of a node in the making. */
struct taking {
    struct term_reader *r;
    struct node *node;
    size_t room;        /* of its words */
    struct slice given; /* to the tokenizer: the text, or the text with letters for wildcards */
    bool has_letters;   /* such letters are in it */
    size_t seen;        /* of what was given, and the place in the text of what comes next */
    size_t place;
};

/* Where in the text something stands that is at `at`, beyond what was asked for before, in what the
 * tokenizer was given. */
static size_t place_of(struct taking *k, size_t at)
{
    if (!k->has_letters)
        return at;
    while (k->seen < at) {
        bool letter = wildcard_at(k->given.data + k->seen, k->given.length - k->seen);
        k->seen += letter ? STAND_IN : 1;
        k->place++;
    }
    return k->place;
}

static size_t count_letters(const char *word)
{
    size_t n = 0;
    for (; *word; word++)
        n += *word != '*' && *word != '?' && ((unsigned char)*word & 0xc0) != 0x80;
    return n;
}

/* Puts wildcards back, several "*" as one. A "?" at the end is a mark of the text. */
static char *put_wildcards(const char *word, size_t length)
{
    struct buf out = {0};
    buf_puts(&out, "");
    for (size_t i = 0; i < length;) {
        char wildcard = wildcard_at(word + i, length - i);
        if (wildcard != '*' || !out.length || out.data[out.length - 1] != '*')
            buf_putc(&out, wildcard ? wildcard : word[i]);
        i += wildcard ? STAND_IN : 1;
    }
    while (out.length && out.data[out.length - 1] == '?')
        out.data[--out.length] = '\0';
    return buf_take(&out);
}

/* False if the word is a pattern that stands for too much; where it is in the text is `place`. */
static bool is_narrow(struct taking *k, const char *word, size_t place)
{
    static const char prefix[] = "write word*, with at least 2 letters before the '*'";
    const char *first = strpbrk(word, "*?");
    size_t letters = count_letters(word);
    bool at_end = first && first[1] == '\0';
    if (!first && *word)
        return true;
    if (letters == 0 && place && (unsigned char)k->r->token->text.data[place - 1] >= 0x80)
        term_fail(k->r, place, "leave it out",
                  "words of this script are pairs of characters, which no '*' can follow");
    else if (letters == 0)
        term_fail(k->r, place,
                  k->r->token->quoted
                      ? "write a NEAR/2 b for words with one word between them"
                      : "write word*, with the '*' right after the letters of a word",
                  "'*' stands for letters of a word, and there are none beside it");
    else if (at_end && letters < TERM_PREFIX_LETTERS)
        term_fail(k->r, place, prefix, "'*' has fewer than 2 letters before it");
    else if (!at_end && letters < TERM_WILDCARD_LETTERS)
        term_fail(k->r, place, "write more letters of the word: kat*na, *trina, katr?na",
                  "a word with '*' or '?' inside has fewer than 3 letters");
    else
        return true;
    return false;
}

static bool take_word(struct taking *k, const struct token *word)
{
    struct node *node = k->node;
    size_t place = place_of(k, word->start);
    if (node->word_count && *k->r->room == 0) {
        lex_fail_size(k->r->error, k->r->token->text_column + place);
        return false;
    }
    *k->r->room -= node->word_count > 0;
    node->words = xgrow(node->words, &k->room, node->word_count + 1, sizeof *node->words);
    char *text = k->has_letters ? put_wildcards(word->text, word->length)
                                : xstrndup(word->text, word->length);
    node->words[node->word_count++] = text;
    return !k->has_letters || is_narrow(k, text, place);
}

static bool no_words(struct term_reader *r)
{
    if (r->token->quoted)
        term_fail(r, 0, "write words between the quotes: \"armed forces\"",
                  "the phrase has no words");
    else
        term_fail(r, 0, "write a word of letters or digits, or leave it out",
                  "there is no word in this");
    return false;
}

static bool take_words(struct taking *k)
{
    struct tokenizer tokenizer;
    struct token word;
    size_t end = 0;
    token_start(&tokenizer, k->given.data, k->given.length, 0);
    while (token_next(&tokenizer, &word) && word.position == k->node->word_count + 1) {
        if (!take_word(k, &word))
            return false;
        end = word.end;
    }
    if (tokenizer.position == k->node->word_count)
        return k->node->word_count || no_words(k->r);
    term_fail(k->r, place_of(k, end), "leave it out: the index has no words that long",
              "a word has more than 64 bytes");
    return false;
}

static bool has_wildcard(struct slice text)
{
    return text.length &&
           (memchr(text.data, '*', text.length) || memchr(text.data, '?', text.length));
}

struct node *term_words(struct term_reader *r, enum node_kind kind, bool patterns)
{
    struct slice text = r->token->text;
    struct taking k = {.r = r, .node = query_node(kind, r->token->column), .given = text};
    struct buf letters = {0};
    bool ok = true;
    if (patterns && has_wildcard(text)) {
        ok = put_letters(text, &letters);
        k.given = (struct slice){letters.data, letters.length};
        k.has_letters = true;
    }
    if (ok)
        ok = take_words(&k);
    else
        term_fail(r, 0, "leave it out", "a letter of epigraphy cannot stand beside '*' or '?'");
    buf_free(&letters);
    if (ok)
        return k.node;
    query_free(k.node);
    return NULL;
}
