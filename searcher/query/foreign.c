/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query/foreign.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "searcher/query/term_words.h"

static bool begins(struct slice text, const char *with)
{
    size_t n = strlen(with);
    return text.length >= n && memcmp(text.data, with, n) == 0;
}

static struct slice from(struct slice text, size_t at)
{
    return (struct slice){text.data + at, text.length - at};
}

/* Where a text first has a string; its length if nowhere. */
static size_t find(struct slice text, const char *string)
{
    size_t at = 0;
    while (at < text.length && !begins(from(text, at), string))
        at++;
    return at;
}

/* The digits that a text begins with, as a number, at most 9999; *length of them. */
static unsigned number(struct slice text, size_t *length)
{
    unsigned n = 0;
    for (*length = 0; *length < text.length && isdigit((unsigned char)text.data[*length]);
         ++*length)
        n = n > 999 ? 9999 : n * 10 + (unsigned)(text.data[*length] - '0');
    return n;
}

/* A text that is looked at, and where the error goes. */
struct foreign {
    const struct lex_token *t;
    struct slice text;
    struct date today;
    struct query_error *error;
};

/* The error for the text at an offset, with a cure that is the term with another text. */
static bool mend_term(struct foreign *f, size_t at, const char *message, struct slice text)
{
    const struct lex_token *t = f->t;
    char mark[2] = {t->mark, '\0'};
    lex_fail_exact(f->error, t->text_column + at, message, "%.*s%s%s%.*s", LEX_SLICE(t->field),
                   t->field.length ? ":" : "", mark, LEX_SLICE(text));
    return true;
}

/* The same, with a cure in words. */
static bool advise(struct foreign *f, size_t at, const char *message, const char *cure)
{
    lex_fail(f->error, f->t->text_column + at, cure, "%s", message);
    return true;
}

/* The same, with a cure that is the query with a word instead of the term, and of all that are
 * like it. */
static bool mend_query(struct foreign *f, const char *message, const char *word)
{
    struct slice all = lex_query(f->t);
    struct buf out = {0};
    for (size_t i = 0, end; i < all.length; i = end) {
        for (end = i; end < all.length && !strchr(" ()", all.data[end]);)
            end++;
        struct slice one = {all.data + i, end - i};
        bool same = bytes_compare(one.data, one.length, f->text.data, f->text.length) == 0;
        if (same && !*word)
            end += end < all.length && all.data[end] == ' ';
        else if (same)
            buf_puts(&out, word);
        else
            buf_add(&out, one.data, one.length);
        if (!same || *word)
            for (; end < all.length && strchr(" ()", all.data[end]); end++)
                buf_putc(&out, all.data[end]);
        end += end == i;
    }
    lex_fail_exact(f->error, f->t->text_column, message, "%s", out.data ? out.data : "");
    buf_free(&out);
    return true;
}

/* Words and signs of their own. */
static bool is_operator(struct foreign *f)
{
    static const struct {
        const char *text;
        const char *word;
        const char *message;
    } known[] = {
        {"&", "AND", "'&' is no operator; of words side by side all must occur"},
        {"&&", "AND", "'&&' is no operator; of words side by side all must occur"},
        {"|", "OR", "'|' is no operator"},
        {"||", "OR", "'||' is no operator"},
        {"!", "NOT", "'!' is no operator"},
        {"+", "", "'+' is no operator; of words side by side all must occur"},
        {"ADJ", "NEAR/1", "ADJ is no operator"},
        {"ANDNOT", "NOT", "ANDNOT is no operator"},
    };
    if (f->t->field.length || f->t->mark)
        return false;
    if (lex_is(f->text, ".."))
        return advise(f, 0, "there is no word in this",
                      "write a range without blanks: date:2023-05..2024-02");
    if (lex_is(f->text, "XOR"))
        return advise(f, 0, "XOR is no operator", "write (a OR b) NOT (a b)");
    if (lex_is(f->text, "*") && lex_query(f->t).length > f->text.length)
        return advise(f, 0, "'*' stands for letters of a word, and there are none beside it",
                      "write a NEAR/2 b for words with one word between them");
    if (lex_is(f->text, "*") || lex_is(f->text, "*:*"))
        return advise(f, 0, "'*' stands for letters of a word, and there are none beside it",
                      "for all articles leave the query out: searcher -s newest");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (lex_is(f->text, known[i].text))
            return mend_query(f, known[i].message, known[i].word);
    return false;
}

