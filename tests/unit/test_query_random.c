/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query language: random trees print and parse back; random text is a good error or such a
 * tree. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "searcher/query/query.h"

static const struct date today = {2024, 6, 15};

static struct node *parse(const char *text)
{
    struct query_error error = {0};
    struct node *node = query_parse(text, strlen(text), today, &error);
    if (!node)
        fail_msg("%s: column %zu: %s; %s", text, error.column, error.message, error.cure);
    return node;
}

static size_t below(uint64_t *seed, size_t limit)
{
    return (size_t)(next_random(seed) >> 33) % limit;
}

/* Words as the tokenizer makes them, among them some that look like other things. */
static const char *const vocabulary[] = {
    "wagner",
    "mali",
    "don't",
    "1.5",
    "ak",
    "47",
    "and",
    "or",
    "not",
    "near",
    "us",
    "date",
    "2023",
    "50000",
    "title",
    "http",
    "\xd0\xbc\xd0\xb0\xd0\xbb\xd0\xb8",
    "\xe4\xb8\xad\xe5\x9b\xbd",
};

static void give_words(uint64_t *seed, struct node *node, size_t count)
{
    node->words = xmalloc(count * sizeof *node->words);
    for (size_t i = 0; i < count; i++)
        node->words[i] = xstrdup(vocabulary[below(seed, COUNT(vocabulary))]);
    node->word_count = count;
}

static void give_word(struct node *node, const char *word)
{
    node->words = xmalloc(sizeof *node->words);
    node->words[0] = xstrdup(word);
    node->word_count = 1;
}

static const char *const patterns[] = {"kat*na", "*trina", "k?trina", "*a?t*il*",
                                       "\xd0\xbc\xd0\xb0\xd0\xbb*\xd0\xb8"};

/* A word, exact word, prefix, wildcard or phrase, which may have patterns in it. */
static struct node *random_text(uint64_t *seed, bool title)
{
    static const enum node_kind kinds[] = {NODE_WORD, NODE_EXACT, NODE_PREFIX, NODE_WILDCARD,
                                           NODE_PHRASE};
    struct node *node = query_node(kinds[below(seed, COUNT(kinds))], 1);
    node->title = title;
    if (node->kind == NODE_WILDCARD) {
        give_word(node, patterns[below(seed, COUNT(patterns))]);
        return node;
    }
    if (node->kind == NODE_PREFIX) {
        give_word(node, vocabulary[below(seed, COUNT(vocabulary) - 1)]); /* no ideograms */
        return node;
    }
    give_words(seed, node, node->kind == NODE_PHRASE ? 2 + below(seed, 3) : 1);
    if (node->kind == NODE_PHRASE && below(seed, 2)) {
        free(node->words[1]);
        node->words[1] = xstrdup(patterns[below(seed, COUNT(patterns))]);
    }
    return node;
}

static struct range random_range(uint64_t *seed)
{
    struct range r = {RANGE_FIRST, RANGE_LAST, below(seed, 8) == 0};
    int32_t first = (int32_t)below(seed, 3652059), last = (int32_t)below(seed, 3652059);
    if (below(seed, 3))
        r.first = date_from_days(first < last ? first : last);
    if (below(seed, 3))
        r.last = date_from_days(first < last ? last : first);
    return r;
}

static struct node *random_leaf(uint64_t *seed)
{
    static const char *const names[] = {"reuters", "reuters.com", "le-monde.fr", "the guardian",
                                        "1.5",     "don't",       "al 1.5",      "or"};
    static const char *const globs[] = {
        "2023", "*.txt", "a b/(c)", "say \"no\"", "x\xe2\x80\x9c\"", "a:b", "\xff\n", "OR", "~=-*"};
    static const char *const ids[] = {"0000", "3f2a", "0123456789abcdef0123"};
    struct node *node;
    switch (below(seed, 10)) {
    case 8:
        node = query_node(NODE_AUTHOR, 1);
        give_word(node, below(seed, 2) ? "hofman" : "ada hofman");
        return node;
    case 9:
        node = query_node(NODE_PATH, 1);
        give_word(node, globs[below(seed, COUNT(globs))]);
        return node;
    case 0:
        node = query_node(NODE_NAME, 1);
        give_words(seed, node, 1);
        return node;
    case 1:
        node = query_node(NODE_FROM, 1);
        give_word(node, names[below(seed, COUNT(names))]);
        return node;
    case 2:
        node = query_node(NODE_ID, 1);
        give_word(node, ids[below(seed, COUNT(ids))]);
        return node;
    case 3:
        node = query_node(NODE_DATE, 1);
        node->range = random_range(seed);
        return node;
    default:
        return random_text(seed, below(seed, 2));
    }
}

static struct node *random_tree(uint64_t *seed, int depth);

