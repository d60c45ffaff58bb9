/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of a query: free, compare, print. */
#include "searcher/query/query.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/text/shown.h"

struct node *query_node(enum node_kind kind, size_t column)
{
    struct node *node = xcalloc(1, sizeof *node);
    node->kind = kind;
    node->column = column;
    return node;
}

void query_free(struct node *node)
{
    if (!node)
        return;
    for (size_t i = 0; i < node->word_count; i++)
        free(node->words[i]);
    for (size_t i = 0; i < node->part_count; i++)
        query_free(node->parts[i]);
    free(node->words);
    free(node->parts);
    free(node);
}

static bool equal_ranges(struct range a, struct range b)
{
    if (a.undated || b.undated)
        return a.undated == b.undated;
    return date_compare(a.first, b.first) == 0 && date_compare(a.last, b.last) == 0;
}

bool query_equal(const struct node *a, const struct node *b)
{
    if (a->kind != b->kind || a->title != b->title || a->window != b->window ||
        a->word_count != b->word_count || a->part_count != b->part_count)
        return false;
    if (a->kind == NODE_DATE && !equal_ranges(a->range, b->range))
        return false;
    for (size_t i = 0; i < a->word_count; i++)
        if (strcmp(a->words[i], b->words[i]) != 0)
            return false;
    for (size_t i = 0; i < a->part_count; i++)
        if (!query_equal(a->parts[i], b->parts[i]))
            return false;
    return true;
}

bool query_is_pattern(const char *word)
{
    return strpbrk(word, "*?") != NULL;
}

bool query_has_words(const struct node *node)
{
    switch (node->kind) {
    case NODE_WORD:
    case NODE_EXACT:
    case NODE_PREFIX:
    case NODE_WILDCARD:
    case NODE_NAME:
    case NODE_PHRASE:
    case NODE_NEAR:
        return true;
    case NODE_FROM:
    case NODE_AUTHOR:
    case NODE_PATH:
    case NODE_ID:
    case NODE_DATE:
    case NODE_NOT:
        return false;
    case NODE_AND:
    case NODE_OR:
        break;
    }
    bool all = node->kind == NODE_OR;
    for (size_t i = 0; i < node->part_count; i++)
        if (query_has_words(node->parts[i]) != all)
            return !all;
    return all;
}

/* --- The fixed spelling ------------------------------------------------------------------- */

/* Words need no quoting: the tokenizer's words have neither blanks nor anything that the grammar
 * gives a meaning to, and operators are upper case. */
static void print_words(struct buf *out, const struct node *node)
{
    for (size_t i = 0; i < node->word_count; i++)
        buf_printf(out, i ? " %s" : "%s", node->words[i]);
}

static void print_quoted(struct buf *out, const struct node *node)
{
    buf_putc(out, '"');
    print_words(out, node);
    buf_putc(out, '"');
}

/* A glob stands in quotes of a kind that it does not have. */
static void print_path(struct buf *out, const char *glob)
{
    bool straight = strchr(glob, '"') != NULL;
    bool curly = strstr(glob, "\xe2\x80\x9c") || strstr(glob, "\xe2\x80\x9d") ||
                 strstr(glob, "\xe2\x80\x9e");
    const char *open = !straight ? "\"" : curly ? "\xc2\xab" : "\xe2\x80\x9c";
    const char *close = !straight ? "\"" : curly ? "\xc2\xbb" : "\xe2\x80\x9d";
    bool plain = strspn(glob, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "/._-*?[]") == strlen(glob);
    buf_printf(out, "path:%s%s%s", plain ? "" : open, glob, plain ? "" : close);
}

/* range_print() has "..", which is no query, for all days. */
static void print_range(struct buf *out, struct range r)
{
    char text[RANGE_TEXT];
    buf_puts(out, range_is_all(r) ? "0001..9999" : range_print(r, text));
}

/* How tightly a kind holds its parts together; what is looser than its parent is put in
 * parentheses. */
