/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of the bulk writer share: calls that must do, and articles.
 *
 * Articles are made of random numbers, the same for the same seed, with all that writers must get
 * right: words of many scripts, long ones, ones that recur and ones that never do, titles in and
 * not in the text, dates of every precision, publishers, URLs, files of one article and of many.
 */
#ifndef DATELINE_TESTS_UNIT_BULK_TEST_H
#define DATELINE_TESTS_UNIT_BULK_TEST_H

#include <stdio.h>
#include <string.h>

#include "indexer/read/article.h"
#include "lib/base/arena.h"
#include "lib/base/mem.h"
#include "tests/unit/glass_call.h"
#include "tests/unit/scratch.h"

/* ---- articles ---- */

/* Articles and what they consist of. `list` is what writers take. Start with {0}. */
struct articles {
    struct article *all;
    const struct article **list;
    size_t count;
    size_t room;
    struct arena arena;
};

static inline void articles_free(struct articles *a)
{
    free(a->all);
    free(a->list);
    arena_free(&a->arena);
}

/* Points `list` at all articles; to be called once they are all there. */
static inline void articles_list(struct articles *a)
{
    a->list = xreallocarray(a->list, a->count, sizeof *a->list);
    for (size_t i = 0; i < a->count; i++)
        a->list[i] = &a->all[i];
}

/* Adds an article of one file, undated and without a title. */
static inline struct article *articles_add(struct articles *a, const char *text, size_t length)
{
    char path[40];
    snprintf(path, sizeof path, "text/%06zu.txt", a->count);
    a->all = xgrow(a->all, &a->room, a->count + 1, sizeof *a->all);
    struct article *new = &a->all[a->count++];
    *new = (struct article){.path = arena_copy(&a->arena, path, strlen(path)),
                            .number = "",
                            .key = "",
                            .title = "",
                            .from = "",
                            .url = "",
                            .text = {arena_copy(&a->arena, text, length), length}};
    article_id(new->path, new->number, new->id);
    return new;
}

static inline struct article *articles_text(struct articles *a, const char *text)
{
    return articles_add(a, text, strlen(text));
}

/* ---- random ones ---- */

static inline size_t random_below(uint64_t *seed, size_t bound)
{
    return (size_t)((next_random(seed) >> 16) % bound);
}

/* A word and a blank. Words of the first kind recur the more the shorter they are. */
static inline void random_word(uint64_t *seed, struct buf *out)
{
    static const char *const odd[] = {"Сахель", "中国新闻",  "l'événement", "U.S.",      "AK-47",
                                      "50,000", "1.5",       "Ærø",         "straße",    "don't",
                                      "ελλάδα", "कथा",       "a",           "co-op",     "naïveté",
                                      "İzmir",  "x\xCC\x81", "—",           "2023",      "Q1",
                                      "zu.",    "Wagner",    "sanctions,",  "sanctioned"};
    size_t kind = random_below(seed, 100);
    if (kind < 10) {
        buf_puts(out, odd[random_below(seed, COUNT(odd))]);
    } else if (kind < 12) { /* up to a length at which words are dropped */
        for (size_t n = 60 + random_below(seed, 8); n; n--)
            buf_putc(out, (char)('a' + random_below(seed, 2)));
    } else if (kind < 14) { /* rare */
        buf_printf(out, "n%x", (unsigned)next_random(seed));
    } else {
        for (size_t n = 1 + random_below(seed, 1 + random_below(seed, 6)); n; n--)
            buf_printf(out, "%c%c", "bdgklmnrst"[random_below(seed, 10)],
                       "aeiou"[random_below(seed, 5)]);
    }
    buf_putc(out, random_below(seed, 15) ? ' ' : '\n');
}

static inline struct date random_date(uint64_t *seed)
{
    struct date d = {(int16_t)(2019 + random_below(seed, 8)), (int8_t)(1 + random_below(seed, 12)),
                     (int8_t)(1 + random_below(seed, 28))};
    size_t kind = random_below(seed, 10);
    if (kind < 3)
        d.day = 0;
    if (kind < 2)
        d.month = 0;
    if (kind < 1)
        d.year = 0;
    return d;
}

/* A title of its own, or how the text begins: up to the end of a word, or within one. */
static inline void random_title(uint64_t *seed, struct article *a, struct arena *arena)
{
    struct buf title = {0};
    size_t kind = random_below(seed, 4);
    a->title_in_text = kind > 1;
    if (kind == 1) {
        for (size_t n = 1 + random_below(seed, 8); n; n--)
            random_word(seed, &title);
    } else if (kind > 1) {
        size_t n = a->text.length < 50 ? a->text.length : 50;
        while (n && (kind == 2 ? a->text.data[n - 1] != ' ' : (a->text.data[n] & 0xC0) == 0x80))
            n--;
        buf_add(&title, a->text.data, n);
    }
    if (kind)
        a->title = arena_copy(arena, title.data ? title.data : "", title.length);
    buf_free(&title);
}

static inline void random_source(uint64_t *seed, struct article *a, size_t i, struct arena *arena)
{
    static const char *const from[] = {"", "", "The Daily News", "Новости", "AP"};
    static const char *const url[] = {"",
                                      "",
                                      "http://www.news.example.com/2023/a",
                                      "https://NEWS.example.org:8080",
                                      "ftp://b\xFF\xFE.example/x",
                                      "no url"};
    char number[24];
    if (random_below(seed, 4) == 0) { /* one of some records in a file */
        a->path = i % 20 < 10 ? "records/one.jsonl" : "records/two.jsonl";
        snprintf(number, sizeof number, "%zu", i);
        a->number = arena_copy(arena, number, strlen(number));
        a->key = a->number;
    }
    a->from = from[random_below(seed, COUNT(from))];
    a->url = url[random_below(seed, COUNT(url))];
    article_id(a->path, a->number, a->id);
}

/* Adds an article of up to so many words. */
static inline struct article *articles_random(struct articles *a, uint64_t *seed, size_t words)
{
    struct buf text = {0};
    buf_puts(&text, random_below(seed, 3) ? "Everywhere " : "");
    for (size_t n = random_below(seed, words + 1); n; n--)
        random_word(seed, &text);
    struct article *new = articles_add(a, text.data, text.length);
    buf_free(&text);
    random_title(seed, new, &a->arena);
    random_source(seed, new, a->count, &a->arena);
    new->date = random_date(seed);
    new->date_source = date_is_none(new->date) ? FROM_NOTHING : FROM_HEADER;
    return new;
}

/* Articles of that many words at most, as they are: not in the order of their dates. */
static inline struct articles random_articles(uint64_t seed, size_t count, size_t words)
{
    struct articles a = {0};
    while (a.count < count)
        articles_random(&a, &seed, words);
    articles_list(&a);
    return a;
}

#endif
