/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Characters to tokens. */
#include "searcher/query/lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "searcher/query/foreign.h"

void lex_fail(struct query_error *error, size_t column, const char *cure, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    snprintf(error->cure, sizeof error->cure, "%s", cure);
    error->column = column;
    error->exact = false;
}

void lex_fail_exact(struct query_error *error, size_t column, const char *message,
                    const char *format, ...)
{
    static const char start[] = "write ";
    va_list args;
    lex_fail(error, column, start, "%s", message);
    size_t room = sizeof error->cure - QUERY_CURE_START;
    va_start(args, format);
    int length = vsnprintf(error->cure + QUERY_CURE_START, room, format, args);
    va_end(args);
    error->exact = length >= 0 && (size_t)length < room;
    if (!error->exact)
        snprintf(error->cure, sizeof error->cure, LEX_GENERAL);
}

struct slice lex_query(const struct lex_token *t)
{
    const char *begin = t->text.data - (t->text_column - 1);
    return (struct slice){begin, (size_t)(t->rest.data + t->rest.length - begin)};
}

void lex_fail_size(struct query_error *error, size_t column)
{
    lex_fail(error, column, "search for fewer words at once",
             "the query has more than %d words, operators and parentheses", QUERY_MAX_NODES);
}

/* --- Characters --------------------------------------------------------------------------- */

/* Pasted text brings blanks and quotes that no keyboard has; a quote closes one of its kind. */
enum glyph { OTHER, BLANK, PAREN, STRAIGHT, CURLY, ANGLE };

static const struct {
    const char *bytes;
    enum glyph glyph;
} wide[] = {{"\xc2\xa0", BLANK},     {"\xe2\x80\xaf", BLANK}, {"\xe3\x80\x80", BLANK},
            {"\xe2\x80\x9c", CURLY}, {"\xe2\x80\x9d", CURLY}, {"\xe2\x80\x9e", CURLY},
            {"\xc2\xab", ANGLE},     {"\xc2\xbb", ANGLE}};

/* What stands at `at`, and how many bytes of it. Any byte that means nothing here is OTHER. */
static enum glyph glyph_at(const struct lexer *l, size_t at, size_t *length)
{
    char c = l->text[at];
    *length = 1;
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return BLANK;
    if (c == '(' || c == ')')
        return PAREN;
    if (c == '"')
        return STRAIGHT;
    if ((unsigned char)c < 0x80)
        return OTHER;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t n = strlen(wide[i].bytes);
        if (n <= l->length - at && memcmp(l->text + at, wide[i].bytes, n) == 0) {
            *length = n;
            return wide[i].glyph;
        }
    }
    return OTHER;
}

static bool at_end(const struct lexer *l)
{
    return l->at == l->length;
}

/* Goes past characters as long as they are blank, or as long as they are OTHER. */
static void skip(struct lexer *l, enum glyph glyph)
{
    size_t n;
    while (!at_end(l) && glyph_at(l, l->at, &n) == glyph)
        l->at += n;
}

static struct slice since(const struct lexer *l, size_t from)
{
    return (struct slice){l->text + from, l->at - from};
}

static bool is_letter(char c)
{
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

size_t lex_field(struct slice text)
{
    size_t n = 0;
    while (n < text.length && is_letter(text.data[n]))
        n++;
    return n < text.length && text.data[n] == ':' ? n : 0;
}

bool lex_is(struct slice text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.data, word, text.length) == 0;
}

/* --- Tokens ------------------------------------------------------------------------------- */

/* The number after "NEAR/"; 0 if it is none from 1 to QUERY_MAX_WINDOW. */
static unsigned near_window(struct slice digits)
{
    unsigned n = 0;
    for (size_t i = 0; i < digits.length; i++) {
        char c = digits.data[i];
        if (c < '0' || c > '9')
            return 0;
        n = n * 10 + (unsigned)(c - '0');
        if (n > QUERY_MAX_WINDOW)
            return 0;
    }
    return n;
}

