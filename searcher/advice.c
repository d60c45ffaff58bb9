/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/advice.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/name_key.h"
#include "searcher/match/docset.h"
#include "searcher/match/search.h"
#include "searcher/match/spell.h"
#include "searcher/match/words.h"

/* Words of a query that are looked at: each may take another search. */
#define WORDS_MAX 8

struct advisor {
    struct archive *archive;
    struct stemmer *stemmer;
    const struct options *options;
    struct node *tree;
    const struct planned *planned;
    FILE *notes;
    const char *words[WORDS_MAX]; /* that were looked at */
    size_t word_count;
    struct error error;
};

static bool is_plain_word(const struct node *n)
{
    return (n->kind == NODE_WORD || n->kind == NODE_EXACT) && !n->title;
}

/* How many articles a tree matches, with other dates than the query's if `dated` is false. */
static bool count_matches(struct advisor *v, const struct node *tree, bool dated, uint64_t *n)
{
    const struct options *o = v->options;
    struct plan_options how = {o->any, dated ? o->range : range_all(), dated && o->dated};
    struct planned p;
    struct found f;
    bool ok = plan_make(&p, tree, v->archive, v->stemmer, &how, &v->error);
    struct search s = {.planned = &p, .undated = o->undated};
    p.impossible |= dated && o->impossible;
    ok = ok && search_run(v->archive, &s, &f, &v->error);
    if (ok) {
        *n = f.matches;
        found_free(&f);
    }
    plan_free(&p);
    return ok;
}

static const char *articles(uint64_t n)
{
    return n == 1 ? "article" : "articles";
}

/* "~vagner finds 1 article (wagner)" */
static void tell_name(struct advisor *v, const char *word, uint64_t n, const struct expansion *e)
{
    fprintf(v->notes, "~%s finds %" PRIu64 " %s (", word, n, articles(n));
    for (size_t i = 0; i < e->count && i < 5; i++)
        fprintf(v->notes, "%s%.*s", i ? ", " : "", (int)e->words[i].word.length,
                e->words[i].word.text);
    fputs(")\n", v->notes);
}

/* Searches with a word as a name, if the index has other spellings of it. */
static void try_name(struct advisor *v, struct node *word)
{
    const struct plan_options how = {false, range_all(), false};
    enum node_kind kind = word->kind;
    char key[NAME_KEY_MAX];
    uint64_t n = 0;
    struct planned p;
    if (!name_key(word->words[0], strlen(word->words[0]), key))
        return;
    word->kind = NODE_NAME;
    if (plan_make(&p, word, v->archive, v->stemmer, &how, &v->error)) {
        const struct expansion *e = &p.expansions[0];
        bool itself = e->count == 1 && strlen(word->words[0]) == e->words[0].word.length &&
                      memcmp(word->words[0], e->words[0].word.text, e->words[0].word.length) == 0;
        if (e->count && !itself && count_matches(v, v->tree, true, &n) && n)
            tell_name(v, word->words[0], n, e);
    }
    plan_free(&p);
    word->kind = kind;
}

static void try_spelling(struct advisor *v, struct node *word)
{
    uint64_t n;
    struct term better;
    if (!count_matches(v, word, false, &n) || n)
        return;
    if (!spell_suggest(v->archive, word->words[0], &better, &v->error))
        return;
    fprintf(v->notes, "no article has '%s'", word->words[0]);
    if (better.length)
        fprintf(v->notes, ": did you mean %.*s?", (int)better.length, better.text);
    fputc('\n', v->notes);
}

/* True if the word was looked at before; keeps it. */
static bool is_known(struct advisor *v, const char *word)
{
    for (size_t i = 0; i < v->word_count; i++)
        if (strcmp(v->words[i], word) == 0)
            return true;
    v->words[v->word_count++] = word;
    return false;
}

/* Looks at the words that the query wants, each once: not at those below NOT. */
static void try_words(struct advisor *v, struct node *node)
{
    if (v->word_count == WORDS_MAX)
        return;
    if (is_plain_word(node) && !is_known(v, node->words[0])) {
        try_spelling(v, node);
        try_name(v, node);
    }
    for (size_t i = 0; node->kind != NODE_NOT && i < node->part_count; i++)
        try_words(v, node->parts[i]);
}

static void try_without_dates(struct advisor *v)
{
    uint64_t n;
    if (v->options->dated && count_matches(v, v->tree, false, &n) && n)
        fprintf(v->notes, "without the dates, %" PRIu64 " %s\n", n,
                n == 1 ? "article matches" : "articles match");
}

