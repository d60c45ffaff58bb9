/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One term of a query to its node. */
#include "searcher/query/query_term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/text/token.h"

struct term_reader {
    const struct lex_token *token;
    struct date today;
    size_t *room;
    struct query_error *error;
    const char *forms; /* how to write the term's prefix: the cure of most mistakes */
    size_t word_end;   /* of its text: where the last word that read_words() found ends */
};

/* Each returns the node of a term with its prefix, or NULL. */
static struct node *read_title(struct term_reader *r);
static struct node *read_from(struct term_reader *r);
static struct node *read_id(struct term_reader *r);
static struct node *read_date(struct term_reader *r);

static const struct {
    const char *name;
    struct node *(*read)(struct term_reader *r);
    const char *forms;
} fields[] = {
    {"title", read_title,
     "write title:word, title:=word, title:word* or title:\"a phrase\"; each word needs its own: "
     "title:a title:b"},
    {"from", read_from, "write from:reuters.com or from:\"the guardian\""},
    {"id", read_id, "write id:3f2a, with 4 to 20 of the hex digits of an id"},
    {"date", read_date,
     "write date:2023, date:2023-05 or date:2023-05..2024-02 without blanks, or in quotes: "
     "date:\"May "
     "2023\""},
};

#define FIELDS (sizeof fields / sizeof *fields)
#define FIELD_SHOWN 24 /* bytes of an unknown prefix in a message */
#define ID_MIN 4       /* digits */
#define KNOWN_FIELDS "known are title: from: id: date:"

static struct node *fail(struct term_reader *r, size_t offset, const char *cure,
                         const char *message)
{
    lex_fail(r->error, r->token->text_column + offset, cure, "%s", message);
    return NULL;
}

/* --- Words -------------------------------------------------------------------------------- */

/* What people write who know other query languages. */
static const struct {
    const char *text;
    const char *cure;
} foreign[] = {
    {"&", "write AND, or nothing: of words side by side all must occur"},
    {"&&", "write AND, or nothing: of words side by side all must occur"},
    {"+", "write nothing: of words side by side all must occur"},
    {"!", "write NOT"},
    {"..", "write a range without blanks: date:2023-05..2024-02"},
};

static bool no_words(struct term_reader *r)
{
    const char *cure = "write a word of letters or digits, or leave it out";
    if (r->token->quoted) {
        fail(r, 0, "write words between the quotes: \"armed forces\"", "the phrase has no words");
        return false;
    }
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (lex_is(r->token->text, foreign[i].text))
            cure = foreign[i].cure;
    fail(r, 0, cure, "there is no word in this");
    return false;
}

/* Adds the first `length` bytes of the text to `node` as words. False if there is none, one that
 * is too long for the index, or one too many. The first word stands in the room of its token. */
static bool read_words(struct term_reader *r, size_t length, struct node *node)
{
    struct tokenizer tokenizer;
    struct token word;
    size_t capacity = 0;
    token_start(&tokenizer, r->token->text.data, length, 0);
    r->word_end = 0;
    while (token_next(&tokenizer, &word) && word.position == node->word_count + 1) {
        if (node->word_count && *r->room == 0) {
            lex_fail_size(r->error, r->token->text_column + word.start);
            return false;
        }
        *r->room -= node->word_count > 0;
        node->words = xgrow(node->words, &capacity, node->word_count + 1, sizeof *node->words);
        node->words[node->word_count++] = xstrndup(word.text, word.length);
        r->word_end = word.end;
    }
    if (tokenizer.position != node->word_count) {
        fail(r, r->word_end, "leave it out: the index has no words that long",
             "a word has more than 64 bytes");
        return false;
    }
    return node->word_count || no_words(r);
}

static struct node *words_node(struct term_reader *r, enum node_kind kind, size_t length)
{
    struct node *node = query_node(kind, r->token->column);
    if (read_words(r, length, node))
        return node;
    query_free(node);
    return NULL;
}

/* A node of exactly one word, or NULL. */
static struct node *word_node(struct term_reader *r, enum node_kind kind, size_t length,
                              const char *cure, const char *message)
{
    struct node *node = words_node(r, kind, length);
    if (!node || node->word_count == 1)
        return node;
    query_free(node);
    return fail(r, 0, cure, message);
}

/* --- Text: word, =word, word*, ~word, "a phrase" ------------------------------------------ */

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* True if a letter or digit stands at `at`; all that is not ASCII counts as one. */
static bool begins_word(struct slice text, size_t at)
{
    return at < text.length && (is_alnum(text.data[at]) || (unsigned char)text.data[at] >= 0x80);
}

