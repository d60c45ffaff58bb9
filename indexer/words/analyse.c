/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/words/analyse.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/text/token.h"

/*
 * The words of a text are looked up WINDOW at a time. What is known of a word lies anywhere in
 * tables of many megabytes; taken one by one, most of the time would go with waiting for it.
 */
enum { WINDOW = 32 };

struct waiting {
    char text[TOKEN_MAX];
    size_t length;
    struct term_key key;
    uint32_t position;
    uint32_t term;
};

void analyser_init(struct analyser *a, struct stemmer *stemmer)
{
    *a = (struct analyser){.stemmer = stemmer, .words = xcalloc(WINDOW, sizeof *a->words)};
}

void analyser_free(struct analyser *a)
{
    vocabulary_free(&a->vocabulary);
    free(a->result.postings);
    free(a->result.positions);
    free(a->occurrences);
    free(a->met);
    free(a->words);
    *a = (struct analyser){0};
}

void analyser_clear(struct analyser *a)
{
    vocabulary_clear(&a->vocabulary);
}

/* Makes room for what is noted of a term by article. */
static void grow_met(struct analyser *a)
{
    size_t had = a->met_room;
    a->met = xgrow(a->met, &a->met_room, a->vocabulary.count, sizeof *a->met);
    memset(a->met + had, 0, (a->met_room - had) * sizeof *a->met);
}

/* The slot of a term's posting in this article; made if the term is new to it. */
static uint32_t posting_slot(struct analyser *a, uint32_t term)
{
    if (term >= a->met_room)
        grow_met(a);
    struct met *m = &a->met[term];
    if (m->article == a->serial)
        return m->slot;
    struct analysed *r = &a->result;
    if (r->count == a->posting_room)
        r->postings = xgrow(r->postings, &a->posting_room, r->count + 1, sizeof *r->postings);
    *m = (struct met){a->serial, (uint32_t)r->count++};
    r->postings[m->slot] = (struct posting){.term = term};
    return m->slot;
}

static void add_occurrence(struct analyser *a, uint32_t term, uint32_t position)
{
    uint32_t slot = posting_slot(a, term);
    struct posting *p = &a->result.postings[slot];
    p->wdf++;
    p->count++;
    if (a->occurrence_count == a->occurrence_room)
        a->occurrences = xgrow(a->occurrences, &a->occurrence_room, a->occurrence_count + 1,
                               sizeof *a->occurrences);
    a->occurrences[a->occurrence_count++] = (struct occurrence){slot, position};
}

static void add_boolean(struct analyser *a, struct term t)
{
    posting_slot(a, vocabulary_add(&a->vocabulary, t.text, t.length));
}

static uint32_t prefixed(struct analyser *a, const char *prefix, const char *text, size_t length)
{
    struct term t = schema_term(prefix, text, length);
    return vocabulary_add(&a->vocabulary, t.text, t.length);
}

/* Number of the prefix + the stem of a word; NO_TERM for words that are not stemmed. */
static uint32_t stem_of(struct analyser *a, uint32_t word, const char *prefix)
{
    const struct term_entry *e = &a->vocabulary.entries[word];
    if (!stem_applies(e->text, e->length))
        return NO_TERM;
    size_t length;
    const char *stem = stem_word(a->stemmer, e->text, e->length, &length);
    return prefixed(a, prefix, stem, length);
}

static uint32_t linked_stem(struct analyser *a, uint32_t word)
{
    if (a->vocabulary.entries[word].stem == TERM_UNSET) {
        uint32_t stem = stem_of(a, word, "Z");
        a->vocabulary.entries[word].stem = stem;
    }
    return a->vocabulary.entries[word].stem;
}

static void link_title(struct analyser *a, uint32_t word)
{
    const struct term_entry *e = &a->vocabulary.entries[word];
    uint32_t title = prefixed(a, "S", e->text, e->length);
    uint32_t stem = stem_of(a, word, "ZS");
    a->vocabulary.titles[word] = (struct title_entry){title, stem};
}

/* Takes the next words of a text, and has their places in the vocabulary fetched. */
static size_t take_words(struct analyser *a, struct tokenizer *tokens)
{
    struct token t;
    size_t count = 0;
    while (count < WINDOW && token_next(tokens, &t)) {
        struct waiting *w = &a->words[count++];
        w->length = t.length;
        w->position = t.position;
        w->key = vocabulary_prepare(&a->vocabulary, t.text, t.length);
        memcpy(w->text, t.text, t.length);
    }
    return count;
}

/* Finds the numbers of these words, and has fetched where they were met last. */
static void find_words(struct analyser *a, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct waiting *w = &a->words[i];
        w->term = vocabulary_add_key(&a->vocabulary, w->key, w->text, w->length);
        if (w->term < a->met_room)
            __builtin_prefetch(&a->met[w->term], 1);
    }
}