static int tightness(enum node_kind kind)
{
    switch (kind) {
    case NODE_OR:
        return 1;
    case NODE_AND:
        return 2;
    case NODE_NEAR:
        return 3;
    case NODE_NOT:
        return 4;
    default:
        return 5;
    }
}

static void print_node(struct buf *out, const struct node *node);

static void print_part(struct buf *out, const struct node *node, const struct node *part)
{
    bool loose = tightness(part->kind) <= tightness(node->kind);
    if (loose)
        buf_putc(out, '(');
    print_node(out, part);
    if (loose)
        buf_putc(out, ')');
}

static void print_operator(struct buf *out, const struct node *node)
{
    for (size_t i = 0; i < node->part_count; i++) {
        if (node->kind == NODE_NOT)
            buf_puts(out, "NOT ");
        else if (i && node->kind == NODE_NEAR)
            buf_printf(out, " NEAR/%u ", node->window);
        else if (i)
            buf_puts(out, node->kind == NODE_OR ? " OR " : " ");
        print_part(out, node, node->parts[i]);
    }
}

static void print_node(struct buf *out, const struct node *node)
{
    if (node->title)
        buf_puts(out, "title:");
    switch (node->kind) {
    case NODE_EXACT:
        buf_putc(out, '=');
        print_words(out, node);
        break;
    case NODE_NAME:
        buf_putc(out, '~');
        print_words(out, node);
        break;
    case NODE_WORD:
    case NODE_WILDCARD:
        print_words(out, node);
        break;
    case NODE_PREFIX:
        print_words(out, node);
        buf_putc(out, '*');
        break;
    case NODE_PHRASE:
        print_quoted(out, node);
        break;
    case NODE_PATH:
        print_path(out, node->words[0]);
        break;
    case NODE_FROM:
    case NODE_AUTHOR:
        buf_puts(out, node->kind == NODE_FROM ? "from:" : "author:");
        if (strchr(node->words[0], ' '))
            print_quoted(out, node);
        else
            print_words(out, node);
        break;
    case NODE_ID:
        buf_puts(out, "id:");
        print_words(out, node);
        break;
    case NODE_DATE:
        buf_puts(out, "date:");
        print_range(out, node->range);
        break;
    case NODE_NEAR:
    case NODE_AND:
    case NODE_OR:
    case NODE_NOT:
        print_operator(out, node);
        break;
    }
}

char *query_print(const struct node *node)
{
    struct buf out = {0};
    print_node(&out, node);
    return buf_take(&out);
}

/* --- The outline -------------------------------------------------------------------------- */

static void outline_node(struct buf *out, const struct node *node, int depth)
{
    static const char *const names[] = {
        [NODE_WORD] = "word",         [NODE_EXACT] = "exact", [NODE_PREFIX] = "prefix",
        [NODE_WILDCARD] = "wildcard", [NODE_NAME] = "name",   [NODE_PHRASE] = "phrase",
        [NODE_NEAR] = "near",         [NODE_FROM] = "from",   [NODE_AUTHOR] = "author",
        [NODE_PATH] = "path",         [NODE_ID] = "id",       [NODE_DATE] = "date",
        [NODE_AND] = "and",           [NODE_OR] = "or",       [NODE_NOT] = "not",
    };
    buf_printf(out, "%*s%s%s", 2 * depth, "", node->title ? "title " : "", names[node->kind]);
    if (node->kind == NODE_NEAR)
        buf_printf(out, "/%u", node->window);
    if (node->kind == NODE_DATE) {
        buf_putc(out, ' ');
        print_range(out, node->range);
    }
    if (node->kind == NODE_PATH) {
        buf_putc(out, ' ');
        shown_add(out, node->words[0], strlen(node->words[0]), true);
    } else if (node->word_count) {
        buf_putc(out, ' ');
        print_words(out, node);
    }
    buf_putc(out, '\n');
    for (size_t i = 0; i < node->part_count; i++)
        outline_node(out, node->parts[i], depth + 1);
}

char *query_outline(const struct node *node)
{
    struct buf out = {0};
    outline_node(&out, node, 0);
    return buf_take(&out);
}