/* Signs that mean something in other query languages, and would be taken for punctuation here. */
static const struct {
    const char *sign;
    bool anywhere; /* or else only at the beginning, with something after it */
    const char *message;
    const char *cure;
} odd[] = {
    {"!", false, "'!' means nothing before a word", "write NOT or - to exclude a word"},
    {"-", false, "'-' stands only at the beginning", "write -title:word to exclude it"},
    {"\xe2\x80\x93", false, "a dash means nothing before a word", "write -word to exclude it"},
    {"\xe2\x80\x94", false, "a dash means nothing before a word", "write -word to exclude it"},
    {"\xe2\x88\x92", false, "a dash means nothing before a word", "write -word to exclude it"},
    {"|", true, "'|' means nothing", "write a OR b; put other text with a '|' in quotes"},
    {"^", true, "'^' means nothing", "leave it out; put other text with a '^' in quotes"},
    {"~", true, "'~' stands only before a word",
     "write ~name for a name and its other spellings; put other text with a '~' in quotes"},
};

/* False if the text has an odd sign, or a second prefix. */
static bool is_plain(struct term_reader *r)
{
    struct slice text = r->token->text;
    if (lex_field(text)) {
        fail(r, 0, "write title:=word; put other text with a colon in quotes",
             "a prefix stands at the beginning, and once");
        return false;
    }
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        size_t n = strlen(odd[i].sign);
        for (size_t at = 0; at + n <= text.length && (odd[i].anywhere || at == 0); at++)
            if (memcmp(text.data + at, odd[i].sign, n) == 0 &&
                (odd[i].anywhere || begins_word(text, n))) {
                fail(r, at, odd[i].cure, odd[i].message);
                return false;
            }
    }
    return true;
}

static size_t count_letters(const char *word)
{
    size_t n = 0;
    for (; *word; word++)
        n += ((unsigned char)*word & 0xc0) != 0x80;
    return n;
}

static struct node *read_prefix(struct term_reader *r, size_t star)
{
    static const char cure[] = "write word*, with at least 2 letters before the '*'";
    struct slice text = r->token->text;
    if (r->token->mark == '=')
        return fail(r, star, "write =word for the word itself, or word* for all that begin so",
                    "'=' and '*' exclude each other");
    if (star + 1 != text.length)
        return fail(r, star, cure, "'*' must be the last character of a word");
    if (star == 0)
        return fail(r, star, cure, "'*' has no word before it");
    struct node *node =
        word_node(r, NODE_PREFIX, star, "write only one word before the '*', such as word*",
                  "'*' stands after several words");
    if (!node)
        return NULL;
    bool touches = r->word_end == star;
    if (touches && count_letters(node->words[0]) >= 2)
        return node;
    query_free(node);
    return fail(r, star, cure,
                touches ? "'*' has fewer than 2 letters before it"
                        : "'*' must stand right after a letter or digit");
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
    return is_plain(r) ? word_node(r, NODE_NAME, text.length, cure, single) : NULL;
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
    if (!t->quoted) {
        const char *star = memchr(t->text.data, '*', t->text.length);
        if (!is_plain(r))
            return NULL;
        if (star)
            return read_prefix(r, (size_t)(star - t->text.data));
    }
    struct node *node = words_node(r, NODE_WORD, t->text.length);
    if (!node)
        return NULL;
    if (node->word_count > 1)
        node->kind = NODE_PHRASE;
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
    struct node *name = words_node(r, NODE_FROM, text.length);
    if (name)
        join_words(name);
    return name;
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

static struct node *read_date(struct term_reader *r)
{
    struct slice text = r->token->text;
    struct range range;
    struct range_error error = {0};
    if (!is_value(r, true))
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
    return fail(r, error.column - 1, error.cure, error.message);
}

static struct node *unknown_field(struct term_reader *r)
{
    const struct lex_token *t = r->token;
    const char *cure = KNOWN_FIELDS "; put other text with a colon in quotes";
    bool address = t->text.length >= 2 && memcmp(t->text.data, "//", 2) == 0;
    if (address && !t->quoted)
        cure = "put an address in quotes, or look for its host: from:reuters.com";
    for (size_t i = 0; i < FIELDS; i++)
        if (strlen(fields[i].name) == t->field.length &&
            strncasecmp(fields[i].name, t->field.data, t->field.length) == 0)
            cure = "write it in lower case; " KNOWN_FIELDS;
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