/* Words of a text, from `position` + 1 on. Returns the last position. */
static uint32_t add_words(struct analyser *a, struct slice text, uint32_t position)
{
    struct tokenizer tokens;
    size_t count;
    token_start(&tokens, text.data, text.length, position);
    do {
        count = take_words(a, &tokens);
        find_words(a, count);
        for (size_t i = 0; i < count; i++)
            add_occurrence(a, a->words[i].term, a->words[i].position);
    } while (count == WINDOW);
    return tokens.position;
}

/* Words of the title as title terms. Their stems only if the title was given: one that was cut out
 * of the text does not make the article more about them, and is found by its words. */
static void add_title(struct analyser *a, struct slice title, bool given)
{
    struct tokenizer tokens;
    struct token t;
    token_start(&tokens, title.data, title.length, 0);
    while (token_next(&tokens, &t)) {
        uint32_t word = vocabulary_add(&a->vocabulary, t.text, t.length);
        if (a->vocabulary.titles[word].word == TERM_UNSET)
            link_title(a, word);
        struct title_entry title_terms = a->vocabulary.titles[word];
        add_occurrence(a, title_terms.word, t.position);
        if (given && title_terms.stem != NO_TERM) {
            uint32_t slot = posting_slot(a, title_terms.stem);
            a->result.postings[slot].wdf++;
        }
    }
}

/* Has fetched what is known of the word of a later posting, and where the stem of a nearer one was
 * met last. */
static void fetch_stems(const struct analyser *a, size_t near, size_t far)
{
    uint32_t stem = a->vocabulary.entries[a->result.postings[near].term].stem;
    __builtin_prefetch(&a->vocabulary.entries[a->result.postings[far].term], 1);
    if (stem < a->met_room)
        __builtin_prefetch(&a->met[stem], 1);
}

/* The postings so far are those of the words. Each word's frequency goes to its stem as well. */
static void add_stems(struct analyser *a)
{
    enum { AHEAD = 8 };
    for (size_t i = 0, words = a->result.count; i < words; i++) {
        fetch_stems(a, i + AHEAD < words ? i + AHEAD : i,
                    i + 2 * AHEAD < words ? i + 2 * AHEAD : i);
        struct posting word = a->result.postings[i];
        uint32_t stem = linked_stem(a, word.term);
        a->vocabulary.entries[word.term].word = true;
        if (stem != NO_TERM) {
            uint32_t slot = posting_slot(a, stem);
            a->result.postings[slot].wdf += word.wdf;
        }
    }
}

static void add_dates(struct analyser *a, struct date d)
{
    add_boolean(a, schema_date_term(d));
    if (d.day)
        add_boolean(a, schema_date_term((struct date){d.year, d.month, 0}));
    if (d.month)
        add_boolean(a, schema_date_term((struct date){d.year, 0, 0}));
}

static void add_name(struct analyser *a, const char *prefix, const char *name)
{
    struct tokenizer tokens;
    struct token t;
    token_start(&tokens, name, name ? strlen(name) : 0, 0);
    while (token_next(&tokens, &t))
        add_boolean(a, schema_term(prefix, t.text, t.length));
}

static void add_publisher(struct analyser *a, const struct article *article)
{
    add_name(a, "H", article->from);
    char host[SCHEMA_TERM_MAX];
    for (const char *name = schema_host(article->url, host, sizeof host); name && strchr(name, '.');
         name = strchr(name, '.') + 1)
        add_boolean(a, schema_term("H", name, strlen(name)));
}

static void add_source(struct analyser *a, const struct article *article)
{
    if (article->number[0]) {
        char file[SCHEMA_HEX + 1];
        article_id(article->path, "", file);
        add_boolean(a, schema_term("XF", file, SCHEMA_HEX));
    }
}

/* Sorts the occurrences by term: they are in the order of the text, so each list ascends. */
static void gather_positions(struct analyser *a)
{
    struct analysed *r = &a->result;
    uint32_t first = 0;
    for (size_t i = 0; i < r->count; i++) {
        r->postings[i].first = first;
        first += r->postings[i].count;
        r->postings[i].count = 0;
        r->length += r->postings[i].wdf;
    }
    r->position_count = first;
    r->positions = xgrow(r->positions, &a->position_room, first, sizeof *r->positions);
    for (size_t i = 0; i < a->occurrence_count; i++) {
        struct posting *p = &r->postings[a->occurrences[i].slot];
        r->positions[p->first + p->count++] = a->occurrences[i].position;
    }
}

const struct analysed *analyse(struct analyser *a, const struct article *article)
{
    struct slice title = {article->title, strlen(article->title)};
    a->result.count = 0;
    a->result.length = 0;
    a->occurrence_count = 0;
    a->serial++;
    uint32_t last = 0;
    if (!article->title_in_text && title.length)
        last = add_words(a, title, 0) + ANALYSE_GAP;
    add_words(a, article->text, last);
    add_stems(a);
    add_title(a, title, !article->title_in_text);
    add_source(a, article);
    add_dates(a, article->date);
    add_publisher(a, article);
    add_name(a, "A", article->author);
    gather_positions(a);
    return &a->result;
}
