/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recursive descent over the lexer's tokens, one function for each level of the grammar in
 * query.h. Each returns a node, or NULL with the error filled. The size of a query is counted in
 * tokens and words, so that the fixed spelling of a tree is never larger than what it came from.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "searcher/query/foreign.h"
#include "searcher/query/lex.h"
#include "searcher/query/query.h"
#include "searcher/query/query_term.h"

struct parser {
    struct lexer lexer;
    struct lex_token token; /* the next one, not yet taken */
    struct lex_token last;  /* the one taken before it; LEX_END at the start */
    struct date today;
    struct query_error *error;
    size_t room; /* words, operators and parentheses that may still come */
    int depth;
};

static struct node *parse_either(struct parser *p);

static void read_token(struct parser *p)
{
    p->token = lex_next(&p->lexer);
    if (p->token.kind == LEX_END || p->token.kind == LEX_ERROR)
        return;
    if (p->room == 0) {
        p->token.kind = LEX_ERROR;
        lex_fail_size(p->error, p->token.column);
    } else
        p->room--;
}

static void take(struct parser *p)
{
    p->last = p->token;
    read_token(p);
}

static struct node *fail(struct parser *p, size_t column, const char *cure, const char *message)
{
    lex_fail(p->error, column, cure, "%s", message);
    return NULL;
}

/* --- Lists of parts ----------------------------------------------------------------------- */

struct parts {
    struct node **node;
    size_t count;
    size_t capacity;
};

/* Adds a node; of one that is of the kind that the list will be, its parts: a (b c) is a b c. */
static void parts_add(struct parts *parts, enum node_kind kind, struct node *node)
{
    bool same = node->kind == kind && kind != NODE_NEAR;
    size_t count = same ? node->part_count : 1;
    parts->node = xgrow(parts->node, &parts->capacity, parts->count + count, sizeof *parts->node);
    memcpy(parts->node + parts->count, same ? node->parts : &node, count * sizeof(struct node *));
    parts->count += count;
    if (same) {
        node->part_count = 0;
        query_free(node);
    }
}

/* The list as a node; of a single part, the part itself. */
static struct node *parts_node(struct parts *parts, enum node_kind kind)
{
    struct node *node = parts->node[0];
    if (parts->count == 1) {
        free(parts->node);
        return node;
    }
    node = query_node(kind, node->column);
    node->parts = parts->node;
    node->part_count = parts->count;
    return node;
}

static struct node *parts_drop(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        query_free(parts->node[i]);
    free(parts->node);
    return NULL;
}

/* --- The grammar -------------------------------------------------------------------------- */

static bool is_operator(enum lex_kind kind)
{
    return kind == LEX_AND || kind == LEX_OR || kind == LEX_NEAR || kind == LEX_NOT;
}

/* The error for a place that has something else where an operand must stand. */
static struct node *fail_operand(struct parser *p)
{
    static const char both[] = "write something to look for on both sides of it; as a word write "
                               "it in lower case";
    static const char after[] = "write what to exclude after it; as a word write it in lower case";
    const struct lex_token *t = &p->token, *last = &p->last;
    if (t->kind == LEX_ERROR)
        return NULL;
    if (is_operator(last->kind) || is_operator(t->kind)) {
        const struct lex_token *op = is_operator(last->kind) ? last : t;
        struct slice rest = {op->text.data + op->text.length, 0};
        rest.length = (size_t)(p->lexer.text + p->lexer.length - rest.data);
        if (op == t && op->kind == LEX_NEAR && foreign_near(op->column, rest, p->error))
            return NULL;
        lex_fail(p->error, op->column, op->kind == LEX_NOT ? after : both, "%.*s has nothing %s it",
                 (int)op->text.length, op->text.data, op == last ? "after" : "before");
        return NULL;
    }
    if (t->kind == LEX_CLOSE && last->kind == LEX_OPEN)
        return fail(p, last->column, "write words between the parentheses, or leave them out",
                    "the parentheses are empty");
    if (t->kind == LEX_CLOSE)
        return fail(p, t->column, "leave it out, or write a '(' before it",
                    "')' closes no parenthesis");
    if (last->kind == LEX_OPEN)
        return fail(p, last->column, "write a ')' after what belongs together, or leave '(' out",
                    "'(' is never closed");
    return fail(p, 1, "write words to look for, such as wagner mali", "the query is empty");
}

static struct node *parse_group(struct parser *p)
{
    size_t column = p->token.column;
    if (p->depth == QUERY_MAX_DEPTH) {
        lex_fail(p->error, column, "write the query with fewer parentheses",
                 "there are more than %d parentheses inside each other", QUERY_MAX_DEPTH);
        return NULL;
    }
    p->depth++;
    take(p);
    struct node *node = parse_either(p);
    p->depth--;
    if (!node)
        return NULL;
    if (p->token.kind == LEX_CLOSE) {
        take(p);
        return node;
    }
    query_free(node);
    if (p->token.kind == LEX_ERROR)
        return NULL;
    return fail(p, column, "write a ')' after what belongs together, or leave '(' out",
                "'(' is never closed");
}