/* near/5, w/5, pre/5, adj5, NEAR5. */
static bool is_nearness(struct foreign *f)
{
    static const char *const names[] = {"near", "within", "adj", "pre", "onear", "w"};
    for (size_t i = 0; i < sizeof names / sizeof *names && !f->t->field.length; i++) {
        size_t n = strlen(names[i]), digits;
        if (f->text.length <= n || strncasecmp(f->text.data, names[i], n) != 0)
            continue;
        bool slash = f->text.data[n] == '/';
        unsigned window = number(from(f->text, n + slash), &digits);
        if ((n == 1 && !slash) || n + slash + digits != f->text.length || !digits || !window ||
            window > QUERY_MAX_WINDOW)
            continue;
        struct buf word = {0};
        buf_printf(&word, "NEAR/%u", window);
        mend_query(f, "nearness is written NEAR/5", word.data);
        buf_free(&word);
        return true;
    }
    return false;
}

/* 2005..2006, and >2005. */
static bool is_range(struct foreign *f)
{
    struct range range;
    struct range_error error;
    bool dots = find(f->text, "..") < f->text.length;
    bool compares = f->text.length > 1 && strchr("<>", f->text.data[0]);
    if (f->t->field.length || f->t->mark || !(dots || compares))
        return false;
    if (range_parse(f->text.data, f->text.length, f->today, &range, &error)) {
        lex_fail_exact(f->error, f->t->text_column, "a range of dates needs date: before it",
                       "date:%.*s", LEX_SLICE(f->text));
        return true;
    }
    struct range_error ignored;
    const char *cure = error.cure + QUERY_CURE_START;
    if (!compares || strncmp(error.cure, "write ", QUERY_CURE_START) != 0 || strchr(cure, ' ') ||
        !range_parse(cure, strlen(cure), f->today, &range, &ignored))
        return false;
    lex_fail_exact(f->error, f->t->text_column, "'<' and '>' compare nothing here", "date:%s",
                   cure);
    return true;
}

/* +word, !word, and -word where the - is a dash or stands behind a field. */
static bool is_sign_before(struct foreign *f)
{
    static const struct {
        const char *sign;
        const char *message;
    } signs[] = {
        {"-", "'-' stands only at the beginning"},
        {"!", "'!' means nothing before a word"},
        {"\xe2\x80\x93", "a dash means nothing before a word"},
        {"\xe2\x80\x94", "a dash means nothing before a word"},
        {"\xe2\x88\x92", "a dash means nothing before a word"},
    };
    if (f->text.length > 1 && f->text.data[0] == '+' && term_is_letter(f->text.data[1]))
        return mend_term(f, 0, "'+' means nothing before a word: all must occur", from(f->text, 1));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i].sign);
        char mark[2] = {f->t->mark, '\0'};
        if (!begins(f->text, signs[i].sign) || f->text.length == n ||
            !term_is_letter(f->text.data[n]))
            continue;
        lex_fail_exact(f->error, f->t->text_column, signs[i].message, "-%.*s%s%s%.*s",
                       LEX_SLICE(f->t->field), f->t->field.length ? ":" : "", mark,
                       LEX_SLICE(from(f->text, n)));
        return true;
    }
    return false;
}

/* a|b: OR of both, in parentheses. */
static bool is_bar(struct foreign *f)
{
    size_t at = find(f->text, "|");
    if (at == f->text.length)
        return false;
    struct buf out = {0};
    buf_putc(&out, '(');
    for (size_t i = 0; i < f->text.length; i++)
        if (f->text.data[i] == '|')
            buf_puts(&out, i && f->text.data[i - 1] == '|' ? "" : " OR ");
        else
            buf_putc(&out, f->text.data[i]);
    buf_putc(&out, ')');
    mend_term(f, at, "'|' means nothing", (struct slice){out.data, out.length});
    buf_free(&out);
    return true;
}