/* A part that may stand in a node of this kind: and, or, not do not stand in themselves. */
static struct node *random_part(uint64_t *seed, enum node_kind kind, int depth)
{
    struct node *part = random_tree(seed, depth);
    while (part->kind == kind) {
        query_free(part);
        part = random_tree(seed, depth);
    }
    return part;
}

static struct node *random_tree(uint64_t *seed, int depth)
{
    static const enum node_kind kinds[] = {NODE_AND, NODE_OR, NODE_NOT, NODE_NEAR};
    if (depth == 0 || below(seed, 4) == 0)
        return random_leaf(seed);
    struct node *node = query_node(kinds[below(seed, COUNT(kinds))], 1);
    bool title = below(seed, 2);
    node->part_count = node->kind == NODE_NOT ? 1 : 2 + below(seed, 3);
    node->parts = xmalloc(node->part_count * sizeof(struct node *));
    if (node->kind == NODE_NEAR)
        node->window = 1 + (unsigned)below(seed, QUERY_MAX_WINDOW);
    for (size_t i = 0; i < node->part_count; i++)
        node->parts[i] = node->kind == NODE_NEAR ? random_text(seed, title)
                                                 : random_part(seed, node->kind, depth - 1);
    return node;
}

static void test_random_trees(void **state)
{
    (void)state;
    uint64_t seed = 20230526;
    for (int i = 0; i < 5000; i++) {
        struct node *tree = random_tree(&seed, 4);
        char *printed = query_print(tree);
        struct node *again = parse(printed);
        if (!query_equal(tree, again))
            fail_msg("%s: another tree", printed);
        query_free(again);
        query_free(tree);
        free(printed);
    }
}

/* Either a good error, or a tree that prints and parses back. */
static void check_any(const char *text, size_t length)
{
    struct query_error error = {0};
    struct node *node = query_parse(text, length, today, &error);
    struct query_error note = {0};
    if (query_note(text, length, today, &note) && note.exact)
        query_free(parse(note.cure + QUERY_CURE_START));
    if (!node) {
        if (error.column < 1 || error.column > length + 1 || !error.message[0] || !error.cure[0])
            fail_msg("%.*s: column %zu: %s; %s", (int)length, text, error.column, error.message,
                     error.cure);
        if (error.exact) {
            assert_memory_equal(error.cure, "write ", QUERY_CURE_START);
            query_free(parse(error.cure + QUERY_CURE_START));
        }
        return;
    }
    char *printed = query_print(node);
    struct node *again = parse(printed);
    if (!query_equal(node, again))
        fail_msg("%.*s: %s is another tree", (int)length, text, printed);
    query_free(again);
    query_free(node);
    free(printed);
}

static void test_random_soups(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "(",
        ")",
        "\"",
        "-",
        "*",
        "=",
        "~",
        ":",
        "!",
        "/",
        "|",
        ".",
        ",",
        "'s",
        "..",
        "\xff",
        "OR",
        "AND",
        "NOT",
        "NEAR",
        "NEAR/5",
        "title:",
        "id:",
        "from:",
        "date:",
        "2023",
        "none",
        "a",
        "mali",
        "3f2a",
        "AK-47",
        "kat",
        "trina",
        "?",
        "^",
        "&&",
        "||",
        "+",
        "'",
        "\\",
        "[",
        "]",
        "<",
        "or",
        "w/5",
        "subject:",
        "before:",
        "path:",
        "author:",
        "C++",
        "~3",
        "\xc2\xab",
        "\xc2\xbb",
        "U.S.",
        "don't",
        "1.5",
        "www.",
        "reuters.com",
        "\xe2\x80\x9c",
        "\xe2\x80\x9d",
        "\xc2\xa0",
        "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba",
    };
    uint64_t seed = 4711;
    struct buf soup = {0};
    for (int i = 0; i < 100000; i++) {
        buf_clear(&soup);
        for (size_t n = 1 + below(&seed, 10); n > 0; n--) {
            buf_puts(&soup, pieces[below(&seed, COUNT(pieces))]);
            if (below(&seed, 2))
                buf_putc(&soup, ' ');
        }
        check_any(soup.data, soup.length);
    }
    buf_free(&soup);
}

static void test_random_bytes(void **state)
{
    (void)state;
    uint64_t seed = 99;
    char bytes[40];
    for (int i = 0; i < 50000; i++) {
        size_t length = below(&seed, sizeof bytes);
        for (size_t j = 0; j < length; j++)
            bytes[j] = (char)(i % 2 ? below(&seed, 256) : ' ' + below(&seed, 95));
        check_any(bytes, length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_trees),
        cmocka_unit_test(test_random_soups),
        cmocka_unit_test(test_random_bytes),
    };
    return run_tap(tests);
}
