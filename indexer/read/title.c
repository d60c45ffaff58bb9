/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/title.h"

#include <stdbool.h>
#include <string.h>

#include "lib/text/sentence.h"

#define SENTENCES 6 /* of a text that may be passed over */

static bool is_gap(char c)
{
    return (unsigned char)c <= ' ' || c == '\x7f';
}

const char *title_clean(struct slice given, struct arena *arena)
{
    char *title = arena_alloc(arena, given.length + 1);
    size_t n = 0;
    for (size_t i = 0; i < given.length; i++) {
        if (!is_gap(given.data[i]))
            title[n++] = given.data[i];
        else if (n && title[n - 1] != ' ')
            title[n++] = ' ';
    }
    if (n && title[n - 1] == ' ')
        n--;
    title[n] = '\0';
    return title;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* Where the first sentence of a line ends, or its end. */
static const char *sentence_end(const char *start, const char *end)
{
    for (const char *c = start; c < end; c++) {
        if (!strchr(".!?", *c) || !*c)
            continue;
        const char *after = c + 1;
        while (after < end && strchr("\"')]", *after) && *after)
            after++;
        if (after - start < 15 || (after < end && !is_gap(*after)))
            continue;
        if (*c != '.' || !sentence_abbreviation((struct slice){start, (size_t)(end - start)},
                                                (size_t)(c + 1 - start)))
            return after;
    }
    return end;
}

/* Where column TITLE_COLUMNS of a line is, and before it the last gap between words. */
static const char *column_end(const char *start, const char *end)
{
    const char *gap = NULL;
    const char *last = NULL; /* what the ellipsis would take the place of */
    size_t columns = 0;
    for (const char *c = start; c < end; c++) {
        if (((unsigned char)*c & 0xC0) == 0x80)
            continue;
        if (columns == TITLE_COLUMNS - 1)
            last = c;
        if (columns++ == TITLE_COLUMNS)
            return gap && gap > start + (last - start) / 2 ? gap : last;
        if (is_gap(*c))
            gap = c;
    }
    return end;
}

/* What pages say to their readers before the article begins, in lower case. */
static bool is_boilerplate(const char *start, const char *end)
{
    static const char *const begins[] = {"sign up now",        "sign up for",
                                         "sign up to",         "subscribe to",
                                         "subscribe now",      "latest news topics",
                                         "skip to ",           "share this",
                                         "advertisement",      "click here to",
                                         "follow us",          "download our app",
                                         "listen to this",     "log in to",
                                         "this content was",   "we use cookies",
                                         "get our newsletter", "get breaking news",
                                         "read more:",         "please enable javascript",
                                         "jump to navigation", "toggle navigation",
                                         "print this page",    "email this",
                                         "back to top",        "you have reached your limit"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t n = strlen(begins[i]);
        size_t k = 0;
        while (k < n && start + k < end && lower(start[k]) == begins[i][k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

/* The next sentence from `start` on; false if nothing but gaps is left. */
static bool next_sentence(const char *start, const char *stop, struct slice *sentence)
{
    while (start < stop && is_gap(*start))
        start++;
    const char *end = start < stop ? memchr(start, '\n', (size_t)(stop - start)) : stop;
    if (!end)
        end = stop;
    while (end > start && is_gap(end[-1]))
        end--;
    end = sentence_end(start, end);
    *sentence = (struct slice){start, (size_t)(end - start)};
    return start < stop;
}

struct slice title_first_sentence(struct slice text)
{
    struct slice s;
    next_sentence(text.data, text.data + text.length, &s);
    return s;
}

/* The sentence to take: the first that is not shared nor boilerplate, if there is one nearby. */
static struct slice choose(struct slice text, const struct title_counts *counts)
{
    const char *stop = text.data + text.length;
    struct slice first = title_first_sentence(text);
    struct slice s = first;
    for (int tried = 0; tried < SENTENCES; tried++) {
        bool skip =
            is_boilerplate(s.data, s.data + s.length) || (counts && title_counts_shared(counts, s));
        if (!skip && s.length)
            return s;
        if (!next_sentence(s.data + s.length, stop, &s))
            break;
    }
    return first;
}

const char *title_of_text(struct slice text, const struct title_counts *counts, struct arena *arena)
{
    struct slice s = text.length ? choose(text, counts) : (struct slice){"", 0};
    const char *start = s.data;
    const char *end = s.data + s.length;
    const char *cut = column_end(start, end);
    if (cut == end)
        return title_clean((struct slice){start, (size_t)(end - start)}, arena);
    const char *clean = title_clean((struct slice){start, (size_t)(cut - start)}, arena);
    size_t n = strlen(clean);
    char *title = arena_alloc(arena, n + 4);
    memcpy(title, clean, n);
    memcpy(title + n, "\xE2\x80\xA6", 4);
    return title;
}
