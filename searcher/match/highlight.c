/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/match/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "searcher/match/expand.h"

static bool is_one_of(const char *language, const char *const *list)
{
    for (; language && *list; list++)
        if (strcmp(language, *list) == 0)
            return true;
    return false;
}

static bool is_english(const char *language)
{
    static const char *const names[] = {"english", "en", "porter", NULL};
    return is_one_of(language, names);
}

/* Languages whose stemmers leave the first letter alone. Those of Arabic, Indonesian, Irish, Tamil
 * and Yiddish take away beginnings, and that of Serbian changes the script. */
static bool keeps_initials(const char *language)
{
    static const char *const names[] = {
        "none",     "armenian", "basque",  "catalan",   "danish",  "dutch",     "finnish",
        "french",   "german",   "greek",   "hungarian", "italian", "norwegian", "portuguese",
        "romanian", "russian",  "spanish", "swedish",   NULL};
    return is_english(language) || is_one_of(language, names);
}

/* True if an English word may have this stem: it is as long at least, and the second letters are
 * the same, but that y and i change places: dying, die. The first are known to be. Of stems of four
 * letters and more, only the last may be another one than the word's: hope, hoping. */
static bool may_be_stem(const char *stem, size_t length, const struct token *word)
{
    if (length < 2 || word->length < length)
        return word->length >= length;
    if (length >= 4)
        return memcmp(stem + 1, word->text + 1, length - 2) == 0;
    return stem[1] == word->text[1] || stem[1] == 'i' || stem[1] == 'y';
}

/* The byte that tells most about the first character: an ASCII letter itself; of others, whose
 * first bytes are much alike, the last byte. Never 0. */
static unsigned char initial(const char *text, size_t length)
{
    size_t last = 0;
    while (last + 1 < length && ((unsigned char)text[last + 1] & 0xC0) == 0x80)
        last++;
    return (unsigned char)text[last];
}

static struct highlight_term *add(struct highlight *h, enum highlight_kind kind, unsigned group,
                                  const char *text, size_t length)
{
    bool anywhere = (kind == HIGHLIGHT_STEM && !keeps_initials(h->language)) ||
                    (kind == HIGHLIGHT_PATTERN && strchr("*?", text[0]));
    h->english = is_english(h->language);
    size_t *chain = &h->chains[anywhere ? 0 : initial(text, length)];
    h->terms = xgrow(h->terms, &h->capacity, h->count + 1, sizeof *h->terms);
    struct highlight_term *term = &h->terms[h->count++];
    *term = (struct highlight_term){.kind = kind,
                                    .group = group,
                                    .text = xstrndup(text, length),
                                    .length = length,
                                    .next = *chain};
    *chain = h->count;
    return term;
}

void highlight_add(struct highlight *h, enum highlight_kind kind, unsigned group, const char *text,
                   size_t length)
{
    if (length)
        add(h, kind, group, text, length);
}

void highlight_phrase(struct highlight *h, unsigned group, char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum highlight_kind kind = strpbrk(words[i], "*?") ? HIGHLIGHT_PATTERN : HIGHLIGHT_WORD;
        struct highlight_term *term = add(h, kind, group, words[i], strlen(words[i]));
        term->place = (unsigned)i + 1;
        term->goes_on = i + 1 < count;
    }
}

void highlight_free(struct highlight *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->terms[i].text);
    free(h->terms);
    *h = (struct highlight){0};
}

void highlight_start(struct highlight_scan *s, const struct highlight *h, struct slice text)
{
    *s = (struct highlight_scan){.h = h};
    token_start(&s->tokens, text.data, text.length, 0);
}

/* A word of the text, and its stem once somebody has asked for it. */
struct word {
    struct token token;
    struct slice stem;
};

static bool term_matches(const struct highlight *h, const struct highlight_term *term,
                         struct word *w)
{
    struct slice asked = {w->token.text, w->token.length};
    if (term->kind == HIGHLIGHT_PREFIX)
        return asked.length >= term->length && memcmp(asked.data, term->text, term->length) == 0;
    if (term->kind == HIGHLIGHT_PATTERN)
        return wildcard_matches(term->text, asked.data, asked.length);
    if (term->kind == HIGHLIGHT_STEM) {
        if (h->english && !may_be_stem(term->text, term->length, &w->token))
            return false;
        if (!w->stem.data)
            w->stem.data = stem_word_once(h->stemmer, asked.data, asked.length, &w->stem.length);
        asked = w->stem;
    }
    return asked.length == term->length && memcmp(asked.data, term->text, term->length) == 0;
}

/* Where the phrase began whose next word is term `number`; false if the word before was not the
 * one before in it. */
static bool find_run(const struct highlight_scan *s, size_t number, size_t *start)
{
    for (size_t i = 0; i < s->run_count; i++)
        if (s->runs[i].term + 1 == number) {
            *start = s->runs[i].start;
            return true;
        }
    return false;
}

/* What the terms of one chain make of a word: matches widen *match, phrases that are not at their
 * end are added to `runs`. */
static void try_chain(const struct highlight_scan *s, size_t chain, struct word *w,
                      struct highlight_match *match, struct highlight_run *runs, size_t *count)
{
    for (size_t i = s->h->chains[chain]; i; i = s->h->terms[i - 1].next) {
        const struct highlight_term *term = &s->h->terms[i - 1];
        size_t start = w->token.start;
        if (!term_matches(s->h, term, w) || (term->place > 1 && !find_run(s, i - 1, &start)))
            continue;
        if (!term->goes_on) {
            match->groups |= UINT64_C(1) << term->group % 64;
            if (start < match->start)
                match->start = start;
        } else if (*count < HIGHLIGHT_RUNS) {
            runs[(*count)++] = (struct highlight_run){i - 1, start};
        }
    }
}

/* True if a match ends with this word. */
static bool take_word(struct highlight_scan *s, struct word *w, struct highlight_match *match)
{
    struct highlight_run runs[HIGHLIGHT_RUNS];
    size_t count = 0;
    unsigned char first = initial(w->token.text, w->token.length);
    *match = (struct highlight_match){w->token.start, w->token.end, 0};
    if (w->token.position != s->position + 1)
        s->run_count = 0;
    try_chain(s, first, w, match, runs, &count);
    try_chain(s, 0, w, match, runs, &count);
    memcpy(s->runs, runs, count * sizeof *runs);
    s->run_count = count;
    s->position = w->token.position;
    return match->groups != 0;
}

bool highlight_next(struct highlight_scan *s, struct highlight_match *match)
{
    struct word w;
    while ((!s->found || s->position < HIGHLIGHT_WORDS) && token_next(&s->tokens, &w.token)) {
        w.stem = (struct slice){NULL, 0};
        if (take_word(s, &w, match)) {
            s->found = true;
            return true;
        }
    }
    return false;
}
