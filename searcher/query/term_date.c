/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms date: to their node, and what was meant by those that are none. */
#include "searcher/query/term_date.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"

#define DATE_WORDS 4   /* words behind date: that are looked at for what was meant */
#define DATE_BYTES 100 /* and bytes */

/* True if the cure is one exact text to write, which becomes that of the query. */
static bool write_field(char *cure, size_t size, struct date today)
{
    static const char write[] = "write ";
    struct range range;
    struct range_error error;
    const char *text = cure + strlen(write);
    if (strncmp(cure, write, strlen(write)) != 0 ||
        !range_parse(text, strlen(text), today, &range, &error))
        return false;
    struct buf whole = {0};
    buf_printf(&whole, strchr(text, ' ') ? "write date:\"%s\"" : "write date:%s", text);
    snprintf(cure, size, "%s", whole.data);
    buf_free(&whole);
    return true;
}

/* The date and the `count` words behind it; false if there are not so many. */
static bool with_words(const struct term_reader *r, int count, struct slice *text)
{
    struct slice rest = r->token->rest;
    size_t at = 0;
    for (; count > 0; count--) {
        while (at < rest.length && rest.data[at] == ' ')
            at++;
        size_t start = at;
        while (at < rest.length && !strchr(" ()\"", rest.data[at]))
            at++;
        if (at == start)
            return false;
    }
    size_t length = (size_t)(rest.data + at - r->token->text.data);
    *text = (struct slice){r->token->text.data, length};
    return length <= DATE_BYTES;
}

/* A range with blanks, such as date:[2005 TO 2006] and date:last week, ends for the lexer at the
 * first: the cure is what the longest text that is a range, or can only mean one, means. */
static bool find_meant(const struct term_reader *r, char *cure, size_t size)
{
    for (int count = DATE_WORDS; count > 0; count--) {
        struct slice text;
        struct range range;
        struct range_error error;
        if (!with_words(r, count, &text))
            continue;
        if (range_parse(text.data, text.length, r->today, &range, &error))
            snprintf(error.cure, sizeof error.cure, "write %.*s", (int)text.length, text.data);
        snprintf(cure, size, "%s", error.cure);
        if (write_field(cure, size, r->today))
            return true;
    }
    return false;
}

/* True for date:may 2023, where the year is a word that was not meant to be one. */
static bool is_cut_month(const struct term_reader *r)
{
    struct slice text = r->token->text, more;
    struct range range;
    struct range_error error;
    for (size_t i = 0; i < text.length; i++)
        if ((text.data[i] < 'a' || text.data[i] > 'z') &&
            (text.data[i] < 'A' || text.data[i] > 'Z'))
            return false;
    return !r->token->quoted && with_words(r, 1, &more) &&
           range_parse(more.data, more.length, r->today, &range, &error);
}

/* date:* is every article that has one. */
static bool is_any_date(struct term_reader *r)
{
    if (!lex_is(r->token->text, "*"))
        return false;
    lex_fail_exact(r->error, r->token->text_column, "'*' is no date", "NOT date:none");
    return true;
}

struct node *term_date(struct term_reader *r)
{
    struct slice text = r->token->text;
    struct range range;
    struct range_error error = {0};
    if (is_any_date(r))
        return NULL;
    bool good = range_parse(text.data, text.length, r->today, &range, &error);
    if (good && !is_cut_month(r)) {
        struct node *node = query_node(NODE_DATE, r->token->column);
        node->range = range;
        return node;
    }
    if (good) {
        error.column = 1;
        snprintf(error.message, sizeof error.message, "the date ends at the blank");
    }
    if (r->token->quoted || !find_meant(r, error.cure, sizeof error.cure))
        write_field(error.cure, sizeof error.cure, r->today);
    lex_fail(r->error, r->token->text_column + error.column - 1, error.cure, "%s", error.message);
    r->error->exact = strncmp(error.cure, "write date:", 11) == 0;
    return NULL;
}