/* Makes the words of a tree words of the title. False if there is something that is no word. */
static bool entitle(struct parser *p, struct node *node)
{
    switch (node->kind) {
    case NODE_WORD:
    case NODE_EXACT:
    case NODE_PREFIX:
    case NODE_WILDCARD:
    case NODE_PHRASE:
        node->title = true;
        return true;
    case NODE_NAME:
    case NODE_FROM:
    case NODE_AUTHOR:
    case NODE_PATH:
    case NODE_ID:
    case NODE_DATE:
        fail(p, node->column, "write it behind the parentheses: title:(a b) date:2023",
             "only words and phrases can be in the title");
        return false;
    default:
        break;
    }
    for (size_t i = 0; i < node->part_count; i++)
        if (!entitle(p, node->parts[i]))
            return false;
    return true;
}

static bool begins_title_group(const struct lex_token *t)
{
    return t->kind == LEX_TERM && lex_is(t->field, "title") && !t->mark && !t->quoted &&
           !t->text.length && t->rest.length && t->rest.data[0] == '(';
}

/* title:(a b) is title:a title:b. */
static struct node *parse_title_group(struct parser *p)
{
    take(p);
    struct node *node = p->token.kind == LEX_OPEN ? parse_group(p) : NULL;
    if (!node || entitle(p, node))
        return node;
    query_free(node);
    return NULL;
}

static struct node *parse_primary(struct parser *p)
{
    struct node *node;
    if (p->token.kind == LEX_OPEN)
        return parse_group(p);
    if (begins_title_group(&p->token))
        return parse_title_group(p);
    if (p->token.kind != LEX_TERM)
        return fail_operand(p);
    node = query_term(&p->token, p->today, &p->room, p->error);
    if (node)
        take(p);
    return node;
}

static struct node *negate(struct node *node, size_t column)
{
    if (node->kind == NODE_NOT) {
        struct node *inner = node->parts[0];
        node->part_count = 0;
        query_free(node);
        return inner;
    }
    struct node *without = query_node(NODE_NOT, column);
    without->parts = xmalloc(sizeof *without->parts);
    without->parts[0] = node;
    without->part_count = 1;
    return without;
}

static struct node *parse_unary(struct parser *p)
{
    size_t column = p->token.column;
    bool without = false;
    for (; p->token.kind == LEX_NOT; take(p))
        without = !without;
    struct node *node = parse_primary(p);
    return node && without ? negate(node, column) : node;
}

/* What NEAR cannot stand beside, by kind; NULL for what it can. NODE_NOT is the last kind. */
static const struct {
    const char *name;
    const char *cure;
} not_near[] = {
    [NODE_NEAR] = {"another NEAR in parentheses", "write a NEAR b NEAR c, without parentheses"},
    [NODE_FROM] = {"from:", "write it beside the words: (a NEAR b) from:reuters.com"},
    [NODE_AUTHOR] = {"author:", "write it beside the words: (a NEAR b) author:hofman"},
    [NODE_PATH] = {"path:", "write it beside the words: (a NEAR b) path:2023"},
    [NODE_ID] = {"id:", "write it beside the words: (a NEAR b) id:3f2a"},
    [NODE_DATE] = {"date:", "write it beside the words: (a NEAR b) date:2023"},
    [NODE_AND] = {"several words in parentheses", "write a NEAR b NEAR c, or NEAR \"a phrase\""},
    [NODE_NOT] = {"NOT", "write NOT (a NEAR b), or (a NEAR b) NOT c"},
};

static bool can_be_near(struct parser *p, struct node *const *nodes, size_t count, bool title)
{
    for (size_t i = 0; i < count; i++) {
        const struct node *part = nodes[i];
        if (part->kind == NODE_OR) {
            if (!can_be_near(p, part->parts, part->part_count, title))
                return false;
        } else if (part->kind < sizeof not_near / sizeof *not_near && not_near[part->kind].name) {
            lex_fail(p->error, part->column, not_near[part->kind].cure,
                     "NEAR cannot stand beside %s, only beside words, phrases, and OR of them",
                     not_near[part->kind].name);
            return false;
        } else if (part->title != title) {
            fail(p, part->column, "write title: before each of them, or before none",
                 "words of the title and of the text are never near each other");
            return false;
        }
    }
    return true;
}

static bool is_title(const struct node *node)
{
    while (node->kind == NODE_OR)
        node = node->parts[0];
    return node->title;
}

