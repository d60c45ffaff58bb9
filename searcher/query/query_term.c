/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One term of a query to its node. */
#include "searcher/query/query_term.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "searcher/query/foreign.h"
#include "searcher/query/term_date.h"
#include "searcher/query/term_words.h"

/* Each returns the node of a term with its prefix, or NULL. */
static struct node *read_title(struct term_reader *r);
static struct node *read_from(struct term_reader *r);
static struct node *read_author(struct term_reader *r);
static struct node *read_path(struct term_reader *r);
static struct node *read_id(struct term_reader *r);
static struct node *read_date(struct term_reader *r);

static const struct {
    const char *name;
    struct node *(*read)(struct term_reader *r);
    const char *forms;
} fields[] = {
    {"title", read_title,
     "write title:word, title:=word, title:word*, title:\"a phrase\" or title:(a b)"},
    {"from", read_from, "write from:reuters.com or from:\"the guardian\""},
    {"author", read_author, "write author:hofman or author:\"ada hofman\""},
    {"path", read_path, "write path:2023, path:wire/2023/*.txt or path:\"a folder\""},
    {"id", read_id, "write id:3f2a, with 4 to 20 of the hex digits of an id"},
    {"date", read_date,
     "write date:2023, date:2023-05 or date:2023-05..2024-02 without blanks, or in quotes: "
     "date:\"May "
     "2023\""},
};

#define FIELDS (sizeof fields / sizeof *fields)
#define FIELD_SHOWN 24 /* bytes of an unknown prefix in a message */
#define ID_MIN 4       /* digits */
#define KNOWN_FIELDS "known are title: from: author: path: id: date:"

#define fail term_fail

/* A node of exactly one word, or NULL. */
static struct node *word_node(struct term_reader *r, enum node_kind kind, const char *cure,
                              const char *message)
{
    struct node *node = term_words(r, kind, false);
    if (!node || node->word_count == 1)
        return node;
    query_free(node);
    return fail(r, 0, cure, message);
}

/* --- Text: word, =word, word*, ~word, "a phrase" ------------------------------------------ */

/* False if the text has a second field, or is of another language. */
static bool is_plain(struct term_reader *r)
{
    struct slice text = r->token->text;
    if (lex_field(text)) {
        fail(r, 0, "write title:=word; put other text with a colon in quotes",
             "a prefix stands at the beginning, and once");
        return false;
    }
    return !foreign_text(r->token, r->today, r->error);
}

static struct node *read_name(struct term_reader *r)
{
    static const char cure[] = "write ~name, with one word, such as ~wagner";
    static const char single[] = "'~' takes a single word";
    struct slice text = r->token->text;
    const char *star = memchr(text.data, '*', text.length);
    if (r->token->quoted)
        return fail(r, 0, cure, single);
    if (star)
        return fail(r, (size_t)(star - text.data),
                    "write ~name for its other spellings, or word* for words that begin so",
                    "'~' and '*' exclude each other");
    return is_plain(r) ? word_node(r, NODE_NAME, cure, single) : NULL;
}

/* A pattern with no wildcard but a "*" at its end is a prefix. */
static void make_pattern(struct node *node)
{
    char *first = strpbrk(node->words[0], "*?");
    node->kind = first[1] ? NODE_WILDCARD : NODE_PREFIX;
    if (!first[1])
        *first = '\0';
}

static struct node *read_text(struct term_reader *r)
{
    const struct lex_token *t = r->token;
    if (t->quoted && t->mark == '=')
        return fail(r, 0, "leave the '=' out: quoted words are never stemmed",
                    "'=' takes a word, not a phrase");
    if (!t->quoted && !t->text.length)
        return fail(r, 0, t->mark ? "write =word, without a blank" : r->forms,
                    t->mark ? "'=' has no word right after it" : "the prefix has no word");
    if (!t->quoted && !is_plain(r))
        return NULL;
    const char *star = t->mark ? memchr(t->text.data, '*', t->text.length) : NULL;
    if (star)
        return fail(r, (size_t)(star - t->text.data),
                    "write =word for the word itself, or word* for all that begin so",
                    "'=' and '*' exclude each other");
    struct node *node = term_words(r, NODE_WORD, true);
    if (!node)
        return NULL;
    if (node->word_count > 1)
        node->kind = NODE_PHRASE;
    else if (query_is_pattern(node->words[0]))
        make_pattern(node);
    else if (t->quoted || t->mark)
        node->kind = NODE_EXACT;
    return node;
}

/* Text without a prefix. */
static struct node *read_plain(struct term_reader *r)
{
    const struct lex_token *t = r->token;
    if (t->mark != '~')
        return read_text(r);
    if (!t->quoted && !t->text.length)
        return fail(r, 0, "write ~name, without a blank", "'~' has no word right after it");
    return read_name(r);
}

/* --- Prefixes ----------------------------------------------------------------------------- */

static struct node *read_title(struct term_reader *r)
{
    if (r->token->mark == '~')
        return fail(r, 0, r->forms, "title: cannot look for other spellings");
    struct node *node = read_text(r);
    if (node)
        node->title = true;
    return node;
}

/* False if the prefix has no text right after it, or a mark that only words take. */
static bool is_value(struct term_reader *r, bool may_quote)
{
    const struct lex_token *t = r->token;
    const char *message = NULL;
    if (t->mark)
        message = "this prefix takes neither '=' nor '~'";
    else if (t->quoted && !may_quote)
        message = "this prefix takes no quotes";
    else if (!t->quoted && !t->text.length)
        message = "the prefix has nothing right after it";
    if (message)
        fail(r, 0, r->forms, message);
    return message == NULL;
}