/* Makes an operator of a term that spells one. */
static void find_operator(struct lexer *l, struct lex_token *t)
{
    static const char near[] = "NEAR/";
    const size_t n = sizeof near - 1;
    if (lex_is(t->text, "AND"))
        t->kind = LEX_AND;
    else if (lex_is(t->text, "OR"))
        t->kind = LEX_OR;
    else if (lex_is(t->text, "NOT"))
        t->kind = LEX_NOT;
    else if (lex_is(t->text, "NEAR")) {
        t->kind = LEX_NEAR;
        t->window = QUERY_WINDOW;
    } else if (t->text.length >= n && memcmp(t->text.data, near, n) == 0) {
        t->kind = LEX_NEAR;
        t->window = near_window((struct slice){t->text.data + n, t->text.length - n});
        if (t->window)
            return;
        t->kind = LEX_ERROR;
        lex_fail(l->error, t->column + n,
                 "write a NEAR/5 b for at most 5 words apart, or a NEAR b for 10",
                 "NEAR/ takes a number from 1 to %d", QUERY_MAX_WINDOW);
    }
}

/* Reads up to the closing quote and past it; false if there is none. */
static bool read_quoted(struct lexer *l, struct lex_token *t)
{
    size_t n, start = l->at;
    enum glyph quote = glyph_at(l, l->at, &n);
    l->at += n;
    size_t text = l->at;
    t->quoted = true;
    t->text_column = text + 1;
    while (!at_end(l)) {
        if (glyph_at(l, l->at, &n) == quote) {
            t->text = since(l, text);
            l->at += n;
            return true;
        }
        l->at += n;
    }
    lex_fail(l->error, start + 1, "close the quotes after the last word of the phrase",
             "the quotes are never closed");
    return false;
}

/* False if a quote, or something after a quote, touches the term that ends here. */
static bool ends_well(struct lexer *l, const struct lex_token *t)
{
    size_t n;
    if (at_end(l))
        return true;
    enum glyph next = glyph_at(l, l->at, &n);
    if (next == BLANK || next == PAREN)
        return true;
    if (!t->quoted)
        lex_fail(l->error, l->at + 1, "put a blank before the quotes, or leave them out",
                 "the quotes touch the word before them");
    else if (!foreign_after_quotes(t, l->error))
        lex_fail(l->error, l->at + 1,
                 "put a blank after the quotes; for words close to each other write a NEAR/5 b",
                 "something touches the closing quotes");
    return false;
}

static void read_term(struct lexer *l, struct lex_token *t)
{
    size_t n;
    t->kind = LEX_TERM;
    n = lex_field((struct slice){l->text + l->at, l->length - l->at});
    if (n) {
        t->field = (struct slice){l->text + l->at, n};
        l->at += n + 1;
    }
    if (!at_end(l) && (l->text[l->at] == '=' || l->text[l->at] == '~'))
        t->mark = l->text[l->at++];
    enum glyph glyph = at_end(l) ? BLANK : glyph_at(l, l->at, &n);
    if (glyph == STRAIGHT || glyph == CURLY || glyph == ANGLE) {
        if (!read_quoted(l, t))
            t->kind = LEX_ERROR;
    } else {
        size_t start = l->at;
        t->text_column = start + 1;
        skip(l, OTHER);
        t->text = since(l, start);
    }
    t->rest = (struct slice){l->text + l->at, l->length - l->at};
    if (t->kind == LEX_TERM && !ends_well(l, t))
        t->kind = LEX_ERROR;
    if (t->kind == LEX_TERM && !t->field.length && !t->mark && !t->quoted)
        find_operator(l, t);
}

/* A - that begins a token: what it excludes must stand right after it. */
static void read_minus(struct lexer *l, struct lex_token *t)
{
    size_t n, start = l->at++;
    bool lone = at_end(l);
    if (!lone) {
        enum glyph next = glyph_at(l, l->at, &n);
        lone = next == BLANK || l->text[l->at] == ')';
    }
    t->kind = LEX_ERROR;
    if (lone)
        lex_fail(l->error, t->column, "write -word or NOT word to exclude it, or leave the - out",
                 "'-' has nothing right after it");
    else if (l->text[l->at] == '-')
        lex_fail(l->error, t->column,
                 "write -word to exclude a word; options are words of their own, outside the query",
                 "'--' means nothing in a query");
    else
        t->kind = LEX_NOT;
    t->text = since(l, start);
}

struct lex_token lex_next(struct lexer *l)
{
    skip(l, BLANK);
    struct lex_token t = {.kind = LEX_END, .column = l->at + 1};
    if (at_end(l))
        return t;
    char c = l->text[l->at];
    if (c == '(' || c == ')') {
        t.kind = c == '(' ? LEX_OPEN : LEX_CLOSE;
        l->at++;
    } else if (c == '-')
        read_minus(l, &t);
    else
        read_term(l, &t);
    return t;
}