static struct node *parse_near(struct parser *p)
{
    struct parts parts = {0};
    unsigned window = 0;
    for (;;) {
        struct node *part = parse_unary(p);
        if (!part)
            return parts_drop(&parts);
        parts_add(&parts, NODE_NEAR, part);
        if (p->token.kind != LEX_NEAR)
            break;
        if (window && window != p->token.window) {
            fail(p, p->token.column, "write the same number at each, or (a NEAR/5 b) (b NEAR/9 c)",
                 "one NEAR after another with a different number");
            return parts_drop(&parts);
        }
        window = p->token.window;
        take(p);
    }
    if (window && !can_be_near(p, parts.node, parts.count, is_title(parts.node[0])))
        return parts_drop(&parts);
    struct node *node = parts_node(&parts, NODE_NEAR);
    if (window)
        node->window = window;
    return node;
}

static bool begins_operand(enum lex_kind kind)
{
    return kind == LEX_TERM || kind == LEX_OPEN || kind == LEX_NOT;
}

static struct node *parse_all(struct parser *p)
{
    struct parts parts = {0};
    do {
        if (p->token.kind == LEX_AND && parts.count)
            take(p);
        struct node *part = parse_near(p);
        if (!part)
            return parts_drop(&parts);
        parts_add(&parts, NODE_AND, part);
    } while (p->token.kind == LEX_AND || begins_operand(p->token.kind));
    return parts_node(&parts, NODE_AND);
}

static struct node *parse_either(struct parser *p)
{
    struct parts parts = {0};
    for (;;) {
        struct node *part = parse_all(p);
        if (!part)
            return parts_drop(&parts);
        parts_add(&parts, NODE_OR, part);
        if (p->token.kind != LEX_OR)
            return parts_node(&parts, NODE_OR);
        take(p);
    }
}

static struct node *parse(const char *text, size_t length, struct date today,
                          struct query_error *error)
{
    struct parser p = {
        .lexer = {.text = text, .length = length, .error = error},
        .today = today,
        .error = error,
        .room = QUERY_MAX_NODES,
    };
    read_token(&p);
    struct node *node = parse_either(&p);
    if (!node || p.token.kind == LEX_END)
        return node;
    query_free(node);
    return fail_operand(&p);
}

#define CURE_STEPS 4

/* A cure that claims to be a query is one, or else the cure of that, which is nearer to what can be
 * written. */
static void check_cure(struct date today, struct query_error *error)
{
    for (int step = 0; error->exact; step++) {
        struct query_error inner = {0};
        const char *cure = error->cure + QUERY_CURE_START;
        struct node *node = parse(cure, strlen(cure), today, &inner);
        query_free(node);
        if (node)
            return;
        error->exact = inner.exact && step < CURE_STEPS;
        snprintf(error->cure, sizeof error->cure, "%s", error->exact ? inner.cure : LEX_GENERAL);
    }
}

struct node *query_parse(const char *text, size_t length, struct date today,
                         struct query_error *error)
{
    error->exact = false;
    struct node *node = parse(text, length, today, error);
    if (!node)
        check_cure(today, error);
    return node;
}

/* --- Words that may be operators ------------------------------------------------------------ */

static const char *operator_of(const struct lex_token *t)
{
    static const char *const words[][2] = {{"or", "OR"}, {"and", "AND"}, {"not", "NOT"}};
    for (size_t i = 0; i < 3; i++)
        if (t->kind == LEX_TERM && !t->field.length && !t->mark && !t->quoted &&
            lex_is(t->text, words[i][0]))
            return words[i][1];
    return NULL;
}

static bool ends_operand(enum lex_kind kind)
{
    return kind == LEX_TERM || kind == LEX_CLOSE;
}

bool query_note(const char *text, size_t length, struct date today, struct query_error *note)
{
    struct lexer l = {.text = text, .length = length, .error = note};
    struct lex_token before = {.kind = LEX_END}, t = lex_next(&l), next;
    struct buf meant = {0};
    const char *first = NULL;
    size_t copied = 0, column = 0;
    for (; t.kind != LEX_END && t.kind != LEX_ERROR; before = t, t = next) {
        next = lex_next(&l);
        const char *word = operator_of(&t);
        if (!word || !ends_operand(before.kind) || !begins_operand(next.kind))
            continue;
        buf_add(&meant, text + copied, t.column - 1 - copied);
        buf_puts(&meant, word);
        copied = t.column - 1 + t.text.length;
        column = first ? column : t.column;
        first = first ? first : word;
    }
    if (first) {
        buf_add(&meant, text + copied, length - copied);
        lex_fail_exact(note, column, "", "%s", meant.data);
        snprintf(note->message, sizeof note->message,
                 "'%.*s' is a word here; as an operator it is %s", (int)strlen(first),
                 text + column - 1, first);
        check_cure(today, note);
    }
    buf_free(&meant);
    return first != NULL;
}