static struct node *value_node(struct term_reader *r, enum node_kind kind, char *value)
{
    struct node *node = query_node(kind, r->token->column);
    node->words = xmalloc(sizeof *node->words);
    node->words[0] = value;
    node->word_count = 1;
    return node;
}

static bool is_alnum(char c)
{
    return term_is_letter(c) && (unsigned char)c < 0x80;
}

/* True for labels of letters, digits and inner hyphens with a dot between each two: two or more. */
static bool is_host(struct slice s)
{
    bool dot = false;
    for (size_t i = 0; i < s.length; i++) {
        bool inner = i > 0 && i + 1 < s.length;
        if (s.data[i] == '.' && inner && is_alnum(s.data[i - 1]) && is_alnum(s.data[i + 1]))
            dot = true;
        else if (!is_alnum(s.data[i]) && !(s.data[i] == '-' && inner))
            return false;
    }
    return dot;
}

/* The host in lower case, without the www. that a site is reached with as well. */
static char *fold_host(struct slice s)
{
    char *host = xstrndup(s.data, s.length);
    for (char *c = host; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    size_t skip = 0;
    while (strncmp(host + skip, "www.", 4) == 0 && strchr(host + skip + 4, '.'))
        skip += 4;
    memmove(host, host + skip, strlen(host + skip) + 1);
    return host;
}

/* Makes the words of a node one, with single blanks between them. */
static void join_words(struct node *node)
{
    struct buf joined = {0};
    for (size_t i = 0; i < node->word_count; i++) {
        buf_printf(&joined, i ? " %s" : "%s", node->words[i]);
        free(node->words[i]);
    }
    node->words[0] = buf_take(&joined);
    node->word_count = 1;
}

/* A node of one word, which is all of the text's. */
static struct node *name_node(struct term_reader *r, enum node_kind kind)
{
    struct node *name = term_words(r, kind, false);
    if (name)
        join_words(name);
    return name;
}

static struct node *read_from(struct term_reader *r)
{
    struct slice text = r->token->text;
    if (!is_value(r, true))
        return NULL;
    if (is_host(text))
        return value_node(r, NODE_FROM, fold_host(text));
    for (size_t i = 0; i < text.length && !r->token->quoted; i++) {
        if (text.data[i] == '*')
            return fail(r, i, r->forms, "from: takes no '*'");
        if (text.data[i] == '/' || text.data[i] == ':')
            return fail(r, i, "write the host alone: from:reuters.com", "from: takes no address");
    }
    if (!r->token->quoted && !is_plain(r))
        return NULL;
    return name_node(r, NODE_FROM);
}

static struct node *read_author(struct term_reader *r)
{
    struct slice text = r->token->text;
    if (!is_value(r, true))
        return NULL;
    const char *star = memchr(text.data, '*', text.length);
    if (star && !r->token->quoted)
        return fail(r, (size_t)(star - text.data), r->forms, "author: takes no '*'");
    if (!r->token->quoted && !is_plain(r))
        return NULL;
    return name_node(r, NODE_AUTHOR);
}

static struct node *read_path(struct term_reader *r)
{
    struct slice text = r->token->text;
    if (!is_value(r, true))
        return NULL;
    if (!text.length || memchr(text.data, '\0', text.length))
        return fail(r, 0, r->forms, "there is no path in this");
    return value_node(r, NODE_PATH, xstrndup(text.data, text.length));
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static struct node *read_id(struct term_reader *r)
{
    struct slice text = r->token->text;
    if (!is_value(r, false))
        return NULL;
    for (size_t i = 0; i < text.length; i++)
        if (!is_hex(text.data[i]))
            return fail(r, i, r->forms, "this is no hex digit (0 to 9, a to f)");
    if (text.length < ID_MIN)
        return fail(r, 0, r->forms, "the id is too short");
    if (text.length > SCHEMA_HEX)
        return fail(r, SCHEMA_HEX, r->forms, "the id is too long");
    char *id = xstrndup(text.data, text.length);
    for (char *c = id; *c; c++)
        if (*c >= 'A' && *c <= 'F')
            *c = (char)(*c - 'A' + 'a');
    return value_node(r, NODE_ID, id);
}

static struct node *read_date(struct term_reader *r)
{
    return is_value(r, true) ? term_date(r) : NULL;
}

static struct node *unknown_field(struct term_reader *r)
{
    const struct lex_token *t = r->token;
    const char *cure = KNOWN_FIELDS "; put other text with a colon in quotes";
    bool address = t->text.length >= 2 && memcmp(t->text.data, "//", 2) == 0;
    if (address && !t->quoted)
        cure = "put an address in quotes, or look for its host: from:reuters.com";
    if (foreign_field(t, r->today, r->error))
        return NULL;
    lex_fail(r->error, t->column, cure, "there is no prefix %.*s%s:",
             (int)(t->field.length > FIELD_SHOWN ? FIELD_SHOWN : t->field.length), t->field.data,
             t->field.length > FIELD_SHOWN ? "..." : "");
    return NULL;
}

struct node *query_term(const struct lex_token *token, struct date today, size_t *room,
                        struct query_error *error)
{
    struct term_reader r = {.token = token, .today = today, .room = room, .error = error};
    if (!token->field.length)
        return read_plain(&r);
    for (size_t i = 0; i < FIELDS; i++)
        if (lex_is(token->field, fields[i].name)) {
            r.forms = fields[i].forms;
            return fields[i].read(&r);
        }
    return unknown_field(&r);
}
