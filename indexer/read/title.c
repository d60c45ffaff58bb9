/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/title.h"

#include <stdbool.h>
#include <string.h>

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

/* True if the dot at `dot` ends an initial (U.S., J.) or an abbreviation, not a sentence. */
static bool is_abbreviation(const char *start, const char *dot)
{
    static const char *const known[] = {"Mr",  "Mrs", "Ms",   "Dr",  "St",   "No",  "Gen",
                                        "Col", "Lt",  "Maj",  "Sgt", "Gov",  "Sen", "Rep",
                                        "Rev", "Inc", "Ltd",  "Co",  "Corp", "vs",  "Jan",
                                        "Feb", "Aug", "Sept", "Oct", "Nov",  "Dec"};
    const char *word = dot;
    while (word > start && !is_gap(word[-1]) && word[-1] != '.' && word[-1] != '(')
        word--;
    size_t n = (size_t)(dot - word);
    if (n == 1)
        return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (n == strlen(known[i]) && memcmp(word, known[i], n) == 0)
            return true;
    return false;
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
        if (*c != '.' || !is_abbreviation(start, c))
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

const char *title_of_text(struct slice text, struct arena *arena)
{
    const char *start = text.data;
    const char *stop = text.data + text.length;
    while (start < stop && is_gap(*start))
        start++;
    const char *end = start < stop ? memchr(start, '\n', (size_t)(stop - start)) : stop;
    if (!end)
        end = stop;
    while (end > start && is_gap(end[-1]))
        end--;
    end = sentence_end(start, end);
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