/* word^2, ^word, word~2. */
static bool is_weight(struct foreign *f)
{
    size_t hat = find(f->text, "^"), tilde = find(f->text, "~");
    if (hat == 0)
        return mend_term(f, 0, "'^' means nothing", from(f->text, 1));
    if (hat < f->text.length)
        return mend_term(f, hat, "'^' means nothing; no word weighs more than others",
                         (struct slice){f->text.data, hat});
    if (tilde == f->text.length)
        return false;
    struct slice word = {f->text.data, tilde};
    if (tilde && !f->t->field.length && !f->t->mark)
        lex_fail_exact(f->error, f->t->text_column + tilde,
                       "'~' stands before a name that has other spellings", "~%.*s",
                       LEX_SLICE(word));
    else
        advise(
            f, tilde, "'~' stands only before a word",
            "write ~name for a name and its other spellings; put other text with a '~' in quotes");
    return true;
}

/* The text without what means something in a regular expression: sets become "?", as does a dot of
 * one that stands in slashes. */
static void simplify_expression(struct slice text, bool slashes, struct buf *out)
{
    for (size_t i = 0; i < text.length; i++) {
        struct slice rest = from(text, i);
        size_t close = find(rest, "]");
        char c = rest.data[0];
        if (begins(rest, "\\b") || begins(rest, "\\w"))
            i++;
        else if ((c == '[' && close < rest.length) ||
                 (c == '.' && slashes && !begins(rest, ".*"))) {
            buf_putc(out, '?');
            i += c == '[' ? close : 0;
        } else if (c != '\\' && !begins(rest, ".*"))
            buf_putc(out, c);
    }
}

/* \bword\b, kat.*, k[ao]t, /kat.*na/. */
static bool is_expression(struct foreign *f)
{
    struct slice text = f->text;
    size_t slash = find(text, "\\"), dots = find(text, ".*"), open = find(text, "[");
    if (dots < 2 || !term_is_letter(text.data[dots - 2])) /* U.S.* */
        dots = text.length;
    size_t at = slash < dots ? slash : dots;
    bool slashes = text.length > 2 && begins(text, "/") && text.data[text.length - 1] == '/';
    bool set = open && open < text.length && term_is_letter(text.data[open - 1]) &&
               find(from(text, open), "]") + open + 1 < text.length;
    if (at == text.length && !set && !slashes)
        return false;
    if (slashes)
        text = (struct slice){text.data + 1, text.length - 2};
    struct buf out = {0};
    buf_puts(&out, "");
    simplify_expression(text, slashes, &out);
    mend_term(f,
              slashes            ? 0
              : set && open < at ? open
                                 : at,
              "there are no regular expressions", (struct slice){out.data, out.length});
    buf_free(&out);
    return true;
}

/* title=gold. */
static bool is_field_with_equals(struct foreign *f)
{
    static const char *const names[] = {"title=", "from=", "author=", "path=", "id=", "date="};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins(f->text, names[i]) && !f->t->field.length && !f->t->mark) {
            size_t n = strlen(names[i]) - 1;
            lex_fail_exact(f->error, f->t->text_column + n, "a colon stands behind a field",
                           "%.*s:%.*s", (int)n, f->text.data, LEX_SLICE(from(f->text, n + 1)));
            return true;
        }
    return false;
}

/* 'a phrase', in quotes of one stroke, straight or curly. */
static bool is_quoted_once(struct foreign *f)
{
    struct slice rest = lex_query(f->t);
    size_t n = begins(f->text, "'") ? 1 : begins(f->text, "\xe2\x80\x98") ? 3 : 0;
    if (!n || f->text.length == n || f->t->field.length || f->t->mark)
        return false;
    rest = from(rest, f->t->text_column - 1 + n);
    for (size_t i = 1; i < rest.length && rest.data[i] != '"'; i++) {
        size_t mark = rest.data[i] == '\'' ? 1 : begins(from(rest, i), "\xe2\x80\x99") ? 3 : 0;
        if (!mark || (i + mark < rest.length && !strchr(" )", rest.data[i + mark])))
            continue;
        lex_fail_exact(f->error, f->t->text_column, "a phrase stands in double quotes", "\"%.*s\"",
                       (int)i, rest.data);
        return true;
    }
    return false;
}

