/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/expand.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/slice.h"
#include "lib/text/name_key.h"
#include "searcher/match/lists.h"

/* Words found so far, in whatever order; one may come from several shards. */
struct found {
    struct expanded *words;
    size_t count;
    size_t room;
};

static void add(struct found *f, const char *word, size_t length, uint64_t frequency)
{
    f->words = xgrow(f->words, &f->room, f->count + 1, sizeof *f->words);
    f->words[f->count++] = (struct expanded){schema_term("", word, length), frequency};
}

static int compare_terms(const struct term *a, const struct term *b)
{
    return bytes_compare(a->text, a->length, b->text, b->length);
}

static int by_word(const void *a, const void *b)
{
    const struct expanded *x = a;
    const struct expanded *y = b;
    return compare_terms(&x->word, &y->word);
}

static int by_frequency(const void *a, const void *b)
{
    const struct expanded *x = a;
    const struct expanded *y = b;
    if (x->frequency != y->frequency)
        return x->frequency > y->frequency ? -1 : 1;
    return compare_terms(&x->word, &y->word);
}

/* Joins what several shards have of a word, sorts, and cuts. */
static void finish(struct found *f, struct expansion *e)
{
    size_t n = 0;
    if (f->count)
        qsort(f->words, f->count, sizeof *f->words, by_word);
    for (size_t i = 0; i < f->count; i++) {
        if (n && compare_terms(&f->words[n - 1].word, &f->words[i].word) == 0)
            f->words[n - 1].frequency += f->words[i].frequency;
        else
            f->words[n++] = f->words[i];
    }
    if (n)
        qsort(f->words, n, sizeof *f->words, by_frequency);
    e->words = f->words;
    e->count = n > PLAN_EXPANSION_MAX ? PLAN_EXPANSION_MAX : n;
    e->left_off = n - e->count;
}

/* Calls `take` with each word of the shards that begins with `start`, after the term prefix. */
static bool each_word(struct archive *a, const char *prefix, const char *start, size_t length,
                      bool (*take)(const char *word, size_t length, void *context), void *context,
                      struct found *f, struct xc_error *error)
{
    struct term begin = schema_term(prefix, start, length);
    size_t skip = strlen(prefix);
    for (size_t i = 0; i < a->count; i++) {
        struct xc_list *terms = xc_terms(a->readers[i].db, begin.text, begin.length, error);
        struct xc_item item;
        bool found = false;
        bool ok = terms != NULL;
        while (ok && (ok = xc_list_next(terms, &item, &found, error)) && found)
            if (take(item.text + skip, item.length - skip, context))
                add(f, item.text + skip, item.length - skip, item.frequency);
        xc_list_free(terms);
        if (!ok)
            return false;
    }
    return true;
}

static bool take_all(const char *word, size_t length, void *context)
{
    (void)word;
    (void)length;
    (void)context;
    return true;
}

bool expand_prefix(struct archive *a, const char *prefix, const char *word, struct expansion *e,
                   struct xc_error *error)
{
    struct found f = {0};
    bool ok = each_word(a, prefix, word, strlen(word), take_all, NULL, &f, error);
    finish(&f, e);
    return ok;
}

struct stem_filter {
    struct stemmer *stemmer;
    char stem[TOKEN_MAX * 2];
    size_t length;
};

static bool has_stem(const char *word, size_t length, void *context)
{
    struct stem_filter *s = context;
    size_t n;
    const char *stem = stem_word(s->stemmer, word, length, &n);
    return n == s->length && memcmp(stem, s->stem, n) == 0;
}

bool expand_stem(struct archive *a, const char *prefix, const char *word, struct stemmer *stemmer,
                 struct expansion *e, struct xc_error *error)
{
    struct stem_filter s = {.stemmer = stemmer};
    struct found f = {0};
    size_t length = strlen(word);
    const char *stem = stem_word(stemmer, word, length, &s.length);
    if (!stem_applies(word, length) || s.length > sizeof s.stem) {
        bool ok = each_word(a, prefix, word, length, take_all, NULL, &f, error);
        size_t n = 0;
        for (size_t i = 0; i < f.count; i++)
            if (f.words[i].word.length == length)
                f.words[n++] = f.words[i];
        f.count = n;
        finish(&f, e);
        return ok;
    }
    memcpy(s.stem, stem, s.length);
    /* Endings change the last letters of a stem (happi, happy); what is before stays. */
    size_t start = s.length > 3 ? s.length - 2 : s.length > 1 ? s.length - 1 : s.length;
    bool ok = each_word(a, prefix, s.stem, start, has_stem, &s, &f, error);
    finish(&f, e);
    return ok;
}

static bool add_spellings(struct shard_reader *r, const struct term *key, const char *name,
                          struct found *f, struct xc_error *error)
{
    struct xc_list *words = xc_synonyms(r->db, key->text, key->length, error);
    struct xc_item item;
    bool found = false;
    bool ok = words != NULL;
    while (ok && (ok = xc_list_next(words, &item, &found, error)) && found)
        if (name_alike(name, strlen(name), item.text, item.length))
            add(f, item.text, item.length, 0);
    xc_list_free(words);
    return ok;
}

/* Names may be listed by shards that lost their last article with them: those are dropped. */
static bool count_words(struct archive *a, struct expansion *e, struct xc_error *error)
{
    size_t n = 0;
    for (size_t i = 0; i < e->count; i++) {
        struct expanded w = e->words[i];
        w.frequency = 0;
        for (size_t j = 0; j < a->count; j++) {
            uint32_t documents;
            uint32_t times;
            if (!lists_frequency(&a->readers[j], w.word.text, w.word.length, &documents, &times,
                                 error))
                return false;
            w.frequency += documents;
        }
        if (w.frequency)
            e->words[n++] = w;
    }
    e->count = n;
    if (n)
        qsort(e->words, n, sizeof *e->words, by_frequency);
    return true;
}

bool expand_name(struct archive *a, const char *word, struct expansion *e, struct xc_error *error)
{
    struct found f = {0};
    char key[NAME_KEY_MAX];
    size_t length = name_key(word, strlen(word), key);
    struct term term = schema_term("~", key, length);
    bool ok = true;
    add(&f, word, strlen(word), 0); /* remote shards list no names at all */
    for (size_t i = 0; ok && length && !a->remote && i < a->count; i++)
        ok = add_spellings(&a->readers[i], &term, word, &f, error);
    finish(&f, e);
    return ok && count_words(a, e, error);
}

void expansion_free(struct expansion *e)
{
    free(e->what);
    free(e->words);
    *e = (struct expansion){0};
}