/* For each document of a shard, how many parts of the query it has. */
static bool count_parts(struct advisor *v, size_t reader, uint8_t *counts)
{
    const struct plan_options how = {false, range_all(), false};
    size_t words =
        (size_t)v->archive->readers[reader].documents / WINDOW * WINDOW_WORDS + WINDOW_WORDS;
    for (size_t i = 0; i < v->tree->part_count; i++) {
        const struct node *part = v->tree->parts[i];
        struct planned p;
        uint64_t *set = NULL;
        if (!query_has_words(part))
            continue;
        bool ok = plan_make(&p, part, v->archive, v->stemmer, &how, &v->error) &&
                  search_set(v->archive, reader, &p, &set, &v->error);
        for (uint32_t d = set ? docset_next(set, words, 0) : NO_BIT; d != NO_BIT;
             d = docset_next(set, words, d + 1))
            counts[d] = (uint8_t)(counts[d] + (counts[d] < UINT8_MAX));
        free(set);
        plan_free(&p);
        if (!ok)
            return false;
    }
    return true;
}

/* The documents of a shard that are in the dates. */
static bool in_dates(struct advisor *v, size_t reader, uint64_t **set)
{
    struct planned dates = {.range = v->planned->range, .dated = v->planned->dated};
    return search_set(v->archive, reader, &dates, set, &v->error);
}

/* The most parts that any article in the dates has, and how many articles have them. */
static bool best_partial(struct advisor *v, unsigned *most, uint64_t *n)
{
    struct archive *a = v->archive;
    bool ok = true;
    *most = 0;
    *n = 0;
    for (size_t i = 0; ok && i < a->count; i++) {
        uint8_t *counts = xcalloc((size_t)a->readers[i].documents + 1, 1);
        uint64_t *dated = NULL;
        ok = count_parts(v, i, counts) && in_dates(v, i, &dated);
        for (uint32_t d = 1; ok && d <= a->readers[i].documents; d++) {
            if (counts[d] < *most || counts[d] == 0 || !docset_has(dated, d))
                continue;
            *n = counts[d] > *most ? 1 : *n + 1;
            *most = counts[d];
        }
        free(dated);
        free(counts);
    }
    return ok;
}

static void try_fewer(struct advisor *v)
{
    unsigned most;
    unsigned parts = 0;
    uint64_t n;
    if (v->tree->kind != NODE_AND || v->options->any)
        return;
    for (size_t i = 0; i < v->tree->part_count; i++)
        parts += query_has_words(v->tree->parts[i]);
    if (parts > 1 && best_partial(v, &most, &n) && most)
        fprintf(v->notes, "%u of %u words: %" PRIu64 " %s, use --any\n", most, parts, n,
                articles(n));
}

/* True if an article has a term with this prefix. Sets *any. */
static bool has_terms(struct advisor *v, const char *prefix, bool *any)
{
    struct slice term = {NULL, 0};
    uint64_t documents;
    struct words *words = words_open(v->archive, prefix, strlen(prefix), &v->error);
    bool ok = words && words_next(words, &term, &documents, &v->error);
    words_close(words);
    *any = term.length > 0;
    return ok;
}

/* Says where the query asks for what no article of the archive has. */
static void try_names(struct advisor *v, const struct node *node)
{
    bool any = true;
    if (node->kind == NODE_FROM && has_terms(v, "H", &any) && !any)
        fputs("no article here has a publisher or an address: leave from: out\n", v->notes);
    if (node->kind == NODE_AUTHOR && has_terms(v, "A", &any) && !any)
        fputs("no article here has an author: leave author: out\n", v->notes);
    for (size_t i = 0; any && i < node->part_count; i++)
        try_names(v, node->parts[i]);
}

void advise(struct archive *a, struct stemmer *stemmer, const struct options *options,
            struct node *tree, const struct planned *planned, FILE *notes)
{
    struct advisor v = {.archive = a,
                        .stemmer = stemmer,
                        .options = options,
                        .tree = tree,
                        .planned = planned,
                        .notes = notes};
    if (a->documents == a->gone) {
        fputs("the index is empty: index articles with 'indexer FOLDER'\n", notes);
        return;
    }
    try_names(&v, tree);
    try_words(&v, tree);
    try_fewer(&v);
    try_without_dates(&v);
}