/* word?, which may be a question. */
static bool is_question(struct foreign *f)
{
    size_t n = f->text.length;
    while (n && f->text.data[n - 1] == '?')
        n--;
    return n < f->text.length && n &&
           (term_is_letter(f->text.data[n - 1]) || f->text.data[n - 1] == '*') &&
           mend_term(f, n, "'?' stands for one letter, and others must follow",
                     (struct slice){f->text.data, n});
}

bool foreign_text(const struct lex_token *t, struct date today, struct query_error *error)
{
    static bool (*const checks[])(struct foreign *) = {
        is_operator,   is_nearness,          is_range,       is_sign_before, is_bar, is_weight,
        is_expression, is_field_with_equals, is_quoted_once, is_question,
    };
    struct foreign f = {t, t->text, today, error};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i](&f))
            return true;
    return false;
}

/* --- Nearness ----------------------------------------------------------------------------- */

/* Words and phrases within so many words of each other, blanks becoming NEAR. */
static void join_near(struct slice words, unsigned window, struct buf *out)
{
    bool gap = false, quoted = false;
    for (size_t i = 0; i < words.length; i++) {
        quoted ^= words.data[i] == '"';
        if (words.data[i] == ' ' && !quoted) {
            gap = true;
            continue;
        }
        if (gap && out->length)
            buf_printf(out, " NEAR/%u ", window);
        gap = false;
        buf_putc(out, words.data[i]);
    }
}

static unsigned count_words(struct slice text)
{
    unsigned n = 0;
    for (size_t i = 0; i < text.length; i++)
        n += text.data[i] != ' ' && (i == 0 || text.data[i - 1] == ' ');
    return n;
}

bool foreign_after_quotes(const struct lex_token *t, struct query_error *error)
{
    struct slice rest = t->rest;
    size_t column = t->text_column + (size_t)(rest.data - t->text.data), digits = 0;
    unsigned words = count_words(t->text);
    unsigned slop = number(from(rest, 1), &digits);
    char mark[2] = {t->mark, '\0'};
    if (rest.data[0] == '*')
        lex_fail_exact(error, column, "'*' stands inside the quotes", "%.*s%s%s\"%.*s*\"",
                       LEX_SLICE(t->field), t->field.length ? ":" : "", mark, LEX_SLICE(t->text));
    else if (rest.data[0] == '^')
        lex_fail_exact(error, column, "'^' means nothing; no word weighs more than others",
                       "%.*s%s%s\"%.*s\"", LEX_SLICE(t->field), t->field.length ? ":" : "", mark,
                       LEX_SLICE(t->text));
    else if (rest.data[0] == '~' && digits && words > 1 && words + slop <= QUERY_MAX_WINDOW &&
             !t->mark && (!t->field.length || lex_is(t->field, "title"))) {
        struct buf near = {0};
        join_near(t->text, words + slop - 1, &near);
        lex_fail_exact(error, column, "nearness is written NEAR/5",
                       t->field.length ? "title:(%s)" : "%s", near.data);
        buf_free(&near);
    } else
        return false;
    return true;
}

bool foreign_near(size_t column, struct slice rest, struct query_error *error)
{
    size_t close = find(rest, ")"), comma = find(rest, ","), digits;
    unsigned between = 10;
    if (!begins(rest, "(") || close == rest.length)
        return false;
    size_t end = comma < close ? comma : close;
    for (; comma < close && rest.data[comma + 1] == ' ';)
        comma++;
    if (comma < close)
        between = number(from(rest, comma + 1), &digits);
    if (between >= QUERY_MAX_WINDOW)
        return false;
    struct buf near = {0};
    join_near((struct slice){rest.data + 1, end - 1}, between + 1, &near);
    lex_fail_exact(error, column, "NEAR stands between what it joins", "%s",
                   near.data ? near.data : "");
    buf_free(&near);
    return true;
}
